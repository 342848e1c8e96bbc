"""``tieout`` and ``tieout gui``: opens the window."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.paths import given_path
from app.domain.errors import AppError, EnvironmentFault

if TYPE_CHECKING:
    from app.workflow.services import Services


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``gui``."""
    parser = commands.add_parser("gui", help="open the window")
    parser.add_argument("files", nargs="*", type=given_path, metavar="FILE", help="documents to take in at once")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window on the workspace."""
    from app.bootstrap import open_services

    if not has_display():
        raise no_display()
    try:
        services = open_services(args.workspace)
    except AppError as error:
        tell_refused(error)
        raise
    with services:
        return open_window(services, tuple(getattr(args, "files", ())))


def tell_refused(error: AppError) -> None:
    """Say in a window of its own why the desk cannot be opened: who starts Tieout by its icon sees no terminal."""
    from app.ui.application import show_refused

    show_refused(error)


def open_window(services: Services, files: tuple[Path, ...] = ()) -> int:
    """Show the window and return when it is closed."""
    from app.ui.application import run_window

    return run_window(services, files=files)


def has_display() -> bool:
    """Tell whether a window can be shown: always on Windows and macOS, elsewhere where there is a display."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def no_display() -> EnvironmentFault:
    """Return the error for a machine without a display."""
    return EnvironmentFault(
        "no_display",
        "There is no display to open a window on.",
        next_step="Run it in a desktop session, or use the commands: tieout --help lists them.",
    )

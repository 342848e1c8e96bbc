"""The ``tieout`` command: reads the call, runs one family's command, and shows errors in one way."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from app import __version__
from app.cli import (
    audit_commands,
    case_commands,
    data_commands,
    demo_command,
    document_commands,
    export_commands,
    insight_commands,
    keeping_commands,
    profile_commands,
    version_commands,
    weights_command,
    window_command,
)
from app.cli.console import tell, tell_error
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path
from app.domain.errors import AppError

Command = Callable[[argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="tieout",
        description="Reads vendors' invoices, matches them to purchase orders, and shows what does not agree.",
    )
    parser.add_argument("--version", action="version", version=f"tieout {__version__}")
    parser.add_argument(
        "--workspace",
        type=given_path,
        metavar="DIR",
        help="the desk's folder (default: TIEOUT_WORKSPACE, else the user's data folder)",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for family in (
        window_command,
        demo_command,
        data_commands,
        document_commands,
        case_commands,
        profile_commands,
        weights_command,
        export_commands,
        insight_commands,
        keeping_commands,
        audit_commands,
        version_commands,
    ):
        family.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; this is the edge where errors become messages."""
    parser = build_parser()
    args = parser.parse_args(arguments)
    run: Command = getattr(args, "run", None) or window_command.run
    try:
        return run(args)
    except AppError as error:
        tell_error(error)
        return ExitCode.SOME_FAILED
    except KeyboardInterrupt:
        tell("tieout: stopped.")
        return ExitCode.SOME_FAILED
    except BrokenPipeError:
        # The reader of our output went away (a pager that was closed); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.SOME_FAILED

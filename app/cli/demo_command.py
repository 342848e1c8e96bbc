"""``tieout demo``: a throw-away desk from the bundled sample data, processed before the user's eyes."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import ConsoleProgress, say, table
from app.cli.data_commands import import_line
from app.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from app.domain.case import Document
    from app.workflow.ports import InboxItem


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``demo``."""
    parser = commands.add_parser("demo", help="try the program on sample data in a throw-away workspace")
    parser.add_argument("--headless", action="store_true", help="do not open the window")
    parser.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """Make the workspace, process its invoices, print the summary, and open the window where there is a display."""
    from app.bootstrap import open_services
    from app.cli.window_command import has_display, open_window
    from app.shipped_files import resource_path
    from app.workflow.batch import process_files
    from app.workflow.import_data import import_folder

    if args.workspace and (args.workspace / "tieout.db").exists():
        args.parser.error(f"{args.workspace} already holds a desk; name an empty folder, or none for a throw-away one")
    workspace = args.workspace or Path(tempfile.mkdtemp(prefix="tieout-demo-"))
    sample = resource_path("sample_data")
    outcomes: list[tuple[InboxItem, Document | None]] = []
    with open_services(workspace) as services:
        for result in import_folder(services, sample):
            say(import_line(result))
        process_files(
            services,
            [sample / "invoices"],
            channel="demo",
            progress=ConsoleProgress("Processing"),
            on_document=lambda item, document: outcomes.append((item, document)),
        )
        say("")
        say(summary(outcomes))
        say(f"\nThe workspace is {workspace}")
        if not args.headless and has_display():
            return open_window(services)
    say(f"To open it in the window, in a desktop session: {started_as()} --workspace {workspace}")
    return ExitCode.OK


def started_as() -> str:
    """Return how to call the program again: by its name where the shell finds it, else as it was called."""
    called = Path(sys.argv[0])
    return str(called) if called.stem == "tieout" and shutil.which("tieout") is None else "tieout"


def summary(outcomes: list[tuple[InboxItem, Document | None]]) -> str:
    """Lay out what became of each invoice, and count the outcomes."""
    from app.cli.document_commands import decision_row
    from app.workflow.wording import DOCUMENT_STATES, words_for

    rows = [decision_row(item, document) for item, document in outcomes]
    states = Counter(document.state.value for _, document in outcomes if document is not None)
    counted = ", ".join(f"{words_for(state, DOCUMENT_STATES)} {n}" for state, n in states.most_common())
    headings = ("document", "vendor", "invoice", "total", "outcome", "to settle")
    return f"{table(headings, rows)}\n\n{len(outcomes)} invoices: {counted}."

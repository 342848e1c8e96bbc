"""``tieout extract`` and ``tieout process``: reading invoices, and taking them in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.cli.console import ConsoleProgress, one_line, print_json, say, table, tell
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path

if TYPE_CHECKING:
    from app.domain.case import Document
    from app.domain.invoice import Reading
    from app.workflow.ports import InboxItem
    from app.workflow.services import Services

SCHEMA = "tieout.extract/1"
_NOT_TAKEN_IN = {"already_taken": "taken in elsewhere", "cancelled": "not read yet"}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``extract`` and ``process``."""
    extract = commands.add_parser("extract", help="read invoices and print their fields; stores nothing")
    _common(extract)
    extract.set_defaults(run=run_extract, parser=extract)
    process = commands.add_parser("process", help="take invoices in: read, match, decide, open cases, log")
    _common(process)
    process.add_argument("--resume", action="store_true", help="first go on with files a stopped batch left waiting")
    process.add_argument(
        "--readings",
        type=given_path,
        metavar="FILE.json",
        help="take what extract --json printed instead of reading the files",
    )
    process.set_defaults(run=run_process, parser=process)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=given_path, metavar="FILE", help="documents, or folders of them")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("--profile", metavar="ID", help="try this vendor extraction profile")
    parser.add_argument(
        "--no-einvoice",
        action="store_false",
        dest="use_einvoice",
        help="read the page alone, not the electronic invoice inside the file",
    )
    parser.add_argument("--jobs", type=_jobs, default=2, metavar="N", help="how many to read at once (default 2)")


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError("between 1 and 64")
    return number


def run_extract(args: argparse.Namespace) -> int:
    """Read files and print what they say."""
    from app.bootstrap import open_readers
    from app.extraction.result import document_json
    from app.workflow.inbox import as_named, expand_paths
    from app.workflow.read_batch import read_in_order

    if not args.files:
        args.parser.error("name the documents, or folders of them")
    paths = expand_paths(as_named(args.files))
    _tell_left_out(args.files)
    progress = ConsoleProgress("Reading")
    documents: list[dict[str, Any]] = []
    failed = 0

    def tell_page(place: int, path: Path, page: int, pages: int) -> None:
        progress.step(place, len(paths), f"{path.name}, page {page:,} of {pages:,}")

    with open_readers(args.workspace, jobs=args.jobs, use_einvoice=args.use_einvoice) as readers:
        readings = read_in_order(readers, paths, profile=args.profile, jobs=args.jobs, on_page=tell_page)
        for number, (path, reading) in enumerate(readings):
            progress.step(number, len(paths), path.name)
            failed += _tell_failure(path, reading)
            documents.append(document_json(reading))
            if not args.json:
                say(_reading_text(reading))
    progress.step(len(paths), len(paths), "")
    if args.json:
        print_json({"schema": SCHEMA, "documents": documents})
    return _status(failed, len(paths))


def _back_up(services: Services) -> None:
    """Make the rolling backup that is due; what fails there is said and stops nobody."""
    from app.workflow.backing_up import roll_if_due

    if warning := roll_if_due(services):
        tell(f"tieout: {warning}")


def run_process(args: argparse.Namespace) -> int:
    """Take files in and print what was decided."""
    from app.bootstrap import open_services
    from app.workflow.batch import process_files, resume
    from app.workflow.due_holds import wake_due
    from app.workflow.given_readings import GivenReaders, load_readings, write_out
    from app.workflow.inbox import as_named
    from app.workflow.ports import InboxState
    from app.workflow.process_result import process_json, refused_json
    from app.workflow.profiles import log_found_profiles

    documents: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []

    def collect(item: InboxItem, document: Document | None) -> None:
        documents.append(process_json(document) if document else refused_json(item))
        rows.append(decision_row(item, document))

    if not args.files and args.readings is None and not args.resume:
        args.parser.error("name the documents, or folders of them (or --resume)")
    with ExitStack() as stack:
        services = stack.enter_context(open_services(args.workspace, jobs=args.jobs, use_einvoice=args.use_einvoice))
        files = as_named(args.files)
        stack.callback(_back_up, services)
        if args.readings is not None:
            services = replace(services, readers=GivenReaders(load_readings(args.readings)))
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tieout-")))
            files = files or write_out(args.readings, folder)
        wake_due(services)
        log_found_profiles(services)
        _tell_of_desk(services)
        _tell_left_out(files)
        progress = ConsoleProgress("Processing")
        items = resume(services, progress=progress, on_document=collect) if args.resume else ()
        left = len(services.store.inbox((InboxState.WAITING,))) if args.resume else 0
        items += process_files(services, files, progress=progress, on_document=collect, profile=args.profile)
    refused = [item for item in items if item.state is not InboxState.DONE]
    for item in refused:
        tell(f"tieout: {one_line(_about(Path(item.path), item.message))} {item.next_step}".rstrip())
    if args.json:
        print_json({"schema": SCHEMA, "documents": documents})
    elif rows:
        say(table(("document", "vendor", "invoice", "total", "outcome", "to settle"), rows))
        say(closing_line([row[4] for row in rows]))
    if not items and args.resume:
        tell(_none_waiting(left))
        return ExitCode.OK
    return _status(len(refused), len(items))


def _tell_of_desk(services: Services) -> None:
    """Say what about the desk keeps invoices from clearing, or is due."""
    from app.policy.policy_warnings import review_notice

    if services.store.facts().orders == 0:
        tell("tieout: no orders are imported yet, so nothing can be matched or cleared.")
        tell("  Import them first: tieout import FOLDER. What is taken in now is decided again then.")
    policy = services.store.policy()
    if policy is not None and (overdue := review_notice(policy, services.clock.now().date())):
        tell(f"tieout: {overdue}.")


def _tell_left_out(files: Sequence[Path]) -> None:
    """Name the desks below the folders given, whose stored documents are not taken for new ones."""
    from app.workflow.inbox import desks_left_out

    for desk in desks_left_out(files):
        tell(f"tieout: what the desk {desk} stores was left out; to read it all the same, name its folder documents.")


def _none_waiting(left: int) -> str:
    """Say that nothing was read; ``left`` files wait that somebody else has in hand."""
    if left:
        return f"Nothing was waiting but what another window or command is reading ({left})."
    return "Nothing was waiting."


def closing_line(outcomes: Sequence[str]) -> str:
    """Count what became of a batch: "24 documents: 17 cleared by itself, 6 needs a decision, 1 could not be read"."""
    from app.workflow.wording import counted

    told = (f"{outcomes.count(outcome)} {outcome}" for outcome in dict.fromkeys(outcomes))
    return f"{counted(len(outcomes), 'document')}: {', '.join(told)}"


def _status(failed: int, files: int) -> int:
    if files == 0:
        tell("tieout: no documents found there. PDF, PNG, JPEG, TIFF and XML files are read.")
        return ExitCode.SOME_FAILED
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _tell_failure(path: Path, reading: Reading) -> int:
    if reading.error is None:
        return 0
    tell(f"tieout: {one_line(_about(path, reading.error.message))} {reading.error.next_step}".rstrip())
    return 1


def _about(path: Path, message: str) -> str:
    """Put the name of the file before a message that does not begin with it."""
    return message if message.startswith(path.name) else f"{path.name}: {message}"


def _reading_text(reading: Reading) -> str:
    """Lay out one reading for a person."""
    from app.domain.money import plain

    if reading.invoice is None:
        return f"{reading.file}: not read"
    header = reading.invoice.header
    number = header.invoice_number.value if header.invoice_number else "no number"
    vendor = header.vendor_name.value if header.vendor_name else "unknown vendor"
    total = plain(header.total.value) if header.total else "no total"
    orders = ", ".join(po.value for po in header.po_numbers) or "no order"
    rows = [
        (
            str(line.line_no),
            line.item_code.value if line.item_code else "",
            line.description.value[:40],
            plain(line.quantity.value) if line.quantity else "",
            line.uom.value if line.uom else "",
            plain(line.unit_price.value) if line.unit_price else "",
            plain(line.amount.value) if line.amount else "",
            line.certainty.value,
        )
        for line in reading.invoice.lines
    ]
    lines = table(("", "item", "description", "quantity", "unit", "price", "amount", "figures"), rows)
    charges = "".join(f"\n  {c.description}: {plain(c.amount.value)} ({c.kind.value})" for c in reading.invoice.charges)
    return f"{reading.file}: invoice {number} of {vendor} for {orders}, total {total}\n{lines}{charges}\n"


def decision_row(item: InboxItem, document: Document | None) -> tuple[str, ...]:
    """Return file, vendor, invoice number, total, outcome and what is to settle, for a table."""
    from app.domain.money import plain
    from app.workflow.case_titles import case_title
    from app.workflow.wording import DOCUMENT_STATES, words_for

    name = Path(item.path).name
    if document is None and item.code in _NOT_TAKEN_IN:
        return (name, "", "", "", _NOT_TAKEN_IN[item.code], item.message)
    if document is None or document.invoice is None:
        return (name, "", "", "", words_for("unreadable", DOCUMENT_STATES), item.message)
    header = document.invoice.header
    open_cases = [case_title(case) for case in document.cases if case.lane is not None]
    return (
        name,
        header.vendor_name.value if header.vendor_name else "",
        header.invoice_number.value if header.invoice_number else "",
        plain(header.total.value) if header.total else "",
        words_for(document.state.value, DOCUMENT_STATES),
        "; ".join(dict.fromkeys(open_cases)),
    )

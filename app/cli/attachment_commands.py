"""``tieout case attach``, ``attachments`` and ``attachment``: files that people put to a case."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from app.cli.console import print_json, say, table, whole
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path, new_file
from app.domain.keeping import Attachment


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to ``tieout case``."""
    put = verbs.add_parser("attach", help="put a file of any kind to a case as evidence; it is never opened")
    put.add_argument("id", type=whole, metavar="ID")
    put.add_argument("file", type=given_path, metavar="FILE")
    put.add_argument("--note", default="", help="what it shows")
    put.set_defaults(run=run_attach)

    listing = verbs.add_parser("attachments", help="list what was attached to the invoice of a case")
    listing.add_argument("id", type=whole, metavar="ID")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)

    save = verbs.add_parser("attachment", help="write a copy of an attached file")
    save.add_argument("number", type=whole, metavar="NUMBER")
    save.add_argument("-o", "--output", type=new_file, required=True, metavar="FILE")
    save.set_defaults(run=run_save)


def run_attach(args: argparse.Namespace) -> int:
    """Put a file to a case."""
    from app.bootstrap import open_services
    from app.workflow.attachments import attach, size_text

    with open_services(args.workspace) as services:
        found = attach(services, args.id, args.file, args.note)
    say(f"Attachment {found.attachment_id}: {found.name} ({size_text(found.size)}), SHA-256 {found.sha256}")
    return ExitCode.OK


def run_list(args: argparse.Namespace) -> int:
    """List the attachments of the document of a case."""
    from app.bootstrap import open_services
    from app.domain.record import to_record

    with open_services(args.workspace) as services:
        found = services.store.keeper.attachments_of(services.store.case(args.id).document_id)
    if args.json:
        print_json({"attachments": [to_record(one) for one in found]})
    elif found:
        say(table(("number", "case", "file", "size", "by", "on", "sha256"), [_row(one) for one in found]))
    else:
        say("Nothing was attached.")
    return ExitCode.OK


def run_save(args: argparse.Namespace) -> int:
    """Write a copy of an attached file."""
    from app.bootstrap import open_services

    with open_services(args.workspace) as services:
        found = services.store.keeper.save_attachment(args.number, args.output)
    say(f"{found.name} is written to {args.output}. It came from outside: open it with care.")
    return ExitCode.OK


def say_attached(found: Sequence[Attachment]) -> None:
    """List attachments below a case, names as plain text."""
    from app.workflow.attachments import size_text

    if found:
        say("\nAttached")
    for one in found:
        gone = f", deleted by entry {one.deleted}" if one.deleted else ""
        note = f" — {one.note}" if one.note else ""
        say(f"  {one.attachment_id}: {one.name} ({size_text(one.size)}), by {one.user}{gone}{note}")


def _row(one: Attachment) -> tuple[str, ...]:
    from app.workflow.attachments import size_text

    size = f"deleted by entry {one.deleted}" if one.deleted else size_text(one.size)
    return str(one.attachment_id), str(one.case_id), one.name, size, one.user, one.time[:10], one.sha256[:16]

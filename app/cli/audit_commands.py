"""``tieout export``, ``tieout audit`` and ``tieout users``: what auditors and controllers ask for."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.console import print_json, say, table
from app.cli.exit_codes import ExitCode
from app.domain.audit import EXPORT_FORMS, Reperformed, RoleGiven
from app.domain.policy import Role
from app.domain.record import to_record

FORMATS = tuple(dict.fromkeys(form for forms in EXPORT_FORMS.values() for form in forms))


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``export``, ``audit`` and ``users``."""
    export = commands.add_parser("export", help="write cases, the audit log, lines or the scorecard to a file")
    export.add_argument("kind", choices=list(EXPORT_FORMS))
    export.add_argument("--format", choices=FORMATS, help="default: by the file's ending, else csv; pdf: cases only")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: the workspace's exports folder")
    export.set_defaults(run=run_export, parser=export)

    audit = commands.add_parser("audit", help="prove that the audit log is whole")
    verbs = audit.add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="re-read the log and the stored documents; name the first bad entry")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run_verify)

    again = verbs.add_parser("reperform", help="make decisions again from what they were made from, and compare")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "case", nargs="?", type=int, metavar="CASE", help="the decisions about the document of this case"
    )
    which.add_argument("--document", type=int, metavar="ID", help="the decisions about this document")
    which.add_argument("--all", action="store_true", help="every decision of the desk")
    again.add_argument("--json", action="store_true")
    again.set_defaults(run=run_reperform)

    users = commands.add_parser("users", help="who has which role on this desk")
    users.add_argument("user", nargs="?", help="an account of this machine")
    users.add_argument("role", nargs="?", choices=[role.value for role in Role])
    users.add_argument("--note", default="", help="why; required to give a role")
    users.set_defaults(run=run_users, parser=users)


def run_export(args: argparse.Namespace) -> int:
    """Write one export and log it."""
    from app.bootstrap import open_services
    from app.workflow.export_data import export_to

    ending = args.output.suffix.lstrip(".").lower() if args.output else ""
    form = args.format or (ending if ending in FORMATS else "csv")
    if form not in EXPORT_FORMS[args.kind]:
        having = " and ".join(kind for kind, forms in EXPORT_FORMS.items() if form in forms)
        forms = ", ".join(EXPORT_FORMS[args.kind])
        args.parser.error(f"only {having} can be written as {form}; {args.kind} can be written as {forms}")
    with open_services(args.workspace) as services:
        result = export_to(services, args.kind, form, args.output)
        entries, head = services.store.head()
    say(f"{result.rows} rows written to {result.path}")
    say(f"SHA-256 of the file: {result.sha256}")
    say(f"Head of the audit log: {head} (entry {entries}, this export)")
    return ExitCode.OK


def run_verify(args: argparse.Namespace) -> int:
    """Verify the audit log."""
    from app.bootstrap import open_services

    with open_services(args.workspace) as services:
        found = services.store.verify()
    if args.json:
        print_json(
            {
                "entries": found.entries,
                "head": found.head,
                "whole": found.whole,
                "first_bad": found.first_bad,
                "trouble": found.trouble,
                "attack": found.attack,
            }
        )
    elif found.whole:
        say(f"The audit log is whole: {found.entries} entries, head {found.head}.")
    else:
        place = f"entry {found.first_bad}" if found.first_bad is not None else "the log"
        say(f"The audit log is NOT whole: {place}: {found.trouble}")
        if found.attack:
            say(f"It looks like: {found.attack}")
    return ExitCode.OK if found.whole else ExitCode.SOME_FAILED


def run_reperform(args: argparse.Namespace) -> int:
    """Make decisions again and tell what differs."""
    from app.bootstrap import open_services
    from app.workflow.reperform import reperform_all

    with open_services(args.workspace) as services:
        document = services.store.case(args.case).document_id if args.case is not None else args.document
        if document is not None:
            services.store.document(document)  # says so where there is none
        found = list(reperform_all(services, None if document is None else (document,)))
    if args.json:
        print_json({"decisions": [to_record(one) | {"same": one.same} for one in found]})
    else:
        _say_reperformed(found)
    return ExitCode.OK if all(one.same for one in found) else ExitCode.SOME_FAILED


def _say_reperformed(found: list[Reperformed]) -> None:
    for one in found:
        if not one.same:
            failed = "DIFFERS" if one.possible else "cannot be made again"
            made = f"entry {one.entry} of {one.time[:10]}, program {one.program_version}"
            say(f"document {one.document_id}, {made}: {failed}")
            for difference in one.differences:
                say(f"  {difference}")
    same = sum(one.same for one in found)
    impossible = sum(not one.possible for one in found)
    say(
        f"{len(found)} decisions made again: {same} the same, {len(found) - same - impossible} differ, "
        f"{impossible} cannot be made again."
    )


def run_users(args: argparse.Namespace) -> int:
    """Show every account's role, or one account's, or give an account a role."""
    from app.bootstrap import open_services

    if args.role and not args.note.strip():
        args.parser.error("giving a role needs --note: why; auditors read it")
    with open_services(args.workspace) as services:
        if args.user and args.role:
            services.store.set_role(args.user, Role(args.role), services.actor, args.note.strip())
        given = {found.user: found for found in services.store.roles()}
        wanted = [args.user] if args.user else sorted({*given, services.actor.user})
        rows = [_account_row(given.get(user) or RoleGiven(user, services.store.role_of(user))) for user in wanted]
    say(table(("account", "role", "given by", "on", "why"), rows))
    return ExitCode.OK


def _account_row(given: RoleGiven) -> tuple[str, ...]:
    from app.workflow.wording import OWNERS, words_for

    by = given.given_by or "nobody: what everybody starts with"
    return given.user, words_for(given.role.value, OWNERS), by, given.time[:10], given.reason

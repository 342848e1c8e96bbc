"""``tieout export`` and ``tieout users``: what leaves the desk as a file, and who has which role."""

from __future__ import annotations

import argparse

from app.cli.console import day, say, table, whole
from app.cli.exit_codes import ExitCode
from app.cli.paths import new_file
from app.domain.audit import EVIDENCE, EXPORT_FORMS, ExportFilter, RoleGiven
from app.domain.policy import DESK_ROLES, Role

FORMATS = tuple(dict.fromkeys(form for forms in EXPORT_FORMS.values() for form in forms))


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``export`` and ``users``."""
    export = commands.add_parser("export", help="write cases, log, lines, documents, values or the scorecard to a file")
    export.add_argument("kind", choices=list(EXPORT_FORMS))
    export.add_argument(
        "--format", choices=FORMATS, help="default: by the file's ending, else csv; pdf: cases and evidence only"
    )
    export.add_argument("-o", "--output", type=new_file, metavar="FILE", help="default: the workspace's exports folder")
    export.add_argument(
        "--from", dest="since", type=day, metavar="DAY", help="came in, or written, from this day (UTC)"
    )
    export.add_argument("--until", type=day, metavar="DAY", help="the last day, included")
    export.add_argument("--vendor", metavar="VENDOR_ID", help="this vendor's documents only")
    export.add_argument("--case", type=whole, metavar="ID", help="this case and its document only; evidence needs it")
    export.set_defaults(run=run_export, parser=export)

    users = commands.add_parser("users", help="who has which role on this desk")
    users.add_argument("user", nargs="?", help="an account of this machine")
    users.add_argument("role", nargs="?", choices=[role.value for role in DESK_ROLES])
    users.add_argument("--note", default="", help="why; required to give a role")
    users.set_defaults(run=run_users, parser=users)


def run_export(args: argparse.Namespace) -> int:
    """Write one export and log it."""
    from app.bootstrap import open_services
    from app.workflow.export_data import counted_in, export_to

    ending = args.output.suffix.lstrip(".").lower() if args.output else ""
    form = args.format or (ending if ending in FORMATS else EXPORT_FORMS[args.kind][0])
    if form not in EXPORT_FORMS[args.kind]:
        having = " and ".join(kind for kind, forms in EXPORT_FORMS.items() if form in forms)
        forms = ", ".join(EXPORT_FORMS[args.kind])
        args.parser.error(f"only {having} can be written as {form}; {args.kind} can be written as {forms}")
    if args.since and args.until and args.until < args.since:
        args.parser.error(f"--from {args.since} is after --until {args.until}: nothing would be in the file")
    wanted = ExportFilter(args.since, args.until, args.vendor, args.case)
    if args.kind == EVIDENCE and args.case is None:
        args.parser.error("an evidence pack is of one case: --case ID")
    with open_services(args.workspace) as services:
        if args.vendor is not None:
            services.store.master_data.vendor(args.vendor)  # says so where there is none
        result = export_to(services, args.kind, form, args.output, wanted=wanted)
        entries, head = services.store.head()
    say(f"{counted_in(args.kind, result.rows)} written to {result.path}")
    if not wanted.everything:
        say(f"Covered: {wanted.in_words()}")
    if args.kind == EVIDENCE:
        say("Its proof and the verifier lie beside it; the pack says which anchor they need.")
    say(f"SHA-256 of the file: {result.sha256}")
    say(f"Head of the audit log: {head} (entry {entries}, this export)")
    return ExitCode.OK


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

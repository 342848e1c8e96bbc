"""``tieout backup``, ``restore``, ``retention`` and ``encryption``: what is kept, where, and for how long."""

from __future__ import annotations

import argparse

from app.cli.console import ConsoleProgress, print_json, say, table, tell, whole
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path, new_file
from app.domain.keeping import Backup, DueFile, HoldScope, RetentionReport

RESTORED = (
    "What was logged after this backup was made is not in it. If this machine sealed later entries, “tieout audit "
    "verify” says so: a controller answers for it with “tieout audit accept --note WHY”, and anchors taken since then "
    "will not fit. Keep the folder that was replaced until that is settled."
)


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    _add_backup(commands)
    _add_retention(commands)
    _add_encryption(commands)


def _add_backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser("backup", help="write a backup of the desk to a file, and prove it by reading it")
    backup.add_argument("file", nargs="?", type=given_path, metavar="FILE")
    backup.add_argument("--list", action="store_true", help="the backups that made themselves")
    backup.add_argument("--now", action="store_true", help="make one of those now")
    backup.add_argument("--every", type=whole, metavar="HOURS", help="how often they are made; 0: never")
    backup.add_argument("--daily", type=whole, metavar="N", help="keep the last of so many days")
    backup.add_argument("--weekly", type=whole, metavar="N", help="keep the last of so many weeks")
    backup.add_argument("--to", metavar="FOLDER", help="where they lie; best on another disk")
    backup.add_argument("--note", default="", help="why the plan is changed")
    backup.set_defaults(run=run_backup, parser=backup)

    restore = commands.add_parser("restore", help="put a backup back into an empty folder (--workspace)")
    restore.add_argument("file", type=given_path, metavar="FILE")
    restore.set_defaults(run=run_restore)


def _add_retention(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    retention = commands.add_parser("retention", help="what may be deleted under the policy's periods, and deleting it")
    verbs = retention.add_subparsers(dest="verb", metavar="VERB", required=True)
    report = verbs.add_parser("report", help="what is due, what is held; nothing is changed")
    report.add_argument("--json", action="store_true")
    report.set_defaults(run=run_report)
    propose = verbs.add_parser("propose", help="log what should be deleted, for a controller to confirm")
    propose.add_argument("--note", required=True)
    propose.set_defaults(run=run_propose)
    delete = verbs.add_parser("delete", help="delete what is due; without --yes or --confirm only say what that is")
    delete.add_argument("--yes", action="store_true", help="really, on a desk without a controller")
    delete.add_argument("--confirm", type=whole, metavar="ENTRY", help="what this entry of the log proposed")
    delete.add_argument("--note", default="", help="why; required to delete")
    delete.set_defaults(run=run_delete)
    clock = verbs.add_parser("clock", help="a controller's word that time in which the log was silent really passed")
    clock.add_argument("--note", required=True)
    clock.set_defaults(run=run_clock)
    hold = verbs.add_parser("hold", help="let nothing of a vendor, document or case be deleted")
    hold.add_argument("scope", nargs="?", choices=[scope.value for scope in HoldScope])
    hold.add_argument("subject", nargs="?", metavar="ID")
    hold.add_argument("--lift", action="store_true", help="end the hold")
    hold.add_argument("--note", default="", help="why; required")
    hold.set_defaults(run=run_hold, parser=hold)


def _add_encryption(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    encryption = commands.add_parser("encryption", help="stored invoices and attachments encrypted on the disk")
    verbs = encryption.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("status", help="whether they are, and where the key is").set_defaults(run=run_status)
    on = verbs.add_parser("on", help="encrypt them; goes on where it was stopped")
    on.add_argument("--key-copy", type=new_file, metavar="FILE", help="where a copy of the key goes; required at first")
    on.add_argument("--note", required=True)
    on.set_defaults(run=run_on)
    off = verbs.add_parser("off", help="write them plain again")
    off.add_argument("--note", required=True)
    off.set_defaults(run=run_off)
    key = verbs.add_parser("key", help="write a copy of the key, or bring one back")
    which = key.add_mutually_exclusive_group(required=True)
    which.add_argument("-o", "--output", type=new_file, metavar="FILE")
    which.add_argument("--install", type=given_path, metavar="FILE")
    key.set_defaults(run=run_key)


def run_backup(args: argparse.Namespace) -> int:
    """Write a backup, or look after those that make themselves."""
    from app.bootstrap import open_services
    from app.workflow.backing_up import back_up, change_plan

    wanted = {"hours": args.every, "daily": args.daily, "weekly": args.weekly, "folder": args.to}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if not (args.file or args.list or args.now or changes):
        args.parser.error("name a FILE, or --list, --now, --every, --daily, --weekly or --to")
    with open_services(args.workspace) as services:
        if changes:
            plan = change_plan(services, args.note, **changes)
            often = f"every {plan.hours} hours" if plan.hours else "never"
            say(f"Backups are made {often}, in {services.store.backups.folder}; the last of {plan.daily} days and "
                f"{plan.weekly} weeks are kept.")  # fmt: skip
        if args.file:
            made = back_up(services, args.file)
            say(f"{made.documents} stored files and {made.entries} entries of the log are in {made.path}; it was read "
                "again and proved.")  # fmt: skip
            _tell_faults(made)
        if args.now:
            rolled = services.store.backups.roll()
            say(f"{rolled.path} was written and proved.")
            _tell_faults(rolled)
        if args.list:
            rows = [(f"{one.made:%Y-%m-%d %H:%M}", str(one.entries), str(one.path))
                    for one in services.store.backups.found()]  # fmt: skip
            say(table(("made (UTC)", "entries", "file"), rows) if rows else "There is none.")
    return ExitCode.OK


def _tell_faults(made: Backup) -> None:
    for fault in made.faults:
        tell(f"tieout: {fault}. Run “tieout audit verify” and bring it back from an older backup.")


def run_restore(args: argparse.Namespace) -> int:
    """Put a backup back."""
    from app.bootstrap import restore_backup, workspace_folder

    found = restore_backup(args.file, args.workspace)
    say(f"The backup of {found.made:%Y-%m-%d %H:%M} UTC ({found.entries} entries, {found.documents} stored files) "
        f"is restored to {workspace_folder(args.workspace)}.")  # fmt: skip
    say(RESTORED)
    return ExitCode.OK


def run_report(args: argparse.Namespace) -> int:
    """Say what the periods of the policy mean today."""
    from app.bootstrap import open_services
    from app.domain.record import to_record
    from app.workflow.retention import retention_report

    with open_services(args.workspace) as services:
        report = retention_report(services)
        holds = services.store.keeper.holds()
        deleted = services.store.keeper.deletions()
    if args.json:
        print_json({
            "report": to_record(report), "holds": [to_record(one) for one in holds],
            "deleted": [to_record(one) for one in deleted],
        })  # fmt: skip
        return ExitCode.OK
    _say_report(report)
    if holds:
        say("\nLegal holds")
        say(table(("on", "which", "by", "since", "why"),
                  [(one.scope.value, one.subject, one.user, one.time[:10], one.reason) for one in holds]))  # fmt: skip
    if deleted:
        say(f"\n{len(deleted)} files were deleted under retention so far.")
    return ExitCode.OK


def _say_report(report: RetentionReport) -> None:
    if not report.periods:
        say("The policy names no periods ([retention] document_years, attachment_years): everything is kept for ever.")
        return
    periods = ", ".join(f"{kind.value}s {years} years" for kind, years in report.periods.items())
    say(f"Periods: {periods}, from the end of the year of the last entry. Not due yet: {report.not_yet}.")
    for title, files in (("To be deleted", report.due), ("Kept although their period is over", report.kept)):
        if files:
            say(f"\n{title}: {len(files)}")
            say(table(("what", "documents", "file", "since", "why kept"), [_due_row(due) for due in files]))
    if report.by_clock:
        say(f"Over by this machine's clock alone: {report.by_clock}. By the log's own time it is {report.today}: a "
            "longer silence than 45 days between two entries counts as 45 (“tieout retention clock”).")  # fmt: skip
    if not report.due:
        say("Nothing is to be deleted.")


def _due_row(due: DueFile) -> tuple[str, ...]:
    documents = ", ".join(map(str, due.file.documents))
    return due.file.kind.value, documents, due.file.shown, due.since.isoformat(), due.file.why_kept


def run_propose(args: argparse.Namespace) -> int:
    """Log what should be deleted."""
    from app.bootstrap import open_services
    from app.workflow.retention import propose

    with open_services(args.workspace) as services:
        entry, report = propose(services, args.note)
    _say_report(report)
    say(f"\nProposed in entry {entry}. A controller who is somebody else deletes it with "
        f"“tieout retention delete --confirm {entry} --note WHY”.")  # fmt: skip
    return ExitCode.OK


def run_delete(args: argparse.Namespace) -> int:
    """Delete what is due, or only say what that is."""
    from app.bootstrap import open_services
    from app.workflow.retention import confirm, delete, needs_second_person, retention_report

    with open_services(args.workspace) as services:
        if args.confirm is None and not args.yes:
            _say_report(retention_report(services))
            how = "propose it first" if needs_second_person(services) else "add --yes and --note WHY"
            say(f"\nNothing was deleted: to do it, {how}.")
            return ExitCode.OK
        if args.confirm is not None:
            entry, report = confirm(services, args.confirm, args.note)
        else:
            entry, report = delete(services, args.note)
    say(f"{len(report.due)} files deleted by entry {entry}; their hashes and every entry stay. Backups made before "
        "hold them until those are let go.")  # fmt: skip
    return ExitCode.OK


def run_clock(args: argparse.Namespace) -> int:
    """Answer for time in which the log was silent."""
    from app.bootstrap import open_services
    from app.workflow.retention import answer_for_clock

    with open_services(args.workspace) as services:
        entry = answer_for_clock(services, args.note)
    say(f"Entry {entry} says that the time until now really passed; periods count it.")
    return ExitCode.OK


def run_hold(args: argparse.Namespace) -> int:
    """Place or lift a legal hold, or list them."""
    from app.bootstrap import open_services
    from app.workflow.retention import set_hold

    if (args.scope is None) is not (args.subject is None):
        args.parser.error("name both: vendor, document or case, and which")
    with open_services(args.workspace) as services:
        if args.scope is not None:
            set_hold(services, HoldScope(args.scope), args.subject, args.note, placed=not args.lift)
        holds = services.store.keeper.holds()
    rows = [(one.scope.value, one.subject, one.user, one.time[:10], one.reason) for one in holds]
    say(table(("on", "which", "by", "since", "why"), rows) if rows else "Nothing is held.")
    return ExitCode.OK


def run_status(args: argparse.Namespace) -> int:
    """Say whether stored files are encrypted."""
    from app.bootstrap import open_services

    with open_services(args.workspace) as services:
        state = services.store.vault.state()
    if not state.key_name:
        say(f"Stored files are not encrypted ({state.plain} plain, {state.encrypted} encrypted).")
    else:
        where = f"lies in {state.key_path}" if state.key_here else "is NOT on this machine"
        say(f"Stored files are encrypted with key {state.key_name}, which {where}.")
        left = f"; {state.plain} are still plain: run “tieout encryption on” again" if state.plain else ""
        say(f"{state.encrypted} encrypted{left}.")
    say("The database, with what was read of the invoices, is not encrypted: encrypt the disk for that.")
    return ExitCode.OK


def run_on(args: argparse.Namespace) -> int:
    """Encrypt stored files."""
    from app.bootstrap import open_services
    from app.workflow.encrypting import turn_on

    progress = ConsoleProgress("Encrypting")
    with open_services(args.workspace) as services:
        count = turn_on(services, args.key_copy, args.note, lambda done, total: progress.step(done, total, "file"))
        state = services.store.vault.state()
    say(f"{count} files encrypted with key {state.key_name}, which lies in {state.key_path}.")
    say("Keep the copy of the key where this machine cannot lose it: without a key nobody reads these files again. "
        "Backups made before, and what the disk still holds of the plain files, are not encrypted.")  # fmt: skip
    return ExitCode.OK


def run_off(args: argparse.Namespace) -> int:
    """Write stored files plain again."""
    from app.bootstrap import open_services
    from app.workflow.encrypting import turn_off

    progress = ConsoleProgress("Decrypting")
    with open_services(args.workspace) as services:
        count = turn_off(services, args.note, lambda done, total: progress.step(done, total, "file"))
    say(f"{count} files are plain again. Keep the key as long as you keep backups made with it.")
    return ExitCode.OK


def run_key(args: argparse.Namespace) -> int:
    """Write a copy of the key, or bring one back."""
    from app.bootstrap import open_services

    with open_services(args.workspace) as services:
        if args.install is not None:
            services.store.vault.install_key(args.install)
            say("The key is installed for this account.")
        else:
            services.store.vault.copy_key(args.output)
            say(f"A copy of the key is in {args.output}. Whoever has it reads the stored files.")
    return ExitCode.OK

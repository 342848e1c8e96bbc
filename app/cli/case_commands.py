"""``tieout cases``, ``tieout case`` and ``tieout undo``: the queue without the window."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli import attachment_commands, message_command
from app.cli.console import day, print_json, say, table, tell, whole
from app.cli.exit_codes import ExitCode
from app.domain.case import PENDING, Action, Case, Choice, Command, Correction
from app.domain.policy import Role
from app.domain.urgency import Priority, Urgency

if TYPE_CHECKING:
    from datetime import date

    from app.domain.order import LineRef


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``cases``, ``case`` and ``undo``."""
    listing = commands.add_parser("cases", help="list what is to be settled")
    listing.add_argument("--json", action="store_true")
    listing.add_argument("--all", action="store_true", help="settled and superseded cases too")
    listing.add_argument("--sort", choices=("case", "priority", "due"), default="case", help="most urgent first")
    listing.set_defaults(run=run_list)

    case = commands.add_parser("case", help="show or settle one case")
    verbs = case.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="everything about one case")
    show.add_argument("id", type=whole, metavar="ID")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)
    resolve = verbs.add_parser("resolve", help="act on one case")
    resolve.add_argument("id", type=whole, metavar="ID")
    resolve.add_argument("--action", required=True, choices=[action.value for action in Action])
    resolve.add_argument("--note", default="", help="why; required to accept, reject, reopen and note")
    resolve.add_argument("--owner", choices=[role.value for role in Role], help="whom to send it to")
    resolve.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="when to look at it again (hold)")
    resolve.add_argument("--line", type=whole, metavar="N", help="the invoice line (correct, choose)")
    resolve.add_argument("--field", help="the field to correct, for example quantity")
    resolve.add_argument("--value", help="the corrected value as it is printed")
    resolve.add_argument(
        "--to", nargs="*", metavar="ORDER:LINE", help="the order lines it belongs to; none: it matches nothing"
    )
    resolve.add_argument(
        "--reference", default="", metavar="NUMBER",
        help="the debit or credit memo, corrected receipt or order change it rests on",
    )  # fmt: skip
    resolve.set_defaults(run=run_resolve, parser=resolve)

    attachment_commands.add_verbs(verbs)
    message_command.add_verb(verbs)

    undo = commands.add_parser("undo", help="take back your last command, by an entry of its own")
    undo.set_defaults(run=run_undo)


def run_list(args: argparse.Namespace) -> int:
    """List the cases."""
    from app.bootstrap import open_services
    from app.workflow.due_holds import wake_due
    from app.workflow.process_result import case_json

    with open_services(args.workspace) as services:
        wake_due(services)
        cases = services.store.cases(() if args.all else PENDING)
        urgent = services.store.urgencies()
        empty = services.store.head()[0] == 0
        folder = services.store.folder
    cases = tuple(case for case in cases if args.all or case.lane is not None)
    if args.sort != "case":
        cases = tuple(sorted(cases, key=lambda case: _urgent_first(args.sort, urgent.get(case.case_id))))
    if args.json:
        print_json({"cases": [case_json(case, urgent.get(case.case_id)) for case in cases]})
    elif cases:
        headings = ("case", "document", "priority", "due", "owner", "state", "at stake", "what")
        say(table(headings, [_row(case, urgent.get(case.case_id)) for case in cases]))
    else:
        say("Nothing is waiting.")
    if empty:
        tell(f"tieout: nothing was ever taken in or imported here: {folder}. Is this the workspace you mean?")
    return ExitCode.OK


def _urgent_first(sort: str, urgency: Urgency | None) -> tuple[int | date, ...]:
    """Return what cases are sorted by; settled ones come last."""
    from datetime import date

    from app.policy.urgency import urgency_rank

    rank, due = urgency_rank(urgency) if urgency else (len(Priority), date.max)
    return (due, rank) if sort == "due" else (rank, due)


def _row(case: Case, urgency: Urgency | None) -> tuple[str, ...]:
    from app.domain.money import money_text
    from app.workflow.wording import CASE_STATES, OWNERS, words_for

    return (
        str(case.case_id),
        str(case.document_id),
        urgency.priority.value if urgency else "",
        _due(urgency),
        words_for(case.owner.value if case.owner else None, OWNERS),
        words_for(case.state.value, CASE_STATES),
        money_text(case.exposure),
        case.handover.sentence,
    )


def _due(urgency: Urgency | None) -> str:
    if urgency is None or urgency.due is None:
        return ""
    return f"{urgency.due.isoformat()}{' overdue' if urgency.overdue else ''}"


def run_show(args: argparse.Namespace) -> int:
    """Show one case with its handover and history."""
    from app.bootstrap import open_services
    from app.workflow.case_titles import case_title
    from app.workflow.process_result import case_json
    from app.workflow.wording import CASE_STATES, OWNERS, without_codes, words_for

    with open_services(args.workspace) as services:
        case = services.store.case(args.id)
        entries = services.store.journal(document_id=case.document_id)
        attached = services.store.keeper.attachments_of(case.document_id)
        urgency = services.store.urgencies(case.document_id).get(case.case_id)
    if args.json:
        print_json(case_json(case, urgency))
        return ExitCode.OK
    hand = case.handover
    say(f"Case {case.case_id}: {hand.sentence}")
    for title, text in (
        ("What", case_title(case)),
        ("Stands", words_for(case.state, CASE_STATES)),
        ("With", words_for(case.owner, OWNERS)),
        ("Priority", f"{urgency.priority.value}, {urgency.reason}" if urgency else ""),
        ("Due", _due(urgency)),
        ("Why it was not cleared", hand.why_not_cleared),
        ("Likely cause", hand.likely_cause),
        ("Recommended", hand.recommended_action),
        ("Rule", case.rule),
        ("What came of the like", hand.similar),
    ):
        if text:
            say(f"  {title}: {text}")
    for name, value in hand.evidence:
        say(f"    {_fact(name)}: {without_codes(value)}")
    if hand.draft_body:
        reader = hand.draft_address or words_for(hand.draft_to, OWNERS)
        say(f"\nDraft to {reader}: {hand.draft_subject}\n\n{hand.draft_body}")
    attachment_commands.say_attached(attached)
    say("\nHistory")
    for entry in entries:
        reason = f" — {_first_line(entry.reason)}" if entry.reason else ""
        say(f"  {entry.time[:19]}Z  {entry.user}: {without_codes(entry.summary)}{reason}")
    return ExitCode.OK


def _fact(name: str) -> str:
    """Return a fact's name as a person reads it."""
    from app.workflow.wording import EVIDENCE

    return EVIDENCE.get(name) or name[:1].upper() + name[1:].replace("_", " ")


def _first_line(text: str) -> str:
    """Return the first line of a note; a whole message is in the log, not in a list."""
    head, _, rest = text.strip().partition("\n")
    return f"{head} …" if rest else head


def run_resolve(args: argparse.Namespace) -> int:
    """Act on one case."""
    from app.bootstrap import open_services
    from app.workflow.resolve_case import apply
    from app.workflow.wording import DOCUMENT_STATES, words_for

    with open_services(args.workspace) as services:
        case = services.store.case(args.id)
        document = apply(services, args.id, _command(args, case))
    say(f"Document {document.document_id}: {words_for(document.state.value, DOCUMENT_STATES)}.")
    return ExitCode.OK


def _command(args: argparse.Namespace, case: Case) -> Command:
    action = Action(args.action)
    correction = None
    choice = None
    if action is Action.CORRECT:
        if not args.field or args.value is None:
            args.parser.error("--action correct needs --field and --value (and --line for a line's figure)")
        correction = Correction(field=args.field, text=args.value, line_no=args.line)
    if action is Action.CHOOSE:
        if args.line is None or args.to is None:
            args.parser.error("--action choose needs --line and --to ORDER:LINE…")
        choice = Choice(args.line, tuple(_line_ref(text, args.parser) for text in args.to))
    return Command(
        action=action,
        seen_version=case.version,
        note=args.note,
        owner=Role(args.owner) if args.owner else None,
        hold_until=args.until,
        correction=correction,
        choice=choice,
        reference=args.reference,
    )


def _line_ref(text: str, parser: argparse.ArgumentParser) -> LineRef:
    from app.domain.order import LineRef

    number, colon, line = text.rpartition(":")
    if not colon or not line.isascii() or not line.isdigit():
        parser.error(f"{text!r} should be ORDER:LINE, for example PO-1001:3")
    return LineRef(number, int(line))


def run_undo(args: argparse.Namespace) -> int:
    """Take back the last command of the person who calls."""
    from app.bootstrap import open_services
    from app.workflow.resolve_many import undo_offer, undo_step

    with open_services(args.workspace) as services:
        last = undo_offer(services)
        taken = undo_step(services)
    what = f": {last.label}" if last else ""
    numbers = ", ".join(str(document.document_id) for document in taken.documents)
    say(f"Undone{what}; document {numbers} is as it was before.")
    for document_id in taken.left:
        say(f"Document {document_id} was changed since and stays as it is.")
    return ExitCode.OK

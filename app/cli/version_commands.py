"""``tieout learned`` and ``tieout history``: what people taught the desk, and how what it goes by came to be."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.console import print_json, say, table
from app.cli.exit_codes import ExitCode
from app.domain.record import to_record

if TYPE_CHECKING:
    from app.workflow.history import Step


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``learned`` and ``history``."""
    learned = commands.add_parser("learned", help="what people taught the desk; confirming it and taking it back")
    verbs = learned.add_subparsers(dest="verb", metavar="VERB", required=True)
    listed = verbs.add_parser("list", help="everything that was confirmed: who, when, evidence, scope")
    listed.add_argument("--all", action="store_true", help="what was taken back, too")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    propose = verbs.add_parser("propose", help="what settled cases show that the desk does not know yet")
    propose.add_argument("--json", action="store_true")
    propose.set_defaults(run=run_propose)
    confirm = verbs.add_parser("confirm", help="keep what a settled case showed")
    confirm.add_argument("case", type=int, metavar="CASE")
    confirm.add_argument("--note", required=True, help="why; auditors read it")
    confirm.set_defaults(run=run_confirm)
    back = verbs.add_parser("take-back", help="take back what an entry of the log taught, by an entry of its own")
    back.add_argument("entry", type=int, metavar="ENTRY", help="as “learned list” names it")
    back.add_argument("--note", required=True, help="why; auditors read it")
    back.set_defaults(run=run_take_back)

    history = commands.add_parser("history", help="who changed policy, terms, factors and profiles, and why")
    history.add_argument("what", choices=("policy", "vendor", "item", "profile"))
    history.add_argument("id", nargs="?", metavar="ID", help="of the vendor, item or profile")
    history.add_argument("--json", action="store_true")
    history.set_defaults(run=run_history, parser=history)


def run_list(args: argparse.Namespace) -> int:
    """List what was learned."""
    from app.bootstrap import open_services
    from app.workflow.teaching import standing

    with open_services(args.workspace) as services:
        found = services.store.taught()
    shown = found if args.all else standing(found)
    if args.json:
        print_json({"learned": [to_record(one) for one in shown]})
    elif shown:
        rows = [
            (
                str(one.entry), one.time[:10], f"{one.user} ({one.role})", one.kind.value.replace("_", " "), one.what,
                one.scope, one.evidence, one.reason,
                "holds" if one.taken_back is None else f"taken back by entry {one.taken_back}",
            )
            for one in shown
        ]  # fmt: skip
        say(table(("entry", "on", "by", "kind", "what", "scope", "evidence", "why", "stands"), rows))
    else:
        say("Nothing was learned.")
    return ExitCode.OK


def run_propose(args: argparse.Namespace) -> int:
    """List what settled cases show."""
    from app.bootstrap import open_services
    from app.domain.teaching import said
    from app.workflow.teaching import proposals

    with open_services(args.workspace) as services:
        found = proposals(services)
    if args.json:
        print_json({"proposals": [to_record(one.fact) | {"case": one.case.case_id} for one in found]})
    elif found:
        rows = [
            (
                str(one.case.case_id), said(one.fact.table, one.fact.key, one.fact.values), one.fact.scope,
                one.fact.evidence, ", ".join(role.value for role in one.roles),
            )
            for one in found
        ]  # fmt: skip
        say(table(("case", "what", "scope", "evidence", "for"), rows))
        say("\n“tieout learned confirm CASE --note WHY” keeps one.")
    else:
        say("No settled case shows anything that the desk does not know.")
    return ExitCode.OK


def run_confirm(args: argparse.Namespace) -> int:
    """Keep what a case showed."""
    from app.bootstrap import open_services
    from app.workflow.teaching import confirm

    with open_services(args.workspace) as services:
        for fact in confirm(services, args.case, args.note):
            say(f"Kept for {fact.scope}: {fact.evidence}")
    return ExitCode.OK


def run_take_back(args: argparse.Namespace) -> int:
    """Take back what was learned."""
    from app.bootstrap import open_services
    from app.workflow.teaching import take_back

    with open_services(args.workspace) as services:
        gone = take_back(services, args.entry, args.note)
    say(f"Taken back by entry {gone.taken_back}: {gone.what}")
    if gone.cleared:
        say(f"Look at what cleared by it: documents {', '.join(map(str, gone.cleared))}. Nothing of it is reopened.")
    return ExitCode.OK


def run_history(args: argparse.Namespace) -> int:
    """Show how something came to be."""
    from app.bootstrap import open_services
    from app.workflow import history

    if (args.id is None) != (args.what == "policy"):
        args.parser.error("history policy takes no ID; history vendor, item and profile need one")
    with open_services(args.workspace) as services:
        match args.what:
            case "policy":
                steps = history.policy_history(services)
            case "vendor":
                steps = history.vendor_history(services, args.id)
            case "item":
                steps = history.item_history(services, args.id)
            case _:
                steps = history.profile_history(services, args.id)
    if args.json:
        print_json({"history": [to_record(step) for step in steps]})
    else:
        for step in steps:
            _say_step(step)
        if not steps:
            say("No change is in the log.")
    return ExitCode.OK


def _say_step(step: Step) -> None:
    why = f": {step.reason}" if step.reason else ""
    say(f"{step.time[:19]}Z  entry {step.entry}  {step.user} ({step.role})  {step.what}{why}")
    for name, before, after in step.differences:
        say(f"    {name}: {before or '–'} → {after or '–'}")

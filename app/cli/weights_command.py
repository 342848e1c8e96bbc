"""``tieout weights``: how much each likeness of lines tells, as shipped and as this desk's released invoices say."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.console import print_json, say, table, tell
from app.cli.exit_codes import ExitCode
from app.domain.record import to_record

if TYPE_CHECKING:
    from app.workflow.match_weights import WeightsProposal


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``weights``."""
    parser = commands.add_parser(
        "weights",
        help="how much each likeness of an invoice line and an order line tells on this desk",
        description="Shows every level of likeness with its weight as shipped, the weight that the invoices people "
        "released give it, and how many pairs of lines that rests on. Kept weights can hold more and offer other "
        "readings; they never clear what the shipped ones would not.",
    )
    parser.add_argument("--json", action="store_true")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--save", action="store_true", help="keep the estimated weights for this desk")
    what.add_argument("--shipped", action="store_true", help="go back to the weights that come with the program")
    parser.add_argument("--note", default="", metavar="WHY", help="why; required to change anything")
    parser.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """Show the estimate; keep it, or forget what was kept, where asked to."""
    from app.bootstrap import open_services
    from app.workflow.match_weights import forget_weights, keep_weights, propose_weights

    if (args.save or args.shipped) and not args.note.strip():
        args.parser.error("--save and --shipped need --note WHY: the log says why")
    with open_services(args.workspace) as services:
        proposal = propose_weights(services)
        if args.json:
            print_json(to_record(proposal))
        else:
            show(proposal)
        if args.save:
            keep_weights(services, proposal, args.note)
            tell(f"Kept {len(proposal.changed)} weights for what is decided from now on.")
        elif args.shipped:
            forget_weights(services, args.note)
            tell("The weights that come with the program are in force for what is decided from now on.")
        else:
            tell("Nothing was changed; add --save --note WHY to keep the estimated weights.")
    return ExitCode.OK


def show(proposal: WeightsProposal) -> None:
    """Print the levels with their weights in tenths of a bit, and what they rest on."""
    rows = [
        (level.name.lower(), str(level.before), str(level.after), str(level.together), str(level.apart))
        for level in proposal.levels
    ]
    say(table(("likeness", "shipped", "here", "seen together", "seen apart"), rows))
    force = "this desk's own weights are in force" if proposal.kept else "the shipped weights are in force"
    say(f"Weights in tenths of a bit; counted in {proposal.documents} released invoices; {force}.")

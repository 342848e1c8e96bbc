"""``tieout profiles new``, ``learn`` and ``tell``: profiles begun, learned from an invoice, or told in words."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.console import say, tell, whole
from app.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from app.workflow.profile_learning import Proposal, StoredTrial


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to ``tieout profiles``."""
    new = verbs.add_parser("new", help="begin a profile for a vendor in this desk's workspace")
    new.add_argument("id", metavar="ID", help="country/vendor, for example us/acme")
    new.add_argument("--vendor-name", required=True, metavar="NAME", help="the name as it is printed on the invoices")
    new.set_defaults(run=run_new)
    learn = verbs.add_parser("learn", help="learn a profile from a stored invoice that was put right")
    learn.add_argument("document", type=whole, metavar="DOCUMENT_ID")
    learn.add_argument("--save", action="store_true", help="save the profile (otherwise it is only shown)")
    learn.set_defaults(run=run_learn)
    told = verbs.add_parser("tell", help="put instructions in plain English or German into a profile")
    told.add_argument("id", metavar="ID")
    told.add_argument(
        "words", metavar="WORDS", help='for example "quantity is the Shipped column; dates are day first"'
    )
    told.add_argument("--save", action="store_true", help="save the profile (otherwise it is only shown)")
    told.set_defaults(run=run_tell, parser=told)


def run_new(args: argparse.Namespace) -> int:
    """Begin a profile that knows its vendor by name and nothing else."""
    from app.bootstrap import open_services
    from app.workflow.profiles import begin_profile

    with open_services(args.workspace) as services:
        saved = begin_profile(services, args.id, args.vendor_name)
    say(f"Profile {saved.profile.id}, version {saved.profile.version}, begun in {saved.path}")
    return ExitCode.OK


def run_learn(args: argparse.Namespace) -> int:
    """Show what was learned and what it would change; save it where asked to."""
    from app.bootstrap import open_services
    from app.shipped_files import profiles_path
    from app.workflow.profile_learning import accept, propose

    with open_services(args.workspace) as services:
        proposal = propose(services, args.document, folders=(profiles_path(),))
        say(proposal_text(proposal))
        if not args.save:
            tell("Nothing was saved; add --save to save the profile.")
            return ExitCode.OK
        saved = accept(services, proposal)
    say(f"Profile {saved.profile.id}, version {saved.profile.version}, saved to {saved.path}")
    return ExitCode.OK


def proposal_text(proposal: Proposal) -> str:
    """Lay a proposal out for reading."""
    from app.workflow.wording import counted

    profile = proposal.profile
    parts = [f"Profile {profile.id}, version {profile.version}, for {profile.vendor_name}", "Understood:"]
    parts += [f"  {reason}" for reason in proposal.reasons]
    if proposal.missed:
        parts += ["Not reached:", *(f"  {missed}" for missed in proposal.missed)]
    parts.append(f"Tried on {counted(len(proposal.trials), 'stored invoice')} of this vendor:")
    parts += [line for stored in proposal.trials for line in _trial_lines(stored)]
    parts.append(f"Sums that hold: {proposal.holding_before} today, {proposal.holding_after} with the profile")
    return "\n".join(parts)


def _trial_lines(stored: StoredTrial) -> list[str]:
    trial = stored.trial
    head = f"  {trial.file}"
    if trial.error:
        return [f"{head}: {trial.error}"]
    if not trial.used:
        return [f"{head}: the profile is not used (another fits, or the figures add up better without it)"]
    changes = [f"    {name}: {before or '–'} → {after or '–'}" for name, before, after in trial.differences]
    return [
        f"{head}: {'FEWER SUMS HOLD' if stored.worse else 'nothing changes' if not changes else 'changes'}",
        *changes,
    ]


def run_tell(args: argparse.Namespace) -> int:
    """Show what was understood of the words, and save it where asked to and everything was understood."""
    from app.bootstrap import open_services
    from app.extraction.instructions.instructions import understand
    from app.extraction.values.knowledge import load_knowledge
    from app.shipped_files import profiles_path, resource_path
    from app.workflow.profiles import known_profile, tell_profile

    if not args.words.strip():
        args.parser.error("there are no words: WORDS is empty")
    understood = understand(args.words, load_knowledge(resource_path()))
    with open_services(args.workspace) as services:
        present = known_profile(services, args.id, folders=(profiles_path(),))
        for sentence in understood.said:
            say(f"Understood: {sentence}")
        for words in understood.not_understood:
            say(f"Not understood: {words}")
        if not args.save:
            if understood.not_understood:
                tell("Nothing was saved; a profile is saved where everything is understood.")
                return ExitCode.SOME_FAILED
            tell("Nothing was saved; add --save to save the profile.")
            return ExitCode.OK
        saved = tell_profile(services, present.profile, understood)
    say(f"Profile {saved.profile.id}, version {saved.profile.version}, saved to {saved.path}")
    return ExitCode.OK

"""``tieout insight``: which vendors and items make the work, what would end it, and how well the desk decides."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING

from app.cli.console import day, print_json, say, table, tell, whole
from app.cli.exit_codes import ExitCode
from app.cli.insight_actions import run_onboarding, run_outreach, run_review, run_sample
from app.cli.insight_options import add_verb, figure, habits_of, period_of, written_to
from app.cli.paths import new_file
from app.domain.record import to_record

if TYPE_CHECKING:
    from app.domain.insight import Habit, Saved
    from app.reports.insight.cards import VendorCard


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``insight`` with its verbs."""
    insight = commands.add_parser("insight", help="which vendors and items make the work, and what would end it")
    verbs = insight.add_subparsers(dest="verb", metavar="VERB", required=True)
    card = add_verb(
        verbs, "scorecard", "each vendor against the desk's others, with how sure each figure is", run_scorecard
    )
    card.add_argument("--vendor", metavar="ID", help="one vendor only")
    again = add_verb(
        verbs, "recurring", "the same failure again and again: whose, since when, what would end it", run_recurring
    )
    again.add_argument("--no-fixes", action="store_true", help="do not decide the past again to price the fixes")
    letter = add_verb(
        verbs, "outreach", "a letter about a habit with its figures, and what became of earlier ones", run_outreach
    )
    letter.add_argument(
        "habit", nargs="?", metavar="HABIT", help="as “insight recurring” names it: VENDOR/ITEM/FAILURE"
    )
    letter.add_argument("--eml", type=new_file, metavar="FILE", help="the letter as a draft for a mail program")
    letter.add_argument("--table", type=new_file, metavar="FILE", help="the table to attach, as CSV")
    letter.add_argument("--sent", action="store_true", help="log that it was sent; needs --note")
    letter.add_argument("--note", default="", metavar="HOW")
    review = add_verb(
        verbs, "review", "which tolerances are due to be looked over, and what vendors' records propose", run_review
    )
    review.add_argument(
        "--tiers", action="store_true", help="decide the past again under the tiers that records propose"
    )
    review.add_argument("--done", metavar="SUBJECT", help="stamp as looked over: policy, or a vendor id; needs --note")
    review.add_argument("--note", default="", metavar="WHY")
    quality = add_verb(
        verbs, "quality", "what was decided wrongly, how long it took, where the work comes from", run_quality
    )
    for name, usual in (("by-hand", 6), ("searching", 15), ("with-case", 5)):
        quality.add_argument(f"--{name}", type=figure, default=Decimal(usual), metavar="MINUTES")
    _add_sample(verbs)
    grni = add_verb(
        verbs, "grni", "goods received and not invoiced, and what an invoice clears of them", run_grni, period=False
    )
    grni.add_argument("--on", type=day, metavar="DAY", help="on the evening of this day (default: today)")
    grni.add_argument("--document", type=whole, metavar="ID", help="what this invoice cleared")
    sheet = verbs.add_parser("onboarding", help="the sheet that tells a vendor how to bill, from its terms")
    sheet.add_argument("vendor", metavar="VENDOR_ID")
    for form in ("md", "pdf", "eml"):
        sheet.add_argument(f"--{form}", type=new_file, metavar="FILE")
    sheet.set_defaults(run=run_onboarding, parser=sheet)


def _add_sample(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sample = add_verb(
        verbs, "sample", "look at what cleared by itself: draw a random sample, say what was found", run_sample
    )
    sample.add_argument("--draw", action="store_true", help="draw a sample and log it")
    sample.add_argument("--share", type=figure, metavar="PERCENT", help="of what cleared by itself (default 2)")
    sample.add_argument("--seed", default="", help="draw what this seed draws (default: one is made up, and logged)")
    which = sample.add_mutually_exclusive_group()
    which.add_argument("--right", type=whole, metavar="DOCUMENT", help="this invoice cleared rightly")
    which.add_argument(
        "--wrong", type=whole, metavar="DOCUMENT", help="this invoice should have been held; needs --note"
    )
    sample.add_argument("--note", default="", metavar="WHY")


# --- what every verb does --------------------------------------------------------------------------------------------
def run_scorecard(args: argparse.Namespace) -> int:
    """Show the scorecards."""
    from app.bootstrap import open_services
    from app.domain.insight_facts import Part
    from app.reports.insight.cards import vendor_cards
    from app.reports.insight.tables import scorecard_table

    with open_services(args.workspace) as services:
        facts = services.store.insight_facts(
            args.since, args.until, parts=(Part.GROUPS, Part.DELIVERIES, Part.STANDINGS)
        )
        cards = [card for card in vendor_cards(facts) if args.vendor in (None, card.vendor_id)]
        written = written_to(services, args, lambda: scorecard_table(cards, period_of(args)))
    if args.json:
        print_json(to_record(cards))
    elif not written:
        say(table(_CARD_HEADINGS, [_card_line(card) for card in cards]))
        say("In brackets: the 95 % interval; few invoices say little. --json has the documents behind each figure.")
    return ExitCode.OK


_CARD_HEADINGS = ("vendor", "invoices", "exceptions", "others", "compared", "trend", "mix", "at stake", "hours", "late")


def _card_line(card: VendorCard) -> tuple[str, ...]:
    from app.domain.money import money_text

    low, high = card.exceptions.interval or (Decimal(0), Decimal(0))
    mix = ", ".join(f"{part.name} {part.count}" for part in card.mix[:3])
    hours = f"{card.to_resolve.median}" if card.to_resolve else ""
    late = f"{card.late.part} of {card.late.whole}" if card.late.whole else ""
    return (
        card.vendor_name, str(card.invoices), f"{card.exceptions.percent} % ({low} to {high})",
        f"{card.others.percent} %" if card.others.whole else "", card.compared.value.replace("_", " "),
        card.trend.value, mix, f"{money_text(card.exposure, card.currency or None)} {card.currency}", hours, late,
    )  # fmt: skip


def run_recurring(args: argparse.Namespace) -> int:
    """Show the habits with what would end each."""
    from app.bootstrap import open_services
    from app.reports.insight.tables import recurring_table
    from app.workflow.insight.fixes import propose_fixes
    from app.workflow.insight.overturned import overturned_documents

    with open_services(args.workspace) as services:
        found = habits_of(services, args)
        fixes: dict[str, tuple[Saved, ...]] = {}
        if not args.no_fixes:
            overturned = overturned_documents(services)
            for habit in found.habits:
                tell(f"Deciding the past again: {habit.key}")
                fixes[habit.key] = propose_fixes(services, habit, overturned)
        written = written_to(services, args, lambda: recurring_table(found, fixes, period_of(args)))
    if args.json:
        print_json({**to_record(found), "fixes": to_record(fixes)})
    elif not written:
        for habit in found.habits:
            _say_habit(habit, fixes.get(habit.key, ()))
        say(f"{len(found.habits)} habits. Rule: {found.rule}.")
    return ExitCode.OK


def _say_habit(habit: Habit, fixes: tuple[Saved, ...]) -> None:
    whose = f"{habit.vendor_name} ({habit.vendor_id})" if habit.vendor_id else "several vendors"
    item = f", item {habit.item}" if habit.item else ""
    since = f" since {habit.since}" if habit.since else ""
    low, high = habit.rate.interval or (Decimal(0), Decimal(0))
    say(f"{habit.key}")
    say(
        f"  {whose}{item}: {habit.failure.replace('_', ' ')} on {habit.rate.part} of {habit.rate.whole} invoices"
        f"{since} ({habit.rate.percent} %, {low} to {high}); the others: {habit.others.percent} %"
    )
    for saved in fixes:
        against = f"; {len(saved.against)} of them were decided otherwise by people" if saved.against else ""
        say(
            f"  {saved.fix.kind.value}: {saved.fix.what} Would have saved {len(saved.saved)} of {saved.looked_at}, "
            f"about {saved.a_quarter} a quarter{against}."
        )


def run_quality(args: argparse.Namespace) -> int:
    """Show the measures of quality."""
    from app.bootstrap import open_services
    from app.domain.insight_facts import Part
    from app.reports.insight.quality import MinutesEach, quality
    from app.reports.insight.tables import quality_table

    minutes = MinutesEach(args.by_hand, args.searching, args.with_case)
    with open_services(args.workspace) as services:
        facts = services.store.insight_facts(args.since, args.until, parts=(Part.STANDINGS,))
        found = quality(facts, services.store.insight_log(), minutes)
        written = written_to(services, args, lambda: quality_table(found, period_of(args)))
    if args.json:
        print_json(to_record(found))
    elif not written:
        rows = [
            tuple("" if value is None else str(value) for value in row[:8]) for row in quality_table(found, "").rows
        ]
        say(table(("measure", "name", "value", "unit", "low", "high", "count", "of"), rows))
        say(f"Hours saved: {found.saved.formula}")
    return ExitCode.OK


def run_grni(args: argparse.Namespace) -> int:
    """Show goods received and not invoiced, or what one invoice cleared of them."""
    from app.bootstrap import open_services
    from app.reports.insight.tables import cleared_table, unbilled_table
    from app.reports.insight.unbilled import cleared_by, goods_unbilled

    with open_services(args.workspace) as services:
        on = args.on or services.clock.now().date()
        lines = services.store.unbilled_lines(on, document_id=args.document)
        conversions = services.store.conversions_of(line.item for line in lines)
        if args.document is not None:
            cleared = cleared_by(args.document, lines, conversions)
            written = written_to(services, args, lambda: cleared_table(args.document, cleared))
            found: object = cleared
            rows = list(cleared_table(args.document, cleared).rows)
            headings = cleared_table(args.document, cleared).headings
        else:
            unbilled = goods_unbilled(lines, conversions, on)
            written = written_to(services, args, lambda: unbilled_table(unbilled))
            found = unbilled
            rows, headings = [row[:15] for row in unbilled_table(unbilled).rows], unbilled_table(unbilled).headings[:15]
    if args.json:
        print_json(to_record(found))
    elif not written:
        say(table(headings, [tuple("" if value is None else str(value) for value in row) for row in rows]))
    return ExitCode.OK

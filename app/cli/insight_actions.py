"""``tieout insight outreach``, ``review``, ``sample`` and ``onboarding``: what people do about what insight shows."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.console import print_json, say, table, tell
from app.cli.exit_codes import ExitCode
from app.cli.insight_options import habits_of, period_of, written_to
from app.domain.record import to_record

if TYPE_CHECKING:
    from app.workflow.services import Services


def run_outreach(args: argparse.Namespace) -> int:
    """Draft a letter about a habit, or show what became of earlier ones."""
    from app.bootstrap import open_services
    from app.domain.insight_facts import Part
    from app.reports.insight.followup import follow_ups
    from app.reports.insight.tables import follow_up_table

    with open_services(args.workspace) as services:
        if args.habit:
            return _letter(services, args)
        facts = services.store.insight_facts(args.since, args.until, parts=(Part.ITEMS,))
        found = follow_ups(facts, services.store.insight_log())
        written = written_to(services, args, lambda: follow_up_table(found))
    if args.json:
        print_json(to_record(found))
    elif not written:
        for one in found:
            say(
                f"{one.outreach.time:%Y-%m-%d} {one.vendor_name} {one.outreach.item} {one.outreach.failure}: before "
                f"{one.before.part} of {one.before.whole}, since {one.since.part} of {one.since.whole}: "
                f"{one.worked.value.replace('_', ' ')}"
            )
        tell("Name a habit to draft a letter about it.")
    return ExitCode.OK


def _letter(services: Services, args: argparse.Namespace) -> int:
    from app.domain.errors import InputError
    from app.domain.insight_facts import Part
    from app.reports.insight.letters import occurrences_table
    from app.reports.insight.written import write_report
    from app.reports.whole_file import write_whole
    from app.workflow.insight.outreach import habit_letter, mark_sent
    from app.workflow.insight.overturned import log_export
    from app.workflow.mail import unsent_mail

    habit = next((one for one in habits_of(services, args).habits if one.key == args.habit), None)
    if habit is None:
        raise InputError(
            "no_such_habit", f"{args.habit} is no habit of this desk.", next_step="Look at “tieout insight recurring”."
        )
    facts = services.store.insight_facts(args.since, args.until, parts=(Part.ITEMS,))
    letter = habit_letter(services, habit, facts)
    draft = letter.draft
    if args.table:
        report = occurrences_table(habit.key, letter.occurrences)
        log_export(services, report.kind, "csv", write_report(services.store, report, "csv", args.table))
    if args.eml:
        mail = unsent_mail(draft.subject, draft.body, draft.to_address)
        write_whole(args.eml, lambda partial: partial.write_bytes(mail))
    if args.json:
        print_json(to_record(letter))
    else:
        say(f"To: {draft.to_address or 'no address on file'}\nSubject: {draft.subject}\n\n{draft.body}")
    if args.sent:
        entry = mark_sent(services, habit, args.note)
        tell(f"Logged as sent (entry {entry}); “tieout insight outreach” shows whether it worked.")
    return ExitCode.OK


def run_review(args: argparse.Namespace) -> int:
    """Show what is due to be looked over, or stamp that it was."""
    from app.bootstrap import open_services
    from app.reports.insight.cards import Compared, vendor_cards
    from app.reports.insight.reviews import review_calendar
    from app.reports.insight.tables import review_table
    from app.workflow.insight.overturned import overturned_documents
    from app.workflow.insight.sampling import mark_reviewed
    from app.workflow.insight.tiers import propose_tiers, records_of

    with open_services(args.workspace) as services:
        if args.done:
            entry = mark_reviewed(services, args.done, args.note)
            say(f"Stamped as looked over (entry {entry}).")
            return ExitCode.OK
        facts = services.store.insight_facts(args.since, args.until)
        today = services.clock.now().date()
        due = review_calendar(services.store.policy(), facts, services.store.insight_log(), today)
        cards = vendor_cards(facts) if args.tiers else ()
        records = records_of(
            (card.vendor_id, card.compared is Compared.BETTER, card.exceptions, card.others)
            for card in cards
            if card.compared in (Compared.BETTER, Compared.WORSE)
        )
        proposals = propose_tiers(services, records, overturned_documents(services)) if args.tiers else ()
        written = written_to(services, args, lambda: review_table(due, proposals, today))
    if args.json:
        print_json({"due": to_record(due), "tiers": to_record(proposals)})
    elif not written:
        rows = [
            (one.subject, one.name, one.rhythm.value, str(one.last or "never"), str(one.due),
             "OVERDUE" if one.overdue else f"in {one.days} days", one.why)
            for one in due
        ]  # fmt: skip
        say(table(("subject", "name", "rhythm", "last", "due", "", "why"), rows))
        for proposal in proposals:
            say(
                f"{proposal.vendor_name} ({proposal.vendor_id}), record {proposal.record.value}: {proposal.before} → "
                f"{proposal.after}, {'advised' if proposal.advised else 'NOT advised'}: {proposal.why}. Of "
                f"{proposal.looked_at} decided again, {len(proposal.clears)} would clear, {len(proposal.holds)} would "
                f"be held, {len(proposal.against)} of those cleared were decided otherwise by people."
            )
        say("Nothing is changed by itself. Stamp a review: tieout insight review --done SUBJECT --note WHY")
    return ExitCode.OK


def run_sample(args: argparse.Namespace) -> int:
    """Draw a sample, record a verdict, or show the samples with what was found."""
    from app.bootstrap import open_services
    from app.domain.insight_facts import Part
    from app.reports.insight.quality import quality, sample_result
    from app.reports.insight.tables import quality_table
    from app.workflow.insight.sampling import DEFAULT_SHARE, draw_sample, record_verdict

    with open_services(args.workspace) as services:
        verdict = args.right if args.right is not None else args.wrong
        if args.draw:
            share = args.share if args.share is not None else DEFAULT_SHARE
            draw_sample(services, share, seed=args.seed, since=args.since, until=args.until)
        if verdict is not None:
            entry = record_verdict(services, verdict, right=args.right is not None, note=args.note)
            tell(f"What you found about document {verdict} is entry {entry} of the log.")
        log = services.store.insight_log()
        if verdict is not None and all(verdict not in sample.documents for sample in log.samples):
            tell("It is in no sample, so the shares below do not count it.")
        results = [sample_result(sample, log) for sample in log.samples]
        facts = services.store.insight_facts(args.since, args.until, parts=(Part.STANDINGS,))
        written = written_to(services, args, lambda: quality_table(quality(facts, log), period_of(args)))
    if args.json:
        print_json(to_record(results))
    elif not written:
        for result in results:
            sample = result.sample
            say(
                f"Entry {sample.entry}, {sample.time:%Y-%m-%d}, by {sample.by}: {len(sample.documents)} of "
                f"{sample.population} ({sample.share_percent} %), seed {sample.seed}"
            )
            say(f"  documents: {', '.join(map(str, sample.documents))}")
            interval = result.wrong.interval
            told = f" (95 %: {interval[0]} to {interval[1]} %)" if interval else ""
            say(f"  looked at {result.wrong.whole}, wrong {result.wrong.part}{told}; {len(result.still_to_see)} to go")
        if not results:
            tell("No sample was drawn yet: tieout insight sample --draw")
    return ExitCode.OK


def run_onboarding(args: argparse.Namespace) -> int:
    """Write the sheet of a vendor, or print it."""
    from app.bootstrap import open_services
    from app.reports.insight.pages import write_text_pages
    from app.reports.whole_file import write_whole
    from app.workflow.insight.onboarding import onboarding_sheet
    from app.workflow.mail import unsent_mail

    with open_services(args.workspace) as services:
        sheet = onboarding_sheet(services, args.vendor)
    if args.md:
        write_whole(args.md, lambda partial: partial.write_text(sheet.text, encoding="utf-8"))
    if args.pdf:
        write_whole(args.pdf, lambda partial: write_text_pages(sheet.subject, sheet.text, partial))
    if args.eml:
        mail = unsent_mail(sheet.subject, sheet.text, sheet.to_address)
        write_whole(args.eml, lambda partial: partial.write_bytes(mail))
    for path in (args.md, args.pdf, args.eml):
        if path:
            say(f"Written to {path}")
    if not (args.md or args.pdf or args.eml):
        say(sheet.text)
    return ExitCode.OK

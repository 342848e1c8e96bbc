"""Everything the room of insight shows of a period, read and counted in one go in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from app.domain.insight import InsightLog, Record, TierProposal
from app.domain.insight_facts import DeskFacts, InvoiceFact
from app.reports.insight.cards import Compared, VendorCard, vendor_cards
from app.reports.insight.followup import FollowUp, follow_ups
from app.reports.insight.quality import Quality, quality
from app.reports.insight.recurrence import Recurrence, recurrence
from app.reports.insight.reviews import ReviewDue, review_calendar
from app.reports.insight.unbilled import Unbilled, goods_unbilled
from app.workflow.figures import PLAIN, Figures, amount_with_currency
from app.workflow.insight.tiers import propose_tiers
from app.workflow.services import Services

QUARTER, YEAR = 92, 365


@dataclass(frozen=True, slots=True)
class Insight:
    """What was counted: the facts it came from, and each report on them. ``invoices`` are the facts by document id."""

    facts: DeskFacts
    invoices: Mapping[int, InvoiceFact]
    log: InsightLog
    quality: Quality
    cards: tuple[VendorCard, ...]
    recurrence: Recurrence
    calendar: tuple[ReviewDue, ...]
    letters: tuple[FollowUp, ...]

    @property
    def overturned(self) -> tuple[int, ...]:
        """Documents whose decision people turned round or found wrong: they speak against what would clear them."""
        return tuple(sorted({*self.quality.reversed_.documents, *self.log.found_wrong}))


def load_insight(services: Services, days: int | None, figures: Figures = PLAIN) -> Insight:
    """Count the invoices of the last so many days (None: all of them); ``figures``: how sentences write amounts."""
    today = services.clock.now().date()
    facts = services.store.insight_facts(today - timedelta(days=days) if days else None, None)
    log = services.store.insight_log()
    return Insight(
        facts,
        {invoice.document_id: invoice for invoice in facts.invoices},
        log,
        quality(facts, log),
        vendor_cards(facts),
        recurrence(facts),
        review_calendar(services.store.policy(), facts, log, today, money=partial(amount_with_currency, figures)),
        follow_ups(facts, log),
    )


def tier_proposals(services: Services, insight: Insight) -> tuple[TierProposal, ...]:
    """Decide the past again for every vendor whose record speaks for another tier."""
    records = {Compared.BETTER: Record.GOOD, Compared.WORSE: Record.BAD}
    told = [
        (card.vendor_id, records[card.compared], card.exceptions, card.others)
        for card in insight.cards
        if card.vendor_id and card.compared in records
    ]
    return propose_tiers(services, told, insight.overturned)


def unbilled_today(services: Services) -> Unbilled:
    """Return what was received and not invoiced by now; counted apart, since it looks at every order."""
    today = services.clock.now().date()
    lines = services.store.unbilled_lines(today)
    return goods_unbilled(lines, services.store.conversions_of(sorted({line.item for line in lines})), today)

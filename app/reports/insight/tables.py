"""The figures of insight as tables, one row a vendor, habit, measure or order line, each with the ids behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.domain.certainty import LEVEL, Rate
from app.domain.insight import Saved, TierProposal
from app.domain.money import HUNDRED, ZERO, money_text
from app.reports.insight.bands import Quarter
from app.reports.insight.cards import VendorCard
from app.reports.insight.followup import FollowUp
from app.reports.insight.measures import Share, Spread
from app.reports.insight.quality import Quality, rule_sentence
from app.reports.insight.recurrence import Recurrence
from app.reports.insight.reviews import ReviewDue
from app.reports.insight.unbilled import Cleared, Unbilled
from app.reports.table import Report, Value

Row = tuple[Value, ...]
_INTERVALS = "95 % (Wilson's score); of a median, between the order statistics of the sign test"
_MOST_IDS = 200


def scorecard_table(cards: Sequence[VendorCard], period: str) -> Report:
    """Return the scorecards, one row a vendor and currency (S2.142, S2.185 to S2.188)."""
    about = (
        ("scope", "every invoice taken in; superseded cases left out"),
        ("period of invoice days", period),
        ("intervals", _INTERVALS),
        ("compared", f"Fisher's exact test against the desk's others, all vendors together at {_level()} % (Holm)"),
        ("exposure", "per document the largest of its cases"),
    )
    headings = (
        "vendor_name", "vendor_id", "currency", "invoices", "billed", "with_exceptions", "exception_rate_percent",
        "exception_rate_low", "exception_rate_high", "others_rate_percent", "compared", "trend", "mix", "causes",
        "exposure", "exposure_open", "hours_to_resolve_median", "hours_low", "hours_high", "receipts", "late_receipts",
        "on_time_percent", "other_unit_percent", "other_unit_invoices", "merged_percent", "merged_invoices",
        "bundled_percent", "bundled_invoices", "substitutions", "substitutions_amount", "overs_in_band",
        "overs_in_top_third", "hugging_chance", "hugging_by_quarter", "packs_against_orders", "months", "cases",
    )  # fmt: skip
    money = ("exposure", "exposure_open", "substitutions_amount")
    return Report("scorecard", "Vendor scorecard", headings, map(_card_row, cards), about, ("billed",), money)


def _card_row(card: VendorCard) -> Row:
    low, high = card.exceptions.interval or (None, None)
    hug = card.hugging
    spread = card.to_resolve
    on_time = None if not card.late.whole else Rate(card.late.whole - card.late.part, card.late.whole).percent
    return (
        card.vendor_name, card.vendor_id or None, card.currency or None, card.invoices, card.billed,
        card.exceptions.part, card.exceptions.percent, low, high, card.others.percent, card.compared.value,
        card.trend.value, _shares(card.mix), _shares(card.causes), card.exposure, card.exposure_open,
        *_spread(spread), card.late.whole, card.late.part, on_time, card.other_unit.percent, card.other_unit.part,
        card.merged.percent, card.merged.part, card.bundled.percent, card.bundled.part, card.substitutions.count,
        card.substitutions.amount, hug.top.whole if hug else 0, hug.top.part if hug else 0,
        _chance(hug.corrected) if hug else None, _quarters(hug.quarters) if hug and hug.proved else None,
        "; ".join(
            f"{one.item}: packs of {one.pack} {one.uom}{'' if one.on_file else ' (suggested by the figures)'}, "
            f"{one.rounded.part} of {one.rounded.whole} lines, {one.short} short, {one.over} over; "
            f"{_quarters(one.quarters)}"
            for one in card.rounding
            if one.proved
        ),
        "; ".join(f"{m.month}: {m.exceptions.part} of {m.exceptions.whole}" for m in card.months),
        _ids(card.exceptions.cases),
    )  # fmt: skip


def recurring_table(found: Recurrence, fixes: Mapping[str, Sequence[Saved]], period: str) -> Report:
    """Return the habits with the cheapest fix of each (S2.183); ``fixes`` by the habits' keys, where worked out."""
    about = (("rule", found.rule), ("period of invoice days", period), ("intervals", _INTERVALS))
    headings = (
        "habit", "scope", "vendor_name", "vendor_id", "item", "failure", "invoices_with_it", "invoices", "rate_percent",
        "rate_low", "rate_high", "others_rate_percent", "chance_corrected", "since", "latest", "first", "last",
        "at_stake", "rules", "cheapest_fix", "fix", "would_have_saved", "of_looked_at", "saves_a_quarter",
        "speaks_against", "documents", "cases",
    )  # fmt: skip

    def rows() -> Iterator[Row]:
        for habit in found.habits:
            low, high = habit.rate.interval or (None, None)
            best = next(iter(fixes.get(habit.key, ())), None)
            yield (
                habit.key, habit.scope.value, habit.vendor_name or None, habit.vendor_id or None, habit.item or None,
                habit.failure, habit.rate.part, habit.rate.whole, habit.rate.percent, low, high, habit.others.percent,
                _chance(habit.corrected), habit.since, habit.latest, habit.first, habit.last, _amounts(habit.at_stake),
                "; ".join(f"{rule}: {count}" for rule, count in habit.rules.items()),
                best.fix.what if best else None, best.fix.kind.value if best else None,
                len(best.saved) if best else None, best.looked_at if best else None, best.a_quarter if best else None,
                _ids(best.against) if best else None, _ids(habit.rate.documents), _ids(habit.rate.cases),
            )  # fmt: skip

    return Report("recurring", "Recurring failures", headings, rows(), about)


def quality_table(found: Quality, period: str) -> Report:
    """Return the measures of quality, one a row (S1.73 to S1.78, S1.84, S2.191)."""
    about = (("period of invoice days", period), ("intervals", _INTERVALS), ("hours saved", found.saved.formula))
    headings = ("measure", "name", "value", "unit", "low", "high", "count", "of", "meaning", "ids")
    return Report("quality", "Quality", headings, _quality_rows(found), about)


def _quality_rows(found: Quality) -> Iterator[Row]:
    for name, rate in (
        ("cleared by themselves", found.cleared), ("corrected by hand", found.corrected),
        ("reopened after they rested", found.reopened), ("decided the other way afterwards", found.reversed_),
        ("with a command taken back", found.undone), ("cleared and found wrong", found.found_wrong),
    ):  # fmt: skip
        yield _rate_row("share", name, rate, "percent of invoices")
    for name, spread in (("arrival to rest", found.to_decide), ("arrival to rest, with exceptions", found.to_settle)):
        median, low, high = _spread(spread)
        yield "duration", name, median, "hours, median", low, high, spread.count if spread else 0, None, None, None
    yield (
        "hours saved", "in the period", found.saved.hours, "hours", None, None, found.saved.cleared, found.invoices,
        found.saved.formula, None,
    )  # fmt: skip
    for sample in found.samples:
        row = _rate_row("sample", f"entry {sample.sample.entry}", sample.wrong, "percent found wrong")
        told = (
            f"{sample.sample.share_percent} % of {sample.sample.population}, seed {sample.sample.seed}; still to look "
            f"at: {_ids(sample.still_to_see) or 'none'}"
        )
        yield (*row[:8], told, row[9])
    every = sum(part.count for part in found.kinds)
    for measure, parts in (
        ("class of cause", found.causes), ("kind", found.kinds), ("vendor", found.vendors), ("rule", found.rules),
    ):  # fmt: skip
        for part in parts:
            meaning = rule_sentence(part.name) if measure == "rule" else None
            yield (
                measure, part.name, Rate(part.count, every).percent, "percent of cases", None, None, part.count, every,
                meaning, _ids(part.cases),
            )  # fmt: skip
    for month in found.months:
        yield _rate_row("month", month.month, month.exceptions, "percent with exceptions")


def _rate_row(measure: str, name: str, rate: Rate, unit: str) -> Row:
    low, high = rate.interval or (None, None)
    return measure, name, rate.percent, unit, low, high, rate.part, rate.whole, None, _ids(rate.documents)


def unbilled_table(found: Unbilled) -> Report:
    """Return what was received and not invoiced on a day, by order line (S2.47)."""
    about = (
        ("on the evening of", found.on),
        ("priced at", "the order's price; a receipt whose unit cannot be converted is named and not added up"),
    )
    headings = (
        "purchase_order", "line_no", "vendor_name", "vendor_id", "item", "description", "uom", "received", "billed",
        "not_billed", "unit_price", "amount", "currency", "oldest_receipt", "days", "ledger_account", "receipts",
        "not_comparable", "documents",
    )  # fmt: skip
    rows = (
        (
            one.ref.po_number, one.ref.line_no, one.vendor_name, one.vendor_id, one.item, one.description, one.uom,
            one.received, one.billed, one.left, one.unit_price, one.amount, one.currency or None, one.since,
            (found.on - one.since).days if one.since else None, one.ledger_account or None, ", ".join(one.receipts),
            ", ".join(one.not_comparable), _ids(one.documents),
        )
        for one in found.lines
    )  # fmt: skip
    return Report("grni", "Goods not invoiced", headings, rows, about, ("amount",), ("unit_price",))


def cleared_table(document_id: int, found: Iterable[Cleared]) -> Report:
    """Return what one invoice cleared of goods received and not invoiced."""
    headings = (
        "purchase_order", "line_no", "item", "uom", "not_billed_before", "cleared", "not_billed_after", "amount",
        "currency",
    )  # fmt: skip
    rows = (
        (
            one.ref.po_number, one.ref.line_no, one.item, one.uom, one.before, one.cleared, one.after, one.amount,
            one.currency or None,
        )
        for one in found
    )  # fmt: skip
    return Report("grni", "Cleared by an invoice", headings, rows, (("document", document_id),), ("amount",))


def review_table(found: Iterable[ReviewDue], proposals: Iterable[TierProposal], today: date) -> Report:
    """Return what is to be looked over, and what vendors' records propose (S2.156, S2.158); nothing is applied."""
    headings = (
        "subject", "name", "rhythm", "last", "by", "due", "days_left", "overdue", "why", "record", "tier_now",
        "tier_proposed", "advised", "looked_at", "would_clear", "would_hold", "at_stake", "decided_otherwise_by_people",
        "documents",
    )  # fmt: skip
    proposed = {one.vendor_id: one for one in proposals}

    def rows() -> Iterator[Row]:
        for due in found:
            yield (
                due.subject, due.name, due.rhythm.value, due.last, due.by or None, due.due, due.days, due.overdue,
                due.why, *_proposal(proposed.pop(due.subject, None)),
            )  # fmt: skip
        for one in proposed.values():
            yield one.vendor_id, one.vendor_name, None, None, None, None, None, None, one.why, *_proposal(one)

    return Report("review", "Tolerance review", headings, rows(), (("on", today),))


def _proposal(one: TierProposal | None) -> Row:
    if one is None:
        return (None,) * 10
    return (
        one.record.value, one.before, one.after, one.advised, one.looked_at, len(one.clears), len(one.holds),
        _amounts(one.at_stake), len(one.against), _ids((*one.clears, *one.holds)),
    )  # fmt: skip


def follow_up_table(found: Iterable[FollowUp]) -> Report:
    """Return what became of every message to a vendor (S2.184)."""
    headings = (
        "sent", "by", "vendor_name", "item", "failure", "with_it_before", "invoices_before", "percent_before",
        "with_it_since", "invoices_since", "percent_since", "chance", "worked", "reason",
    )  # fmt: skip
    rows = (
        (
            one.outreach.time.date(), one.outreach.by, one.vendor_name, one.outreach.item or None,
            one.outreach.failure, one.before.part, one.before.whole, one.before.percent, one.since.part,
            one.since.whole, one.since.percent, _chance(one.chance), one.worked.value, one.outreach.reason,
        )
        for one in found
    )  # fmt: skip
    return Report("outreach", "Messages to vendors", headings, rows)


# --- cells -----------------------------------------------------------------------------------------------------------
def _level() -> str:
    return f"{LEVEL * HUNDRED:f}".rstrip("0").rstrip(".")


def _shares(parts: Iterable[Share]) -> str:
    return "; ".join(f"{part.name}: {part.count}" for part in parts)


def _spread(spread: Spread | None) -> tuple[Value, Value, Value]:
    return (spread.median, spread.low, spread.high) if spread else (None, None, None)


def _chance(chance: Decimal) -> str:
    """Write a chance so that it can be read: three digits, or how small it is."""
    if chance < Decimal("1e-6"):
        return "below 0.000001"
    return f"{chance:.3g}" if chance >= Decimal("0.001") else f"{chance:.6f}"


def _quarters(quarters: Iterable[Quarter]) -> str:
    return "; ".join(
        f"{q.quarter}: {q.lines} lines, {money_text(q.amount, q.currency or None)} {q.currency}".rstrip()
        for q in quarters
    )


def _amounts(amounts: Mapping[str, Decimal]) -> str:
    kept = ((currency, amount) for currency, amount in sorted(amounts.items()) if amount != ZERO)
    return "; ".join(f"{money_text(amount, currency or None)} {currency}".rstrip() for currency, amount in kept)


def _ids(ids: Sequence[int]) -> str:
    more = f" and {len(ids) - _MOST_IDS} more" if len(ids) > _MOST_IDS else ""
    return ", ".join(map(str, ids[:_MOST_IDS])) + more

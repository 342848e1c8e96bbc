"""Figures, sums and proof of a document, settled together: its totals are chosen, its lines mended and proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.contradictions import rival_totals
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.proof import Proof, prove
from app.extraction.sums.proof_repair import Repair, repair_lines
from app.extraction.sums.rival_sums import with_rivals_settled
from app.extraction.sums.totals_choice import Totals, choose_totals
from app.extraction.sums.unaccounted import unaccounted
from app.extraction.table.line_figures import LineFigures

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settled:
    """The figures of all lines after what could be mended, what was mended (by line), the totals, and the proof."""

    figures: Sequence[LineFigures]
    repairs: Mapping[int, Repair]
    totals: Totals
    proof: Proof


def settled(
    amounts: Sequence[LabelledAmount],
    read: Sequence[LineFigures],
    charges: Sequence[ChargeDraft],
    strays: Sequence[ChargeDraft] = (),
    unread: Sequence[tuple[str, str]] = (),
    aside: Sequence[LabelledAmount] = (),
) -> Settled:
    """Settle the figures of all lines of a document, as read, against its labelled amounts and charges.

    ``strays`` are charges that stand where none take part in the sums; ``unread`` are labels of what is owed, with
    what stands there and cannot be read; ``aside`` are all amounts below the lines.
    """
    figures = read = with_rivals_settled(read, {amount.figure.value for amount in (*amounts, *aside)})
    totals = _totals(amounts, figures, charges)
    repairs = repair_lines(figures, _missing(totals))
    if repairs:
        figures = [repairs[i].figures if i in repairs else figure for i, figure in enumerate(read)]
        totals = _totals(amounts, figures, charges)
    rivals = rival_totals(amounts, totals, figures)
    apart = unaccounted(amounts, charges, strays, totals, figures, aside)
    totals = replace(totals, rivals=rivals, strays=apart, unread=tuple(unread))
    return Settled(figures, repairs, totals, prove(figures, totals, frozenset(repairs)))


def _totals(
    amounts: Sequence[LabelledAmount], figures: Sequence[LineFigures], charges: Sequence[ChargeDraft]
) -> Totals:
    """Choose the sums of the document among its labelled amounts."""
    known = [f.amount.value for f in figures if f.amount is not None]
    complete = bool(figures) and all(
        f.amount is not None or f.quantity is None or not f.quantity.value for f in figures
    )
    return choose_totals(amounts, sum(known, _ZERO), len(figures), charges, complete=complete)


def _missing(totals: Totals) -> Decimal | None:
    """Return what the printed sum is above that of the lines; zero where it closes, None where none is printed."""
    if totals.lines_close is None:
        return None
    if totals.lines_close or totals.subtotal is None:
        return _ZERO if totals.lines_close else None
    inside = totals.charges_sum if totals.charges_in_subtotal else _ZERO
    return totals.subtotal.figure.value - totals.lines_sum - inside

"""Which figure a correction begins with: the missing or doubtful one, never one that was read without a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.provenance import Certainty
from app.workflow.comparison_rows import NOT_PRINTED
from app.workflow.comparison_values import Cell

# What an invoice can hardly be without; of anything else a dash is no fault.
_NEEDED = ("quantity", "unit_price", "amount", "invoice_number", "total", "vendor_name", "invoice_date", "currency")


def field_to_correct(
    focus: Cell | None, lines: Sequence[Cell], header: Sequence[Cell], *, chosen: bool, of_document: bool
) -> Cell | None:
    """Return the figure a correction is about.

    Args:
        focus: The figure in focus.
        lines: The figures of the frame's lines.
        header: The fields of the invoice's head.
        chosen: A person went to the figure in focus.
        of_document: The finding is about the whole invoice, not about how its lines match.
    """
    own = focus if focus is not None and focus.field else None
    if own is not None and chosen:
        return own
    places = (header, lines) if of_document else (lines, () if lines else header)
    fields = [[cell for cell in cells if cell.field] for cells in places]
    for doubt in (_is_contradicted, _is_missing, _is_unsure):
        mine = [own] if own is not None and doubt(own) else []
        if found := next(iter((*mine, *_by_need(cell for cells in fields for cell in cells if doubt(cell)))), None):
            return found
    return own or next((cell for cells in fields for cell in cells), None)


def _by_need(cells: Iterable[Cell]) -> list[Cell]:
    """Put what is needed most first; otherwise as on the page."""
    return sorted(cells, key=lambda cell: _NEEDED.index(cell.field) if cell.field in _NEEDED else len(_NEEDED))


def _is_contradicted(cell: Cell) -> bool:
    return cell.certainty is Certainty.CONTRADICTED


def _is_missing(cell: Cell) -> bool:
    return cell.text == NOT_PRINTED and cell.field in _NEEDED


def _is_unsure(cell: Cell) -> bool:
    return cell.certainty is Certainty.UNVERIFIED and cell.field in _NEEDED

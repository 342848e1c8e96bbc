"""What stands on the page where a person clicked or dragged, for the field that is being corrected."""

from __future__ import annotations

from app.domain.provenance import Box
from app.ui.case.loading import Opened
from app.ui.page.page_hit_test import box_at, boxes_in
from app.workflow.comparison_rows import line_fields
from app.workflow.figures import PLAIN

# So many points beside a word still mean the word.
_SLACK = 3.0


def picked_words(opened: Opened, area: Box) -> tuple[str, Box] | None:
    """Return the characters at a place (an area without size) or in an area, and the box around them."""
    values = _read_values(opened)
    if area.x0 == area.x1 and area.top == area.bottom:
        hit = box_at(values, area.page, area.x0, area.top, slack=_SLACK)
        hits = [hit] if hit else []
    else:
        hits = boxes_in(values, area)
    if not hits:
        return None
    whole = hits[0][0]
    for box, _ in hits[1:]:
        whole = whole.union(box)
    return " ".join(text for _, text in hits), whole


def _read_values(opened: Opened) -> list[tuple[Box, str]]:
    """Return every value that was read with its place and its characters."""
    invoice = opened.document.invoice
    if invoice is None:
        return []
    cells = list(opened.comparison.header)
    cells += [cell for line in invoice.lines for cell in line_fields(line, PLAIN, opened.currency)]
    found = [(cell.box, cell.raw if cell.raw is not None else cell.text) for cell in cells if cell.box is not None]
    charges = [(c.amount.box, c.amount.raw or "") for c in invoice.charges if c.amount.box is not None]
    return found + charges

"""Something wrong with the data, said in one sentence. Findings are collected; they never stop the work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.provenance import Box

# The code of a finding that a person typed something else over what had been read.
TYPED_OVER = "typed_over"
# That of a finding that a page shows what its words, or the rows of a scan, do not have.
SHOWS_MORE = "picture_shows_more"


class Severity(StrEnum):
    """Whether a finding keeps what rests on it from clearing."""

    NOTE = "note"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation about a document.

    Attributes:
        code: A stable word, for example ``line_arithmetic`` or ``missing_field``.
        message: One sentence for the clerk, with the figures in it.
        severity: HOLD keeps whatever depends on it from clearing by itself.
        field: The header field or line field concerned, for example ``total`` or ``quantity``; may be empty.
        line_no: The invoice line concerned; None for the document as a whole.
        box: Where on the page it was seen, for outlining it; None where that is no one place.
    """

    code: str
    message: str
    severity: Severity = Severity.HOLD
    field: str = ""
    line_no: int | None = None
    box: Box | None = None

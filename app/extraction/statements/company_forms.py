"""Legal forms in what a page says, as patterns over folded text, and the words of a company's name without them."""

from __future__ import annotations

import re

from app.domain.company_words import LEGAL_FORMS
from app.extraction.values.text_keys import words_of

# As one ends a company's name; others of LEGAL_FORMS ("as", "se", "ab") are words of sentences.
FORM = (
    r"(?:ltd|limited|inc|llc|corp|co|plc|gmbh|ag|kg|bv|b\.v|nv|n\.v|sa|s\.a|sas|sarl|spa|s\.p\.a|srl|s\.r\.l|sl|s\.l"
    r"|kft|zrt|sro|s\.r\.o|lda|ltda|aps|sci|s\.c\.i|snc|s\.n\.c|eurl|sasu|ohg|slu|srls|vof|v\.o\.f|llp|pty)"
)
_BY_ITSELF = re.compile(rf"(?<![\w.]){FORM}(?!\w)")


def form_of(text: str) -> str:
    """Return the legal form that ends a folded name, without points; empty where it has none."""
    found = _BY_ITSELF.findall(text)
    return found[-1].replace(".", "") if found else ""


def words_of_name(text: str) -> frozenset[str]:
    """Return the words of a folded name that tell it from others: two companies may both be a "Kft" or an "S.A."."""
    return frozenset(words_of(_BY_ITSELF.sub(" ", text))) - LEGAL_FORMS

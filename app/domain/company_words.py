"""Words of company names that tell no company from another: legal forms and joining words."""

from __future__ import annotations

_LEGAL_TEXT = (
    "inc incorporated corp corporation co company llc llp lp ltd limited plc "
    "gmbh mbh ag aktiengesellschaft kg kgaa ohg ug se "
    "sa sas sarl srl spa sl slu bv nv oy ab as aps"
)
LEGAL_FORMS = frozenset(_LEGAL_TEXT.split())
"""Legal forms, short and in full, in small letters and without points."""

COMMON_TO_ALL = LEGAL_FORMS | {"the", "and", "und", "et"}
"""Legal forms and joining words: what is left out where names are compared."""

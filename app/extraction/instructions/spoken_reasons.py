"""What a profile cannot be told, with the next step: the reasons given for clauses of a known kind."""

from __future__ import annotations

import re

FACTOR = (
    "how many a unit holds is kept with the item and the vendor, as a unit conversion, and not in a profile; say only "
    "what the unit is: “CT means carton”"
)
_CODES = "say what codes look like: “item codes look like @@-####” (# a digit, @ a letter)"
_CURRENCY = "where a page names no currency, that of the order holds; only where one is printed can be said"
_TABLE = "draw around the table in the studio, or leave rows out: “ignore lines beginning with …”"
_MEASURE = r"(?:ea|each|pcs?|pieces?|units?|stk|stück|st)"
_HOLD = r"(?:=|\b(?:has|holds|contains|is|are|of|hat|enthält|sind|ist|zu)\b)"
_CODE = r"(?:codes?|(?:item|part|article) (?:number|no\.?)|artikel(?:nummer|nr\.?|code))"
_TEXT = r"(?:description|text|beschreibung|bezeichnung)"
REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"(?!.*(?:price|preis)).*{_HOLD} ?[0-9]+ ?{_MEASURE}\b.*", FACTOR),
        (rf"(?=.*\b{_CODE}\b).*\b{_TEXT}\b.*", _CODES),
        (r"(?:all )?(?:currency|prices|amounts|währung|preise|beträge) (?:is|are|ist|sind) .*\b[A-Z]{3}", _CURRENCY),
        (
            r"(?:line )?(?:table|lines|tabelle|positionen) (?:stops?|ends?|begins?|starts?|endet|enden|beginnt)\b.*",
            _TABLE,
        ),
    )
)

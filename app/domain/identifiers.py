"""How codes and numbers are compared: strictly, loosely, and by the characters that scans confuse."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A desk's codes come up again with every invoice.
_REMEMBERED = 50_000
_LOOK_ALIKE = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"})


@lru_cache(maxsize=_REMEMBERED)
def code_key(text: str) -> str:
    """Fold a code to capitals and digits of any script: how two printed item codes or order numbers are compared."""
    folded = unicodedata.normalize("NFKD", text).upper()
    return "".join(ch for ch in folded if ch.isalnum())


@lru_cache(maxsize=_REMEMBERED)
def code_text(text: str) -> str:
    """Return the very characters of a code, case and blanks aside: what tells codes apart that fold to one key."""
    return "".join(unicodedata.normalize("NFC", text).casefold().split())


def loose_number(text: str) -> str:
    """Read a document number loosely: punctuation, leading zeros, O and 0 aside (decision table: duplicate_invoice)."""
    key = code_key(text).replace("O", "0")
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", key)


@lru_cache(maxsize=_REMEMBERED)
def look_alike_key(text: str) -> str:
    """Fold characters that scans confuse (O/0, I/l/1, S/5, B/8, Z/2, G/6) so that misreadings compare equal."""
    return code_key(text).translate(_LOOK_ALIKE)


def differs_by_one_character(first: str, second: str) -> bool:
    """Tell whether two codes differ by one character changed, missing, added, or two neighbours swapped."""
    a, b = code_key(first), code_key(second)
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(apart) == 1:
            return True
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return swapped and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
    shorter, longer = sorted((a, b), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))

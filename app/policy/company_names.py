"""Company names, compared the way people who keep a vendor master compare them: strictly on print, loosely on a scan.

A legal form may be spelt in full or short, but "Ltd" is not "Inc"; a letter of another script is another letter however
alike it looks; and a name that says that a claim was sold names the one who is paid, not the one who delivered.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from app.domain.company_words import COMMON_TO_ALL, LEGAL_FORMS
from app.domain.identifiers import look_alike_key
from app.domain.letters import without_accents

# Spellings of one legal form. Those in _LOOSE say little: vendor masters leave them out or add them at will.
_FORMS = {
    "incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co", "aktiengesellschaft": "ag",
    "und": "and", "et": "and",
}  # fmt: skip
_LOOSE = frozenset({"co", "the", "and"})
# Who buys claims is paid in the deliverer's place: a reason to ask, whatever else the name says.
_PAID_INSTEAD = frozenset({
    "factor", "factors", "factoring", "factorer", "assignee", "assignees", "assigned", "assignment", "receivable",
    "receivables", "affacturage", "cessionnaire", "abtretung", "zessionar", "cesionario", "cessionario", "factorage",
})  # fmt: skip


def name_words(name: str) -> list[str]:
    """Return the words that make a company's name, without its legal form."""
    return [word for word in _all_words(name) if word not in COMMON_TO_ALL]


def legal_forms(name: str) -> frozenset[str]:
    """Return the legal forms a name states, in one spelling; those that vendor masters drop at will are left out."""
    return frozenset(word for word in _all_words(name) if word in LEGAL_FORMS - _LOOSE)


def same_words(printed: str, on_file: str) -> bool:
    """Tell whether two names are the same words; case, punctuation, blanks and the spelling of legal forms aside."""
    a, b = name_words(printed), name_words(on_file)
    if not a or not b:
        return bool(printed.strip()) and _all_words(printed) == _all_words(on_file)
    return sorted(a) == sorted(b) or "".join(a) == "".join(b)


def forms_agree(printed: str, on_file: str) -> bool:
    """Tell whether two names can be one company's by their legal forms: one that is not stated contradicts nothing."""
    a, b = legal_forms(printed), legal_forms(on_file)
    return not a or not b or bool(a & b)


def is_sister(printed: str, on_file: str) -> bool:
    """Tell whether a name is another company's of the same house: another legal form, and a word more.

    "Rabenau Service UG" is not Rabenau GmbH; a company that changed its form, or prints less of its name, is.
    """
    more = set(name_words(printed)) - set(name_words(on_file))
    shared = set(name_words(printed)) & set(name_words(on_file))
    return bool(more and shared) and not forms_agree(printed, on_file)


def name_likeness(printed: str, on_file: str) -> float:
    """Return how alike two company names are, from 0 to 1; legal forms and letters that scans confuse are set aside.

    A share of characters, never a figure of the invoice. Letters of a script that the name on file does not use are
    no misreading of its letters: such names are not alike at all.
    """
    if same_words(printed, on_file):
        return 1.0
    first, second = _joined(printed), _joined(on_file)
    if not first or not second or _other_script(first, second):
        return 0.0
    return SequenceMatcher(None, _folded(first), _folded(second), autojunk=False).ratio()


def begins_name(printed: str, on_file: str) -> bool:
    """Tell whether the printed words are the first words of the name on file: its short or trading name."""
    a, b = name_words(printed), name_words(on_file)
    return bool(a) and b[: len(a)] == a


def names_another_payee(printed: str, on_file: str) -> bool:
    """Tell whether a name says that somebody who bought the claim is paid, and the name on file does not."""
    return bool(_PAID_INSTEAD & set(_all_words(printed)) - set(_all_words(on_file)))


def _all_words(name: str) -> list[str]:
    bare = without_accents(name.casefold().replace("&", " and ")).replace(".", "").replace("'", "")
    return [_FORMS.get(word, word) for word in re.findall(r"[^\W_]+", bare)]


def _joined(name: str) -> str:
    return "".join(name_words(name))


def _folded(joined: str) -> str:
    return "".join(look_alike_key(ch) or ch for ch in joined)


def _other_script(printed: str, on_file: str) -> bool:
    return bool(_scripts(printed) - _scripts(on_file))


def _scripts(text: str) -> frozenset[str]:
    return frozenset(unicodedata.name(ch, "?").split()[0] for ch in text if ch.isalpha())

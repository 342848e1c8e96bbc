"""Values of header fields: what a document number, an order number or a tax id looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.domain.provenance import Extracted, Method
from app.extraction.values.dates import find_date
from app.extraction.values.figures import first_reading
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row, box_of, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_NUMBER = re.compile(r"#?[A-Z0-9ÄÖÜ](?:[A-Z0-9ÄÖÜ\-/._]|\([A-Z0-9]+\))*", re.IGNORECASE)  # "0/0(012)0/0021/044711"
_BY_DAY = re.compile(r"[0-9]{8}[-/._][0-9]+", re.ASCII)  # "20260303-8842" begins with a day and is none
_MONEY = re.compile(r"[$€£]?[0-9.,]*[0-9][.,][0-9]{2}", re.ASCII)
_PHONE = re.compile(r"\(?[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}", re.ASCII)
_VAT = re.compile(
    r"(?:ATU[0-9]{8}|BE[01]?[0-9]{9}|BG[0-9]{9,10}|CHE[0-9]{9}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DE[0-9]{9}|DK[0-9]{8}|EE[0-9]{9}"
    r"|(?:EL|GR)[0-9]{9}|ES[A-Z0-9][0-9]{7}[A-Z0-9]|FI[0-9]{8}|FR[A-Z0-9]{2}[0-9]{9}|GB(?:[0-9]{9}|[0-9]{12})|HR[0-9]{11}|HU[0-9]{8}"
    r"|IE[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}|IT[0-9]{11}|LT(?:[0-9]{9}|[0-9]{12})|LU[0-9]{8}|LV[0-9]{11}|MT[0-9]{8}|NL[0-9]{9}B[0-9]{2}"
    r"|PL[0-9]{10}|PT[0-9]{9}|RO[0-9]{2,10}|SE[0-9]{12}|SI[0-9]{8}|SK[0-9]{10}|NO[0-9]{9}(?:MVA)?|EU[0-9]{9})",
    re.ASCII,
)
_EIN = re.compile(r"[0-9]{2}-[0-9]{7}", re.ASCII)
_TAX = re.compile(r"[A-Z]{0,4}[ .-]?[0-9][0-9A-Z ./-]{5,20}", re.ASCII | re.IGNORECASE)
_PO_WORD = re.compile(r"P\.?O\.?[-#: ]?[0-9][0-9A-Z-]{2,}", re.ASCII | re.IGNORECASE)
_STROKED = re.compile(r"[0-9]+(?:[/-][0-9]+)?", re.ASCII)  # "4711", "26/0212", "2026-119"
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?[0-9]{4,5}", re.ASCII)
_LONGEST_DAY = 3  # words
_SHORTEST = 3  # characters of a number behind a word
_LIST = re.compile(r"[,;&+]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b")

# A series and the number in it, set apart, and nothing behind them: "1 - 260090" as Spanish programs number.
_SERIES = (r"[0-9]{1,2}|[A-Z]{1,2}", r"[-/]", r"[0-9]{4,}")


def document_number(words: Sequence[Word]) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number of a document in these words, with the words it is made of; None where there is none."""
    # "Rechnung des Versicherers Nr. 01.234-1": the number follows its mark, whatever stands before.
    marked = next((i for i, w in enumerate(words[:4]) if squeeze(w.text) in page_words("numbers", "marks")), -1)
    before = page_words("numbers", "marks") | page_words("numbers", "weak_marks")
    kept = [w for w in words[marked + 1 :] if squeeze(w.text) not in before and w.text != ":"]
    if len(kept) == len(_SERIES) and all(map(re.fullmatch, _SERIES, (word.text for word in kept))):
        return "".join(word.text for word in kept), tuple(kept)
    for index, word in enumerate(kept[:3]):
        text = word.text.strip(":,;()").strip()
        if not any(ch.isdigit() for ch in text):
            if index + 1 < len(kept) and text.isupper() and len(text) <= 4 and _STROKED.fullmatch(kept[index + 1].text):
                continue
            return None if len(text) > 4 else _next(kept, index)
        if not _NUMBER.fullmatch(text) or _is_something_else(text, kept[index:]) or _is_noise(word):
            return None
        prefix = kept[index - 1] if index and kept[index - 1].text.isupper() and len(kept) <= index + 1 else None
        used = (prefix, word) if prefix is not None else (word,)
        printed = " ".join(w.text for w in used).strip(":,;#").lstrip("#").strip()
        return printed.rstrip("."), used
    return None


def _is_noise(word: Word) -> bool:
    """Tell whether a recognised word is letters with a stray digit rather than a number."""
    small = sum(ch.islower() for ch in word.text)
    return word.method is Method.OCR and small > sum(ch.isdigit() for ch in word.text) and small > 3


def _next(words: Sequence[Word], index: int) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number behind a short word; "Unit 6" and "Rm 12" of an address beside a label are none."""
    found = document_number(words[index + 1 :]) if index + 1 < len(words) else None
    return found if found is not None and len(found[0]) >= _SHORTEST else None


def _is_something_else(text: str, words: Sequence[Word]) -> bool:
    date = find_date(join_words(words[:3]))
    if date is not None and date.start == 0 and not re.match(r"[0-9]{4,}", text):
        return True
    dated = find_date(text) is not None and not _BY_DAY.fullmatch(text)
    if dated and not re.search(r"[A-Za-z]", text) and re.search(r"[./-]", text):
        return True
    return bool(_MONEY.fullmatch(text) or _PHONE.fullmatch(text))


def is_town(words: Sequence[Word]) -> bool:
    """Tell whether what stands below a word that reads like a label and goes on is an address: "50121 Firenze"."""
    behind = [word.text for word in words[1:]]
    named = bool(behind) and not any(ch.isdigit() for text in behind for ch in text)
    return bool(_POSTCODE.fullmatch(words[0].text)) and named


def leads_to_day(key: str) -> bool:
    """Tell whether a squeezed word leads to the day of what is named before it: "Bestellung 4711 vom 2.2.2026"."""
    return key in page_words("numbers", "of_day")


def behind_day(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words behind the day that they begin with ("vom 2.2.2026, Nr. 4711"); all where they do not."""
    if not words or not leads_to_day(squeeze(words[0].text)):
        return words
    reading = find_date(join_words(words[1 : 1 + _LONGEST_DAY]))
    if reading is None or reading.start != 0:
        return words
    length = next(n for n in range(1, _LONGEST_DAY + 1) if len(join_words(words[1 : 1 + n])) >= reading.end)
    return words[1 + length :]


def order_numbers(words: Sequence[Word]) -> list[tuple[str, tuple[Word, ...]]]:
    """Return every order number in these words ("PO-1, PO-2"); nothing where the words are no list of numbers."""
    found: list[tuple[str, tuple[Word, ...]]] = []
    for word in behind_day(words):
        parts = [part for part in _LIST.split(word.text) if part.strip()]
        for part in parts:
            text = part.strip(" :()#.")
            if not any(ch.isdigit() for ch in text) or not _NUMBER.fullmatch(text):
                if found or len(text) > 4:
                    if text.casefold() in {"and", "und", "et", "y", "e", "en", "&"} or not squeeze(text):
                        continue
                    return found
                continue
            if len(text) < 3 or _is_something_else(text, [word]):
                return found
            found.append((text, (word,)))
    return found


def is_order_word(text: str) -> bool:
    """Tell whether a word is an order number by its own prefix ("PO-10482")."""
    return bool(_PO_WORD.fullmatch(text.strip("():,;#.")))


def tax_id(words: Sequence[Word], *, labelled: bool) -> tuple[str, tuple[Word, ...]] | None:
    """Return a tax id that these words begin with; without a label only the unmistakable forms count."""
    for length in range(min(6, len(words)), 0, -1):
        part = tuple(words[:length])
        text = join_words(part).strip(":,;.()#|/- ")
        packed = re.sub(r"[ .\-]", "", text).upper()
        if _VAT.fullmatch(packed) or _EIN.fullmatch(text):
            return text, part
    if labelled and words:
        for length in range(min(4, len(words)), 0, -1):
            text = join_words(words[:length]).strip(":,;.()# ")
            # What follows a number is more of it only with digits: "P.IVA 0123 Cod. Fisc." ends at the name.
            if any(not any(ch.isdigit() for ch in word.text) for word in words[1:length]):
                continue
            if _TAX.fullmatch(text) and sum(ch.isdigit() for ch in text) >= 6 and find_date(text) is None:
                return text, tuple(words[:length])
    return None


def extracted(value: str, words: Sequence[Word]) -> Extracted[str]:
    """Return a value with the words it was read from."""
    return Extracted(value, join_words(words), box_of(words), words[0].method, repaired_from=first_reading(words))


def words_in(rows: Iterable[Row]) -> Iterable[Word]:
    """Return the words of these rows in their order."""
    return (word for row in rows for word in row.words)

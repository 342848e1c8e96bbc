"""Words as a bad scan gives them: digits taken for ones that look alike, points lost, columns glued, words gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from app.domain.provenance import Box, Method
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import typed_page

_DIGITS = {
    "0": "689",
    "1": "74",
    "2": "7",
    "3": "859",
    "4": "19",
    "5": "638",
    "6": "850",
    "7": "12",
    "8": "360",
    "9": "483",
}
_LETTERS = {"0": "OD", "1": "lI", "2": "Z", "5": "S", "6": "G", "8": "B"}
_CONFIDENCES = (96, 93, 90, 80, 61)
_NEAR = 60.0  # points; two numbers no farther apart may be read as one


def misread_page(page: PageText, rate: float, random: Random) -> PageText:
    """Return a page as OCR might give it: each word with digits is damaged with a probability of ``rate``."""
    words = [_seen(word, random) for word in page.words]
    chosen = {i for i, word in enumerate(words) if _digits(word.text) and random.random() < rate}
    return _with_damage(page, words, chosen, random)


def misread_once(page: PageText, random: Random) -> PageText:
    """Return a page with exactly one of its words that have digits damaged."""
    words = [_seen(word, random) for word in page.words]
    return _with_damage(page, words, {random.choice([i for i, w in enumerate(words) if _digits(w.text)])}, random)


def _seen(word: Word, random: Random) -> Word:
    return replace(word, method=Method.OCR, confidence=random.choice(_CONFIDENCES))


def _with_damage(page: PageText, words: Sequence[Word], chosen: set[int], random: Random) -> PageText:
    kept: list[Word] = []
    gone: set[int] = set()
    for index, word in enumerate(words):
        if index in gone:
            continue
        neighbour = _neighbour(words, index)
        if index in chosen and neighbour is not None and random.random() < 0.08:
            gone.add(neighbour)
            other = words[neighbour]
            kept.append(replace(word, text=word.text + other.text, box=word.box.union(other.box)))
        else:
            kept.extend(_damaged(word, random) if index in chosen else [word])
    return PageText(page.number, page.width, page.height, tuple(kept), (), Method.OCR)


def _neighbour(words: Sequence[Word], index: int) -> int | None:
    word = words[index]
    after = [
        i for i, w in enumerate(words) if i > index and abs(w.bottom - word.bottom) < 2 and 0 <= w.x0 - word.x1 < _NEAR
    ]
    return min(after, key=lambda i: words[i].x0, default=None)


def _damaged(word: Word, random: Random) -> list[Word]:
    text, at = word.text, random.choice(_digits(word.text))
    digit = text[at]
    kind = random.choice(("digit",) * 5 + ("letter", "mark lost", "mark doubled", "lost", "doubled", "gone", "parted"))
    if kind == "gone":
        return []
    if kind == "parted" and at:
        return _parted(word, at)
    alike = _LETTERS.get(digit, digit) if kind == "letter" else _DIGITS[digit]
    changed = {
        "mark lost": text.replace(random.choice(".,"), "", 1),
        "mark doubled": text.replace(".", "..", 1),
        "lost": text[:at] + text[at + 1 :],
        "doubled": text[:at] + digit + text[at:],
    }.get(kind, text[:at] + random.choice(alike) + text[at + 1 :])
    return [replace(word, text=changed)] if changed else []


def _parted(word: Word, at: int) -> list[Word]:
    box = word.box
    cut = box.x0 + (box.x1 - box.x0) * at / len(word.text)
    left, right = (
        Box(box.page, box.x0, box.top, cut - 1, box.bottom),
        Box(box.page, cut + 1, box.top, box.x1, box.bottom),
    )
    return [replace(word, text=word.text[:at], box=left), replace(word, text=word.text[at:], box=right)]


def _digits(text: str) -> list[int]:
    return [index for index, character in enumerate(text) if character in _DIGITS]


def true_invoice(random: Random) -> tuple[PageText, list[tuple[Decimal, Decimal, Decimal]], dict[str, Decimal]]:
    """Return a page of an invoice that adds up, its lines (quantity, price, amount), and its sums by name."""
    places = random.choice((2, 2, 2, 3, 4))
    lines = []
    for _ in range(random.randint(1, 9)):
        quantity = Decimal(random.choice((1, 2, 3, 4, 6, 8, 10, 12, 18, 24, 36, 50, 75, 100, 144, 250)))
        price = Decimal(random.randint(80, 25000)).scaleb(-2)
        price += Decimal(random.randint(0, 10 ** (places - 2) - 1)).scaleb(-places) if places > 2 else Decimal(0)
        price = price.quantize(Decimal(1).scaleb(-places))
        lines.append((quantity, price, (quantity * price).quantize(Decimal("0.01"))))
    subtotal = sum((amount for _, _, amount in lines), Decimal(0))
    freight = Decimal(random.randint(900, 9000)).scaleb(-2) if random.random() < 0.4 else Decimal(0)
    tax = (subtotal * Decimal("0.0725")).quantize(Decimal("0.01")) if random.random() < 0.6 else Decimal(0)
    sums = {"subtotal": subtotal, "total": subtotal + freight + tax}
    rows = ["Invoice No: 48213      Invoice Date: 01/16/2026", "", ""]
    rows.append(f"{'Item':<12}{'Description':<30}{'Qty':>8}{'Unit':>6}{'Unit Price':>14}{'Amount':>14}")
    for number, (quantity, price, amount) in enumerate(lines):
        text = random.choice(("Hex cap screw zinc", "Safety gloves large", "Masking tape roll", "Copper elbow"))
        rows.append(f"AB-{1000 + 37 * number:<9}{text:<30}{quantity:>8}{'EA':>6}{price:>14,}{amount:>14,}")
    rows.extend(["", f"{'Subtotal':>66}{subtotal:>18,}"])
    rows.extend([f"{'Freight':>66}{freight:>18,}"] if freight else [])
    rows.extend([f"{'Sales tax 7.25%':>66}{tax:>18,}"] if tax else [])
    rows.append(f"{'Total':>66}{sums['total']:>18,}")
    return typed_page("\n".join(rows), method=Method.OCR, confidence=95), lines, sums

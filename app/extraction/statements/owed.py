"""Any amount that a page calls owed, in whatever words, and that is none of the invoice's nor follows from them.

What counts is the figure: a word of paying stands near it, or it stands alone, and nothing the invoice says comes to
it. English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise

from app.domain.invoice import Invoice
from app.domain.money import round_amount
from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.statements.amounts_said import CURRENCY, DIGITS, SUM, SUMS, amounts_in, amounts_of
from app.extraction.statements.kinds import UNLESS, any_of
from app.extraction.values.account_summary import cancelled_rows
from app.extraction.values.next_row import next_row
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line

_SHARE = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?) ?(?:%|percent|prozent|pct)")
_PAYING = (
    r"ow(?:e|es|ed|ing)|due|payable|payables|settle|settled|settlement|remit|remittance|balance|outstanding|unpaid"
    r"|to (?:be )?(?:paid|pay|transfer(?:red)?|remit(?:ted)?|settle)|expect|expected",
    r"(?:final|invoice|adjusted|revised|corrected|actual|amended|new) (?:amount|total|sum|value)"
    r"|total (?:including|incl\.?|with|plus)|(?:adjusted|corrected|amended) ?(?:to|:)?(?= ?\S{0,3}\d)"
    r"|(?:berichtigt|korrigiert|corrige|corregido|corretto|gecorrigeerd)(?: auf| a| op)?:?(?= ?\S{0,3}\d)",
    r"geschuldet\w*|schulden|schuldig|fallig\w*|ausgleich\w*|gleichen|beglich\w*|begleich\w*|offen\w*|zahlbar\w*"
    r"|zahlbetrag|restbetrag|saldo|forderung\w*|zu (?:zahlen|bezahlen|uberweisen|entrichten|begleichen)",
    r"(?:montant|somme|reste|solde|est|restant) dus?|solder|solde|acquitter|regler|reglement|redevable|devez|exigible"
    r"|a (?:payer|regler|verser|virer)",
    r"adeudad[oa]s?|debe|deben|saldo|liquid(?:ar|e|en|acion)|pendiente|a (?:pagar|abonar|ingresar)|por pagar",
    r"dovut[oaie]|saldare|saldo|corrispondere|versare|da (?:pagare|versare|saldare)",
    r"verschuldigd\w*|vereffenen|openstaand\w*|te (?:betalen|voldoen|vereffenen|maken)",
)
_WORD = r"(?:[^\s!?;]{1,30} )"
_OWED = any_of(
    rf"(?:{'|'.join(_PAYING)}):?,? {_WORD}{{0,6}}?(?P<behind>{SUM})",
    rf"(?P<before>{SUM}),? {_WORD}{{0,5}}?(?:{'|'.join(_PAYING)})",
)
_FIRST = any_of(
    *_PAYING,
    r"adjusted|corrected|amended|berichtigt|korrigiert|corrige|corregido|corretto|gecorrigeerd",
    r"to|zu|a|da|te|por|total|final|montant|somme|reste|est|restant",
)
_UNLESS = any_of(
    r"late|(?<!without )interest|fees?|per (?:month|annum|year|day)|p\.a\.|(?<!no )discounts?|skonto\w*|escompte|sconto"
    r"|korting|descuento|(?:previous|prior|last|opening) (?:balance|invoice|month|period|amount)|brought forward"
    r"|(?<!goods )(?<!items )received|(?:over|above|below|under|exceed\w*|more than|less than|up to|at least"
    r"|minimum|maximum|max\.?|min\.?"
    r"|limit\w*|(?<!for your )(?<!for this )(?<!on your )orders?"
    r"|before|saved|savings?|credit line|capital)",
    r"verzug\w*|mahn\w*|zinsen|gebuhr\w*|(?<!forderung )(?<!betrag )(?<!rechnung )uber|unter"
    r"|ab(?! (?:heute|sofort))|bis zu|mindest\w*|hochst\w*|kreditlimit|stammkapital|vormonat"
    r"|vortrag|erhalten|abzug|auftragswert|bestellwert",
    r"retard|interets?|penalites?|superieure?s?|inferieure?s?|minimum|capital|anterieure?s?|precedente?s?|commande"
    r"|indemnite|forfaitaire",
    r"mora|intereses|superior(?:es)?|inferior(?:es)?|minimo|anterior|pedido|recargo",
    r"interessi|superior[ei]|inferior[ei]|capitale|ordine|boven|onder|vanaf|rente|vorige?|minimaal|bestelling",
)
_PAYS = any_of(
    *_PAYING,
    r"totals?|amounts?|sum|pay|gesamt\w*|summe|betrag|\w+betrag|montants?|somme|importes?|suma|importi?|totale|somma"
    r"|totaal|bedrag|zahlen|bezahlen|payer|pagar|pagare|betalen",
)
_MARKED = re.compile(rf"{CURRENCY} ?{DIGITS}|\d ?{CURRENCY}")
_TOTALS = any_of(
    r"totals?|amounts?|sum|gesamt\w*|summe|betrag|\w+betrag|montants?|importes?|importi?|totale|totaal|bedrag"
)
_LONGEST = 60  # characters of a row that are repeated
_SENTENCE = re.compile(r"(?<=[a-z0-9%)][a-z0-9%)][.!?;])\s+(?=\D)")
_BEHIND = re.compile(r"(?: [^\s,;:.]+){0,2}")  # right behind an amount stands what it is: "25.00 late fee"
_COUNTS = re.compile(
    r"(?:hours|hrs|stunden|heures|horas|ore|uren|units|pieces|stuck|pezzi|piezas|quantity|qty|menge|weight|gewicht|poids"
    r"|peso):?\Z"
)
_LONE = 3  # words: a currency before or behind an amount
_PARTS = range(2, 13)  # a total may be asked for in so many equal parts
_SHARED = " … "
_DIGIT = re.compile(r"[0-9]")
_ZERO, _HUNDRED, _CENT = Decimal(0), Decimal(100), Decimal("0.01")


def owed_sums(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield the words of a row that call an amount owed, with the row; whose amount it is nobody asked yet."""
    paying = [any(map(_may_pay, row.texts)) for row in rows]  # most rows have no word of paying
    instead: dict[int, int] | None = None
    for index, row in enumerate(rows):
        if paying[index] or any(paying[index + 1 : index + 2]):
            for text in _texts(row, next_row(rows, index)):
                for words in _said(text):
                    instead = cancelled_rows(rows) if instead is None else instead
                    own = words.split(_SHARED)[-1] in fold_line(row.text)
                    due = instead.get(index if own else index + 1)
                    # A balance that was paid is owed no more: what the summary says is due is.
                    yield (words, row) if due is None else (fold_line(rows[due].text), rows[due])
        if lone := _lone(row):
            yield lone, row


def _texts(row: Row, below: Row | None) -> Iterator[str]:
    """Yield the texts in which a sentence or a label with its amount may stand, where there is any of both."""
    own = [_tells(cell) for cell in row.cells]
    under = [_tells(cell) for cell in below.cells] if below is not None else []
    paying = any(pays for pays, _ in (*own, *under))
    if not paying or not any(money for _, money in (*own, *under)):
        return
    for (pays, money), cell in zip(own, row.cells, strict=True):
        if pays and money:
            yield cell.text
    for at, ((said, cell), (also, right)) in enumerate(pairwise(zip(own, row.cells, strict=True))):
        if _parted(said, also) and not _is_count(row.cells, own, at):
            yield f"{cell.text} {right.text}"
    if below is None:
        return
    for said, cell in zip(own, row.cells, strict=True):
        for also, other in zip(under, below.cells, strict=True):
            # What an amount alone is, no label below it says.
            goes_on = said[0] or len(cell.words) > _LONE
            if goes_on and _parted(said, also) and in_one_column(other, cell):
                yield f"{cell.text} {other.text}"


def _is_count(cells: Sequence[Cell], own: Sequence[tuple[bool, bool]], at: int) -> bool:
    """Tell whether an amount is a count, and the label behind it has an amount of its own: "Hours 4.50 Total 98.45"."""
    if not 0 < at < len(cells) - 2 or not own[at][1] or not own[at + 2][1] or own[at + 2][0]:
        return False
    return _COUNTS.search(fold_line(cells[at - 1].text)) is not None


def _parted(one: tuple[bool, bool], other: tuple[bool, bool]) -> bool:
    """Tell whether one cell has a word of paying and the other an amount, and none of them both."""
    return (one[0] and other[1] and not one[1]) or (one[1] and other[0] and not other[1])


def _tells(cell: Cell) -> tuple[bool, bool]:
    """Tell whether a cell may have a word of paying, and an amount."""
    texts = [word.text for word in cell.words]
    return any(map(_may_pay, texts)), any(map(_DIGIT.search, texts))


@lru_cache(maxsize=65536)
def _may_pay(text: str) -> bool:
    return _FIRST.search(fold_line(text)) is not None


def _said(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(fold_line(text)):
        if UNLESS.search(sentence):
            continue
        share = _SHARE.search(sentence)
        for found in _OWED.finditer(sentence):
            behind = _BEHIND.match(sentence, found.end())
            # What else stands behind an amount is no reason to owe another one: "9,995.00 USD, you are late".
            if _UNLESS.search(sentence, 0, behind.end() if behind else found.end()):
                continue
            words = found.group().strip(" .:,-–")
            # What is left of an amount after a share of it is told by that share, wherever the sentence names it.
            yield words if share is None or share.group() in words else f"{share.group()}{_SHARED}{words}"


def _lone(row: Row) -> str:
    """Return the amount that is all of a row; nothing where there is more."""
    if len(row.words) > _LONE or len(row.cells) != 1 or any(word.method is not Method.TEXT_LAYER for word in row.words):
        return ""
    text = fold_line(row.text)
    return text if _DIGIT.search(text) and SUMS.fullmatch(text) else ""


def with_money(row: Row) -> str:
    """Return a row that gives an amount of money: alone, with a currency, or beside a word of sums or of paying.

    Numbers of forms and versions look like amounts and have none of these beside them.
    """
    text = fold_line(row.text)
    if not SUMS.search(text) or _UNLESS.search(text):
        return ""
    telling = SUMS.fullmatch(text) or _MARKED.search(text) or _FIRST.search(text) or _TOTALS.search(text)
    return text[:_LONGEST] if telling else ""


def is_of_owing(text: str) -> bool:
    """Tell whether folded words speak of a sum or of paying, and of no other case than this invoice's."""
    return _PAYS.search(text) is not None and not UNLESS.search(text) and not _UNLESS.search(text)


def owes_other_sum(words: str, invoice: Invoice) -> bool:
    """Tell whether an amount in the folded words is none of the invoice's and does not follow from them.

    A share that is named beside it, the total in equal parts, and what is left of the total then, do.
    """
    known = amounts_of(invoice)
    header = invoice.header
    total = abs(header.total.value) if header.total is not None else _ZERO
    tax = abs(header.tax_total.value) if header.tax_total is not None else _ZERO
    known.add(total - tax)
    bases = set(known)
    for share in _SHARE.findall(words):
        rate = Decimal(share.replace(",", ".")) / _HUNDRED
        known.update(round_amount(base * part) for base in bases for part in (rate, 1 - rate))
    known.update(round_amount(total / parts) for parts in _PARTS)
    known.update(total - abs(charge.amount.value) for charge in invoice.charges)
    runs = set(accumulate((line.amount.value for line in invoice.lines if line.amount is not None), initial=_ZERO))
    return any(
        all(abs(amount - one) > _CENT for one in known)
        and not any(start + amount in runs for start in runs)  # lines that follow each other, billed or credited
        for amount in amounts_in(words)
    )

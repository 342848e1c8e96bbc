"""What stands in headings, labels of sums, and right behind a sum, and changes what the figures there are.

Thousands of a currency, another currency, a price for many, a credit: "Amount '000", "Total EUR", "428.00 CR".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.invoice import Invoice
from app.domain.overlap import in_one_column
from app.extraction.statements.amounts_said import CODES, amounts_in
from app.extraction.statements.kinds import Said
from app.extraction.statements.money_phrases import another_currency_beside, names_other_currency
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

HEADINGS = 3  # cells of a row from which it may head a table
NEAR, SHORT = 0.8, 4  # heights of a row, and words, of what a heading goes on with
COUNTED = r"(?:qty|quantity|quantities|menge|anzahl|quantite|qte|cantidad|cant\.?|quantita|qta|aantal|hoeveelheid)"
PRICED = (
    r"(?:(?:unit |net |list )?(?:price|rate)|(?:einzel|stuck)?preis|prix(?: unitaire)?|precio(?: unitario)?"
    r"|prezzo(?: unitario)?|(?:stuk)?prijs)"
)
AMOUNT = (
    r"(?:(?:net |line |ext\.? |extended )?(?:amount|total|value)|(?:gesamt|netto)?betrag|montant|importe|importo"
    r"|bedrag)"
)
_DOZENS = r"in (?:dozens?|dutzend|douzaines?|docenas?|dozzine|dozijn(?:en)?)"
_MANY = rf"{_DOZENS}|" r"'?000s?|thousands?|tsd\.?|teur|k|hundreds?|milliers|miles|migliaia|duizend"
_SCALED = re.compile(
    rf"(?<!\w)(?:(?:{COUNTED}|{AMOUNT}|{PRICED}) ?(?:in |, ?)?[(\[]?(?:(?:in|{CODES}|[$€£]) ?)?(?:{_MANY})"
    rf"|(?:{COUNTED}|{AMOUNT}) ?[(\[]?x ?10+)(?!\w)"
)
_PER = re.compile(
    rf"(?<!\w){PRICED} ?[(\[]?(?:per|/|je|pro|par|por|%|x) ?(?:10{{1,3}}|hundred|thousand|dozen|dz|c|m)(?!\w)"
)
_IN_CODE = re.compile(
    rf"(?:{AMOUNT}|{PRICED}|(?:grand |invoice )?totals?|summe|gesamt\w*|totale|totaal) ?(?:in )?"
    rf"[(\[]?(?P<code>{CODES})[)\]]?(?!\w)"
)
_OF_MONEY = re.compile(_IN_CODE.pattern + r"(?P<rest>.*)")
# What may stand behind a sum: "428.00 CR" is a credit, "428.00 k" is thousands.
_CREDITED = "cr"
_LETTERS = ". abcdefghijklmnopqrstuvwxyz"
_SIGNS = rf"(?:{_CREDITED}|k|m|mm|mn|mln|mio|bn|tsd|teur|million|thousand|lakh|crore)"
_BEHIND = re.compile(rf"\d[\d.,']*[.,]\d{{2}} ?{_SIGNS}\.?(?!\w)")
# How a word begins that may head figures or stand behind a sum.
_TELLING = re.compile(
    rf"(?:{COUNTED}|{PRICED}|{AMOUNT}|net|ext|extended|line|unit|list|grand|invoice|totals?|summe|gesamt\w*|totale|totaal"
    rf"|{_SIGNS}\.?$|\d[\d.,']*(?:{_SIGNS})\.?$)"
)


def said_beside_figures(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield what is said in headings and sums, its words, and their row; whose sums they are nobody asked yet."""
    for index, row in enumerate(rows):
        if not any(map(_may_tell, row.texts)):
            continue
        texts = [fold_line(cell.text) for cell in row.cells]
        whole = fold_line(row.text)
        money = any(True for _ in amounts_in(whole))
        if len(texts) >= HEADINGS and not money:
            texts += _in_two_rows(row, rows[index + 1 : index + 2])
            for text in texts:
                if found := _SCALED.search(text):
                    yield Said.SCALED, found.group(), row
                elif found := _PER.search(text):
                    yield Said.PRICES_PER, found.group(), row
            if any(found is not None and not found["rest"] for found in map(_OF_MONEY.fullmatch, texts)):
                yield Said.HEADED, " ".join(texts), row
        if money and _OF_MONEY.fullmatch(whole):
            yield Said.HEADED, whole, row
        if behind := _BEHIND.search(whole):
            yield Said.BEHIND, behind.group(), row


def _in_two_rows(row: Row, below: Sequence[Row]) -> list[str]:
    """Return the headings of a row that go on right under it: "Amount" over "in EUR", "Qty" over "x 100"."""
    under = [r for r in below if r.page == row.page and r.top - row.bottom < NEAR * row.height]
    if not under or any(True for _ in amounts_in(fold_line(under[0].text))):
        return []
    return [
        fold_line(f"{head.text} {cell.text}")
        for head in row.cells
        for cell in under[0].cells
        if len(cell.words) <= SHORT and in_one_column(head, cell)
    ]


@lru_cache(maxsize=65536)
def _may_tell(text: str) -> bool:
    """Tell whether a word heads figures or may stand behind a sum; most do neither."""
    return _TELLING.match(fold_line(text).lstrip("([")) is not None


def headed_otherwise(words: str, invoice: Invoice) -> bool:
    """Tell whether a heading, or the label of the invoice's own total, names another currency and not its own.

    A total in a second currency is another amount; one amount between two currencies is of either. The code may be
    glued to the label, as scans give it: "TotalUSD) 3,972.63".
    """
    total = invoice.header.total
    amounts = list(amounts_in(words))
    own = total is not None and abs(total.value) in amounts
    if own and len(amounts) == 1 and another_currency_beside(words, invoice):
        return True
    currency = invoice.header.currency
    if currency is not None and currency.value in {found["code"].upper() for found in _IN_CODE.finditer(words)}:
        return False
    return (own or not amounts) and names_other_currency(words, invoice)


def is_behind_total(words: str, invoice: Invoice) -> bool:
    """Tell whether a sign stands behind the invoice's total that makes it another one; a credit note's is a credit."""
    total = invoice.header.total
    if total is None or abs(total.value) not in amounts_in(words.rstrip(_LETTERS)):
        return False
    return not (words.rstrip(".").endswith(_CREDITED) and total.value < 0)

"""The fields of the invoice as a whole: numbers, dates, parties, orders and currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.provenance import Box, Extracted, Method
from app.extraction.header.account_notice import account_notice
from app.extraction.header.addressees import addressees
from app.extraction.header.areas import area_hits, printed_name
from app.extraction.header.bank_accounts import bank_accounts
from app.extraction.header.claims import Claim, read_claims
from app.extraction.header.currency import read_currency
from app.extraction.header.date_terms import order_of_country, order_of_terms
from app.extraction.header.due_sentences import due_in_sentence, due_undeducted
from app.extraction.header.invoice_dates import (
    dated,
    is_unclear,
    labelled_date,
    loose_date,
    order_of_dates,
    usual_order,
)
from app.extraction.header.invoice_number import read_invoice_number
from app.extraction.header.labels import LabelHit, find_labels
from app.extraction.header.notices import NO_NOTICES, Notices, read_notices
from app.extraction.header.order_numbers import read_orders
from app.extraction.header.paper_kind import other_paper
from app.extraction.header.party_blocks import buyer_blocks
from app.extraction.header.terms_days import terms_days
from app.extraction.header.values import document_number, extracted, tax_id, words_in
from app.extraction.header.vendor import vendor_name
from app.extraction.profiles.guidance import NO_GUIDANCE, Guidance
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words, word_parts
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line, squeeze
from app.extraction.values.words import Word

# A number that OCR is less sure of than this is shown to a person.
_SURE = 50
_SOUP = 40  # a word of less confidence beside it may be the rest of it
_SHORTEST = 3  # characters of a number that are believed of a scan
_SWISS = "CHE"
_MORE_LABEL = 6  # words
# What the sender prints at the foot beside its tax id, and nobody below the buyer's address.
_FOOT = re.compile(
    r"\b(?:iban|bic|swift|hrb|hra|handelsregister|amtsgericht|firmenbuch|fn \d+|rpm|rpr|rcs|r\.c\.s|r\.?e\.?a\.?|kvk"
    r"|reg(?:istro|\.) merc|company reg|registered in|capital)\b"
)


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """The header fields; the names of dates that could be read two ways, and of fields that OCR was unsure of.

    ``other_paper`` is what the page calls itself where that is no invoice, ``other_account`` how it announces another
    account to pay to, ``claims`` what labels on any page call its number and currency.
    """

    invoice_number: Extracted[str] | None
    invoice_date: Extracted[date] | None
    due_date: Extracted[date] | None
    vendor_name: Extracted[str] | None
    vendor_tax_id: Extracted[str] | None
    po_numbers: tuple[Extracted[str], ...]
    currency: Extracted[str] | None
    credits_invoice: Extracted[str] | None
    titled_credit: bool
    ambiguous_dates: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    other_paper: str = ""
    other_account: str = ""
    notices: Notices = NO_NOTICES
    claims: tuple[Claim, ...] = ()
    bill_to: tuple[Extracted[str], ...] = ()
    ship_to: tuple[Extracted[str], ...] = ()
    buyer_tax_ids: tuple[Extracted[str], ...] = ()
    bank_accounts: tuple[Extracted[str], ...] = ()
    terms_days: Extracted[int] | None = None


def read_header(
    rows: Sequence[Row], table_rows: frozenset[int], knowledge: Knowledge, guidance: Guidance = NO_GUIDANCE
) -> HeaderReading:
    """Read the fields of the header from all rows that are not part of the line table."""
    outside = [row for index, row in enumerate(rows) if index not in table_rows]
    labels = (*area_hits(outside, guidance.areas), *find_labels(outside, knowledge))
    blocks = buyer_blocks(outside, knowledge)
    buyer = frozenset(id(word) for block in blocks for word in block.words)
    currency = read_currency(outside, labels, rows)
    credited = _credited(labels)
    titled = _titled_credit(outside, knowledge)
    number = read_invoice_number(labels, outside, knowledge, credited)
    tax, tax_row = _tax(outside, labels, buyer)
    invoiced = labelled_date(labels, "invoice_date") or loose_date(outside, labels, number)
    # Before a day that a label names: "Zahlbar bis 23.02. mit 3 % Skonto, bis 15.03. ohne Abzug".
    due = due_undeducted(outside) or labelled_date(labels, "due_date") or due_in_sentence(outside)
    decided = guidance.order or order_of_dates(rows)
    if decided is None:
        usual = usual_order(rows, currency, outside, order_of_country(tax, outside, buyer))
        # A due date before the invoice's was written by a program that does not write as its country does.
        decided = order_of_terms(invoiced, due, outside, against=usual) or usual
    name = printed_name(outside, guidance.vendor_name) or vendor_name(
        outside, labels, tax_row, buyer, blocks, knowledge
    )
    orders = read_orders(labels, outside, number)
    dates = {"invoice_date": invoiced, "due_date": due}
    return HeaderReading(
        invoice_number=number,
        invoice_date=dated(invoiced, decided),
        due_date=dated(due, decided),
        vendor_name=extracted(name[0], name[1]) if name else None,
        vendor_tax_id=tax,
        po_numbers=orders,
        currency=currency,
        credits_invoice=credited,
        titled_credit=titled,
        ambiguous_dates=tuple(field for field, found in dates.items() if found and is_unclear(found[0], decided)),
        unsure=_unsure(number, tax, orders, outside),
        other_paper="" if titled else other_paper(outside, knowledge, number),
        other_account=account_notice(rows),
        notices=read_notices(rows, table_rows, name[1] if name else (), buyer, knowledge),
        claims=read_claims(labels, outside),
        bill_to=addressees(blocks, "made_out", knowledge),
        ship_to=addressees(blocks, "delivered", knowledge),
        buyer_tax_ids=_buyer_tax_ids(labels, buyer),
        bank_accounts=bank_accounts(rows),
        terms_days=terms_days(outside),
    )


def _unsure(
    number: Extracted[str] | None, tax: Extracted[str] | None, orders: Sequence[Extracted[str]], rows: Sequence[Row]
) -> tuple[str, ...]:
    """Name the fields that were hard to read; of tax id and orders, which other records bear out, only the disputed."""
    found = ["invoice_number"] if number is not None and _dim(number, rows) else []
    disputed = {word.box for word in words_in(rows) if word.doubted}
    if tax is not None and tax.box in disputed:
        found.append("vendor_tax_id")
    if any(order.box in disputed for order in orders):
        found.append("po_numbers")
    return tuple(found)


def _dim(value: Extracted[str], rows: Sequence[Row]) -> bool:
    """Tell whether OCR was unsure of a value: nothing else on the page bears witness for a number."""
    if any((word.doubted or word.confidence < _SURE) and word.box == value.box for word in words_in(rows)):
        return True
    box = value.box
    if box is None or value.method is not Method.OCR:
        return False
    # What is left of a row that was not read looks like a short number, or stands in the midst of what is no word.
    return len(squeeze(value.value)) < _SHORTEST or any(_crowds(word, box) for word in words_in(rows))


def _crowds(word: Word, box: Box) -> bool:
    """Tell whether a word that was hardly read stands on a value or close beside it."""
    if word.confidence >= _SOUP or sum(map(str.isalnum, word.text)) < 2 or word.box.page != box.page:
        return False
    high = box.bottom - box.top
    shared = min(word.bottom, box.bottom) - max(word.top, box.top)
    apart = max(word.x0, box.x0) - min(word.x1, box.x1)
    return shared > 0.3 * high and apart < high and word.box != box


def _credited(labels: Sequence[LabelHit]) -> Extracted[str] | None:
    for hit in labels:
        if "credited_invoice" in hit.meanings:
            for words in hit.values:
                found = document_number(words)
                if found:
                    return extracted(*found)
    return None


def _titled_credit(rows: Sequence[Row], knowledge: Knowledge) -> bool:
    """Tell whether the document's title says credit: a cell near the top that is nothing but that title."""
    for row in rows[:40]:
        if not knowledge.titles.any_begins(row.keys):
            continue
        for cell in row.cells:
            if not knowledge.titles.any_begins(cell.keys[:3]):
                continue
            for length in range(min(3, len(cell.words)), 0, -1):
                key = "".join(cell.keys[:length])
                if "credit" not in knowledge.titles.meanings(key) or key == "credit":
                    continue
                rest = cell.words[length:]
                if not rest or document_number(rest) is not None or rest[0].text[:1] in "#:-":
                    return True
    return False


def _tax(
    rows: Sequence[Row], labels: Sequence[LabelHit], buyer: frozenset[int]
) -> tuple[Extracted[str] | None, int | None]:
    """Return the seller's tax id and its row: a labelled one outside the buyer's block."""
    ranked: list[tuple[float, str, tuple[Word, ...], int]] = []
    for hit in labels:
        meanings = set(hit.meanings)
        if not meanings & {"vendor_tax_id", "second_tax_id"} or any(id(w) in buyer for w in hit.words):
            continue
        own = hit.key.startswith(word_parts("bank", "our")) or _FOOT.search(fold_line(rows[hit.row].text)) is not None
        for place, words in enumerate(hit.values):
            found = tax_id(words, labelled=True) or _behind_more_label(words)
            if found is None:
                continue
            strict = tax_id(found[1], labelled=False) is not None
            score = 1.0 * strict - 0.3 * place - 0.9 * ("vendor_tax_id" not in meanings) - 0.001 * hit.row
            score += 0.5 * own
            ranked.append((score, *found, hit.row))
            break
    best = max(ranked, key=lambda entry: entry[0], default=None)
    return (extracted(best[1], best[2]), best[3]) if best else _swiss_tax(rows, buyer)


def _behind_more_label(words: Sequence[Word]) -> tuple[str, tuple[Word, ...]] | None:
    """Return an unmistakable tax id behind words without digits: "P.IVA / C.F. e Reg. Imprese IT01977340028"."""
    start = next((at for at, word in enumerate(words[:_MORE_LABEL]) if any(map(str.isdigit, word.text))), 0)
    theirs = any(squeeze(word.text) in page_words("buyer", "called") for word in words[:start])
    return tax_id(words[start:], labelled=False) if start and not theirs else None


def _buyer_tax_ids(labels: Sequence[LabelHit], buyer: frozenset[int]) -> tuple[Extracted[str], ...]:
    """Return the tax ids that labels call the buyer's ("Your VAT no"), and unmistakable ones in the buyer's block."""
    found: dict[str, Extracted[str]] = {}
    for hit in labels:
        called_so = "buyer_tax_id" in hit.meanings
        if not called_so and ("vendor_tax_id" not in hit.meanings or not any(id(word) in buyer for word in hit.words)):
            continue
        value = next((value for words in hit.values if (value := tax_id(words, labelled=called_so))), None)
        if value is not None:
            found.setdefault(value[0], extracted(*value))
    return tuple(found.values())


def _swiss_tax(rows: Sequence[Row], buyer: frozenset[int]) -> tuple[Extracted[str] | None, int | None]:
    """Return a Swiss tax id, which stands without any label as often as not: "CHE-105.812.204 MWST"."""
    for index, row in enumerate(rows):
        for place, word in enumerate(row.words):
            if word.text.startswith(_SWISS) and id(word) not in buyer:
                found = tax_id(row.words[place : place + 3], labelled=False)
                if found is not None:
                    return extracted(*found), index
    return None, None

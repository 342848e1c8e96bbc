"""Whom a page asks to pay: a claim handed on to somebody else, or another name than the vendor's behind "remit to"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.company_words import LEGAL_FORMS
from app.domain.overlap import in_one_column
from app.extraction.header.paid_company import holds_money, may_pay, paid_companies
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold, squeeze, words_of
from app.extraction.values.words import Word

_LONGEST = 6  # words of a phrase
_WITHIN = 4  # words
_SHORT = 3  # letters; shorter words of a name tell nothing
_CARE_OF = "c/o"
_LETTER_BOX = "lockbox"
_ADDRESS = 3  # rows of an address above "c/o", its label among them
_ENDS = (",", ";", ":", "(", ")")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a payee's name is looked for and what it is compared with.

    Attributes:
        rows: All rows outside the line table.
        above: Those above it, where a letterhead stands.
        vendor: The words of the vendor's name as it was read.
        buyer: The ids of the words in the buyer's blocks.
    """

    rows: Sequence[Row]
    above: Sequence[Row]
    vendor: tuple[Word, ...]
    buyer: frozenset[int]


def assigned(rows: Sequence[Row], knowledge: Knowledge) -> str:
    """Return the text that says that the claim was handed on to somebody else; else nothing.

    A factor's own words say so wherever they stand; "assigned to" does beside the claim it speaks of, unless that is
    handed on to the vendor itself (terms of a reservation of title).
    """
    handing_on = knowledge.notices.only("payee", "cession", "assigned")
    for index, row in enumerate(rows):
        if not handing_on.any_begins(row.keys):
            continue
        for cell in row.cells:
            if not handing_on.any_begins(cell.keys):
                continue
            text = (*cell.words, *_below(rows, index, cell))
            phrases = list(_phrases(text, knowledge))
            claim = min((at for at, _, meaning in phrases if meaning == "claim"), default=len(text))
            own = {at for at, _, meaning in phrases if meaning == "own"}
            forbidden = {at for at, _, meaning in phrases if meaning == "forbidden"}
            for at, length, meaning in phrases:
                near = _around(text, at, length) if meaning in {"cession", "assigned"} else set()
                handed_on = meaning == "cession" or (meaning == "assigned" and claim < at and not own & near)
                handed_on = handed_on and not forbidden & near
                if at < len(cell.words) and (meaning == "payee" or handed_on):
                    said = text if cell.text.endswith(":") else cell.words
                    return " ".join(word.text for word in said)
    return ""


def _around(text: Sequence[Word], at: int, length: int) -> set[int]:
    """Return the places of the few words before and behind a phrase, within its sentence."""
    near = set()
    for step, begin in ((-1, at - 1), (1, at + length)):
        for place in range(begin, begin + step * _WITHIN, step):
            past = place if step < 0 else place - 1
            if not 0 <= place < len(text) or text[past].text.endswith((".", "!")):
                break
            near.add(place)
    return near


def other_payee(context: Context, knowledge: Knowledge) -> str:
    """Return the name that is to be paid where none of the vendor's names holds its words; else nothing."""
    for name in _names(context, knowledge):
        mine = {id(word) for word in name}
        read = {id(word) for word in context.vendor}
        if read & mine and context.rows[0].page == 1 and not _named_above(context, mine):
            # A letterhead that is a picture: nothing else names the vendor. Later parts are compared with the first.
            continue
        known = _known(context, mine)
        if any(not _among(word, known) for word in _telling(w.text for w in name)):
            return " ".join(word.text for word in name).strip(" ,.;:")
    return _paid_company(context) or _in_care_of(context, knowledge)


def _in_care_of(context: Context, knowledge: Knowledge) -> str:
    """Return the name behind "c/o" that "remit to" leads to, in its text or up to three rows below; else nothing.

    A bank's, where a box of letters is kept, is none.
    """
    for index, row in enumerate(context.rows):
        for cell in row.cells:
            at = next((i for i, word in enumerate(cell.words) if fold(word.text).strip(":.") == _CARE_OF), None)
            if at is None or id(cell.words[at]) in context.buyer:
                continue
            rest = cell.words[at + 1 :]
            if holds_money(rest) or any(squeeze(word.text) == _LETTER_BOX for word in rest):
                continue
            name = _name(rest, knowledge)
            known = (*_known(context, {id(word) for word in name}), *_buyer_words(context))
            strange = (not _among(part, known) for part in _telling(word.text for word in name))
            if name and all(strange) and _leads_to(context.rows, index, cell, at, knowledge):
                return " ".join(word.text for word in name).strip(" ,.;:")
    return ""


def _leads_to(rows: Sequence[Row], index: int, cell: Cell, at: int, knowledge: Knowledge) -> bool:
    """Tell whether words of whom to pay stand before a word of a cell, or in the cell that heads the rows above it."""
    row = rows[index]
    above = rows[max(0, index - _ADDRESS) : index]
    heads = [c.words for r in above if r.page == row.page for c in r.cells if in_one_column(c, cell)]
    texts = (cell.words[:at], *heads)
    return any(meaning == "pay_to" for words in texts for _, _, meaning in _phrases(words, knowledge))


def _paid_company(context: Context) -> str:
    """Return the company that a sentence about paying names and neither letterhead nor addresses do; else nothing."""
    for index, row in enumerate(context.rows):
        for cell in row.cells:
            if not may_pay(cell.keys):
                continue
            for name in paid_companies((*cell.words, *_below(context.rows, index, cell))):
                mine = {id(word) for word in name}
                if mine & context.buyer or mine & {id(word) for word in context.vendor}:
                    continue
                known = (*_known(context, mine), *_buyer_words(context))
                telling = _telling(word.text for word in name)
                if telling and not any(_among(part, known) for part in telling):
                    return " ".join(word.text for word in name).strip(" ,.;:")
    return ""


def _buyer_words(context: Context) -> tuple[str, ...]:
    return tuple(squeeze(word.text) for row in context.rows for word in row.words if id(word) in context.buyer)


def is_named(payee: str, vendor: str) -> bool:
    """Tell whether a vendor's name holds all words of a payee's, as the letterhead of an earlier page may."""
    known = [squeeze(word) for word in vendor.split()]
    return all(_among(part, known) for part in _telling(payee.split()))


def _names(context: Context, knowledge: Knowledge) -> Iterator[tuple[Word, ...]]:
    """Yield the names behind "remit to" and the like: in the cell, beside it, or under it."""
    paying = knowledge.notices.only("pay_to", "pay")
    for index, row in enumerate(context.rows):
        if not paying.any_begins(row.keys):
            continue
        for place, cell in enumerate(row.cells):
            if not paying.any_begins(cell.keys):
                continue
            for start, length, meaning in _phrases(cell.words, knowledge):
                if meaning not in {"pay_to", "pay"} or not _begins(cell.words, start):
                    continue
                # A label right under the buyer's address is none of its rows.
                buyer = context.buyer if start or not cell.words[length - 1].text.endswith(":") else frozenset[int]()
                if id(cell.words[start]) in buyer:
                    continue
                rest = _past_means(cell.words[start + length :])
                if not rest and start and cell.words[-1].text.find(".") == len(cell.words[-1].text) - 1:
                    continue  # "… bei der Zahlung an." ends a sentence, "t.n.v." does not
                if not rest and place + 1 < len(row.cells):
                    rest = row.cells[place + 1].words
                    rest = rest if rest[0].x0 - cell.x1 < 9 * row.height else ()
                if meaning != "pay":  # "Please pay:" is the label of a sum
                    rest = rest or _below(context.rows, index, cell)
                name = _name(rest, knowledge)
                if meaning == "pay" and all(word.text.isupper() for word in name) and not _legal(name):
                    continue
                if name and not any(id(word) in buyer for word in name):
                    yield name


def _past_means(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words behind a means of payment that goes on with a label: "Bénéficiaire du virement :"."""
    for at, word in enumerate(words[:_WITHIN]):
        stop = at + 1 < len(words) and words[at + 1].text == ":"
        if stop or word.text.endswith(":"):
            return words[at + 1 + stop :] if squeeze(word.text) in page_words("bank", "paying") else words
    return words


def _begins(words: Sequence[Word], start: int) -> bool:
    return not start or words[start - 1].text[-1:] in ".,;:-–|" or words[start].text[:1].isupper()


def _name(words: Sequence[Word], knowledge: Knowledge) -> tuple[Word, ...]:
    """Return the name that these words begin with: capitals, up to a comma, a number or a word of an address."""
    name: list[Word] = []
    led = bool(words) and "article" in knowledge.notices.meanings(squeeze(words[0].text)) and words[0].text.islower()
    for word in words[led:]:
        key = squeeze(word.text)
        if not key and not _joins(word.text):
            if name or word.text not in {":", "-", "–"}:
                break
            continue
        if "no_name" in knowledge.notices.meanings(key) or any(ch.isdigit() for ch in word.text):
            break
        if not (word.text[:1].isupper() or (name and _joins(word.text))) or word.text[:1] == "(":
            break
        name.append(word)
        legal = key in LEGAL_FORMS
        if word.text.endswith(_ENDS) or (word.text.endswith(".") and not legal and len(key) > _SHORT):
            break
    if len(name) == 1 and not _legal(name) and _goes_on(words[led + 1 :]):
        return ()
    # Behind "an die" or "à la" any noun may stand.
    return tuple(name) if _telling(w.text for w in name) and (_legal(name) or not led) else ()


def _joins(text: str) -> bool:
    """Tell whether a word joins those of a name: "Schmidt & Sons", "Van der Berg"."""
    return text.casefold() in page_words("payee", "joining")


def _goes_on(words: Sequence[Word]) -> bool:
    """Tell whether a verb stands here: "Zahlungen an Vertreter sind nur mit Vollmacht wirksam" names nobody."""
    return bool(words) and words[0].text.islower() and squeeze(words[0].text) in page_words("payee", "verbs")


def _legal(name: Sequence[Word]) -> bool:
    """Tell whether a name holds a legal form ("GmbH")."""
    return any(squeeze(word.text) in LEGAL_FORMS for word in name)


def _telling(name: Iterable[str]) -> list[str]:
    """Return the words of a name that tell it from others: no legal forms, nothing short."""
    parts = (part for word in name for part in words_of(word))
    return [part for part in parts if len(part) >= _SHORT and part not in LEGAL_FORMS and not _joins(part)]


def _known(context: Context, mine: set[int]) -> tuple[str, ...]:
    """Return the words of the letterhead, of the vendor's name as read, and of addresses of mail and web."""
    own = context.buyer | mine
    above = (word for row in context.above for word in row.words)
    web = (w for row in context.rows for w in row.words if "@" in w.text or "www." in w.text.casefold())
    return tuple(squeeze(word.text) for word in (*context.vendor, *above, *web) if id(word) not in own)


def _among(part: str, known: Sequence[str]) -> bool:
    """Tell whether a word of a name is one of these, within one, or short for one ("Mfg", "Manuf.")."""
    return any(part in word or (len(word) >= _SHORT and part.startswith(word)) for word in known)


def _named_above(context: Context, mine: set[int]) -> bool:
    """Tell whether the letterhead names a company besides."""
    own = context.buyer | mine
    words = (word for row in context.above for word in row.words if id(word) not in own)
    return any(squeeze(word.text) in LEGAL_FORMS and len(squeeze(word.text)) > 1 for word in words)


def _phrases(words: Sequence[Word], knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Yield where the longest known phrase begins at each word, of how many words it is, and each meaning of it."""
    keys = [squeeze(word.text) for word in words]
    for start, key in enumerate(keys):
        if key and knowledge.notices.begins(key):
            length, _, meanings = knowledge.notices.leading(keys[start : start + _LONGEST])
            for meaning in meanings:
                yield start, length, meaning


def _below(rows: Sequence[Row], index: int, cell: Cell) -> tuple[Word, ...]:
    """Return the words of the cell that goes on under this one."""
    below = next_row(rows, index)
    return next((c.words for c in below.cells if in_one_column(c, cell)), ()) if below is not None else ()

"""Item codes inside the text of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.extraction.table.columns import Column
from app.extraction.table.draft import LineDraft
from app.extraction.table.order_references import ORDER, ORDERED
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.patterns import matches
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_CODE = re.compile(r"[A-Z0-9][A-Z0-9\-./_#+]*[A-Z0-9]", re.ASCII)
_SIZE = re.compile(
    r"[0-9.,/\-]+(?:IN|MM|CM|OZ|LB|LBS|GAL|FT|ML|L|KG|G|X[0-9./]+|PK|CT|\"|')*", re.ASCII | re.IGNORECASE
)
# "395-0825" is no size such as 10-32 or 1-1/2.
_NUMBERED = re.compile(r"[0-9]{2,}-[0-9]{4,}(?:-[0-9]+)*|[0-9]{3,}-[0-9]{3,}(?:-[0-9]+)*", re.ASCII)
# What is printed over a column of codes is printed before a code in a text as well.
_CODES, _PO = frozenset({"code", "buyer_code"}), "po"
_CODE_COLUMNS = {"item_code": "code", "buyer_code": "buyer_code"}
# A code beyond doubt even where one line alone has it: no size, grade or year looks so.
_ALONE = re.compile(r"[A-Z]{1,4}[-.]?[0-9]{3,}[-.0-9A-Z]*|[0-9]{2,}-[0-9]{4,}|[0-9]{3,}-[0-9]{3,}|0[0-9]{4,}|[0-9]{6,}")
_FAR = 2  # heights of a word
_CODE_AND_TEXT = 2  # rows
_FLUSH = 2.0  # points
_NAME_AND_CODE = 2  # words: "SKU AP-90230"
_NUMBER_AND_CODE = 2  # words
_RUNNING = re.compile(r"0*([0-9]{1,4})(?:\.0+|[.)])?", re.ASCII)  # the number of a line: "1", "001", "1.", "1.000"
_SAME_ROW = 0.6  # of a word's height
_MOST_GROUPS = 5  # in which the digits of a code are printed
_BOXED = re.compile(
    r"\[(?=[^\]]*[0-9_\-])[A-Z0-9][A-Z0-9_\-./]*\]", re.ASCII
)  # "[SRV_MONT]" leads the text of a product
_BRACKETS = {"(": ")", "[": "]"}


def is_code(text: str) -> bool:
    """Tell whether a word looks like an item code: capitals and digits, at least one digit, no mere size."""
    bare = text.strip("()[]:,;.")
    if len(bare) < 3 or not _CODE.fullmatch(bare) or not any(ch.isdigit() for ch in bare):
        return False
    if bare.isdigit():
        return len(bare) >= 4
    return not _SIZE.fullmatch(bare) or bool(_NUMBERED.fullmatch(bare))


def settle_codes(draft: LineDraft, columns: Sequence[Column], knowledge: Knowledge, pattern: str | None = None) -> None:
    """Take the codes out of a line's text, and choose the one the buyer's order would know."""
    _leave_out_far_words(draft)
    _labelled(draft, knowledge, outranked=_unheaded_codes(columns))
    if pattern and not draft.item_code:
        _by_pattern(draft, pattern)
    if not draft.item_code and not draft.buyer_code:
        _standing_alone(draft, also_code=any(column.also_code for column in columns))
    _bracketed(draft)
    if draft.buyer_code:
        if draft.item_code:
            draft.other_codes.insert(0, " ".join(w.text for w in draft.item_code))
        draft.item_code, draft.buyer_code = draft.buyer_code, []
    if not draft.item_code and not draft.other_codes:
        # A line that shows a code nobody could place is none that prints no code: that one clears on its text alone.
        draft.other_codes.extend(draft.strays)


def _leave_out_far_words(draft: LineDraft) -> None:
    """Leave what is no code, and stands far from the one in its column, to the notes: words in the margin."""
    codes = [word for word in draft.item_code if is_code(word.text)]
    if not codes or len(codes) == len(draft.item_code):
        return
    near = list(codes)  # "0893 055 40" runs on from its first word
    for word in (word for word in draft.item_code if word not in codes):
        if any(_apart(word, other) <= _far(other) for other in near):
            near.append(word)
    far = [word for word in draft.item_code if word not in near]
    draft.notes.extend(word.text for word in far)
    draft.item_code = [word for word in draft.item_code if word not in far]


def _apart(word: Word, other: Word) -> float:
    return max(word.x0 - other.x1, other.x0 - word.x1)


def _far(word: Word) -> float:
    return _FAR * (word.bottom - word.top)


def _unheaded_codes(columns: Sequence[Column]) -> bool:
    """Tell whether the column of the codes has no heading: what stands there only looks like codes."""
    return any(column.role is ColumnKind.ITEM_CODE and not column.heading for column in columns)


def _labelled(draft: LineDraft, knowledge: Knowledge, *, outranked: bool) -> None:
    """Take codes that follow their name: "SKU: 4711", "Your part # AB-1", "Art.-Nr. 55-01".

    ``outranked`` tells that a code the line has from a column is worth less than one with its name before it.
    """
    words = draft.description
    alone: set[int] | None = None
    index = 0
    while index < len(words):
        if not _may_name(words[index], knowledge):
            index += 1  # as most words
            continue
        if alone is None:
            below = rows_of(words)[1:]
            alone = {id(row[0]) for row in below if len(row) == _NAME_AND_CODE and is_code(row[1].text)}
        length, meaning = _code_label(words, index, knowledge, alone=id(words[index]) in alone)
        value = words[index + length] if length and index + length < len(words) else None
        if value is None or not _may_be_named(value.text) or (index == 0 and not _set_off(words, length)):
            index += 1
            continue
        if meaning == _PO:
            if not ORDER.fullmatch(value.text.strip(":,.")):
                index += 1
                continue
            draft.po_number = draft.po_number or [value]
        elif meaning == "buyer_code" and not draft.buyer_code:
            draft.buyer_code = [value]
        elif meaning == "code" and (outranked or not draft.item_code):
            if draft.item_code and not draft.po_number and ORDERED.fullmatch(draft.item_code[0].text):
                draft.po_number = draft.item_code
            elif draft.item_code:
                draft.other_codes.append(code_text(draft.item_code))
            draft.item_code, outranked = [value], False
        else:
            draft.other_codes.append(value.text)
        del words[index : index + length + 1]
    draft.description = words


def _may_name(word: Word, knowledge: Knowledge) -> bool:
    """Tell whether a word may be the first of those that name a code."""
    key = squeeze(word.text)
    return knowledge.notes.begins(key) or knowledge.columns.begins(key)


def _may_be_named(text: str) -> bool:
    """Tell whether a word may be a code where "SKU:" stands before it: it has digits, or capitals around a hyphen."""
    return any(ch.isdigit() for ch in text) or ("-" in text.strip("-") and text.isupper())


def _code_label(words: Sequence[Word], index: int, knowledge: Knowledge, *, alone: bool) -> tuple[int, str]:
    """Return how many words from here name a code, and whose; ``alone``: this and the next are a row of their own."""
    for length in range(min(4, len(words) - index - 1), 0, -1):
        key = squeeze("".join(w.text for w in words[index : index + length]))
        ended = words[index + length - 1].text[-1:] in ":#"
        meanings = [m for m in knowledge.notes.meanings(key) if m in _CODES or (m == _PO and ended and length > 1)]
        meanings += [_CODE_COLUMNS[m] for m in knowledge.columns.meanings(key) if m in _CODE_COLUMNS]
        marked = words[index + length - 1].text[-1:] in ":#." or length > 1 or alone
        if meanings and marked:
            return length, meanings[0]
    return 0, ""


def _set_off(words: Sequence[Word], length: int) -> bool:
    return words[length - 1].text[-1:] in ":#."


def _standing_alone(draft: LineDraft, *, also_code: bool) -> None:
    """Take a code that has a row of its own in the text, or leads it where the heading promises a code."""
    rows = rows_of(draft.description)
    if len(rows) > 1:
        for row in rows:
            if len(row) == 1 and is_code(row[0].text):
                draft.item_code = row
                draft.description.remove(row[0])
                return
        if also_code and _is_grouped(rows[0]):
            draft.item_code, draft.description = rows[0], draft.description[len(rows[0]) :]
            return
    words = draft.description
    dashed = len(words) > 2 and words[1].text in {"-", "–", ":", "|"}
    led = words[0].text[:1] in "[(" if words else False
    boxed = bool(words) and _BOXED.fullmatch(words[0].text) is not None
    if len(words) > 1 and (boxed or (is_code(words[0].text) and (also_code or dashed or led))):
        draft.item_code = [words[0]]
        draft.description = words[2:] if dashed else words[1:]


def _is_grouped(row: Sequence[Word]) -> bool:
    """Tell whether a row is one code in groups of digits ("0893 055 40") and nothing else."""
    return 1 < len(row) <= _MOST_GROUPS and all(w.text.isascii() and w.text.isdigit() for w in row)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Part the words of a text into their rows; boxes of letters with and without tails differ, middles hardly."""
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1] if rows else None
        apart = abs(word.top + word.bottom - last.top - last.bottom) / 2 if last is not None else 0.0
        if last is not None and apart < _SAME_ROW * max(word.bottom - word.top, 1.0):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _by_pattern(draft: LineDraft, pattern: str) -> None:
    """Take the words that a vendor's profile says are a code: one, or as many as its pattern has parts."""
    words, length = draft.description, len(pattern.split())
    for start in range(len(words) - length + 1):
        run = words[start : start + length]
        if matches(pattern, code_text(run)):
            draft.item_code, draft.description = run, [*words[:start], *words[start + length :]]
            return


def take_codes_alike(drafts: Sequence[LineDraft]) -> None:
    """Take capitals around a hyphen over a text for its code, where most lines have theirs there ("GLV-NTR-M")."""
    coded = [draft.item_code[0] for draft in drafts if len(draft.item_code) == 1]
    if len(coded) * 2 < len(drafts):
        return
    for draft in drafts:
        rows = [] if draft.item_code or draft.buyer_code else rows_of(draft.description)
        if len(rows) < _CODE_AND_TEXT or len(rows[0]) > 1 or not _may_be_named(rows[0][0].text):
            continue
        if all(abs(code.x0 - rows[0][0].x0) <= _FLUSH for code in coded):
            draft.item_code, draft.description = rows[0], draft.description[1:]


def take_leading_codes(drafts: Sequence[LineDraft]) -> None:
    """Take the codes that lead the texts of most lines, where no line has one elsewhere ("LF-2210 Copy paper").

    What stands far before the text of a line without a code is one that nobody could place.
    """
    _take_numbers(drafts)
    _take_numbers_before_codes(drafts)
    _take_led(drafts)
    for draft in drafts:
        words = draft.description[:2]
        if draft.item_code or draft.other_codes or draft.buyer_code or len(words) < 2:
            continue
        if is_code(words[0].text) and not words[0].text.startswith("0") and _far_before(*words):
            draft.other_codes.append(words[0].text)


def _far_before(word: Word, text: Word) -> bool:
    """Tell whether a word stands in the row of a text, and by far more than a blank before it."""
    return word.bottom > text.top and text.bottom > word.top and text.x0 - word.x1 > _FAR * (word.bottom - word.top)


def _take_led(drafts: Sequence[LineDraft]) -> None:
    if any(draft.item_code for draft in drafts):
        return
    led = [d for d in drafts if len(d.description) > 1 and is_leading_code(d.description[0].text)]
    if len(drafts) == 1:
        led = [draft for draft in led if _ALONE.fullmatch(draft.description[0].text)]
    elif len(led) < 2 or len(led) * 2 < len(drafts):
        led = _led_by_numbers(drafts)
    if not led:
        return
    for draft in led:
        draft.item_code, draft.description = [draft.description[0]], draft.description[1:]


def _take_numbers(drafts: Sequence[LineDraft]) -> None:
    """Take the running numbers of the lines away from the texts they lead, where no column holds them (1, 2, 3)."""
    for number, draft in enumerate(drafts, 1):
        words = draft.description
        if draft.line_no or len(words) < 2 or words[0].text.rstrip(".)") != str(number):
            return
        if len(drafts) == 1 and not _ALONE.fullmatch(words[1].text):
            return
    for draft in drafts:
        draft.line_no, draft.description = draft.description[0].text, draft.description[1:]


def _take_numbers_before_codes(drafts: Sequence[LineDraft]) -> None:
    """Take the running numbers away from the codes they stand close before ("1.000 CB-2210", "2.000 WR-12")."""
    for number, draft in enumerate(drafts, 1):
        words = draft.item_code
        if draft.line_no or len(words) != _NUMBER_AND_CODE or not is_code(words[1].text):
            return
        running = _RUNNING.fullmatch(words[0].text)
        if running is None or int(running[1]) != number:
            return
    for draft in drafts:
        draft.line_no, draft.item_code = draft.item_code[0].text, draft.item_code[1:]


def _led_by_numbers(drafts: Sequence[LineDraft]) -> list[LineDraft]:
    """Return the lines where every text begins with a plain number of one length: codes, for years and sizes vary."""
    texts = [draft.description[0].text for draft in drafts if len(draft.description) > 1]
    numbers = {text for text in texts if text.isascii() and text.isdigit() and len(text) >= 4}
    alike = len({len(text) for text in numbers}) == 1
    every = len(texts) == len(drafts) and all(text in numbers for text in texts)
    return list(drafts) if every and alike and len(numbers) >= 2 else []


def is_leading_code(text: str) -> bool:
    """Tell whether a word is a code beyond doubt: digits, and letters or a hyphen with them."""
    return is_code(text) and (any(ch.isalpha() for ch in text) or "-" in text or len(text) >= 6)


def _bracketed(draft: LineDraft) -> None:
    """Take a code in brackets at the end of the text, where no other code is known."""
    if draft.item_code or draft.buyer_code or len(draft.description) < 2:
        return
    last = draft.description[-1]
    if last.text[:1] in _BRACKETS and last.text.endswith(_BRACKETS[last.text[0]]) and is_code(last.text):
        draft.item_code = [last]
        draft.description = draft.description[:-1]


def code_text(words: Sequence[Word]) -> str:
    """Return an item code as printed, brackets and colons around it left out."""
    return " ".join(word.text for word in words).strip("()[]<>{}:;, ")

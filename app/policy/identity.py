"""Whether what ties an invoice line to its order line is strong enough to clear on.

Matching says what it tied a line by; this looks at the printed codes, the description, unit and price again and
clears nothing that fits another line as well. "No code printed at all: description, unit and price decide, and clear
when only one line fits"; an unknown code beside an agreeing line goes to the clerk the first time (decision table).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from app.domain.common_words import shared_names, words_of
from app.domain.identifiers import code_key, look_alike_key
from app.domain.invoice import InvoiceLine
from app.domain.match import ItemTie, Pattern
from app.domain.misreading import as_known
from app.domain.money import ZERO, minor_unit
from app.domain.order import OrderLine
from app.domain.provenance import Method
from app.policy.description_words import RELATED, SAME, likeness
from app.policy.facts import GroupFacts
from app.policy.line_facts import LineFacts
from app.policy.other_goods import other_goods_fault
from app.policy.sizes import contradiction
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text

# Shares of the words that name something: one word of three is chance ("flat" washers are no "flat" respirators).
_FEW_NAMES, _MOST_NAMES = Fraction(1, 3), Fraction(2, 3)
_SURE_CODE = 5  # characters: what is shorter may be a count or a size
# A code behind these is that of what an article is for.
_BELONGING = frozenset(
    ["for", "fits", "with", "to", "für", "zu", "passend", "pour", "para", "per", "voor", "bij", "order", "po", "ref"]
)
# A lump may be called anything, but what it bills are the goods ordered; these words name no goods (accents folded).
NO_GOODS = frozenset(
    """
    fee fees licence licences license licenses licensing consulting consultancy consultant marketing advertising
    subscription membership rent lease leasing voucher vouchers commission royalty royalties retainer penalty interest
    donation sponsorship training lizenz lizenzen gebuhr gebuhren beratung miete provision werbung schulung gutschein
    honorar honoraire honoraires loyer abonnement conseil publicite formation consulenza affitto canone licenza
    licencia alquiler consultoria suscripcion publicidad huur licentie advies
    """.split()  # noqa: SIM905 - a list of fifty quoted words hides what is in it
)


def identity_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield what is weak about the tie of each line of a group to its one order line."""
    if not facts.order_lines or facts.group.ambiguous:
        return
    merged = len(facts.order_lines) > 1 or facts.has(Pattern.MERGED)
    for line in facts.lines:
        fault = _merged_fault(facts, line.line) if merged else _fault(facts, line)
        if fault is not None:
            yield fault


def _merged_fault(facts: GroupFacts, line: InvoiceLine) -> Verdict | None:
    """Say what contradicts that one line bills all these order lines: a code or a description of something else."""
    if facts.group.evidence.ties.get(line.line_no) is ItemTie.PERSON:
        return None
    printed = printed_codes(facts, line)
    own = [codes_of(facts, ordered) for ordered in facts.order_lines]
    everybodys = frozenset.intersection(*own)
    strange = [code for code in printed if facts.around.codes.knows(code) and code not in frozenset.union(*own)]
    if strange or (printed and not set(printed) & everybodys):
        whose = "another item's" if strange else "not the code of all of them"
        return _unproven(facts, f"the code {line_code(line)} is {whose}")
    return _description_of_one(facts, line.description.value)


def _description_of_one(facts: GroupFacts, text: str) -> Verdict | None:
    covered = {ordered.sku: likeness(text, ordered.description) for ordered in facts.order_lines}
    best = max(covered.values())
    if best >= SAME:
        if min(covered.values()) >= SAME:
            return None
        named = [ordered for ordered in facts.order_lines if covered[ordered.sku] == best]
        return _unproven(facts, f"the description is that of {lines_text(named)} alone")
    others = {item.sku: item.description for item in facts.desk.items.values() if item.sku not in covered}
    others |= {rival.sku: rival.description for rival in facts.rivals if rival.sku not in covered}
    if any(likeness(text, description) >= SAME for description in others.values()):
        return _unproven(facts, "the description is another item's")
    ordered = {word for line in facts.order_lines for word in words_of(line.description)}
    strange = sorted(NO_GOODS & set(words_of(text)) - ordered)
    if strange and not facts.services:
        return _unproven(facts, f"“{', '.join(strange)}” in the description is no goods, and goods were ordered")
    return None


def codes_of(facts: GroupFacts, order_line: OrderLine) -> frozenset[str]:
    """Return every code that names this order line's item, folded for comparison."""
    return frozenset(map(facts.around.codes.key, _codes_on_file(facts, order_line)))


def _codes_on_file(facts: GroupFacts, order_line: OrderLine) -> list[str]:
    codes = [order_line.sku, order_line.vendor_item_code or ""]
    vendor_id = facts.vendor.vendor_id if facts.vendor else None
    codes += [
        row.vendor_item_code
        for row in facts.desk.cross_references
        if row.vendor_id == vendor_id and row.sku == order_line.sku
    ]
    return [code for code in codes if code_key(code)]


def printed_codes(facts: GroupFacts, line: InvoiceLine) -> tuple[str, ...]:
    """Return the item codes printed on a line, folded; the leading one first."""
    return tuple(dict.fromkeys(facts.around.codes.key(code) for code in _printed(line)))


def _printed(line: InvoiceLine) -> list[str]:
    codes = ([line.item_code.value] if line.item_code else []) + list(line.other_codes)
    return [code for code in codes if code_key(code)]


def foreign_codes(facts: GroupFacts, line: InvoiceLine) -> tuple[str, ...]:
    """Return printed codes that are known as another item's: a sign of a substitution, whatever else is printed."""
    own = codes_of(facts, facts.order_line)
    known = facts.around.codes.knows
    return tuple(code for code in printed_codes(facts, line) if code not in own and known(code))


def _fault(facts: GroupFacts, line: LineFacts) -> Verdict | None:
    printed, own = printed_codes(facts, line.line), codes_of(facts, facts.order_line)
    tie = facts.group.evidence.ties.get(line.line.line_no)
    if facts.has(Pattern.SUBSTITUTION):
        return _other_substitute_fault(facts, line.line)
    if foreign_codes(facts, line.line):
        return _unproven(facts, f"the code {line_code(line.line)} is another item's")
    if tie is ItemTie.PERSON:
        return None
    other_size = _size_fault(facts, line.line) or _other_item_fault(facts, line.line)
    if other_size is not None or set(printed) & own:
        return other_size or _other_code_fault(facts, line.line, own) or other_goods_fault(facts, line.line)
    if printed:
        return _code_fault(facts, line, own)
    other = _code_in_text(facts, line.line, own)
    if other:
        return _unproven(facts, f"the code {other} is another item's")
    return _description_fault(facts, line)


def _other_item_fault(facts: GroupFacts, line: InvoiceLine) -> Verdict | None:
    """Say that the text is another item's: word for word, or nearly so where it shares little with the order's."""
    text, sku = line.description.value, facts.order_line.sku
    items = facts.desk.items.values()
    own = [facts.order_line.description, *(item.description for item in items if item.sku == sku)]
    others = [item.description for item in items if item.sku != sku]
    word_for_word = max(likeness(text, description) for description in own) < 1 and any(
        _same_words(text, description) for description in others
    )
    if word_for_word or _names_rather(text, own, others):
        return _unproven(facts, "a description that is another item's")
    return None


def _names_rather(text: str, own: Sequence[str], others: Iterable[str]) -> bool:
    """Tell whether a text has most of the words that name another item, and hardly one of those that name its own."""
    most = max(shared_names(text, description) for description in own)
    return most <= _FEW_NAMES and any(shared_names(text, description) >= _MOST_NAMES for description in others)


def _same_words(text: str, other: str) -> bool:
    """Tell whether two descriptions are the same words in any order; one word alone says too little."""
    words = sorted(words_of(text))
    return len(words) > 1 and words == sorted(words_of(other))


def _size_fault(facts: GroupFacts, line: InvoiceLine) -> Verdict | None:
    """Say that the text names another size, pack or grade than was ordered, whatever the code is."""
    # A piece of natural weight weighs what it weighs, and services are told of in their own words.
    if facts.services or facts.catch_weight:
        return None
    return _contradicted(facts, line, facts.order_line.description, lines_text(facts.order_lines))


def _other_substitute_fault(facts: GroupFacts, line: InvoiceLine) -> Verdict | None:
    """Say that the text names another size, pack, grade or item than the agreed substitute has on file."""
    key = facts.around.codes.key
    code = key(line_code(line))
    items = (item.description for item in facts.desk.items.values() if key(item.sku) == code)
    rows = (row.substitute_description for row in facts.desk.substitutions if key(row.substitute_sku) == code)
    on_file = [text for text in (*items, *rows) if code and text]
    faults = (_contradicted(facts, line, text, line_code(line)) for text in on_file)
    fault = next((fault for fault in faults if fault is not None), None)
    others = (item.description for item in facts.desk.items.values() if key(item.sku) != code)
    if fault is None and on_file and _names_rather(line.description.value, on_file, others):
        return _unproven(facts, "a description that is another item's")
    return fault


def _contradicted(facts: GroupFacts, line: InvoiceLine, known: str, of: str) -> Verdict | None:
    """Say what a line's text contradicts in a description on file; ``of`` names whose that is."""
    said = contradiction(as_known(line.description, known), known)
    if said is None:
        return None
    exposure = abs(facts.amount or ZERO)
    return verdict("identity.other_size", exposure=exposure, order_lines=of, printed=said[0], ordered=said[1])


def _other_code_fault(facts: GroupFacts, line: InvoiceLine, own: frozenset[str]) -> Verdict | None:
    """Say that the text of a line names another item's code beside the right one; what it fits or is for is none."""
    codes = facts.around.codes
    ordered = own | {codes.key(word) for word in facts.order_line.description.split()}
    words = line.description.value.split()
    for before, word in pairwise(("", *words)):
        bare = word.strip("()[]:;,.#")
        if len(bare) < _SURE_CODE or bare not in line.codes_in_text or before.strip(".:").casefold() in _BELONGING:
            continue
        if codes.key(bare) not in ordered and codes.knows(codes.key(bare)):
            return _unproven(facts, f"the code {bare} in its text is another item's")
    return None


def _code_in_text(facts: GroupFacts, line: InvoiceLine, own: frozenset[str]) -> str:
    """Return a word of a line without a code that is another item's code, unless what was ordered is called so."""
    codes = facts.around.codes
    ordered = own | {codes.key(word) for word in facts.order_line.description.split()}
    strange = (word for word in line.words_like_codes if codes.key(word) not in ordered)
    return next((word for word in strange if codes.knows(codes.key(word))), "")


def _code_fault(facts: GroupFacts, line: LineFacts, own: frozenset[str]) -> Verdict | None:
    readings = {look_alike_key(code) for code in _printed(line.line)}
    fits = readings & {look_alike_key(code) for code in _codes_on_file(facts, facts.order_line)}
    rivals = [r for r in facts.rivals if readings & {look_alike_key(code) for code in _codes_on_file(facts, r)}]
    if fits and rivals:
        return _several_fit(facts, rivals)
    # A scan takes letters for figures; what a computer printed is the code it meant, and that one nobody knows.
    scanned = line.line.item_code is not None and line.line.item_code.method is Method.OCR
    if fits and scanned and line.difference == ZERO and _unit_agrees(facts, line.line):
        others = facts.around.codes.readable_as(readings) - {facts.order_line.sku}
        if not others:
            return None
        return _unproven(facts, f"the code {line_code(line.line)} may also be read as {', '.join(sorted(others))}")
    return verdict(
        "identity.new_code",
        item_code=line_code(line.line),
        order_lines=lines_text(facts.order_lines),
        ordered_sku=facts.order_line.sku,
    )


def _description_fault(facts: GroupFacts, line: LineFacts) -> Verdict | None:
    text = line.line.description.value
    mine = likeness(text, facts.order_line.description)
    reference = line.line.po_line
    cited = reference is not None and reference.value == facts.order_line.ref.line_no
    if not _unit_agrees(facts, line.line):
        return _unproven(facts, "a description without an item code, in another unit")
    if mine < RELATED:
        return _unproven(facts, "a price, but neither item code nor description")
    if mine < SAME and line.difference != ZERO:
        return _unproven(facts, "a similar description without item code, at another price")
    others = [item for item in facts.desk.items.values() if item.sku != facts.order_line.sku]
    nearest = max((likeness(text, item.description) for item in others), default=ZERO)
    if not cited and nearest >= SAME and nearest > mine:
        return _unproven(facts, "a description that is another item's")
    rivals = [] if cited else [r for r in facts.rivals if _fits_as_well(facts, line, r, mine)]
    if not rivals:
        return None
    return _several_fit(facts, rivals)


def _fits_as_well(facts: GroupFacts, line: LineFacts, rival: OrderLine, mine: Decimal) -> bool:
    if rival.uom != facts.order_line.uom or rival.open_quantity <= ZERO or rival.sku == facts.order_line.sku:
        return False
    if line.quantity is None or line.amount is None:
        return True
    same_price = abs(line.amount - line.quantity * rival.unit_price) <= minor_unit(facts.currency)
    return same_price and likeness(line.line.description.value, rival.description) >= mine


def _unit_agrees(facts: GroupFacts, line: InvoiceLine) -> bool:
    return line.uom is None or line.uom.value == facts.order_line.uom or facts.group.evidence.conversion is not None


def _several_fit(facts: GroupFacts, rivals: Sequence[OrderLine]) -> Verdict:
    whole = abs(facts.amount or ZERO)
    return verdict(
        "identity.several_fit", exposure=whole, order_lines=lines_text(facts.order_lines), rivals=lines_text(rivals)
    )


def _unproven(facts: GroupFacts, tie: str) -> Verdict:
    whole = abs(facts.amount or ZERO)
    return verdict("identity.unproven", exposure=whole, order_lines=lines_text(facts.order_lines), tie=tie)


def line_code(line: InvoiceLine) -> str:
    """Return the item code as read, for sentences."""
    return line.item_code.value if line.item_code else (line.other_codes[0] if line.other_codes else "")

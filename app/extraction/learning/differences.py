"""What differs between an invoice as it was read and the same invoice as a person says it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.invoice import Charge, Invoice, InvoiceHeader, InvoiceLine
from app.domain.money import plain
from app.domain.provenance import Extracted
from app.extraction.values.text_keys import squeeze

HEADER_FIELDS = (
    "invoice_number",
    "invoice_date",
    "due_date",
    "vendor_name",
    "vendor_tax_id",
    "po_numbers",
    "currency",
    "subtotal",
    "tax_total",
    "total",
    "credits_invoice",
)
LINE_FIELDS = ("quantity", "unit_price", "amount", "uom", "item_code", "price_basis", "po_number", "description")
# What a difference weighs: a text least, which nobody has to correct; a line too many or too few most.
_TEXT, _FIELD, _CHARGE, _WHOLE_LINE = 1, 2, 4, 12
_MOST_PAIRED = 60  # lines on each side, apart from those that agree from the ends on


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the two disagree; ``field`` is its name, ``line`` counts the wanted lines from 1."""

    place: str
    field: str
    read: str
    wanted: str
    weight: int = _FIELD
    line: int | None = None

    def sentence(self) -> str:
        """Say what is read and what should be."""
        return f"{self.place}: {self.read or 'nothing'} is read where {self.wanted or 'nothing'} is right"


def weight_of(found: Sequence[Difference]) -> int:
    """Return how far two invoices are from each other; 0 where they agree."""
    return sum(difference.weight for difference in found)


def differences(read: Invoice, wanted: Invoice) -> tuple[Difference, ...]:
    """Compare every field, line and charge."""
    return (
        *_header(read.header, wanted.header),
        *_lines(read.lines, wanted.lines),
        *_charges(read.charges, wanted.charges),
    )


def _header(read: InvoiceHeader, wanted: InvoiceHeader) -> list[Difference]:
    found = []
    for name in HEADER_FIELDS:
        ours, theirs = _header_key(read, name), _header_key(wanted, name)
        if ours != theirs:
            shown = (_header_text(read, name), _header_text(wanted, name))
            found.append(Difference(name.replace("_", " "), name, *shown))
    return found


def _header_key(header: InvoiceHeader, name: str) -> object:
    if name == "po_numbers":
        return frozenset(squeeze(number.value) for number in header.po_numbers)
    value = getattr(header, name)
    if value is None:
        return Decimal(0) if name == "tax_total" else None
    return squeeze(value.value) if isinstance(value.value, str) else value.value


def _header_text(header: InvoiceHeader, name: str) -> str:
    if name == "po_numbers":
        return ", ".join(number.value for number in header.po_numbers)
    return _text(getattr(header, name))


def _text(value: Extracted[object] | Decimal | None) -> str:
    inner = value.value if isinstance(value, Extracted) else value
    if inner is None:
        return ""
    return plain(inner) if isinstance(inner, Decimal) else str(inner)


def line_key(line: InvoiceLine) -> tuple[object, ...]:
    """Return what must agree of a line, in the order of ``LINE_FIELDS``."""
    return tuple(_line_value(line, name) for name in LINE_FIELDS)


def _line_value(line: InvoiceLine, name: str) -> object:
    value = getattr(line, name)
    inner = value.value if isinstance(value, Extracted) else value
    return squeeze(inner) if isinstance(inner, str) else inner


def _lines(read: Sequence[InvoiceLine], wanted: Sequence[InvoiceLine]) -> list[Difference]:
    ours, theirs = [line_key(line) for line in read], [line_key(line) for line in wanted]
    found: list[Difference] = []
    for i, j in pair_lines(ours, theirs):
        if j is None:
            assert i is not None
            found.append(Difference("a line too many", "line", _line_text(read[i]), "", _WHOLE_LINE))
        elif i is None:
            found.append(Difference(f"line {j + 1}", "line", "", _line_text(wanted[j]), _WHOLE_LINE, j + 1))
        else:
            found.extend(
                Difference(
                    f"line {j + 1} {name.replace('_', ' ')}",
                    name,
                    _text(getattr(read[i], name)),
                    _text(getattr(wanted[j], name)),
                    _TEXT if name == "description" else _FIELD,
                    j + 1,
                )
                for name, a, b in zip(LINE_FIELDS, ours[i], theirs[j], strict=True)
                if a != b and not (name == "description" and _but_for_code(read[i], wanted[j]))
            )
    return found


def _but_for_code(read: InvoiceLine, wanted: InvoiceLine) -> bool:
    """Tell whether two texts are one but for the code in one of them: who puts in a code leaves the text as it was."""
    codes = {squeeze(line.item_code.value) for line in (read, wanted) if line.item_code is not None} - {""}
    texts = [squeeze(line.description.value) for line in (read, wanted)]
    return any(texts[0].replace(code, "", 1) == texts[1].replace(code, "", 1) for code in codes)


def _line_text(line: InvoiceLine) -> str:
    return " | ".join(
        part for part in (line.description.value, _text(line.quantity), _text(line.unit_price), _text(line.amount))
    )


def pair_lines(
    read: Sequence[tuple[object, ...]], wanted: Sequence[tuple[object, ...]]
) -> list[tuple[int | None, int | None]]:
    """Pair lines in their order so that as many fields as can be agree; what has no partner is paired with None."""
    start = 0
    while start < min(len(read), len(wanted)) and read[start] == wanted[start]:
        start += 1
    end = 0
    while end < min(len(read), len(wanted)) - start and read[-1 - end] == wanted[-1 - end]:
        end += 1
    left, right = range(start, len(read) - end), range(start, len(wanted) - end)
    pairs: list[tuple[int | None, int | None]] = [(i, i) for i in range(start)]
    if max(len(left), len(right)) > _MOST_PAIRED:
        pairs += [(i, j) for i, j in zip(left, right, strict=False)]
        pairs += [(i, None) for i in left[len(right) :]] + [(None, j) for j in right[len(left) :]]
    else:
        pairs += _best_pairs(read, wanted, left, right)
    return pairs + [(len(read) - k, len(wanted) - k) for k in range(end, 0, -1)]


def _best_pairs(
    read: Sequence[tuple[object, ...]], wanted: Sequence[tuple[object, ...]], left: range, right: range
) -> list[tuple[int | None, int | None]]:
    worth = [[_agreement(read[i], wanted[j]) for j in right] for i in left]
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + worth[i][j])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(left) or j < len(right):
        if i < len(left) and j < len(right) and best[i][j] == best[i + 1][j + 1] + worth[i][j]:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif j == len(right) or (i < len(left) and best[i][j] == best[i + 1][j]):
            pairs.append((left[i], None))
            i += 1
        else:
            pairs.append((None, right[j]))
            j += 1
    return pairs


def _agreement(read: tuple[object, ...], wanted: tuple[object, ...]) -> int:
    """Count the fields that agree; what neither has says nothing, and figures say more than the rest."""
    return sum((2 if at < 3 else 1) for at, (a, b) in enumerate(zip(read, wanted, strict=True)) if a == b and a)


def _charges(read: Sequence[Charge], wanted: Sequence[Charge]) -> list[Difference]:
    ours, theirs = (Counter((c.kind, c.amount.value) for c in charges) for charges in (read, wanted))
    extra = [
        Difference("a charge too many", "charge", f"{k.value} {plain(a)}", "", _CHARGE) for k, a in (ours - theirs)
    ]
    missing = [Difference("a charge", "charge", "", f"{k.value} {plain(a)}", _CHARGE) for k, a in (theirs - ours)]
    return extra + missing

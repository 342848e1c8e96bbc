"""Which rows of a table are charges, by their words and by what stands in which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from app.domain.invoice import ChargeKind
from app.extraction.sums.charges import charge_kind, says_which_way
from app.extraction.table.grid import GridRow
from app.extraction.table.purposes import Purposes
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, is_mostly_digits
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import read_percent
from app.extraction.values.words import Word

_RATES_AND_CHARGE = 4  # cells: two figures of a table of taxes, the charge and its amount


def charge_of(
    grid: GridRow,
    purposes: Purposes,
    numbers: Mapping[int, Figure],
    label: Sequence[Word],
    knowledge: Knowledge,
    own: Mapping[str, ChargeKind] | None,
    *,
    has_code: bool,
    counted: bool,
) -> ChargeKind | None:
    """Return what kind of charge a row is; None where it is goods, or names nothing.

    ``label`` are its words beside figures, ``own`` what the vendor's profile calls a charge; ``has_code`` and
    ``counted`` say whether anything stands under the codes and the quantities.
    """
    if not numbers or not label:
        return None
    if not counted and (beside := _beside_rates(grid, knowledge, own)):
        return beside
    counts = [f for i, f in numbers.items() if purposes.columns[i].role in {ColumnKind.QUANTITY, ColumnKind.SHIPPED}]
    if not has_code and counted and any(figure.value not in {0, 1} for figure in counts):
        return None
    label = untaxed(label, grid, purposes)
    # "1 psch. Versand": the unit names nothing either.
    units = {id(w) for i in purposes.units for w in grid.cells[i] if knowledge.units.is_unit(w.text)}
    label = [word for word in label if id(word) not in units] or label
    label = _charge_label(label, knowledge, own)
    if has_code:
        # A code of its own makes goods of it, unless the code is the charge's own name ("FRT   Freight out").
        code = [word for index in purposes.codes for word in grid.cells[index]]
        coded_words = set(map(id, code))
        rest = [word for word in label if id(word) not in coded_words]
        named = any(ch.isdigit() for w in code for ch in w.text)
        once = all(figure.value in {0, 1} for figure in counts)
        if rest and not named and (charge_kind(code, knowledge, own) or not counted or once):
            coded = charge_kind(code, knowledge, own, strict=True)  # "Freight   Hazmat freight"
            if coded and not counted and code[-1].text.endswith(":"):
                return coded  # "Transportkosten:   nach Aufwand"
            kind = charge_kind(rest, knowledge, own, strict=True) or (coded and charge_kind(rest, knowledge, own))
            return kind or (None if counted else _by_its_way(label, knowledge, own))
        # Under "Art", where nothing is counted, several words stand: "Abschlag Sonderrabatt".
        strict = counted or named or len(code) == 1
        if rest:
            return None
        kind = charge_kind(code, knowledge, own, strict=strict)
        return kind or (None if strict else _by_its_way(code, knowledge, own))
    return charge_kind(label, knowledge, own, strict=counted) or (
        None if counted else _by_its_way(label, knowledge, own)
    )


def _by_its_way(label: Sequence[Word], knowledge: Knowledge, own: Mapping[str, ChargeKind] | None) -> ChargeKind | None:
    """Return what kind a label is that says first which way it goes, then what for ("Abschlag   Stammkunde")."""
    return charge_kind(label[:1], knowledge, own) if len(label) > 1 and says_which_way(label[:1]) else None


def untaxed(label: Sequence[Word], grid: GridRow, purposes: Purposes) -> list[Word]:
    """Return a label without what stands under taxes, a rate or a code ("N", "19 % USt (S)"): it names nothing."""
    taxed = {id(word) for index in purposes.taxes for word in grid.cells[index]}
    return [word for word in label if id(word) not in taxed] or list(label)


def _beside_rates(grid: GridRow, knowledge: Knowledge, own: Mapping[str, ChargeKind] | None) -> ChargeKind | None:
    """Return the charge at the end of a row of a table of taxes: "20,00  571,00  114,20  Port HT  25,00"."""
    cells = grid.row.cells
    if len(cells) < _RATES_AND_CHARGE or not all(map(is_mostly_digits, cells[-1].words)):
        return None
    figures = all(is_mostly_digits(word) for cell in cells[:-2] for word in cell.words)
    return charge_kind(cells[-2].words, knowledge, own) if figures else None


def _charge_label(label: Sequence[Word], knowledge: Knowledge, own: Mapping[str, ChargeKind] | None) -> list[Word]:
    """Return the words that may name a charge; what follows a figure is a base, a rate or a tax code."""
    named = list(takewhile(lambda word: not is_mostly_digits(word), label)) or list(label)
    if charge_kind(named, knowledge, own) is not None:
        return named
    # "less 10% discount": a rate may stand inside the name as well.
    bare = (word for word in label if read_percent(word.text) is None)
    return list(takewhile(lambda word: not is_mostly_digits(word), bare)) or named

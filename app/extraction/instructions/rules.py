"""What an instruction in words comes to: a rule as a value, what it says in words, and what it does to a profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from app.domain.invoice import ChargeKind
from app.extraction.learning.ideas import with_columns, with_field
from app.extraction.profiles.model import (
    BILLED_COLUMNS,
    BilledQuantity,
    ColumnRule,
    DateOrder,
    FieldKind,
    FieldRule,
    Profile,
    Recognition,
)
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.text_keys import squeeze

_DATES_WRITTEN = {
    DateOrder.DAY_FIRST: "Dates are written with the day first.",
    DateOrder.MONTH_FIRST: "Dates are written with the month first.",
    DateOrder.YEAR_FIRST: "Dates are written with the year first.",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

_NAMES = {
    "uom": "unit",
    "buyer_code": "item code of the buyer",
    "other_code": "item code of the vendor that is not ours",
    "po_number": "order number",
    "po_line": "order line",
    "line_no": "number of the line",
    "other": "another charge",
}


def words_for(name: str) -> str:
    """Return the name of a kind in words."""
    return _NAMES.get(name, name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class ColumnNamed:
    """A column is known by its heading; ``billed`` where it is the quantity that counts."""

    kind: ColumnKind
    heading: str
    billed: bool = False

    @property
    def about(self) -> str:
        """What two rules must not both be about."""
        return "the quantity column" if self.billed else f"column {self.kind.value}"

    def said(self) -> str:
        """Say it in words."""
        name = "billed quantity" if self.billed else words_for(self.kind.value)
        return f"The {name} is in the column headed “{self.heading}”."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        known = profile.columns.get(self.kind, ColumnRule())
        rest = tuple(heading for heading in known.headings if squeeze(heading) != squeeze(self.heading))
        rule = ColumnRule((self.heading, *rest), known.x_range, known.position)
        changed = with_columns(profile, {self.kind: rule})
        return replace(changed, billed_quantity=BILLED_COLUMNS[self.kind]) if self.billed else changed


@dataclass(frozen=True, slots=True)
class ColumnAt:
    """A column is known by its number from the left (from 1), or from the right (-1)."""

    kind: ColumnKind
    position: int

    @property
    def about(self) -> str:
        """What two rules must not both be about."""
        return f"column {self.kind.value}"

    def said(self) -> str:
        """Say it in words."""
        count = abs(self.position)
        name = _ORDINALS[count - 1] if count <= len(_ORDINALS) else f"{count}th"
        if self.position < 0:
            name = "last" if count == 1 else f"{name} to last"
        return f"The {words_for(self.kind.value)} is in the {name} column that has a heading."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile; what stood at this place before does so no more."""
        kept = {
            kind: replace(rule, position=None) if rule.position == self.position else rule
            for kind, rule in profile.columns.items()
        }
        kept = {kind: r for kind, r in kept.items() if r.headings or r.x_range or r.position is not None}
        kept[self.kind] = replace(kept.get(self.kind, ColumnRule()), position=self.position)
        return replace(profile, columns=MappingProxyType(kept))


@dataclass(frozen=True, slots=True)
class ColumnIgnored:
    """A column with this heading holds nothing that is wanted."""

    heading: str

    @property
    def about(self) -> str:
        """Any number of columns may be ignored."""
        return f"the column {squeeze(self.heading)}"

    def said(self) -> str:
        """Say it in words."""
        return f"The column headed “{self.heading}” is left out."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        known = profile.columns.get(ColumnKind.IGNORED, ColumnRule())
        headings = tuple(dict.fromkeys((*known.headings, self.heading)))
        return with_columns(profile, {ColumnKind.IGNORED: replace(known, headings=headings)})


@dataclass(frozen=True, slots=True)
class FieldLabelled:
    """A field of the header or the totals stands beside or below a label."""

    kind: FieldKind
    label: str

    @property
    def about(self) -> str:
        """A field may have several labels."""
        return f"field {self.kind.value} {squeeze(self.label)}"

    def said(self) -> str:
        """Say it in words."""
        return f"The {words_for(self.kind.value)} stands right of or below the label “{self.label}”."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile; the label means no other field any more."""
        return with_field(profile, self.kind, FieldRule((self.label,)))


@dataclass(frozen=True, slots=True)
class RowsIgnored:
    """Rows that fit a pattern are no lines; ``meant`` is the pattern in words."""

    pattern: str
    meant: str

    @property
    def about(self) -> str:
        """Any number of patterns may be ignored."""
        return f"rows {self.pattern.lower()}"

    def said(self) -> str:
        """Say it in words."""
        return f"Rows {self.meant} are no lines."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, ignore_lines=tuple(dict.fromkeys((*profile.ignore_lines, self.pattern))))


@dataclass(frozen=True, slots=True)
class DatesWritten:
    """Which part of a date comes first."""

    order: DateOrder
    about: str = "dates"

    def said(self) -> str:
        """Say it in words."""
        return _DATES_WRITTEN[self.order]

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, date_order=self.order)


@dataclass(frozen=True, slots=True)
class DecimalsWritten:
    """Which character stands before the decimals."""

    separator: str
    about: str = "decimals"

    def said(self) -> str:
        """Say it in words."""
        if self.separator == ",":
            return "Numbers are written with a decimal comma."
        return "Numbers are written with a decimal point."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, decimal_separator=self.separator)


@dataclass(frozen=True, slots=True)
class PricedPer:
    """What printed prices are per, where the page does not say."""

    basis: Decimal
    about: str = "prices"

    def said(self) -> str:
        """Say it in words."""
        return f"Prices are per {self.basis}, where the page does not say otherwise."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, price_basis=self.basis)


@dataclass(frozen=True, slots=True)
class UnitMeans:
    """What this vendor means by a unit it prints."""

    printed: str
    code: str

    @property
    def about(self) -> str:
        """What two rules must not both be about."""
        return f"unit {squeeze(self.printed)}"

    def said(self) -> str:
        """Say it in words."""
        return f"The printed unit “{self.printed}” is {self.code}."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        kept = {p: code for p, code in profile.units.items() if squeeze(p) != squeeze(self.printed)}
        return replace(profile, units=MappingProxyType({**kept, self.printed: self.code}))


@dataclass(frozen=True, slots=True)
class ChargeMeans:
    """Words that name a charge, and its kind."""

    words: str
    kind: ChargeKind

    @property
    def about(self) -> str:
        """What two rules must not both be about."""
        return f"charge {squeeze(self.words)}"

    def said(self) -> str:
        """Say it in words."""
        return f"“{self.words}” is a charge and no goods: {words_for(self.kind.value)}."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        kept = {words: kind for words, kind in profile.accessorials.items() if squeeze(words) != squeeze(self.words)}
        return replace(profile, accessorials=MappingProxyType({**kept, self.words: self.kind}))


@dataclass(frozen=True, slots=True)
class LastLineIs:
    """The charge that is billed as the last line."""

    kind: ChargeKind
    about: str = "the last line"

    def said(self) -> str:
        """Say it in words."""
        return f"Where nothing else names the {words_for(self.kind.value)}, the last line is it."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, last_line=self.kind)


@dataclass(frozen=True, slots=True)
class CodesLookLike:
    """The form of the vendor's item codes."""

    pattern: str
    about: str = "the form of item codes"

    def said(self) -> str:
        """Say it in words."""
        return f"Item codes have the form {self.pattern} (# a digit, @ a letter, ? any character, * any run)."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, item_code=self.pattern)


@dataclass(frozen=True, slots=True)
class QuantityBilled:
    """Which quantity counts where several are printed."""

    billed: BilledQuantity
    about: str = "the quantity column"

    def said(self) -> str:
        """Say it in words."""
        return f"Where several quantities are printed, the {self.billed.value} one is billed."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        return replace(profile, billed_quantity=self.billed)


@dataclass(frozen=True, slots=True)
class KnownBy:
    """By what the vendor's documents are known: ``tax_ids``, ``names`` or ``words``."""

    what: str
    value: str

    @property
    def about(self) -> str:
        """A vendor may be known by several things."""
        return f"known by {self.what} {squeeze(self.value)}"

    def said(self) -> str:
        """Say it in words."""
        name = {"tax_ids": "tax id", "names": "name", "words": "words"}[self.what]
        return f"The vendor's documents are known by the {name} “{self.value}”."

    def change(self, profile: Profile) -> Profile:
        """Put it into a profile."""
        known = profile.recognition
        lists = {"tax_ids": known.tax_ids, "names": known.names, "words": known.words}
        lists[self.what] = tuple(dict.fromkeys((*lists[self.what], self.value)))
        return replace(profile, recognition=Recognition(**lists, layout=known.layout))


Rule = (
    ColumnNamed
    | ColumnAt
    | ColumnIgnored
    | FieldLabelled
    | RowsIgnored
    | DatesWritten
    | DecimalsWritten
    | PricedPer
    | UnitMeans
    | ChargeMeans
    | LastLineIs
    | CodesLookLike
    | QuantityBilled
    | KnownBy
)

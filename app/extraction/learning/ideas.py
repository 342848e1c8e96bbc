"""What may be put into a profile, each idea by itself, with the reason a person is told for each rule it brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from app.extraction.profiles.model import ColumnRule, FieldKind, FieldRule, Profile
from app.extraction.profiles.one_meaning import without_headings, without_labels
from app.extraction.values.column_kinds import ColumnKind

Change = Callable[[Profile], Profile]


@dataclass(frozen=True, slots=True)
class Idea:
    """A change to a profile. ``why`` says by the rule's name (``columns.quantity``) what speaks for it.

    ``certain`` rules stay in the profile though this one document could do without them.
    """

    change: Change
    why: Mapping[str, str]
    certain: frozenset[str] = field(default_factory=frozenset)

    @property
    def size(self) -> int:
        """Count the rules it brings."""
        return len(self.why)


def with_columns(profile: Profile, rules: Mapping[ColumnKind, ColumnRule]) -> Profile:
    """Put columns into a profile; a heading that now means one thing means no other any more."""
    kept = without_headings(profile.columns, (heading for rule in rules.values() for heading in rule.headings))
    return replace(profile, columns=MappingProxyType({**kept, **rules}))


def with_field(profile: Profile, kind: FieldKind, rule: FieldRule) -> Profile:
    """Put a field into a profile; labels it knows already stay behind the new ones, which mean no other field."""
    known = profile.fields.get(kind, FieldRule())
    merged = FieldRule(tuple(dict.fromkeys((*rule.labels, *known.labels))), rule.area or known.area)
    kept = without_labels(profile.fields, rule.labels)
    return replace(profile, fields=MappingProxyType({**kept, kind: merged}))


def rules_of(profile: Profile) -> dict[str, object]:
    """Lay the rules of a profile out by name."""
    return {
        **{f"columns.{kind.value}": rule for kind, rule in profile.columns.items()},
        **{f"fields.{kind.value}": rule for kind, rule in profile.fields.items()},
        **{f"units.{printed}": code for printed, code in profile.units.items()},
        **{f"accessorials.{words}": kind for words, kind in profile.accessorials.items()},
        "line_table": profile.line_table,
        "date_order": profile.date_order,
        "decimal_separator": profile.decimal_separator,
        "item_code": profile.item_code,
        "ignore": profile.ignore_lines,
        "price_basis": profile.price_basis,
        "billed_quantity": profile.billed_quantity,
        "last_line": profile.last_line,
    }


def without_rule(profile: Profile, name: str) -> Profile:
    """Return the profile without one of its columns or fields; unchanged for any other rule."""
    table, _, key = name.partition(".")
    if table == "columns":
        columns = {kind: rule for kind, rule in profile.columns.items() if kind.value != key}
        return replace(profile, columns=MappingProxyType(columns))
    if table == "fields":
        fields = {kind: rule for kind, rule in profile.fields.items() if kind.value != key}
        return replace(profile, fields=MappingProxyType(fields))
    return profile


def changed_rules(before: Profile, after: Profile) -> tuple[str, ...]:
    """Return the names of the rules that one profile has anew or otherwise than the other."""
    old, new = rules_of(before), rules_of(after)
    return tuple(name for name, rule in new.items() if rule and rule != old.get(name))

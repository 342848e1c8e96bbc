"""A heading or label means one thing in a profile: given to another column or field, it leaves the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.extraction.profiles.model import ColumnRule, FieldKind, FieldRule
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.text_keys import squeeze


def without_headings(columns: Mapping[ColumnKind, ColumnRule], headings: Iterable[str]) -> dict[ColumnKind, ColumnRule]:
    """Return what is known of columns but for these headings; a column that nothing else tells is left out."""
    given = frozenset(map(squeeze, headings))
    left = {
        kind: replace(rule, headings=tuple(text for text in rule.headings if squeeze(text) not in given))
        for kind, rule in columns.items()
    }
    return {kind: rule for kind, rule in left.items() if rule != ColumnRule()}


def without_labels(fields: Mapping[FieldKind, FieldRule], labels: Iterable[str]) -> dict[FieldKind, FieldRule]:
    """Return what is known of fields but for these labels; a field that nothing else tells is left out."""
    given = frozenset(map(squeeze, labels))
    left = {
        kind: replace(rule, labels=tuple(text for text in rule.labels if squeeze(text) not in given))
        for kind, rule in fields.items()
    }
    return {kind: rule for kind, rule in left.items() if rule != FieldRule()}

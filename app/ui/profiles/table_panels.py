"""The parts of the studio where columns and fields are found: by heading or label, and by place."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.provenance import Box
from app.ui.i18n import say
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_panel import PARTS, TablePanel
from app.ui.profiles.rule_table import RuleTable
from app.workflow.profile_edit import (
    ColumnKind,
    FieldKind,
    Profile,
    Word,
    columns_in,
    name_of_rule,
    with_column_heading,
    with_columns_drawn,
    with_field_area,
    with_field_label,
    with_table_drawn,
    without_column,
    without_field,
    without_table,
)

_TABLE = "line_table"  # the rule of the whole table, above those of its columns


class ColumnsPanel(TablePanel):
    """Which heading and which place each column has; an area drawn around the table finds them all at once."""

    def __init__(self) -> None:
        super().__init__()
        model = RuleModel((self.tr("Column"), self.tr("Heading"), self.tr("Place")), (1,), self)
        self.table = RuleTable(model, self.tr("Columns of the line table"))
        told = self.tr(
            "Draw around the table with its headings: its columns are found at once. Or choose a column and click "
            "its heading. F2 types it, Del forgets it."
        )
        self.fill(told, self.table)
        model.edited.connect(lambda key, _, text: self._named(key, text.split(PARTS)))
        self.table.forgotten.connect(self._forgotten)

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        super().show_profile(profile)
        rows = [RuleRow(_TABLE, (self.tr("Line table"), "", self._place_of_table(profile)))]
        for kind in ColumnKind:
            rule = profile.columns.get(kind)
            place = ""
            if rule is not None and rule.x_range is not None:
                place = self.tr("{0} to {1} points").format(*(f"{edge:.0f}" for edge in rule.x_range))
            elif rule is not None and rule.position is not None:
                place = self.tr("column {0}").format(rule.position)
            headings = f" {PARTS} ".join(rule.headings) if rule is not None else ""
            rows.append(RuleRow(kind.value, (say(name_of_rule(kind.value)), headings, place)))
        self.table.rules.show_rules(rows)

    def take_words(self, text: str, box: Box, pages: int) -> None:
        """Take the heading of the column in focus."""
        if self.table.key in {"", _TABLE}:
            self.said.emit(self.tr("Choose a column first, then click its heading."))
            return
        self._named(self.table.key, (text,))

    def take_area(self, words: Sequence[Word], area: Box, pages: int) -> None:
        """Take the place of a table that was drawn around, and find its columns."""
        found = columns_in(words, area)
        named = [column for column in found if column.kind is not None]
        unknown = [column.heading for column in found if column.kind is None and column.heading]
        told = self.tr("%n columns were recognised.", "", len(named))
        if unknown:
            told += " " + self.tr("Not known: {0}. Choose what they are and click their heading.").format(
                ", ".join(unknown)
            )
        self.said.emit(told)
        if found:
            self._change(lambda p: with_table_drawn(with_columns_drawn(p, found), area))

    def _named(self, key: str, headings: Sequence[str]) -> None:
        if key != _TABLE:
            self._change(lambda p: with_column_heading(p, ColumnKind(key), headings))

    def _forgotten(self, key: str) -> None:
        self._change(without_table if key == _TABLE else lambda p: without_column(p, ColumnKind(key)))

    def _place_of_table(self, profile: Profile) -> str:
        place = profile.line_table
        if place is None:
            return ""
        on_first = self.tr("a drawn area of page {0}").format(place.first.page)
        if place.first.page < 0:
            on_first = self.tr("a drawn area of the last page")
        if place.following is None:
            return on_first
        return on_first + self.tr("; another from page {0} on").format(place.following.page)


class FieldsPanel(TablePanel):
    """By which label or at which place each field of the invoice is found."""

    def __init__(self) -> None:
        super().__init__()
        model = RuleModel((self.tr("Field"), self.tr("Label"), self.tr("Place")), (1,), self)
        self.table = RuleTable(model, self.tr("Fields of the invoice"))
        told = self.tr("Choose a field, then click the label beside it, or draw around where its value stands.")
        self.fill(told, self.table)
        model.edited.connect(
            lambda key, _, text: self._change(lambda p: with_field_label(p, FieldKind(key), text.split(PARTS)))
        )
        self.table.forgotten.connect(lambda key: self._change(lambda p: without_field(p, FieldKind(key))))

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        super().show_profile(profile)
        rows = []
        for kind in FieldKind:
            rule = profile.fields.get(kind)
            labels = f" {PARTS} ".join(rule.labels) if rule is not None else ""
            area = rule.area if rule is not None else None
            place = self.tr("a drawn area of page {0}").format(area.page) if area is not None else ""
            if area is not None and area.page < 0:
                place = self.tr("a drawn area of the last page")
            rows.append(RuleRow(kind.value, (say(name_of_rule(kind.value)), labels, place)))
        self.table.rules.show_rules(rows)

    def take_words(self, text: str, box: Box, pages: int) -> None:
        """Take the label of the field in focus."""
        if self._chosen():
            self._change(lambda p: with_field_label(p, FieldKind(self.table.key), (text,)))

    def take_area(self, words: Sequence[Word], area: Box, pages: int) -> None:
        """Take the place of the field in focus."""
        if self._chosen():
            self._change(lambda p: with_field_area(p, FieldKind(self.table.key), area, pages))

    def _chosen(self) -> bool:
        if not self.table.key:
            self.said.emit(self.tr("Choose a field first."))
        return bool(self.table.key)

"""What importing one file would do: its sums, and every difference, refused row and note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.import_preview import Difference, ImportPreview
from app.domain.imports import ImportResult, RowProblem
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One cell that would change, or one row that would be added."""

    what: Difference
    key: str
    column: str
    before: str
    after: str


class ImportEffects(QWidget):
    """Sums above; differences, refused rows and notes below, each in a tab."""

    def __init__(self) -> None:
        super().__init__()
        self.sums = plain_label(look="title", wrap=True)
        self.differences = RecordTable(RecordModel(self._difference_columns(), self), self.tr("Differences"))
        self.refused = RecordTable(RecordModel(self._problem_columns(), self), self.tr("Refused rows"))
        self.notes = RecordTable(RecordModel((Column(self.tr("Note"), say, chars=60),), self), self.tr("Notes"))
        self.tabs = FittedTabs(self.tr("What importing would do"))
        self._refused_before: tuple[RowProblem, ...] = ()
        for table in (self.differences, self.refused, self.notes):
            self.tabs.addTab(table, table.accessibleName())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self.sums)
        layout.addWidget(self.tabs, 1)

    def show_preview(self, found: ImportPreview | None) -> None:
        """Show what one file would do; None where that is not known yet."""
        if found is None:
            self.sums.setText("")
            for place, table in enumerate((self.differences, self.refused, self.notes)):
                table.records.show_rows(())
                self.tabs.setTabText(place, table.accessibleName())
            return
        if found.undecided:
            # Nothing of the file was taken yet: its sums would be nothing but noughts.
            self.show_preview(None)
            self.sums.setText(self.tr("Not counted yet: answer the question on the left first."))
            return
        self.sums.setText(self._sentence(found.result))
        cells = [
            DifferenceRow(row.what, row.key, column, before, after)
            for row in found.differences
            for column, before, after in (row.cells if row.what is Difference.CHANGED else (_whole(row.cells),))
        ]
        self.differences.records.show_rows(cells)
        self.refused.records.show_rows(found.result.problems)
        more = (self.tr("%n more rows would change and are not listed", "", found.more),) if found.more else ()
        self.notes.records.show_rows((*found.result.notes, *more))
        if found.result.problems != self._refused_before:
            # What is not taken is seen first: nobody looks for it behind a tab.
            self._refused_before = found.result.problems
            self.tabs.setCurrentWidget(self.refused if found.result.problems else self.differences)
        for place, table in enumerate((self.differences, self.refused, self.notes)):
            self.tabs.setTabText(place, f"{table.accessibleName()} ({table.records.rowCount()})")

    def _sentence(self, result: ImportResult) -> str:
        """Say the sum that always holds, and what the rows that are taken come to."""
        return self.tr("{0} rows in the file = {1} taken + {2} refused · {3} new, {4} changed, {5} as they are").format(
            result.rows_in_file, result.rows_taken, result.rows_refused, result.added, result.changed, result.unchanged
        )

    def _difference_columns(self) -> tuple[Column, ...]:
        words = {Difference.ADDED: self.tr("+ new"), Difference.CHANGED: self.tr("! changes")}
        return (
            Column(self.tr("What"), lambda r: words[r.what], chars=10),
            Column(self.tr("Row"), lambda r: r.key, chars=18),
            Column(self.tr("Column"), lambda r: r.column.replace("_", " "), chars=18),
            Column(self.tr("Now"), lambda r: r.before, chars=18),
            Column(self.tr("Then"), lambda r: r.after, chars=24),
        )

    def _problem_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Line"), lambda r: str(r.line) if r.line else self.tr("file"), right=True, chars=6),
            Column(self.tr("Column"), lambda r: r.column, chars=18),
            Column(self.tr("Why"), lambda r: say(r.reason), chars=60),
        )


def _whole(cells: Sequence[tuple[str, str, str]]) -> tuple[str, str, str]:
    """Return a new row's values as one text."""
    return "", "", " · ".join(after for _, _, after in cells)

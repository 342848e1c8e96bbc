"""The table of the files that are to be imported: what each holds, and what importing it would come to."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.import_preview import ImportPlan, ImportPreview
from app.ui.i18n import say
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.workflow.wording import IMPORT_KINDS, words_for


class ImportFiles(RecordTable):
    """The files with their counts, in the order in which they are imported."""

    def __init__(self) -> None:
        super().__init__(RecordModel(self._file_columns()), self.tr("Files to import"))

    def show_plans(self, plans: Sequence[ImportPlan], previews: Sequence[ImportPreview]) -> None:
        """Show files, with what each would do as far as that is known."""
        known = {one.plan.path: one for one in previews}
        self.records.show_rows([(plan, known.get(plan.path)) for plan in plans])

    def _file_columns(self) -> tuple[Column, ...]:
        def figure(name: str) -> Column:
            headings = {
                "rows_in_file": self.tr("Rows"), "rows_taken": self.tr("Taken"), "rows_refused": self.tr("Refused"),
                "added": self.tr("New"), "changed": self.tr("Changed"),
            }  # fmt: skip
            return Column(headings[name], lambda r: _figure(r[1], name), right=True, chars=9)

        return (
            Column(self.tr("File"), lambda r: r[0].path.name, chars=32),
            Column(self.tr("Holds"), lambda r: say(words_for(r[0].kind, IMPORT_KINDS)), chars=26),
            *(figure(name) for name in ("rows_in_file", "rows_taken", "rows_refused", "added", "changed")),
        )


def _figure(seen: ImportPreview | None, name: str) -> str:
    """Return one of a file's counts; a question mark while a question about the file is open."""
    if seen is None:
        return "…"
    return "?" if seen.undecided else str(getattr(seen.result, name))

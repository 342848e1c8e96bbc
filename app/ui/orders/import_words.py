"""What the import assistant says: what importing would do before it is written, and what was written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.import_preview import ImportPreview
from app.domain.imports import ImportResult
from app.ui.i18n import say


def told_before(previews: Sequence[ImportPreview]) -> str:
    """Return a sentence about files that are not imported yet: the question to answer, else what they would do."""
    rows = [one.result for one in previews]
    if not previews:
        return _tr("Choose files or a folder.")
    asked = next((one for one in previews if one.undecided), None)
    if asked is not None:
        column = asked.undecided[0]
        told = _tr("{0}, column {1}: “{2}” can be read in more than one way. Choose how the column is written.")
        return told.format(asked.plan.path.name, column.column.replace("_", " "), column.example)
    if any(result.added or result.changed for result in rows):
        told = _tr("Nothing is written yet. {0} new, {1} changed, {2} refused in all.")
        return told.format(sum(r.added for r in rows), sum(r.changed for r in rows), sum(r.rows_refused for r in rows))
    whole = next((one for result in rows for one in result.problems if not one.line), None)
    if whole is not None:
        return say(whole.reason)  # why a whole file was refused is a sentence: in a cell its end would be cut
    return _tr("Importing this would change nothing.")


def told_after(results: Sequence[ImportResult], decided: int) -> str:
    """Return what was written, and how many documents were decided anew for it."""
    taken, refused = sum(r.rows_taken for r in results), sum(r.rows_refused for r in results)
    rows = sum(r.rows_in_file for r in results)
    told = _tr("Imported: {0} rows in the files = {1} taken + {2} refused.")
    told = told.format(rows, taken, refused)
    if decided:
        told += " " + _tr("%n waiting documents were decided anew.", decided)
    return told


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("ImportAssistant", text, None, count)

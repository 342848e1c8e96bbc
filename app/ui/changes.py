"""How something came to be: a table of every change, newest first, with who, when, before, after and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from app.domain.errors import AppError
from app.ui.background import Background
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.workflow.history import Step
from app.workflow.policy_words import setting_in_words
from app.workflow.wording import OWNERS, words_for


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value that a change set; a change without values is one row without any."""

    step: Step
    setting: str = ""
    before: str = ""
    after: str = ""


class ChangesTable(RecordTable):
    """The changes of one record, a value a row."""

    def __init__(self, owner: QObject, background: Background, name: str, *, fitted: bool = False) -> None:
        self._background = background
        self._asked = 0
        super().__init__(RecordModel(_columns(owner), owner), name, fitted=fitted)

    def ask(self, fetch: Callable[[], Sequence[Step]]) -> None:
        """Fetch the changes in the background; those of another record are not shown when they come late."""
        self._asked += 1
        asked = self._asked
        self.records.show_rows(())

        def arrived(steps: Sequence[Step]) -> None:
            if asked == self._asked:
                self.records.show_rows(rows_of(steps))

        def failed(error: BaseException) -> None:
            if not isinstance(error, AppError):
                self._background.failed.emit(error)

        self._background.read(self, fetch, arrived, failed)

    def clear_rows(self) -> None:
        """Show nothing; what is on its way is not wanted any more."""
        self._asked += 1
        self.records.show_rows(())


def rows_of(steps: Sequence[Step]) -> tuple[ChangedValue, ...]:
    """Return one row a value, the newest change first."""
    return tuple(
        ChangedValue(step, *values) for step in reversed(steps) for values in (step.differences or (("", "", ""),))
    )


def _columns(owner: QObject) -> tuple[Column, ...]:
    """Return the columns; in a narrow room what the entry of the log has too is left out before anything is cut."""

    def role(row: ChangedValue) -> str:
        return say(words_for(row.step.role, OWNERS)) if row.step.role else ""

    return (
        Column(owner.tr("Day"), lambda r: _day(r.step.time), chars=10),
        Column(owner.tr("Time (UTC)"), lambda r: r.step.time[11:16], chars=6, spare=True),
        Column(owner.tr("By"), lambda r: r.step.user, chars=10),
        Column(owner.tr("Role"), role, chars=12, spare=True),
        Column(owner.tr("What"), lambda r: say(r.step.what), chars=24, spare=True),
        Column(owner.tr("Setting"), lambda r: say(setting_in_words(r.setting)) if r.setting else "", chars=18),
        Column(owner.tr("Before"), lambda r: say(r.before), chars=12),
        Column(owner.tr("After"), lambda r: say(r.after), chars=12),
        Column(owner.tr("Why"), lambda r: say(r.step.reason), chars=30),
        Column(owner.tr("Entry"), lambda r: str(r.step.entry), right=True, chars=7, spare=True),
    )


def _day(time: str) -> str:
    """Write the day of an entry as the desk does; what is no time stays as it is."""
    try:
        return desk_figures().day(date.fromisoformat(time[:10]))
    except ValueError:
        return time[:10]

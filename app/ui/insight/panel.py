"""What every part of the room of insight is: it shows a count, and leads from each figure to its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.certainty import Rate
from app.domain.errors import AppError
from app.domain.insight_facts import NOT_RECOGNISED
from app.ui.background import Changed
from app.ui.i18n import say
from app.ui.insight.loading import Insight
from app.ui.room import RoomParts
from app.workflow.figures import Figures


class InsightPanel(QWidget):
    """The base of every part.

    Signals:
        behind: The documents behind a figure are wanted: what the figure is, and their ids.
        said: Something to be said in the line at the bottom.
        document_wanted: A document is to be opened on the work screen.
        logged: Something was written to the log, so that everything is to be counted again.
    """

    behind = Signal(str, object)
    said = Signal(str)
    document_wanted = Signal(int)
    logged = Signal()

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        self.parts = parts
        self.insight: Insight | None = None

    def show_insight(self, insight: Insight) -> None:
        """Take what was counted; each part shows its own of it."""
        self.insight = insight

    def focus_start(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()

    def tell(self) -> None:
        """Say again which documents are behind what has the focus; called when this part comes into sight."""

    def lacks(self, note: QLineEdit, wanted: str) -> bool:
        """Tell whether a note that the log needs is empty; if so, say what is wanted and go there."""
        if note.text().strip():
            return False
        self.said.emit(wanted)
        note.setFocus()
        return True

    def write(self, work: Callable[[], Any], note: QLineEdit, told: Callable[[Any], str]) -> None:
        """Write something to the log in the background; then empty the note and say what was written."""

        def written(found: object) -> None:
            note.clear()
            self.said.emit(told(found))
            self.logged.emit()

        self.parts.background.command(self, work, written, self.failed, changes=lambda _: Changed())

    def failed(self, error: BaseException) -> None:
        """Say why something could not be done; a fault of the program goes where all of them go."""
        if isinstance(error, AppError):
            self.said.emit(say(str(error)))
        else:
            self.parts.background.failed.emit(error)


def vendor_text(name: str) -> str:
    """Write a vendor's name; the words in place of one that nobody knows are in the language of the window."""
    return say(name) if name == NOT_RECOGNISED else name


def rate_text(figures: Figures, rate: Rate) -> str:
    """Write a share with its counts: "3 / 40 (7.5 %)"."""
    percent = rate.percent
    return f"{rate.part} / {rate.whole}" + (f" ({figures.percent(percent)})" if percent is not None else "")


def interval_text(figures: Figures, rate: Rate) -> str:
    """Write the 95 % interval of a share: "2.6 % – 19.9 %"; nothing of nothing."""
    found = rate.interval
    return f"{figures.percent(found[0])} – {figures.percent(found[1])}" if found else ""


def measure_of(rate: Rate) -> tuple[Decimal, tuple[Decimal, Decimal] | None] | None:
    """Return what a bar draws of a share."""
    return None if rate.percent is None else (rate.percent, rate.interval)


def money_by_currency(figures: Figures, amounts: Iterable[tuple[str, Decimal]]) -> str:
    """Write amounts of several currencies, each by itself: nothing is converted, and nothing is added as 0.00."""
    known = sorted(amounts)
    shown = [one for one in known if one[1]] or known[-1:]
    told = [f"{figures.money(amount, currency or None)} {currency}".strip() for currency, amount in shown]
    return " + ".join(told)

"""The habits of vendors and items (S2.142, S2.183): how sure they are, what would end each, and the letter about it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.insight import Habit, Saved
from app.reports.insight.followup import FollowUp, Worked
from app.ui.fact_list import FactList
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.insight.bars import BarDelegate
from app.ui.insight.loading import Insight
from app.ui.insight.panel import InsightPanel, interval_text, measure_of, money_by_currency, rate_text
from app.ui.plain_text import copy_text, plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.insight.fixes import propose_fixes
from app.workflow.insight.outreach import HabitLetter, habit_letter, mark_sent
from app.workflow.wording import OWNERS, finding_title, words_for


class HabitsPanel(InsightPanel):
    """Habits above, the surest first; below what would end the one in focus, its letter, and what letters did."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.habits = RecordTable(RecordModel(self._columns(), self), self.tr("Habits"))
        self.rule = plain_label(look="muted", wrap=True, whole=True)
        self.facts = FactList()
        self.tabs = FittedTabs(self.tr("What can be done"))
        self.ask = QPushButton(self.tr("What would end it? Decide its past again"))
        self.fixes = RecordTable(RecordModel(self._fix_columns(), self), self.tr("What would end it"))
        self.subject = plain_label(look="title", wrap=True, whole=True)
        self.letter = QPlainTextEdit()
        self.copy = QPushButton(self.tr("Copy the letter"))
        self.note = QLineEdit()
        self.sent = QPushButton(self.tr("It was sent"))
        self.letters = RecordTable(RecordModel(self._letter_columns(), self), self.tr("Letters and what they did"))
        self._drafted: HabitLetter | None = None
        self._build()

    @property
    def habit(self) -> Habit | None:
        """The habit in focus."""
        found = self.habits.current
        return found if isinstance(found, Habit) else None

    def show_insight(self, insight: Insight) -> None:
        """Show what was counted."""
        super().show_insight(insight)
        self.habits.records.show_rows(insight.recurrence.habits)
        self.letters.records.show_rows(insight.letters)
        told = say(insight.recurrence.rule[:1].upper() + insight.recurrence.rule[1:] + ".")
        if not insight.recurrence.habits:
            told = self.tr("No habit is proved in this period.") + " " + told
        self.rule.setText(told)
        self.habits.focus_row(0)
        self._show(self.habit)

    def focus_start(self) -> None:
        """Start with the list."""
        self.habits.setFocus()

    def tell(self) -> None:
        """Name the documents of the habit in focus."""
        if self.habit is not None:
            self.behind.emit(_title(self.habit), self.habit.rate.documents)

    def look_for_fixes(self) -> None:
        """Decide the past of the habit in focus again with whatever could end it."""
        habit, insight, services = self.habit, self.insight, self.parts.services
        if habit is None or insight is None:
            return
        self.ask.setEnabled(False)
        self.parts.background.read(
            self,
            lambda: propose_fixes(services, habit, insight.overturned),
            lambda found: self._fixes_found(habit, found),
            self.failed,
        )

    def say_sent(self) -> None:
        """Log that the letter was sent: from now on its effect is counted."""
        habit, note, services = self.habit, self.note.text(), self.parts.services
        if habit is None or self._drafted is None:
            return
        if self.lacks(self.note, self.tr("Say how and to whom it was sent.")):
            return
        told = self.tr("Noted in the log; the follow-up counts from today.")
        self.write(lambda: mark_sent(services, habit, note), self.note, lambda _: told)

    def _show(self, habit: Habit | None) -> None:
        self._drafted = None
        self.fixes.records.show_rows(())
        self.letter.clear()
        self.subject.setText("")
        for part in (self.ask, self.copy, self.sent, self.note):
            part.setEnabled(habit is not None)
        if habit is None or self.insight is None:
            self.facts.show_facts(())
            return
        self.facts.show_facts(self._facts(habit))
        self.behind.emit(_title(habit), habit.rate.documents)
        services, facts = self.parts.services, self.insight.facts
        self.parts.background.read(
            self, lambda: habit_letter(services, habit, facts), lambda found: self._letter_found(habit, found),
            self._no_letter,
        )  # fmt: skip

    def _facts(self, habit: Habit) -> tuple[tuple[str, str], ...]:
        figures = self.parts.figures
        since = figures.day(habit.since) if habit.since else self.tr("for as long as the desk looks back")
        return (
            (self.tr("How often"), f"{rate_text(figures, habit.rate)}, {interval_text(figures, habit.rate)}"),
            (self.tr("The others"), rate_text(figures, habit.others)),
            (self.tr("Since"), since),
            (self.tr("Last seen"), figures.day(habit.latest)),
            (self.tr("By chance alone"), self.tr("{0} (corrected for all tests)").format(f"{habit.corrected:.1E}")),
            (self.tr("At stake"), money_by_currency(figures, habit.at_stake.items())),
        )

    def _fixes_found(self, habit: Habit, found: tuple[Saved, ...]) -> None:
        self.ask.setEnabled(True)
        if habit is not self.habit:
            return
        self.fixes.records.show_rows(found)
        if not found:
            self.said.emit(self.tr("Nothing on file would have saved these cases; a letter may."))

    def _letter_found(self, habit: Habit, found: HabitLetter) -> None:
        if habit is self.habit:
            self._drafted = found
            self.subject.setText(found.draft.subject)
            self.letter.setPlainText(found.draft.body)

    def _no_letter(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.subject.setText(say(str(error)))
        else:
            self.parts.background.failed.emit(error)

    def failed(self, error: BaseException) -> None:
        """Say why, and let it be asked again."""
        self.ask.setEnabled(True)
        super().failed(error)

    def _columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Whose"), _whose, chars=28),
            Column(self.tr("What"), lambda h: say(finding_title(h.failure)), chars=28),
            Column(self.tr("How often"), lambda h: rate_text(figures, h.rate), right=True, chars=18),
            Column("", lambda h: "", drawn=14),
            Column(self.tr("The others"), lambda h: figures.percent(h.others.percent) if h.others.percent is not None
                   else "", right=True, chars=9),
            Column(self.tr("Since"), lambda h: figures.day(h.since) if h.since else "", chars=11),
        )  # fmt: skip

    def _fix_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("What"), lambda s: say(s.fix.what), chars=50),
            Column(self.tr("Would have saved"), lambda s: f"{len(s.saved)} / {s.looked_at}", right=True, chars=14),
            Column(self.tr("A quarter"), lambda s: figures.quantity(s.a_quarter), right=True, chars=9),
            Column(self.tr("Against it"), lambda s: str(len(s.against)) if s.against else "", right=True, chars=9),
            Column(self.tr("Decides"), lambda s: say(words_for(s.fix.decides, OWNERS)), chars=16),
        )

    def _letter_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        words = {
            Worked.YES: self.tr("~ fewer since"), Worked.WORSE: self.tr("! more since"),
            Worked.NOT_YET: self.tr("= no proof either way"), Worked.TOO_EARLY: self.tr("? too early to say"),
        }  # fmt: skip

        def sent(row: FollowUp) -> str:
            return figures.day(row.outreach.time.date())

        return (
            Column(self.tr("Sent"), sent, chars=11),
            Column(self.tr("Vendor"), lambda r: r.vendor_name, chars=24),
            Column(self.tr("What"), lambda r: say(finding_title(r.outreach.failure)), chars=26),
            Column(self.tr("Before"), lambda r: rate_text(figures, r.before), right=True, chars=16),
            Column(self.tr("Since then"), lambda r: rate_text(figures, r.since), right=True, chars=16),
            Column(self.tr("Did it work?"), lambda r: words[r.worked], chars=20),
        )

    def _build(self) -> None:
        self.habits.setItemDelegateForColumn(
            3, BarDelegate(self.parts.theme, lambda h: measure_of(h.rate) if h else None, self)
        )
        self.letter.setAccessibleName(self.tr("Letter to the vendor"))
        self.note.setAccessibleName(self.tr("How and to whom it was sent"))
        self.note.setPlaceholderText(self.tr("How and to whom it was sent"))
        for name, page in (
            (self.tr("What would end it"), self._fix_page()),
            (self.tr("Letter to the vendor"), self._letter_page()),
            (self.tr("Letters and what they did"), self.letters),
        ):
            self.tabs.addTab(page, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.habits, 3)
        layout.addWidget(self.rule)
        layout.addWidget(self.facts)
        layout.addWidget(self.tabs, 3)
        self.habits.chosen.connect(self._show)
        self.ask.clicked.connect(self.look_for_fixes)
        self.copy.clicked.connect(self._copy)
        self.sent.clicked.connect(self.say_sent)
        self.note.returnPressed.connect(self.say_sent)
        self.fixes.chosen.connect(self._fix_chosen)

    def _fix_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 6, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.ask)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.fixes, 1)
        return page

    def _letter_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.subject)
        layout.addWidget(self.letter, 1)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.note, 1)
        row.addWidget(self.sent)
        layout.addLayout(row)
        return page

    def _fix_chosen(self, saved: Saved | None) -> None:
        if saved is not None:
            self.behind.emit(say(saved.fix.what), saved.saved)

    def _copy(self) -> None:
        copy_text(f"{self.subject.text()}\n\n{self.letter.toPlainText()}")
        self.said.emit(self.tr("The letter was copied: paste it into your mail."))


def _whose(habit: Habit) -> str:
    return " · ".join(part for part in (habit.vendor_name, habit.item) if part)


def _title(habit: Habit) -> str:
    return f"{_whose(habit)}: {say(finding_title(habit.failure))}"

"""What the studio has beside the page, each behind a tab: what is read, the rules, trying them, earlier versions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.provenance import Box
from app.ui.background import Background
from app.ui.changes import ChangesTable
from app.ui.fitted_tabs import FittedTabs
from app.ui.page.page_hit_test import box_at, boxes_in
from app.ui.page.page_painting import Outlines
from app.ui.profiles.rule_panel import RulePanel
from app.ui.profiles.rule_panels import FormPanel, MeaningsPanel, WordsPanel
from app.ui.profiles.studio_tables import EffectTable, ReadTable
from app.ui.profiles.table_panels import ColumnsPanel, FieldsPanel
from app.workflow.profile_edit import Profile, Word

_SLACK = 3.0  # points around a word that still count as a click on it


class StudioTabs(FittedTabs):
    """The values that were read, the panels of rules, and what comes of them.

    Signals:
        changed: The profile as it is after a change.
        said: Something to be said.
        value_chosen: Another value has the focus.
    """

    changed = Signal(object)
    said = Signal(str)
    value_chosen = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__(QCoreApplication.translate("StudioTabs", "Rules of the profile"))
        self.values = ReadTable()
        self.panels: tuple[RulePanel, ...] = (ColumnsPanel(), FieldsPanel(), MeaningsPanel(), FormPanel(), WordsPanel())
        self.attempt = QPushButton(self.tr("Try on every invoice of this vendor"))
        self.effects = EffectTable()
        self.history = ChangesTable(self, background, self.tr("Earlier versions of the profile"))
        self._build()
        self.values.chosen.connect(lambda _: self.value_chosen.emit())
        self.values.opened.connect(lambda _: self.value_chosen.emit())

    def show_profile(self, profile: Profile) -> None:
        """Show the rules of another profile; nothing was tried with it yet."""
        self.effects.records.show_rows(())
        for panel in self.panels:
            panel.show_profile(profile)

    def outlines(self) -> Outlines:
        """Return what is to be outlined on the page: every value, those of the line in focus, the value in focus."""
        value = self.values.current
        rows = [row for row in self.values.records.rows if row.box is not None]
        in_line = [row for row in rows if value is not None and value.line and row.line == value.line]
        return Outlines(
            tuple(row.box for row in rows),
            tuple(row.box for row in in_line),
            value.box if value is not None else None,
        )

    def take(self, words: tuple[Word, ...], area: Box, pages: int) -> None:
        """Hand a click on the page, or an area drawn there, to the tab that is in front."""
        panel = self.currentWidget()
        placed = [(word.box, word.text) for word in words]
        point = area.x0 == area.x1 and area.top == area.bottom
        if not isinstance(panel, RulePanel):
            self._focus_value(area)
        elif point:
            hit = box_at(placed, area.page, area.x0, area.top, slack=_SLACK)
            if hit is not None:
                panel.take_words(hit[1], hit[0], pages)
        elif isinstance(panel, MeaningsPanel):
            inside = boxes_in(placed, area)
            if inside:
                panel.take_words(" ".join(text for _, text in inside), inside[0][0], pages)
        else:
            panel.take_area(words, area, pages)

    def _focus_value(self, area: Box) -> None:
        """Give the value that stands where the page was clicked the focus."""
        boxes = [(row.box, place) for place, row in enumerate(self.values.records.rows) if row.box is not None]
        hit = box_at(boxes, area.page, area.x0, area.top, slack=_SLACK)
        if hit is not None:
            self.values.focus_row(hit[1])
            self.values.setFocus()

    def _build(self) -> None:
        # Eight tabs beside two other panes: short words, so that none hides behind arrows on a small screen.
        names = (self.tr("Columns"), self.tr("Fields"), self.tr("Units"), self.tr("Form"), self.tr("Words"))
        whole = ("", "", self.tr("Units and charges"), self.tr("Dates and figures"), self.tr("Instructions in words"))
        self.addTab(self.values, self.tr("Read"))
        for panel, name, told in zip(self.panels, names, whole, strict=True):
            place = self.addTab(panel, name)
            self.setTabToolTip(place, told)
            self.tabBar().setAccessibleTabName(place, told or name)
            panel.changed.connect(self.changed)
            panel.said.connect(self.said)
        trial = QWidget()
        column = QVBoxLayout(trial)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.attempt)
        column.addWidget(self.effects, 1)
        self.addTab(trial, self.tr("Try"))
        place = self.addTab(self.history, self.tr("History"))
        self.setTabToolTip(place, self.tr("Earlier versions"))
        self.tabBar().setAccessibleTabName(place, self.tr("Earlier versions"))

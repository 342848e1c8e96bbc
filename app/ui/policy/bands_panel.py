"""The part of the policy room where the tolerance bands stand."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from app.domain.item import LineClass
from app.domain.policy import Band, Policy
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.policy.policy_panel import PolicyPanel
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_table import RuleTable
from app.workflow.figures import Figures
from app.workflow.policy_edit import DEFAULT, band_of, limit_from_text, vendors_of, with_limit, without_vendor
from app.workflow.wording import LINE_CLASSES, words_for

_KEYS = tuple(field.name for field in fields(Band))
_PERCENT = ("quantity_short_percent", "quantity_over_percent", "price_percent")
_VENDOR = "vendors."


class BandsPanel(PolicyPanel):
    """The tolerance bands: by default, by line class, by vendor; each limit not checked, zero or a value."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        headings = (
            self.tr("Whose lines"), self.tr("Billed short"), self.tr("Billed over"), self.tr("Price"),
            self.tr("Price, a line"), self.tr("Hours over"),
        )  # fmt: skip
        limits = range(1, len(headings))
        model = RuleModel(headings, limits, self, right=limits)
        self.table = RuleTable(model, self.tr("Tolerance bands"))
        self.vendor = QLineEdit()
        self.vendor.setAccessibleName(self.tr("Number of a vendor with bands of its own"))
        self.vendor.setPlaceholderText(self.tr("Vendor number"))
        self.add = QPushButton(self.tr("Add vendor"))
        self.remove = QPushButton(self.tr("Remove vendor"))
        row = QHBoxLayout()
        row.addWidget(self.vendor, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        told = plain_label(
            self.tr(
                "Not checked: the next wider row decides, and what is checked nowhere does not clear. Zero: nothing "
                "passes. F2 types a limit, Del makes it not checked."
            ),
            look="muted",
            wrap=True,
            whole=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(told)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        model.edited.connect(self._typed)
        self.table.forgotten.connect(self._clear)
        self.table.chosen.connect(lambda key: self.remove.setEnabled(key.startswith(_VENDOR)))
        self.add.clicked.connect(self._add)
        self.vendor.returnPressed.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.remove.setEnabled(False)

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        super().show_policy(policy)
        places = [DEFAULT, *(one.value for one in LineClass), *(f"{_VENDOR}{one}" for one in vendors_of(policy))]
        self.table.rules.show_rules([self._row(policy, place) for place in places])

    def _row(self, policy: Policy, place: str) -> RuleRow:
        if place == DEFAULT:
            name = self.tr("Default")
        elif place.startswith(_VENDOR):
            name = self.tr("Vendor {0}").format(place.removeprefix(_VENDOR))
        else:
            name = say(words_for(place, LINE_CLASSES))
        band = band_of(policy, place)
        return RuleRow(place, (name, *(self._limit(band, key) for key in _KEYS)))

    def _limit(self, band: Band, key: str) -> str:
        """Write a limit so that its three states cannot be taken for one another."""
        value = getattr(band, key)
        if value is None:
            return self.tr("not checked")
        if value == 0:
            return self.tr("zero")
        shown = self.figures.quantity(value)
        if key in _PERCENT:
            return f"{shown} %"
        return self.tr("{0} hours").format(shown) if key == "hours_over_authorised" else self.figures.money(value)

    def _typed(self, place: str, column: int, text: str) -> None:
        words = text.replace(self.tr("not checked"), "").replace(self.tr("zero"), "0")
        words = words.replace(self.tr("{0} hours").format(""), "")
        self._change(lambda p: with_limit(p, place, _KEYS[column - 1], limit_from_text(words, self.figures.point)))

    def _clear(self, place: str) -> None:
        column = self.table.currentIndex().column()
        if column > 0:
            self._change(lambda p: with_limit(p, place, _KEYS[column - 1], None))

    def _add(self) -> None:
        vendor_id = self.vendor.text().strip()
        if not vendor_id or self.policy is None:
            return
        place = f"{_VENDOR}{vendor_id}"
        self._change(lambda p: with_limit(p, place, _KEYS[0], band_of(p, place).quantity_short_percent))
        self.vendor.clear()
        self.table.focus_rule(place, 1)
        self.table.setFocus()

    def _remove(self) -> None:
        vendor_id = self.table.key.removeprefix(_VENDOR)
        self._change(lambda p: without_vendor(p, vendor_id))

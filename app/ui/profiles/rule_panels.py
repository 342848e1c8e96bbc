"""The parts of the studio for units and charges, for the form of dates and figures, and for plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box
from app.ui.cut_combo import CutCombo
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_panel import RulePanel
from app.ui.profiles.rule_table import RuleTable
from app.workflow.profile_edit import (
    BilledQuantity,
    DateOrder,
    Missed,
    Profile,
    Understood,
    tell,
    understood_words,
    with_charge,
    with_form,
    with_unit,
)
from app.workflow.wording import CHARGES, words_for

_TYPING_MS = 300
_FEWEST_LETTERS = 12


class MeaningsPanel(RulePanel):
    """Which unit and which charge a printed word is."""

    def __init__(self) -> None:
        super().__init__()
        units = RuleModel((self.tr("Printed"), self.tr("Unit")), (1,), self)
        charges = RuleModel((self.tr("Printed"), self.tr("Charge")), (), self)
        self.units = RuleTable(units, self.tr("Units this vendor prints"))
        self.charges = RuleTable(charges, self.tr("Charges this vendor prints"))
        self.printed = self._line(self.tr("Printed unit"))
        self.code = self._line(self.tr("Code of the unit, for example EA"))
        self.add_unit = QPushButton(self.tr("Add unit"))
        self.words = self._line(self.tr("Words of the charge"))
        self.kind = CutCombo()
        self.kind.setAccessibleName(self.tr("Which charge it is"))
        for kind in ChargeKind:
            self.kind.addItem(say(words_for(kind, CHARGES)), kind.value)
        self.add_charge = QPushButton(self.tr("Add charge"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(
            plain_label(
                self.tr("Click a unit on the page, or type it. Del forgets one."), look="muted", wrap=True, whole=True
            )
        )
        layout.addLayout(_row(self.printed, self.code, self.add_unit))
        layout.addWidget(self.units, 1)
        layout.addLayout(_row(self.words, self.kind, self.add_charge))
        layout.addWidget(self.charges, 1)
        self.add_unit.clicked.connect(self._add_unit)
        self.code.returnPressed.connect(self._add_unit)
        self.add_charge.clicked.connect(self._add_charge)
        units.edited.connect(lambda key, _, text: self._set_unit(key, text))
        self.units.forgotten.connect(lambda key: self._set_unit(key, ""))
        self.charges.forgotten.connect(lambda key: self._change(lambda p: with_charge(p, key, None)))

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        super().show_profile(profile)
        self.units.rules.show_rules([RuleRow(word, (word, code)) for word, code in profile.units.items()])
        self.charges.rules.show_rules(
            [RuleRow(word, (word, say(words_for(kind, CHARGES)))) for word, kind in profile.accessorials.items()]
        )

    def take_words(self, text: str, box: Box, pages: int) -> None:
        """Take a word for the field in focus: a charge where that is being typed, else a unit."""
        if self.words.hasFocus():
            self.words.setText(text)
        else:
            self.printed.setText(text)
            self.code.setFocus()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(name)
        # With large letters there is room for a few of them only.
        line.setToolTip(name)
        line.setMinimumWidth(line.fontMetrics().averageCharWidth() * _FEWEST_LETTERS)
        return line

    def _add_unit(self) -> None:
        if self.printed.text().strip():
            self._set_unit(self.printed.text(), self.code.text())
        else:
            self.said.emit(self.tr("Say how the vendor prints the unit."))
            self.printed.setFocus()

    def _set_unit(self, printed: str, code: str) -> None:
        try:
            self._change(lambda p: with_unit(p, printed, code))
        except ValueError:
            self.said.emit(self.tr("“{0}” is no unit that is known.").format(code))
            return
        self.printed.clear()
        self.code.clear()

    def _add_charge(self) -> None:
        self._change(lambda p: with_charge(p, self.words.text(), ChargeKind(self.kind.currentData())))
        self.words.clear()


class FormPanel(RulePanel):
    """How the vendor writes dates and figures, which quantity counts, what prices are per."""

    def __init__(self) -> None:
        super().__init__()
        unsaid = self.tr("as the page suggests")
        self.dates = self._choice(
            self.tr("Dates"),
            (
                (unsaid, ""),
                (self.tr("day first: 31.12.2026"), DateOrder.DAY_FIRST.value),
                (self.tr("month first: 12/31/2026"), DateOrder.MONTH_FIRST.value),
                (self.tr("year first: 2026-12-31"), DateOrder.YEAR_FIRST.value),
            ),
        )
        self.decimals = self._choice(
            self.tr("Decimals"), ((unsaid, ""), (self.tr("point: 1,234.50"), "."), (self.tr("comma: 1.234,50"), ","))
        )
        self.billed = self._choice(
            self.tr("Billed quantity"),
            (
                (unsaid, ""),
                (self.tr("what was shipped"), BilledQuantity.SHIPPED.value),
                (self.tr("what was ordered"), BilledQuantity.ORDERED.value),
                (self.tr("the column called quantity"), BilledQuantity.QUANTITY.value),
            ),
        )
        self.basis = self._choice(
            self.tr("Prices are per"), ((unsaid, ""), ("1", "1"), ("100", "100"), (self.tr("1000"), "1000"))
        )
        kinds = [(say(words_for(kind, CHARGES)), kind.value) for kind in ChargeKind]
        self.last = self._choice(self.tr("The last line is"), ((self.tr("goods, as any other"), ""), *kinds))
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        for choice in (self.dates, self.decimals, self.billed, self.basis, self.last):
            label = QLabel(choice.accessibleName())
            label.setBuddy(choice)
            form.addRow(label, choice)
            choice.activated.connect(lambda _: self._chosen())

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        super().show_profile(profile)
        values = (
            (self.dates, profile.date_order.value if profile.date_order else ""),
            (self.decimals, profile.decimal_separator or ""),
            (self.billed, profile.billed_quantity.value if profile.billed_quantity else ""),
            (self.basis, str(profile.price_basis) if profile.price_basis is not None else ""),
            (self.last, profile.last_line.value if profile.last_line else ""),
        )
        for choice, value in values:
            choice.setCurrentIndex(max(0, choice.findData(value)))

    def _choice(self, name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        for text, value in options:
            choice.addItem(text, value)
        return choice

    def _chosen(self) -> None:
        dates, decimals, billed, basis, last = (
            str(choice.currentData()) for choice in (self.dates, self.decimals, self.billed, self.basis, self.last)
        )
        self._change(
            lambda p: with_form(
                p,
                date_order=DateOrder(dates) if dates else None,
                decimal_separator=decimals or None,
                billed_quantity=BilledQuantity(billed) if billed else None,
                price_basis=Decimal(basis) if basis else None,
                last_line=ChargeKind(last) if last else None,
            )
        )


class WordsPanel(RulePanel):
    """Notes in plain words: what was understood as a rule, and what was not, is shown while they are typed."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("What is to be known of this vendor's invoices"))
        self.text.setPlaceholderText(
            self.tr("For example: quantity is the Shipped column; dates are day first; CTN means carton")
        )
        self.text.setTabChangesFocus(True)
        self.understood = plain_label(wrap=True, whole=True)
        self.missed = plain_label(look="trouble", wrap=True, whole=True)
        self.take = QPushButton(self.tr("Take over what was understood"))
        self.notes = plain_label(look="muted", wrap=True, whole=True)
        self._found: Understood | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.understand)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.understood)
        layout.addWidget(self.missed)
        layout.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.notes)
        layout.addStretch(1)
        self.text.textChanged.connect(self._typing.start)
        self.take.clicked.connect(self._take)
        self.understand()

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        super().show_profile(profile)
        self.notes.setText(self.tr("Notes: {0}").format(profile.notes) if profile.notes else "")

    def understand(self) -> None:
        """Say what is understood of the words so far; a few hundred characters are read in a moment."""
        words = self.text.toPlainText()
        self._found = understood_words(words) if words.strip() else None
        said = self._found.said if self._found else ()
        missed = "; ".join(_shown(clause) for clause in self._found.missed) if self._found else ""
        self.understood.setText("\n".join(f"= {say(text)}" for text in said))
        self.missed.setText(self.tr("Not understood: {0}").format(missed) if missed else "")
        self.missed.setVisible(bool(missed))
        self.take.setEnabled(bool(said))

    def _take(self) -> None:
        """Take over what was understood; what was not stays to be said in other words."""
        self.understand()
        found = self._found
        if found is None or not found.rules:
            return
        self._change(lambda p: tell(p, found))
        told = self.tr("%n rules were taken over.", "", len(found.rules))
        if found.missed:
            told += " " + self.tr("%n instructions were not understood: they stay here.", "", len(found.missed))
        self.text.setPlainText("\n".join(clause.words for clause in found.missed))
        self.understand()
        self.text.setFocus()
        self.said.emit(told)


def _shown(clause: Missed) -> str:
    """Return a clause that was not understood as it was written, the reason in the window's language."""
    return str(replace(clause, reason=say(clause.reason)))


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for part in parts:
        row.addWidget(part)
    return row

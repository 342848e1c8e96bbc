"""What an empty workspace shows: an invitation to import, to add invoices, or to look at the sample desk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.imports import ImportedFacts
from app.ui.fitted_scroll import FittedScroll
from app.ui.plain_text import plain_label


class FirstStart(QWidget):
    """Three ways to begin.

    Signals:
        import_wanted: Orders and master data are to be imported.
        invoices_wanted: Invoices are to be added.
        demo_wanted: The sample desk is to be opened, in a window and a workspace of its own.
    """

    import_wanted = Signal()
    invoices_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = plain_label(look="title")
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        self.title.setFont(font)
        self.told = plain_label(wrap=True)
        self.orders = QPushButton(self.tr("Import orders…  Ctrl+I"))
        self.invoices = QPushButton(self.tr("Add invoices…  Ctrl+O"))
        self.demo = QPushButton(self.tr("Open the sample desk"))
        self.hint = plain_label(
            self.tr("You can also drop files or folders anywhere on this window."), look="muted", wrap=True
        )
        column = QWidget()
        column.setMaximumWidth(self.fontMetrics().averageCharWidth() * 72)
        layout = QVBoxLayout(column)
        layout.setSpacing(10)
        for part in (self.title, self.told, self.orders, self.invoices, self.demo, self.hint):
            layout.addWidget(part)
        for button in (self.orders, self.invoices, self.demo):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inner = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        outer = QVBoxLayout(inner)
        outer.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = FittedScroll(inner)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        whole.addWidget(area)
        self.orders.clicked.connect(self.import_wanted)
        self.invoices.clicked.connect(self.invoices_wanted)
        self.demo.clicked.connect(self.demo_wanted)
        self.show_facts(ImportedFacts())

    def show_facts(self, facts: ImportedFacts) -> None:
        """Say what is there and what is missing; the next step is the filled button."""
        if facts.orders:
            self.title.setText(self.tr("Your orders are here"))
            self.told.setText(
                self.tr(
                    "{0} orders with {1} lines from {2} vendors. Now add the invoices to compare with them."
                ).format(facts.orders, facts.order_lines, facts.vendors)
                + ("" if facts.has_policy else " " + self.tr("There is no policy yet: nothing will clear by itself."))
            )
        else:
            self.title.setText(self.tr("Welcome to Tieout"))
            self.told.setText(
                self.tr(
                    "Tieout compares vendors' invoices with your purchase orders, line by line. "
                    "Start with the folder that holds your orders and vendors, then add invoices."
                )
            )
        self.setFocusProxy(self.invoices if facts.orders else self.orders)
        for button, primary in ((self.orders, not facts.orders), (self.invoices, bool(facts.orders))):
            button.setProperty("look", "primary" if primary else "")
            button.style().unpolish(button)
            button.style().polish(button)

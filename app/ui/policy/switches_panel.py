"""The part of the policy room that says which findings may clear by themselves."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.decision import Category
from app.domain.match import Pattern
from app.domain.policy import Policy
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.policy.policy_panel import PolicyPanel
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_table import RuleTable
from app.workflow.figures import Figures
from app.workflow.policy_edit import with_switch
from app.workflow.wording import finding_title


class SwitchesPanel(PolicyPanel):
    """Which findings may clear by themselves at all: for every vendor, and for single ones."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        self.boxes: dict[str, QCheckBox] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        told = plain_label(
            self.tr("What is ticked may clear by itself where the rules permit it; the rest always goes to a person."),
            look="muted",
            wrap=True,
            whole=True,
        )
        column.addWidget(told)
        kinds = (*(pattern.value for pattern in Pattern), Category.LATE_SHIPMENT.value)
        for name in kinds:
            box = QCheckBox(say(finding_title(name)))
            box.clicked.connect(lambda on, name=name: self._change(lambda p: with_switch(p, name, off=not on)))
            column.addWidget(box)
            self.boxes[name] = box
        model = RuleModel((self.tr("Vendor"), self.tr("Never clears by itself")), (), self)
        self.table = RuleTable(model, self.tr("Switches of single vendors"))
        self.vendor = QLineEdit()
        self.vendor.setAccessibleName(self.tr("Number of the vendor"))
        self.vendor.setPlaceholderText(self.tr("Vendor number"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What never clears by itself"))
        self.kind.addItem(self.tr("everything"), "*")
        for name in kinds:
            self.kind.addItem(say(finding_title(name)), name)
        self.add = QPushButton(self.tr("Switch off"))
        row = QHBoxLayout()
        row.addWidget(self.vendor)
        row.addWidget(self.kind, 1)
        row.addWidget(self.add)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(self.tr("Switches"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(scroll)
        self.add.clicked.connect(self._add)
        self.vendor.returnPressed.connect(self._add)
        self.table.forgotten.connect(lambda key: self._change(lambda p: with_switch(p, key, off=False)))

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        super().show_policy(policy)
        for name, box in self.boxes.items():
            box.setChecked(name not in policy.automation_off and "*" not in policy.automation_off)
        rows = []
        for switch in sorted(policy.automation_off):
            vendor_id, colon, name = switch.rpartition(":")
            if colon or name == "*":
                what = self.tr("everything") if name == "*" else say(finding_title(name))
                rows.append(RuleRow(switch, (vendor_id or self.tr("every vendor"), what)))
        self.table.rules.show_rules(rows)

    def _add(self) -> None:
        vendor_id = self.vendor.text().strip()
        if vendor_id:
            switch = f"{vendor_id}:{self.kind.currentData()}"
            self._change(lambda p: with_switch(p, switch, off=True))
            self.vendor.clear()

"""The parts of the policy room where settings stand: bands, authority, switches, and the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.decision import Category
from app.domain.errors import AppError
from app.domain.item import LineClass
from app.domain.match import Pattern
from app.domain.policy import Band, Policy, ReceiptRule, Role
from app.domain.vendor import Tier
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_table import RuleTable
from app.workflow.figures import Figures
from app.workflow.policy_differences import ANY_AMOUNT, NO_AUTHORITY
from app.workflow.policy_edit import (
    DEFAULT,
    authority_text,
    band_of,
    limit_from_text,
    vendors_of,
    with_authority,
    with_general,
    with_limit,
    with_switch,
    without_vendor,
)
from app.workflow.wording import LINE_CLASSES, OWNERS, finding_title, words_for

_KEYS = tuple(field.name for field in fields(Band))
_PERCENT = ("quantity_short_percent", "quantity_over_percent", "price_percent")
_VENDOR = "vendors."


class PolicyPanel(QWidget):
    """A part that changes the proposed policy.

    Signals:
        changed: The policy as it is after a change.
        refused: What was typed cannot be used: why.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures
        self.policy: Policy | None = None

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        self.policy = policy

    def _change(self, change: Callable[[Policy], Policy]) -> None:
        if self.policy is None:
            return
        try:
            new = change(self.policy)
        except AppError as error:
            self.refused.emit(say(str(error)))
            return
        if new != self.policy:
            self.changed.emit(new)


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


class AuthorityPanel(PolicyPanel):
    """Who may release what."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        model = RuleModel((self.tr("Role"), self.tr("May release up to")), (1,), self)
        self.table = RuleTable(model, self.tr("Authority"))
        told = plain_label(
            self.tr("An amount, “any” for any amount, or nothing for no authority. F2 types, Del takes it away."),
            look="muted",
            wrap=True,
            whole=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(told)
        layout.addWidget(self.table, 1)
        model.edited.connect(
            lambda key, _, text: self._change(lambda p: with_authority(p, Role(key), self._plain(text), figures.point))
        )
        self.table.forgotten.connect(lambda key: self._change(lambda p: with_authority(p, Role(key), "")))

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        super().show_policy(policy)
        rows = []
        for role in Role:
            limit = next((one for one in policy.approval_limits if one.role is role), None)
            text = say(authority_text(policy, role))
            if limit is not None and limit.up_to is not None:
                text = self.figures.money(limit.up_to)
            rows.append(RuleRow(role.value, (say(words_for(role, OWNERS)), text)))
        self.table.rules.show_rules(rows)

    def _plain(self, text: str) -> str:
        words = {say(ANY_AMOUNT): ANY_AMOUNT, say(NO_AUTHORITY): NO_AUTHORITY, self.tr("any"): ANY_AMOUNT}
        return words.get(text.strip(), text.replace(self.figures.group, "") if self.figures.group else text)


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


class GeneralPanel(PolicyPanel):
    """Receipts, the header band, escalation, tiers, recurrence, priority and due dates, review."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        self.receipts = QComboBox()
        self.receipts.setAccessibleName(self.tr("Goods receipts"))
        self.receipts.addItem(self.tr("used where there are any"), ReceiptRule.OPTIONAL.value)
        self.receipts.addItem(self.tr("required for goods"), ReceiptRule.REQUIRED.value)
        label = QLabel(self.tr("Goods receipts"))
        label.setBuddy(self.receipts)
        form = QFormLayout()
        form.addRow(label, self.receipts)
        model = RuleModel((self.tr("Setting"), self.tr("Value")), (1,), self)
        self.table = RuleTable(model, self.tr("Other settings"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        self.receipts.activated.connect(
            lambda _: self._change(lambda p: with_general(p, "receipts", str(self.receipts.currentData())))
        )
        model.edited.connect(
            lambda key, _, text: self._change(lambda p: with_general(p, key, self._plain(key, text), figures.point))
        )
        self.table.forgotten.connect(lambda key: self._change(lambda p: with_general(p, key, "")))

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        super().show_policy(policy)
        self.receipts.setCurrentIndex(self.receipts.findData(policy.receipts.value))
        number, money = self.figures.quantity, self.figures.money
        unset = self.tr("not checked")
        header, over = policy.header, policy.escalate_exposure_over
        rows = [
            ("header_tolerance.percent", self.tr("Whole invoice: percent beyond the orders"),
             unset if header.percent is None else f"{number(header.percent)} %"),
            ("header_tolerance.absolute", self.tr("Whole invoice: amount beyond the orders"),
             unset if header.absolute is None else money(header.absolute)),
            ("escalate_exposure_over", self.tr("Escalate at once above"), unset if over is None else money(over)),
        ]  # fmt: skip
        tiers = {
            Tier.TRUSTED: self.tr("Trusted vendors: percentages times"),
            Tier.STANDARD: self.tr("Standard vendors: percentages times"),
            Tier.WATCH: self.tr("Vendors on watch: percentages times"),
        }
        rows += [(f"tiers.{tier}", name, number(policy.tiers.get(tier, 1))) for tier, name in tiers.items()]  # type: ignore[arg-type]
        rows += [
            ("recurrence.count", self.tr("The same failure counts as recurring from"), str(policy.recurrence_count)),
            ("recurrence.days", self.tr("… within so many days"), str(policy.recurrence_days)),
            ("urgency.escalate_days", self.tr("Escalated cases: working days to settle"), str(policy.escalate_days)),
            ("urgency.draft_and_route_days", self.tr("Other cases: working days to settle"), str(policy.route_days)),
            ("urgency.high_exposure_over", self.tr("High priority above"), self._high(policy)),
            (
                "company.names",
                self.tr("Own company names, “;” between them"),
                "; ".join(policy.own_names) or unset,
            ),
            (
                "company.addresses",
                self.tr("Own addresses, “;” between them"),
                "; ".join(policy.own_addresses) or unset,
            ),
            (
                "company.tax_ids",
                self.tr("Own tax ids, “;” between them"),
                "; ".join(policy.own_tax_ids) or unset,
            ),
            ("company.currency", self.tr("Currency where none is on file"), policy.own_currency or self.tr("none")),
            ("review.last", self.tr("Last looked over on"), policy.reviewed.isoformat() if policy.reviewed else ""),
            ("review.days", self.tr("… and again after so many days"), str(policy.review_days)),
        ]
        self.table.rules.show_rules([RuleRow(key, (name, value)) for key, name, value in rows])

    def _high(self, policy: Policy) -> str:
        limit = policy.high_exposure_over
        return self.tr("half of what escalates") if limit is None else self.figures.money(limit)

    def _plain(self, key: str, text: str) -> str:
        if key.startswith("company."):
            # Names and addresses hold blanks and points.
            return "" if text.strip() in {self.tr("not checked"), self.tr("none")} else text
        words = text.replace(self.tr("not checked"), "").replace(self.tr("half of what escalates"), "")
        return words.replace(self.figures.group, "") if self.figures.group else words

"""The part of the policy room with all settings but the bands, authority and switches."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout

from app.domain.policy import Policy, ReceiptRule
from app.domain.vendor import Tier
from app.ui.policy.policy_panel import PolicyPanel
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_table import RuleTable
from app.workflow.figures import Figures
from app.workflow.policy_edit import with_general


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
        rows = (*self._limits(policy), *self._recurrence_and_urgency(policy), *self._company_and_review(policy))
        self.table.rules.show_rules([RuleRow(key, (name, value)) for key, name, value in rows])

    def _limits(self, policy: Policy) -> list[tuple[str, str, str]]:
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
        return rows

    def _recurrence_and_urgency(self, policy: Policy) -> list[tuple[str, str, str]]:
        return [
            ("recurrence.count", self.tr("The same failure counts as recurring from"), str(policy.recurrence_count)),
            ("recurrence.days", self.tr("… within so many days"), str(policy.recurrence_days)),
            ("urgency.escalate_days", self.tr("Escalated cases: working days to settle"), str(policy.escalate_days)),
            ("urgency.draft_and_route_days", self.tr("Other cases: working days to settle"), str(policy.route_days)),
            ("urgency.high_exposure_over", self.tr("High priority above"), self._high(policy)),
        ]

    def _company_and_review(self, policy: Policy) -> list[tuple[str, str, str]]:
        unset = self.tr("not checked")
        return [
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

    def _high(self, policy: Policy) -> str:
        limit = policy.high_exposure_over
        return self.tr("half of what escalates") if limit is None else self.figures.money(limit)

    def _plain(self, key: str, text: str) -> str:
        if key.startswith("company."):
            # Names and addresses hold blanks and points.
            return "" if text.strip() in {self.tr("not checked"), self.tr("none")} else text
        words = text.replace(self.tr("not checked"), "").replace(self.tr("half of what escalates"), "")
        return words.replace(self.figures.group, "") if self.figures.group else words

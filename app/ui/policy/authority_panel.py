"""The part of the policy room that says who may release what."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from app.domain.policy import DESK_ROLES, Policy, Role
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.policy.policy_panel import PolicyPanel
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_table import RuleTable
from app.workflow.figures import Figures
from app.workflow.policy_differences import ANY_AMOUNT, NO_AUTHORITY
from app.workflow.policy_edit import authority_text, with_authority
from app.workflow.wording import OWNERS, words_for


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
        limits = {one.role: one for one in policy.approval_limits}
        # A file may give a vendor a limit: it is shown, to be taken away.
        for role in (role for role in Role if role in DESK_ROLES or role in limits):
            limit = limits.get(role)
            text = say(authority_text(policy, role))
            if limit is not None and limit.up_to is not None:
                text = self.figures.money(limit.up_to)
            rows.append(RuleRow(role.value, (say(words_for(role, OWNERS)), text)))
        self.table.rules.show_rules(rows)

    def _plain(self, text: str) -> str:
        words = {say(ANY_AMOUNT): ANY_AMOUNT, say(NO_AUTHORITY): NO_AUTHORITY, self.tr("any"): ANY_AMOUNT}
        return words.get(text.strip(), text.replace(self.figures.group, "") if self.figures.group else text)

"""The room of the policy: change it, see what it would have done with past invoices, save it with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.errors import AppError, ConflictError
from app.domain.policy import Policy
from app.ui.background import Changed
from app.ui.changes import ChangesTable
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.page_parts import fill_side_by_side, reason_row
from app.ui.plain_text import plain_label
from app.ui.policy.authority_panel import AuthorityPanel
from app.ui.policy.bands_panel import BandsPanel
from app.ui.policy.general_panel import GeneralPanel
from app.ui.policy.policy_panel import PolicyPanel
from app.ui.policy.switches_panel import SwitchesPanel
from app.ui.record_model import Column, RecordModel
from app.ui.record_page import document_opener
from app.ui.record_table import RecordTable
from app.ui.room import RoomPage, RoomParts
from app.workflow.figures import amount_with_currency
from app.workflow.history import policy_history
from app.workflow.import_data import look_again
from app.workflow.policy_differences import policy_differences
from app.workflow.policy_edit import NEW, save_policy
from app.workflow.policy_words import setting_in_words, warnings_of
from app.workflow.services import Services
from app.workflow.what_if import Against, Effect, WhatIf, WhatIfRow, what_if
from app.workflow.wording import without_codes

_MOST_WARNINGS = 3
_WIDTHS = (780, 660)


class PolicyPage(RoomPage):
    """Settings on the left; differences, what-if and saving on the right."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        self._parts = parts
        self.in_force: Policy | None = None
        self.proposed: Policy = NEW
        self.outcome: WhatIf | None = None
        self._loaded = False
        self._stale = False
        figures = parts.figures
        self.panels: tuple[PolicyPanel, ...] = (
            BandsPanel(figures), AuthorityPanel(figures), SwitchesPanel(figures), GeneralPanel(figures),
        )  # fmt: skip
        self.title = plain_label(look="title", wrap=True, whole=True)
        self.tabs = FittedTabs(self.tr("Settings of the policy"))
        self.differences = RecordTable(RecordModel(self._difference_columns(), self), self.tr("What is changed"))
        self.warnings = RecordTable(
            RecordModel((Column(self.tr("Warning"), say, chars=60),), self), self.tr("Warnings"), wrapped=True
        )
        self.history = ChangesTable(self, parts.background, self.tr("Earlier versions of the policy"))
        self.side = FittedTabs(self.tr("What the changes are"))
        self.new_warnings = plain_label(look="trouble", wrap=True, whole=True)
        self.ask = QPushButton(self.tr("What if? Decide past invoices again"))
        self.summary = plain_label(wrap=True, whole=True)
        self.counted = plain_label(look="trouble", wrap=True, whole=True)
        self.rows = RecordTable(RecordModel(self._row_columns(), self), self.tr("What it would have done"))
        self.reason = QLineEdit()
        self.drop = QPushButton(self.tr("Give the changes up"))
        self.save = QPushButton(self.tr("Save the policy"))
        self._build()

    @property
    def changed(self) -> bool:
        """Whether something differs from the policy in force."""
        return bool(policy_differences(self.in_force, self.proposed))

    def enter(self) -> None:
        """Fetch the policy in force, unless changes to it are under way."""
        if not self._loaded or not self.changed:
            self._parts.background.read(self, self._parts.services.store.policy, self._arrived)
        self.panels[0].table.setFocus()  # type: ignore[attr-defined]

    def propose(self, policy: Policy) -> None:
        """Take a changed policy; nothing is saved."""
        self.proposed = policy
        self._forget_outcome()
        self._show()

    def look_back(self) -> None:
        """Decide every stored invoice again under the proposed policy."""
        services, proposed = self._parts.services, self.proposed
        self.ask.setEnabled(False)
        self.summary.setText(self.tr("Deciding past invoices again…"))
        self._parts.background.batch(
            self,
            self.tr("What if"),
            lambda progress, cancel: what_if(services, proposed, progress=progress, cancel=cancel),
            lambda outcome: self._looked_back(proposed, outcome),
            self._failed,
        )

    def save_changes(self) -> None:
        """Put the proposed policy in force, with its reason; documents that wait are decided anew."""
        services, proposed, before, reason = self._parts.services, self.proposed, self.in_force, self.reason.text()
        if not self.changed:
            return
        if not reason.strip():
            self.said.emit(self.tr("Say in a few words why the policy is changed."))
            self.reason.setFocus()
            return
        self.save.setEnabled(False)
        self._parts.background.command(
            self,
            lambda: _save(services, proposed, before, reason),
            lambda saved: self._saved(saved[0], len(saved[1])),
            self._failed,
            changes=lambda saved: Changed(frozenset(saved[1]), queue=True, desk=True),
        )

    def give_up(self) -> None:
        """Show the policy in force again."""
        self.propose(self.in_force or NEW)

    # --- what arrives --------------------------------------------------------------------------------------------
    def _arrived(self, policy: Policy | None) -> None:
        self._loaded = True
        self.in_force = policy
        self.history.ask(lambda: policy_history(self._parts.services))
        self.propose(policy or NEW)

    def _looked_back(self, proposed: Policy, outcome: WhatIf) -> None:
        self.ask.setEnabled(True)
        if proposed is not self.proposed:
            self._forget_outcome()
            return
        self.outcome = outcome
        self.rows.records.show_rows(outcome.rows)
        parts = [self.tr("%n invoices were decided again.", "", outcome.looked_at)]
        count = outcome.count
        words = (
            (Effect.CLEARS, self.tr("%n would clear by themselves", "", count(Effect.CLEARS))),
            (Effect.HELD, self.tr("%n would be held", "", count(Effect.HELD))),
            (Effect.ESCALATED, self.tr("%n would be escalated", "", count(Effect.ESCALATED))),
            (Effect.EASED, self.tr("%n would no longer be escalated", "", count(Effect.EASED))),
        )
        parts += [f"{told} ({self._at_stake(outcome, effect)})" for effect, told in words if count(effect)]
        if not outcome.rows:
            parts.append(self.tr("Nothing would have been decided otherwise."))
        if not outcome.complete:
            parts.append(self.tr("Stopped on request: not every invoice was looked at."))
        self.summary.setText(" · ".join(parts))
        against = len(outcome.against)
        self.counted.setText(
            self.tr("Counts against it: %n of those that would clear were decided otherwise by people.", "", against)
            if against
            else ""
        )
        self.counted.setVisible(bool(against))

    def _saved(self, policy: Policy, decided: int) -> None:
        self.reason.clear()
        self._arrived(policy)
        told = self.tr("Policy version {0} is in force.").format(policy.version)
        if decided:
            told += " " + self.tr("%n waiting documents were decided anew.", "", decided)
        self.said.emit(told)

    def _failed(self, error: BaseException) -> None:
        self.ask.setEnabled(True)
        self._show()
        if not isinstance(error, AppError):
            self._parts.background.failed.emit(error)
            return
        self.said.emit(say(str(error)))
        self.summary.setText(say(str(error)))
        if isinstance(error, ConflictError):
            self._parts.background.read(self, self._parts.services.store.policy, self._rebase)

    def _rebase(self, policy: Policy | None) -> None:
        """Compare with the policy that somebody else put in force; the changes stay proposed."""
        self.in_force = policy
        self._show()

    # --- what is shown -------------------------------------------------------------------------------------------
    def _show(self) -> None:
        for panel in self.panels:
            panel.show_policy(self.proposed)
        differences = policy_differences(self.in_force, self.proposed)
        self.differences.records.show_rows(differences)
        version = self.in_force.version if self.in_force else 0
        if self.in_force is None:
            self.title.setText(self.tr("No policy yet: nothing clears by itself"))
        elif differences:
            self.title.setText(self.tr("Policy version {0}, changed and not saved").format(version))
        else:
            self.title.setText(self.tr("Policy version {0} is in force").format(version))
        warnings = warnings_of(self.proposed) if self._loaded else ()
        known = warnings_of(self.in_force) if self.in_force is not None else ()
        fresh = [text for text in warnings if text not in known]
        self.warnings.records.show_rows(warnings)
        self.side.setTabText(1, self.tr("Warnings ({0})").format(len(warnings)))
        self.new_warnings.setText("\n".join(f"! {say(text)}" for text in fresh[:_MOST_WARNINGS]))
        self.new_warnings.setVisible(bool(fresh))
        for button in (self.save, self.drop):
            button.setEnabled(bool(differences))

    def _forget_outcome(self) -> None:
        self.outcome = None
        self.rows.records.show_rows(())
        self.summary.setText(self.tr("Look at past invoices before you save: what would clear, and what people said."))
        self.counted.setVisible(False)

    def _at_stake(self, outcome: WhatIf, effect: Effect) -> str:
        figures, sums = self._parts.figures, outcome.exposure(effect)
        told = [amount_with_currency(figures, sums[currency], currency) for currency in sorted(sums)]
        return self.tr("at stake: {0}").format(" + ".join(told))

    # --- building --------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        names = (self.tr("Tolerances"), self.tr("Authority"), self.tr("Switches"), self.tr("Other settings"))
        for panel, name in zip(self.panels, names, strict=True):
            self.tabs.addTab(panel, name)
            panel.changed.connect(self.propose)
            panel.refused.connect(self._refused)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 12, 8, 8)
        column.addWidget(self.title)
        column.addWidget(self.tabs, 1)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(8, 12, 16, 10)
        self.side.addTab(self.differences, self.tr("What is changed"))
        self.side.addTab(self.warnings, self.tr("Warnings ({0})").format(0))
        self.side.addTab(self.history, self.tr("Earlier versions"))
        inner.addWidget(self.side, 2)
        inner.addWidget(self.new_warnings)
        inner.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.summary)
        inner.addWidget(self.counted)
        inner.addWidget(self.rows, 3)
        why = self.tr("Why the policy is changed")
        inner.addWidget(reason_row(self.drop, self.reason, self.save, label=self.tr("Reason:"), name=why))
        fill_side_by_side(self, (left, right), _WIDTHS)
        self.ask.clicked.connect(self.look_back)
        self.drop.clicked.connect(self.give_up)
        self.save.clicked.connect(self.save_changes)
        self.reason.returnPressed.connect(self.save_changes)
        document_opener(self, self.rows)
        self._forget_outcome()
        self._show()

    def _refused(self, why: str) -> None:
        self.said.emit(why)
        self._show()

    def _difference_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Setting"), lambda r: say(setting_in_words(r[0])), chars=34),
            Column(self.tr("Now"), lambda r: say(r[1]), chars=14),
            Column(self.tr("Then"), lambda r: say(r[2]), chars=14),
        )

    def _row_columns(self) -> tuple[Column, ...]:
        figures = self._parts.figures
        effects = {
            Effect.CLEARS: self.tr("~ clears"), Effect.HELD: self.tr("! held"),
            Effect.ESCALATED: self.tr("x escalated"), Effect.EASED: self.tr("! no longer escalated"),
        }  # fmt: skip
        people = {
            Against.REJECTED: self.tr("rejected"), Against.CORRECTED: self.tr("corrected"),
            Against.CHOSEN: self.tr("other line chosen"), Against.REVERSED: self.tr("decided otherwise later"),
            Against.FOUND_WRONG: self.tr("found wrong later"),
        }  # fmt: skip

        def stake(row: WhatIfRow) -> str:
            return amount_with_currency(figures, row.exposure, row.currency)

        return (
            Column(self.tr("Then"), lambda r: effects[r.effect], chars=12),
            Column(self.tr("Invoice"), lambda r: r.invoice_number, chars=12),
            Column(self.tr("Vendor"), lambda r: r.vendor_name, chars=20),
            Column(self.tr("At stake"), stake, right=True, chars=13),
            Column(self.tr("People"), lambda r: people[r.against] if r.against else "", chars=11),
            Column(self.tr("What held it"), lambda r: say(without_codes(r.reason)), chars=30),
        )


def _save(services: Services, proposed: Policy, before: Policy | None, reason: str) -> tuple[Policy, tuple[int, ...]]:
    saved = save_policy(services, proposed, before, reason)
    return saved, look_again(services, cause="the policy was changed")

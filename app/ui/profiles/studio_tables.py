"""The tables of the studio: what is read of an invoice, and what a profile would change on every invoice."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.provenance import Certainty
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.workflow.profile_edit import name_of_rule
from app.workflow.profile_learning import StoredTrial
from app.workflow.profile_studio import ReadValue


class ReadTable(RecordTable):
    """Every value that is read, with its characters and how sure it is."""

    def __init__(self) -> None:
        super().__init__(RecordModel(self._value_columns()), self.tr("What is read"))

    def _value_columns(self) -> tuple[Column, ...]:
        def where(row: ReadValue) -> str:
            return self.tr("line {0}").format(row.line) if row.line else self.tr("invoice")

        sure = {
            Certainty.PROVEN: self.tr("proven"), Certainty.CONSISTENT: self.tr("one sum agrees"),
            Certainty.UNVERIFIED: self.tr("unchecked"), Certainty.CONTRADICTED: self.tr("contradicted"),
        }  # fmt: skip
        return (
            Column(self.tr("Where"), where, chars=9),
            Column(self.tr("Field"), lambda r: say(name_of_rule(r.field)), chars=14),
            Column(self.tr("Value"), lambda r: desk_figures().sentence(r.value) if r.is_figure else r.value, chars=30),
            Column(self.tr("As printed"), lambda r: r.raw, chars=20),
            Column(self.tr("How sure"), lambda r: sure[Certainty(r.certainty)] if r.certainty else "", chars=14),
        )


class EffectTable(RecordTable):
    """What is read otherwise with the profile, invoice by invoice."""

    def __init__(self) -> None:
        super().__init__(RecordModel(self._effect_columns()), self.tr("What would change"))

    def show_trials(self, trials: Sequence[StoredTrial]) -> None:
        """Show what came of trying the profile."""
        held = self.tr("sums that hold")
        self.records.show_rows([row for trial in trials for row in _effect_rows(trial, held)])

    def _effect_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("File"), lambda r: r[0], chars=22),
            Column(self.tr("What"), lambda r: r[1], chars=16),
            Column(self.tr("Today"), lambda r: r[2], chars=28),
            Column(self.tr("With the profile"), lambda r: r[3], chars=28),
        )


def _effect_rows(stored: StoredTrial, sums_hold: str) -> list[tuple[str, str, str, str]]:
    """Say what the profile changes on one stored invoice: its sums first, then every value that differs."""
    trial = stored.trial
    if trial.error:
        return [(trial.file, "x", trial.error, "")]
    sign = "x" if stored.worse else "=" if trial.holding_with == trial.holding_without else "~"
    sums = (trial.file, f"{sign} {sums_hold}", str(trial.holding_without), str(trial.holding_with))
    return [sums, *((trial.file, f"! {name}", before, after) for name, before, after in trial.differences)]

"""How long stored files are kept, what must not be deleted, and deleting the rest with a second person's word.

A period counts from the end of the calendar year of the last entry about any document the file belongs to. Never
deleted are: what is under a legal hold, what is still open, a kind the policy names no period for. The journal, what
was read, and every decision stay; of a deleted file its hash stays. What day it is, the log says: a clock that was set
ahead makes nothing due.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.domain.case import JournalKind, NewEntry
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.keeping import DueFile, FileKind, HoldScope, RetentionReport
from app.domain.policy import Role
from app.workflow.rights import require
from app.workflow.services import Services


def due_since(last_day: date, years: int) -> date:
    """Return the first day on which a file may be deleted."""
    return date(min(last_day.year + years + 1, date.max.year), 1, 1)


def retention_report(services: Services) -> RetentionReport:
    """Say which stored files are due under the policy in force; nothing is changed."""
    policy = services.store.policy()
    said = policy.retention if policy else {}
    periods = {kind: said[kind.value] for kind in FileKind if kind.value in said}
    now = services.clock.now()
    today = services.store.keeper.log_day(now)
    due: list[DueFile] = []
    kept: list[DueFile] = []
    not_yet = by_clock = 0
    for file in services.store.keeper.stored_files():
        years = periods.get(file.kind)
        since = due_since(file.last_day, years) if years is not None else None
        if since is None or since > today:
            not_yet += 1
            by_clock += since is not None and since <= now.date() and not file.why_kept
        else:
            (kept if file.why_kept else due).append(DueFile(file, since))
    return RetentionReport(today, periods, tuple(due), tuple(kept), not_yet, by_clock)


def needs_second_person(services: Services) -> bool:
    """Tell whether a controller has to confirm: this desk has one."""
    return any(given.role is Role.CONTROLLER for given in services.store.roles())


def propose(services: Services, reason: str) -> tuple[int, RetentionReport]:
    """Log the list of what should be deleted, for a second person; return the entry and the list.

    Raises:
        RuleError: Nobody said why.
        InputError: Nothing is due.
    """
    report = _something(services, reason)
    entry = NewEntry(
        JournalKind.RETENTION, services.actor, f"Proposed to delete {len(report.due)} stored files under retention",
        after={"proposed": list(report.names)}, reason=reason.strip(),
    )  # fmt: skip
    return services.store.append(entry), report


def delete(services: Services, reason: str) -> tuple[int, RetentionReport]:
    """Delete what is due, where the desk has nobody who must confirm; return the entry and what was deleted.

    Raises:
        RuleError: Nobody said why, or a controller has to confirm.
        InputError: Nothing is due.
        ConflictError: Something changed meanwhile; nothing was deleted.
    """
    if needs_second_person(services):
        raise RuleError(
            "second_person_needed", "This desk has a controller, who confirms what is deleted.",
            next_step="Propose it with “tieout retention propose”; a controller who is somebody else confirms.",
        )  # fmt: skip
    report = _something(services, reason)
    return _deleted(services, report, reason, {"confirms": None}), report


def confirm(services: Services, entry: int, reason: str) -> tuple[int, RetentionReport]:
    """Delete what somebody else proposed in this entry, as far as it is still due and nothing else.

    Raises:
        RuleError: Nobody said why; whoever acts is no controller, or proposed it.
        InputError: The entry proposed nothing, or nothing of it is due any more.
        ConflictError: Something changed meanwhile, or it was confirmed before; nothing was deleted.
    """
    proposed, by = _proposal(services, entry)
    require(services, (Role.CONTROLLER,), "confirm a deletion")
    if by == services.actor.user:
        raise RuleError(
            "own_entry", "You proposed this yourself; somebody else confirms.",
            next_step="Ask another controller of this desk.",
        )  # fmt: skip
    report = _something(services, reason)
    wanted = tuple(due for due in report.due if f"{due.file.kind.value}:{due.file.stored_name}" in proposed)
    if not wanted:
        raise ConflictError(
            "retention_changed", f"Nothing of what entry {entry} proposed is to be deleted any more.",
            next_step="Look at “tieout retention report”.",
        )  # fmt: skip
    only = replace(report, due=wanted)
    return _deleted(services, only, reason, {"confirms": entry, "proposed_by": by}), only


def answer_for_clock(services: Services, reason: str) -> int:
    """Log that a controller answers for the clock: the time in which the log was silent really passed.

    Raises:
        RuleError: Whoever acts is no controller, or gives no reason.
        InputError: The clock and the log say the same day.
    """
    if services.actor.role is not Role.CONTROLLER:
        raise RuleError(
            "controller_only", "Only a controller can answer for the clock.",
            next_step="Ask a controller of this desk (“tieout users” lists them).",
        )  # fmt: skip
    _reason(reason)
    now = services.clock.now()
    if services.store.keeper.log_day(now) == now.date():
        raise InputError("clock_agrees", "The clock and the log say the same day; there is nothing to answer for.")
    return services.store.keeper.answer_for_clock(now, services.actor, reason.strip())


def set_hold(services: Services, scope: HoldScope, subject: str, reason: str, *, placed: bool) -> None:
    """Place or lift a legal hold; lifting asks for a controller where the desk has one.

    Raises:
        RuleError: Nobody said why, or the role does not suffice.
        InputError: There is no such subject, or the hold is as wanted already.
    """
    _reason(reason)
    if not placed:
        require(services, (Role.CONTROLLER,), "lift a legal hold")
    services.store.keeper.set_hold(scope, subject, services.actor, reason.strip(), placed=placed)


def _deleted(services: Services, report: RetentionReport, reason: str, after: Mapping[str, object]) -> int:
    periods = {kind.value: years for kind, years in report.periods.items()}
    files = [due.file for due in report.due]
    return services.store.keeper.delete(
        files, services.actor, reason.strip(), after={**after, "periods_in_years": periods}
    )


def _something(services: Services, reason: str) -> RetentionReport:
    _reason(reason)
    report = retention_report(services)
    if not report.due and report.by_clock:
        raise RuleError(
            "clock_ahead",
            f"The period of {report.by_clock} files is over by this machine's clock alone; by the log's own time it is "
            f"{report.today}.",
            next_step="Put the clock right. Where that time really passed while the log was silent, a controller says "
            "so with “tieout retention clock --note WHY”.",
        )  # fmt: skip
    if not report.due:
        raise InputError(
            "nothing_due", "Nothing is to be deleted.",
            next_step="“tieout retention report” says what is kept, until when and why.",
        )  # fmt: skip
    return report


def _proposal(services: Services, entry: int) -> tuple[Sequence[str], str]:
    found = services.store.journal(since=entry - 1, limit=1)
    said = json.loads(found[0].after) if found and found[0].sequence == entry else {}
    if not found or found[0].kind != JournalKind.RETENTION.value or "proposed" not in said:
        raise InputError("no_proposal", f"Entry {entry} of the log proposes no deletion.")
    return said["proposed"], found[0].user


def _reason(reason: str) -> None:
    if not reason.strip():
        raise RuleError("reason_needed", "A written reason is needed; auditors read it.")

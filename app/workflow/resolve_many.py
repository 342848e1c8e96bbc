"""One command on several cases at once: each checked as if it stood alone and all of them together, each logged.

What is refused is named; the rest is one transaction, over however many documents. So is taking it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.case import PENDING, Action, Case, Command, Document, JournalEntry, JournalKind, NewEntry
from app.domain.errors import AppError, ConflictError, RuleError
from app.domain.item import CrossReference
from app.domain.money import ZERO
from app.domain.settlement import CaseChange, Settlement, Undoable
from app.policy.duplicates import STRONG_RULES
from app.workflow import resolve_case
from app.workflow.case_authority import answers_for
from app.workflow.command_plans import moved
from app.workflow.one_stroke import in_one_stroke
from app.workflow.proposal import asked_role
from app.workflow.services import Services
from app.workflow.wording import counted

# What can be said of several cases in the same words. A correction or a choice is about one line of one page.
TOGETHER_ACTIONS = (Action.ACCEPT, Action.SEND, Action.HOLD, Action.NOTE)
_TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as its sender looked at it."""

    case_id: int
    document_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A case that was not decided, and why."""

    case_id: int
    document_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command on several cases."""

    documents: tuple[Document, ...]
    done: tuple[int, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo restored. ``left``: documents of the same stroke that something has happened on since.

    ``cases``: how many were decided at that stroke.
    """

    documents: tuple[Document, ...]
    left: tuple[int, ...] = ()
    cases: int = 1


def seen(case: Case) -> Seen:
    """Return a case as it is looked at now."""
    return Seen(case.case_id, case.document_id, case.version)


def apply_together(services: Services, cases: Iterable[Seen], command: Command) -> Outcome:
    """Carry out one command on several cases.

    Raises:
        RuleError: Not one of them may be decided this way, or all together are above the person's limit; nothing is
            written then.
    """
    wanted = tuple(dict.fromkeys(cases))
    _check_command(services, command)
    by_document: dict[int, list[Seen]] = {}
    for one in wanted:
        by_document.setdefault(one.document_id, []).append(one)
    head = services.store.head()[0] if command.action is Action.ACCEPT else None
    if head is not None:
        for document_id in by_document:
            resolve_case.decided_anew_where_due(services, document_id)
    stroke_id = f"{services.actor.user} {services.clock.now().isoformat()} {wanted[0].case_id}" if wanted else ""
    at_stake = {
        case.case_id: answers_for(document, case)
        for document in map(services.store.document, by_document)
        for case in document.cases
    }
    plans = list[_Planned]()
    for document_id, mine in by_document.items():
        elsewhere = sum((at_stake.get(one.case_id, ZERO) for one in wanted if one.document_id != document_id), ZERO)
        plans.append(_planned(services, document_id, mine, command, elsewhere))
    outcome = _written(services, plans, stroke_id, head)
    if wanted and not outcome.done:
        raise RuleError("none_decided", outcome.refused[0].why)
    return outcome


def _written(services: Services, plans: Sequence[_Planned], stroke_id: str, head: int | None) -> Outcome:
    """Write what was planned, all at once; a document that somebody changed since is left out, and all written anew.

    For each entry names the cases decided at the same stroke, and must name those that were and no other. After the
    entry ``head`` nothing may have changed that an invoice is accepted on.
    """
    refused = [one for planned in plans for one in planned.refused]
    standing = [(planned, planned.settlement) for planned in plans if planned.settlement]
    while standing:
        done = tuple(case_id for planned, _ in standing for case_id in planned.done)
        stroke = {"id": stroke_id, "cases": list(done), "documents": [one.document_id for _, one in standing]}
        documents = list[Document]()
        try:
            with services.store.together():
                _refuse_changed(services, standing, head)
                for _, settlement in standing:
                    documents.append(services.store.settle(_of_stroke(settlement, stroke)))
        except _ChangedError as found:
            late, settlement = standing.pop(found.place)
            refused += [Refused(one, settlement.document_id, str(resolve_case.changed(one))) for one in late.done]
        except ConflictError as error:
            late, settlement = standing.pop(len(documents))
            refused += [Refused(case_id, settlement.document_id, str(error)) for case_id in late.done]
        else:
            return Outcome(tuple(documents), done, tuple(refused))
    return Outcome((), (), tuple(refused))


class _ChangedError(Exception):
    """What a document is accepted on has changed; ``place`` is its own among those of the stroke."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place


def _refuse_changed(services: Services, standing: Sequence[tuple[_Planned, Settlement]], head: int | None) -> None:
    if head is None:
        return
    for place, (_, settlement) in enumerate(standing):
        if services.store.decided_before_change(settlement.document_id, since=head):
            raise _ChangedError(place)


def _of_stroke(settlement: Settlement, stroke: Mapping[str, object]) -> Settlement:
    entries = (replace(entry, after={**entry.after, _TOGETHER: dict(stroke)}) for entry in settlement.entries)
    return replace(settlement, entries=tuple(entries))


def undo_offer(services: Services) -> Undoable | None:
    """Return what an undo would take back; a stroke over several cases is one step, and its label names the number."""
    last = services.store.undoable(services.actor)
    if last is None:
        return None
    number = len(_stroke_of(_entry_at(services, last.entry)).get("cases", ()))
    return replace(last, label=f"{counted(number, 'case')} at once: {last.label}") if number > 1 else last


def undo_step(services: Services) -> TakenBack:
    """Take back the person's last command, and everything that was decided at the same stroke.

    Raises:
        RuleError: There is nothing to undo, or something was learned from it that still holds.
    """
    last = services.store.undoable(services.actor)
    stroke = _stroke_of(_entry_at(services, last.entry)) if last else {}
    documents = [int(one) for one in stroke.get("documents", ())]
    cases = max(len(stroke.get("cases", ())), 1)
    if last is None or len(documents) < 2:
        return TakenBack((resolve_case.undo(services),), cases=cases)
    taken = in_one_stroke(services, lambda parts: _taken_back(parts, documents, str(stroke["id"])))
    return replace(taken, cases=cases)


def _taken_back(services: Services, documents: Sequence[int], stroke_id: str) -> TakenBack:
    restored, left = list[int](), list[int]()
    for document_id in reversed(documents):
        entry = _last_of_stroke(services, document_id, stroke_id)
        if entry is None:
            continue
        try:
            restored.append(resolve_case.taken_back(services, document_id, entry.sequence))
        except ConflictError:
            left.append(document_id)
    return TakenBack(tuple(resolve_case.looked_at_again(services, one) for one in restored), tuple(left))


@dataclass(frozen=True, slots=True)
class _Planned:
    settlement: Settlement | None
    done: tuple[int, ...]
    refused: tuple[Refused, ...]


def _check_command(services: Services, command: Command) -> None:
    if not services.actor.person:
        raise RuleError("not_a_person", "Only a person can act on a case.")
    if command.action not in TOGETHER_ACTIONS:
        raise RuleError("one_by_one", "This is decided one case at a time.", next_step="Open each of them.")


def _planned(services: Services, document_id: int, mine: list[Seen], command: Command, elsewhere: Decimal) -> _Planned:
    """Plan one transaction for the cases of one document, leaving out what is refused."""
    document = services.store.document(document_id)
    entries, changes, done, refused = list[NewEntry](), list[CaseChange](), list[int](), list[Refused]()
    learned = list[CrossReference]()
    before = elsewhere
    last: Settlement | None = None
    for one in mine:
        case = next((case for case in document.cases if case.case_id == one.case_id), None)
        try:
            last = _plan_one(services, document, case, one, command, before)
        except AppError as error:
            refused.append(Refused(one.case_id, document_id, str(error)))
            continue
        assert case is not None
        before += answers_for(document, case)
        entries += last.entries
        changes += last.set_cases
        learned += last.learn
        document = _with_changes(document, last.set_cases)
        done.append(case.case_id)
    if last is None:
        return _Planned(None, (), tuple(refused))
    settled = replace(last, entries=tuple(entries), set_cases=tuple(changes), learn=tuple(dict.fromkeys(learned)))
    return _Planned(settled, tuple(done), tuple(refused))


def _plan_one(
    services: Services, document: Document, case: Case | None, one: Seen, command: Command, together: Decimal
) -> Settlement:
    if case is None or case.version != one.version or case.state not in PENDING:
        raise ConflictError("case_changed", f"Case {one.case_id} was decided or changed since you looked at it.")
    if command.action is Action.ACCEPT and case.rule in STRONG_RULES:
        # Accepting it decides the invoice anew, so that it uses up its order; that is no mark among others.
        raise RuleError(
            "one_by_one",
            f"Case {one.case_id} says that the invoice was billed before: that is decided one case at a time.",
            next_step="Open it, and accept it by itself.",
        )
    mine = replace(command, seen_version=one.version)
    if command.action is Action.SEND:
        # Each case goes to whoever owns it or may release it, with its own message.
        handover = case.handover
        owner = asked_role(case, services.actor.role) or case.owner
        mine = replace(mine, owner=owner, note=f"{handover.draft_subject}\n\n{handover.draft_body}".strip())
    resolve_case.check(services, document, case, mine, together=together)
    return moved(services, document, case, mine)


def _with_changes(document: Document, changes: Iterable[CaseChange]) -> Document:
    by_id = {change.case_id: change for change in changes}
    cases = tuple(
        replace(case, state=by_id[case.case_id].state, outcome=by_id[case.case_id].outcome)
        if case.case_id in by_id
        else case
        for case in document.cases
    )
    return replace(document, cases=cases)


def _entry_at(services: Services, sequence: int) -> JournalEntry | None:
    found = services.store.journal(since=sequence - 1, limit=1)
    return found[0] if found else None


def _stroke_of(entry: JournalEntry | None) -> dict[str, list[int]]:
    if entry is None or entry.kind != JournalKind.COMMAND.value:
        return {}
    found = json.loads(entry.after).get(_TOGETHER)
    return found if isinstance(found, dict) else {}


def _last_of_stroke(services: Services, document_id: int, stroke_id: str) -> JournalEntry | None:
    entries = services.store.journal(document_id=document_id)
    mine = [entry for entry in entries if str(_stroke_of(entry).get("id", "")) == stroke_id]
    return mine[-1] if mine else None

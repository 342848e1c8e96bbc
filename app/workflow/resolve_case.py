"""What a person does with a case: checked against rules and authority, then written with its journal entry."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.domain.case import Action, Case, CaseState, Command, Document, DocumentState
from app.domain.errors import ConflictError, RuleError
from app.domain.money import ZERO
from app.domain.teaching import FactKind
from app.domain.urgency import desk_day
from app.policy.duplicates import STRONG_RULES
from app.workflow.case_authority import check_authority, check_use_is_known
from app.workflow.case_life import Need, allowed_actions, missing
from app.workflow.command_plans import chosen, corrected, genuine, moved
from app.workflow.one_stroke import in_one_stroke
from app.workflow.process_document import redecide_or_hold, settle_anew
from app.workflow.services import Services

_NEEDED: Mapping[Need, tuple[str, str, str]] = {
    Need.REASON: ("reason_needed", "This needs a reason in words.", "Write why; auditors read it."),
    Need.DAY: ("date_needed", "A hold needs a date to look again.", "Give the date."),
    Need.VALUE: ("value_needed", "A correction needs a field and a value.", ""),
    Need.ORDER_LINES: ("choice_needed", "Choosing needs an invoice line and order lines.", ""),
    Need.SOMEBODY: ("owner_needed", "Handing over needs somebody to hand it to.", "Name a role."),
}


def apply(services: Services, case_id: int, command: Command, *, replaced_by: int | None = None) -> Document:
    """Carry out a command and log it, in one transaction; return the document as it stands afterwards.

    ``replaced_by``: the document that was read in place of this one, where the program turns it down for that.

    Raises:
        ConflictError: The case changed since the sender looked at it.
        RuleError: The command is not allowed: no person, state, missing reason, authority, or own entry.
        InputError: A corrected value cannot be read, or an order line does not exist.
    """
    if not services.actor.person:
        # The program decides by the table and never again: what the table holds back is a person's (S1.26, S1.62).
        raise RuleError("not_a_person", "Only a person can act on a case.")
    head = services.store.head()[0]
    document, case = _as_seen(services, case_id, command)
    if command.action is Action.ACCEPT and decided_anew_where_due(services, document.document_id):
        document, case = _as_seen(services, case_id, command)
    if command.action is Action.REOPEN:
        _check_nothing_rests_on(services, (case_id,))
    if command.action is Action.ACCEPT and case.rule in STRONG_RULES:
        return settle_anew(services, lambda: genuine(services, document, case, command))
    if command.action is Action.CORRECT:
        return settle_anew(services, lambda: corrected(services, document, case, command))
    if command.action is Action.CHOOSE:
        return settle_anew(services, lambda: chosen(services, document, case, command))
    if command.action is Action.REOPEN:
        return in_one_stroke(services, lambda parts: _reopened(parts, document, case, command))
    if command.action is Action.ACCEPT:
        with services.store.together():
            if services.store.decided_before_change(document.document_id, since=head):
                raise changed(case_id)  # at this very moment; who looks again sees it
            return services.store.settle(moved(services, document, case, command))
    return services.store.settle(moved(services, document, case, command, replaced_by=replaced_by))


def decided_anew_where_due(services: Services, document_id: int) -> bool:
    """Decide a document again before anybody accepts on it, where what it was decided by changed; tell whether it was.

    A program that was stopped after an import, or is still at it in another window, has not come to it yet.
    """
    if not services.store.decided_before_change(document_id):
        return False
    redecide_or_hold(services, document_id, cause="what it was decided by had changed since")
    return True


def _as_seen(services: Services, case_id: int, command: Command) -> tuple[Document, Case]:
    """Return a case with its document, where it stands as its sender saw it and may be changed so."""
    document = services.store.document(services.store.case(case_id).document_id)
    # As that very document has it: settling refuses a document that changed since, but cannot see an older case.
    case = next(one for one in document.cases if one.case_id == case_id)
    if case.version != command.seen_version:
        raise changed(case_id)
    check(services, document, case, command)
    return document, case


def changed(case_id: int) -> ConflictError:
    """Return the error of a command on a case that is not as its sender saw it."""
    return ConflictError(
        "case_changed",
        f"Case {case_id} was changed by somebody else since you opened it.",
        next_step="Look at it again; nothing of yours was written.",
    )


def _reopened(services: Services, document: Document, case: Case, command: Command) -> Document:
    after = services.store.settle(moved(services, document, case, command))
    return redecide_or_hold(services, after.document_id, cause="reopened: looked at with what is open now")


def undo(services: Services) -> Document:
    """Take back the last command of the person who acts, by a compensating entry.

    Raises:
        RuleError: There is nothing to undo, or something was learned from it that still holds.
    """
    last = services.store.undoable(services.actor)
    if last is None:
        raise RuleError("nothing_to_undo", "There is no command of yours that can still be undone.")
    return in_one_stroke(
        services, lambda parts: looked_at_again(parts, taken_back(parts, last.document_id, last.entry))
    )


def taken_back(services: Services, document_id: int, entry: int) -> int:
    """Take a command back without looking at its document again; return the document's number.

    Raises:
        RuleError: Something was learned from it that still holds.
        ConflictError: Something happened on the document since.
    """
    document = services.store.document(document_id)
    _check_nothing_rests_on(services, tuple(case.case_id for case in document.cases))
    return services.store.undo(entry, services.actor).document_id


def looked_at_again(services: Services, document_id: int) -> Document:
    """Decide a restored document again: goods that another invoice billed in the meantime are not open any more."""
    return redecide_or_hold(services, document_id, cause="undone: looked at with what is open now")


def _check_nothing_rests_on(services: Services, case_ids: tuple[int, ...]) -> None:
    """Refuse to turn round a decision that something was learned from: the fact would stay without its evidence.

    A code that was learned by accepting goes with the acceptance, so it stands in nobody's way.
    """
    for fact in services.store.taught():
        if fact.taken_back is None and fact.case_id in case_ids and fact.kind is not FactKind.CROSS_REFERENCE:
            raise RuleError(
                "something_rests_on_it",
                f"“{fact.what}” was learned from case {fact.case_id} and still holds (entry {fact.entry}).",
                next_step="Have it taken back first; what rests on it is then decided again.",
            )


def check(services: Services, document: Document, case: Case, command: Command, *, together: Decimal = ZERO) -> None:
    """Refuse what state, reason, authority, own entries or an unknown use of the order stand against.

    ``together`` is what the same person releases at the same stroke beside this case, in the order's currency.

    Raises:
        RuleError: The command is not allowed.
    """
    _check_allowed(document, case, command)
    if command.action is Action.HOLD and command.hold_until and command.hold_until <= desk_day(services.clock.now()):
        raise RuleError("day_passed", f"{command.hold_until} is not after today.", next_step="Name a later day.")
    if command.action is Action.ACCEPT:
        check_authority(services, document, case, together)
        check_use_is_known(document, case)


def _check_allowed(document: Document, case: Case, command: Command) -> None:
    if command.action not in allowed_actions(document, case):
        raise RuleError(
            "not_allowed",
            f"Case {case.case_id} is {case.state.value.replace('_', ' ')}: it cannot be changed by “{command.action}”.",
            next_step="Reopen it first." if case.state is CaseState.RESOLVED else "",
        )
    if document.state is DocumentState.REJECTED and command.action not in (Action.REOPEN, Action.NOTE):
        raise RuleError("rejected", "The invoice was rejected.", next_step="Reopen the rejected case first.")
    need = missing(case, command)
    if need is not None:
        code, what, next_step = _NEEDED[need]
        raise RuleError(code, what, next_step=next_step)

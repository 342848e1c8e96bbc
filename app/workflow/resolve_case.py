"""What a person does with a case: checked against rules and authority, then written with its journal entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.case import (
    Action,
    Case,
    CaseState,
    Choice,
    Command,
    Document,
    DocumentState,
    JournalKind,
    NewEntry,
    Outcome,
)
from app.domain.decision import Lane
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.item import CrossReference
from app.domain.money import ZERO, money_text, plain
from app.domain.policy import Role
from app.domain.provenance import Method
from app.domain.record import to_record
from app.domain.teaching import FactKind
from app.policy.authority import at_least, may_release
from app.policy.duplicates import STRONG_RULES
from app.workflow.case_life import Need, allowed_actions, missing, state_after
from app.workflow.corrections import ADDS
from app.workflow.ports import CaseChange, Settlement
from app.workflow.process_document import NO_POLICY, redecide, settle_anew, settlement, state_of
from app.workflow.services import Services
from app.workflow.wording import OWNERS, words_for

NEW_CODE = "identity.new_code"
_NEEDED: Mapping[Need, tuple[str, str, str]] = {
    Need.REASON: ("reason_needed", "This needs a reason in words.", "Write why; auditors read it."),
    Need.DAY: ("date_needed", "A hold needs a date to look again.", "Give the date."),
    Need.VALUE: ("value_needed", "A correction needs a field and a value.", ""),
    Need.ORDER_LINES: ("choice_needed", "Choosing needs an invoice line and order lines.", ""),
    Need.SOMEBODY: ("owner_needed", "Handing over needs somebody to hand it to.", "Name a role."),
}


def apply(services: Services, case_id: int, command: Command) -> Document:
    """Carry out a command and log it, in one transaction; return the document as it stands afterwards.

    Raises:
        ConflictError: The case changed since the sender looked at it.
        RuleError: The command is not allowed: no person, state, missing reason, authority, or own entry.
        InputError: A corrected value cannot be read, or an order line does not exist.
    """
    if not services.actor.person:
        # The program decides by the table and never again: what the table holds back is a person's (S1.26, S1.62).
        raise RuleError("not_a_person", "Only a person can act on a case.")
    document = services.store.document(services.store.case(case_id).document_id)
    # As that very document has it: settling refuses a document that changed since, but cannot see an older case.
    case = next(one for one in document.cases if one.case_id == case_id)
    if case.version != command.seen_version:
        raise ConflictError(
            "case_changed",
            f"Case {case_id} was changed by somebody else since you opened it.",
            next_step="Look at it again; nothing of yours was written.",
        )
    check(services, document, case, command)
    if command.action is Action.REOPEN:
        _check_nothing_rests_on(services, (case_id,))
    if command.action is Action.ACCEPT and case.rule in STRONG_RULES:
        return settle_anew(services, lambda: _genuine(services, document, case, command))
    if command.action is Action.CORRECT:
        return settle_anew(services, lambda: _corrected(services, document, case, command))
    if command.action is Action.CHOOSE:
        return settle_anew(services, lambda: _chosen(services, document, case, command))
    after = services.store.settle(moved(services, document, case, command))
    if command.action is Action.REOPEN:
        return redecide(services, after.document_id, cause="reopened: looked at with what is open now")
    return after


def undo(services: Services) -> Document:
    """Take back the last command of the person who acts, by a compensating entry.

    Raises:
        RuleError: There is nothing to undo, or something was learned from it that still holds.
    """
    last = services.store.undoable(services.actor)
    if last is None:
        raise RuleError("nothing_to_undo", "There is no command of yours that can still be undone.")
    document = services.store.document(last.document_id)
    _check_nothing_rests_on(services, tuple(case.case_id for case in document.cases))
    restored = services.store.undo(last.entry, services.actor)
    # Goods that another invoice billed in the meantime are not open any more.
    return redecide(services, restored.document_id, cause="undone: looked at with what is open now")


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
    if command.action is Action.HOLD and command.hold_until and command.hold_until <= services.clock.now().date():
        raise RuleError("day_passed", f"{command.hold_until} is not after today.", next_step="Name a later day.")
    if command.action is Action.ACCEPT:
        _check_authority(services, document, case, together)
        _check_use_is_known(document, case)


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


def _check_authority(services: Services, document: Document, case: Case, together: Decimal) -> None:
    """Refuse a release above the actor's limit, and of what the actor entered (decision table: Authority)."""
    policy = services.store.policy() or NO_POLICY
    role = services.actor.role
    needed = words_for(case.release_role, OWNERS) if case.release_role else "role whose limit suffices"
    send_it = f"Send it to the {needed}, who may release it."
    stake = answers_for(document, case)
    amount = money_text(stake, _currency(document))
    who = words_for(role, OWNERS)
    if not may_release(policy, role, stake):
        raise RuleError("above_limit", f"{amount} is at stake, above the limit of {who}.", next_step=send_it)
    if not all(at_least(policy, role, needed_role) for needed_role in (case.release_role, *_typed_away(document))):
        raise RuleError("not_theirs", f"This is not for {who} to release, whatever the amount.", next_step=send_it)
    # One invoice is not released in small pieces by somebody who could not release it whole.
    whole = stake + _released_before(services, document) + together
    if not may_release(policy, role, whole):
        what = "at one stroke" if together else "of this invoice"
        raise RuleError(
            "above_limit",
            f"{money_text(whole, _currency(document))} {what} would be released by you, above the limit of {who}.",
            next_step="Send it to somebody with a higher limit.",
        )
    if _entered_by_actor(services, document, case):
        raise RuleError(
            "own_entry",
            "You entered or matched this yourself, and nobody approves what they entered.",
            next_step="Ask a colleague to release it.",
        )


def _typed_away(document: Document) -> tuple[Role | None, ...]:
    """Return who was to release the escalated cases of a document that vanished after somebody typed or chose.

    Retyping a sender that looked like a fraud, or the number of a duplicate, hands it to nobody of less authority.
    """
    if not (document.corrections or document.choices):
        return ()
    gone = (case for case in document.cases if case.state is CaseState.SUPERSEDED)
    return tuple(case.release_role for case in gone if case.lane is Lane.ESCALATE)


def _released_before(services: Services, document: Document) -> Decimal:
    """Return what this person has released on this document so far, in the order's currency."""
    accepted = {
        entry.case_id
        for entry in services.store.journal(document_id=document.document_id)
        if entry.kind == JournalKind.COMMAND.value
        and entry.user == services.actor.user
        and json.loads(entry.after).get("command", {}).get("action") == Action.ACCEPT.value
    }
    standing = (case for case in document.cases if case.outcome is Outcome.ACCEPTED and case.case_id in accepted)
    return sum((answers_for(document, case) for case in standing), ZERO)


def answers_for(document: Document, case: Case) -> Decimal:
    """Return what a release of this case is about: its exposure, or its lines where all of them are unproved."""
    groups = document.decision.groups if document.decision else ()
    mine = (g.answers_for for g in groups if (g.group.invoice_lines, g.rule) == (case.invoice_lines, case.rule))
    return max(case.exposure, *mine, ZERO)


def _check_use_is_known(document: Document, case: Case) -> None:
    """Refuse to release lines while nobody can tell what of the order they use up: the same goods would clear again."""
    groups = document.decision.groups if document.decision and document.invoice else ()
    for decided in groups:
        group = decided.group
        if group.invoice_lines != case.invoice_lines or not group.po_lines:
            continue
        numbers = ", ".join(map(str, group.invoice_lines))
        if group.ambiguous:
            raise RuleError(
                "order_line_unknown",
                f"Line {numbers} fits more than one order line, so that nobody can tell which of them it uses up.",
                next_step="Choose its order line first; a colleague then releases it.",
            )
        lines = [line for line in document.invoice.lines if line.line_no in group.invoice_lines]  # type: ignore[union-attr]
        without = [str(line.line_no) for line in lines if line.quantity is None]
        if without and len(group.po_lines) == 1:
            raise RuleError(
                "quantity_unknown",
                f"Line {', '.join(without)} has no quantity, so that nobody can tell how much of the order it uses up.",
                next_step="Correct the quantity first, from the page or the delivery; a colleague then releases it.",
            )


def _genuine(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    """Plan the release of what looked like a duplicate: decided again, so that it uses up its order lines."""
    change = _change(case, command)
    entry = _entry(services, document, case, command, _summary(case, command))
    return settlement(services, document, cause="accepted as no duplicate", entry=entry, accepted=change)


def _entered_by_actor(services: Services, document: Document, case: Case) -> bool:
    """Tell whether this person typed a value or chose an order line that the case rests on.

    A case about the document as a whole rests on every value of it.
    """
    mine = _lines_entered_by(services, document)
    if not mine:
        return False
    return not case.invoice_lines or None in mine or bool(set(case.invoice_lines) & mine)


def _lines_entered_by(services: Services, document: Document) -> set[int | None]:
    lines = {c.line_no for c in document.corrections if c.entered_by == services.actor.user}
    return lines | {c.invoice_line for c in document.choices if c.entered_by == services.actor.user}


def _currency(document: Document) -> str | None:
    found = document.invoice.header.currency if document.invoice else None
    return found.value if found else None


def _entry(services: Services, document: Document, case: Case, command: Command, summary: str) -> NewEntry:
    return NewEntry(
        kind=JournalKind.COMMAND,
        actor=services.actor,
        summary=summary,
        document_id=document.document_id,
        case_id=case.case_id,
        before={"case": to_record(case), "document_state": document.state.value},
        after={"command": to_record(command), **_authority(services, document, case, command)},
        reason=command.note,
    )


def _authority(services: Services, document: Document, case: Case, command: Command) -> dict[str, object]:
    """Return what a release rested on that day: role, limit, amount, and the policy that says so."""
    if command.action is not Action.ACCEPT:
        return {}
    policy, role = services.store.policy() or NO_POLICY, services.actor.role
    limit = next((limit for limit in policy.approval_limits if limit.role is role), None)
    amount = "any amount" if limit is not None and limit.up_to is None else "none"
    return {
        "authority": {
            "role": role.value,
            "limit": plain(limit.up_to) if limit is not None and limit.up_to is not None else amount,
            "answers_for": plain(answers_for(document, case)),
            "needed_role": case.release_role.value if case.release_role else None,
            "policy_version": policy.version,
            "policy_sha256": policy.sha256,
        }
    }


def _corrected(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    assert command.correction is not None
    new = replace(command.correction, entered_by=services.actor.user)
    same_place = (new.field, new.line_no)
    replaces = new.field not in ADDS
    kept = tuple(c for c in document.corrections if not (replaces and (c.field, c.line_no) == same_place))
    changed = replace(document, corrections=(*kept, new))
    where = f"line {new.line_no} " if new.line_no is not None else ""
    entry = _entry(services, document, case, command, f"Corrected {where}{new.field.replace('_', ' ')} to {new.text}")
    planned = settlement(services, changed, cause="a value was corrected", entry=entry)
    return replace(planned, corrections=changed.corrections)


def _chosen(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    assert command.choice is not None
    assert document.invoice is not None
    new = replace(command.choice, entered_by=services.actor.user)
    _check_choice(services, document, new)
    kept = tuple(c for c in document.choices if c.invoice_line != new.invoice_line)
    changed = replace(document, choices=(*kept, new))
    target = ", ".join(f"{ref.po_number} line {ref.line_no}" for ref in new.po_lines) or "no order line"
    entry = _entry(services, document, case, command, f"Matched line {new.invoice_line} to {target}")
    planned = settlement(services, changed, cause="an order line was chosen", entry=entry)
    return replace(planned, choices=changed.choices)


def _check_choice(services: Services, document: Document, choice: Choice) -> None:
    assert document.invoice is not None
    if all(line.line_no != choice.invoice_line for line in document.invoice.lines):
        raise InputError("no_such_line", f"The invoice has no line {choice.invoice_line}.")
    desk = document.desk or services.store.desk_for(document.invoice, document_id=document.document_id)
    for ref in choice.po_lines:
        try:
            desk.order_line(ref)
        except KeyError:
            raise InputError(
                "no_such_order_line",
                f"Order {ref.po_number} line {ref.line_no} is not among this vendor's orders.",
                next_step="Check the number, or import the order first.",
            ) from None


_OUTCOMES = {Action.ACCEPT: Outcome.ACCEPTED, Action.REJECT: Outcome.REJECTED}


def moved(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    """Plan the commands that change the standing of a case and nothing that was read or matched."""
    change = _change(case, command)
    after = replace(case, state=change.state, outcome=change.outcome, owner=change.owner)
    cases = tuple(after if c.case_id == case.case_id else c for c in document.cases)
    state = DocumentState.UNREADABLE if document.invoice is None else state_of(cases, document.decision)
    if document.invoice is None and command.action is Action.REJECT:
        state = DocumentState.REJECTED
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=state,
        invoice=document.invoice,
        match=document.match,
        decision=document.decision,
        desk=document.desk,
        entries=(_entry(services, document, case, command, _summary(case, command)),),
        set_cases=(change,),
        learn=_confirmed_codes(document, case, command),
    )


def _change(case: Case, command: Command) -> CaseChange:
    return CaseChange(
        case_id=case.case_id,
        state=state_after(case, command.action),
        outcome=_OUTCOMES.get(command.action, case.outcome if command.action is Action.NOTE else None),
        owner=command.owner or case.owner,
        hold_until=_hold_until(case, command),
        note=command.note or case.note,
    )


def _hold_until(case: Case, command: Command) -> date | None:
    """Return the day of the hold; a note leaves it, or the case would never come back."""
    if command.action is Action.NOTE:
        return case.hold_until
    return command.hold_until if command.action is Action.HOLD else None


def _confirmed_codes(document: Document, case: Case, command: Command) -> tuple[CrossReference, ...]:
    """Return the vendor's own codes that accepting this case confirms: "is their X our Y?" (decision table)."""
    decision, invoice, desk = document.decision, document.invoice, document.desk
    if command.action is not Action.ACCEPT or case.rule != NEW_CODE or not (decision and invoice and desk):
        return ()
    found = []
    for decided in decision.groups:
        refs = decided.group.po_lines
        order = desk.order(refs[0].po_number) if refs else None
        if decided.group.invoice_lines != case.invoice_lines or len(refs) != 1 or order is None:
            continue
        sku = desk.order_line(refs[0]).sku
        printed = [invoice.line(number).item_code for number in case.invoice_lines]
        # What a person typed is not what the vendor prints.
        codes = {code.value for code in printed if code is not None and code.method is not Method.TYPED}
        found += [CrossReference(order.vendor_id, code, sku) for code in sorted(codes) if sku]
    return tuple(found)


def _summary(case: Case, command: Command) -> str:
    about = case.handover.sentence or case.category.replace("_", " ")
    match command.action:
        case Action.ACCEPT:
            return f"Accepted: {about}"
        case Action.REJECT:
            return f"Rejected: {about}"
        case Action.SEND:
            return f"Handed over to {words_for(command.owner or case.owner, OWNERS)}: {about}"
        case Action.HOLD:
            return f"On hold until {command.hold_until}: {about}"
        case Action.REOPEN:
            return f"Reopened: {about}"
        case _:
            return f"Note on: {about}"

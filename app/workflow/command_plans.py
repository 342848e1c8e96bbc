"""What a command changes, as a settlement with its journal entry: planned here, written by the store in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.domain.case import (
    REPLACED_BY,
    Action,
    Case,
    Choice,
    Command,
    Document,
    JournalKind,
    NewEntry,
    Outcome,
)
from app.domain.errors import InputError
from app.domain.item import CrossReference
from app.domain.policy import Role
from app.domain.provenance import Method
from app.domain.record import to_record
from app.workflow.case_authority import authority_facts
from app.workflow.case_life import state_after
from app.workflow.case_titles import rule_of_case
from app.workflow.corrections import ADDS
from app.workflow.document_state import state_of, state_of_unread
from app.workflow.letter_kinds import PAYMENT_HOLD, request_of
from app.workflow.ports import CaseChange, Settlement
from app.workflow.process_document import settlement
from app.workflow.services import Services
from app.workflow.wording import OWNERS, words_for

NEW_CODE = "identity.new_code"
_OUTCOMES: Mapping[Action, Outcome] = {Action.ACCEPT: Outcome.ACCEPTED, Action.REJECT: Outcome.REJECTED}


def genuine(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    """Plan the release of what looked like a duplicate: decided again, so that it uses up its order lines."""
    change = _change(case, command)
    entry = _entry(services, document, case, command, _summary(case, command))
    return settlement(services, document, cause="accepted as no duplicate", entry=entry, accepted=change)


def corrected(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    """Plan a correction: the document is decided again with the value a person typed.

    Raises:
        InputError: The value cannot be read as what the field holds.
    """
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


def chosen(services: Services, document: Document, case: Case, command: Command) -> Settlement:
    """Plan a match by hand: the document is decided again with the order lines a person chose.

    Raises:
        InputError: There is no such invoice line or order line.
    """
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


def moved(
    services: Services, document: Document, case: Case, command: Command, *, replaced_by: int | None = None
) -> Settlement:
    """Plan the commands that change the standing of a case and nothing that was read or matched."""
    change = _change(case, command)
    after = replace(case, state=change.state, outcome=change.outcome, owner=change.owner)
    cases = tuple(after if c.case_id == case.case_id else c for c in document.cases)
    state = state_of_unread(cases) if document.invoice is None else state_of(cases, document.decision)
    entry = _entry(services, document, case, command, _summary(case, command))
    replacement = {} if replaced_by is None else {REPLACED_BY: replaced_by}
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=state,
        invoice=document.invoice,
        match=document.match,
        decision=document.decision,
        desk=document.desk,
        entries=(replace(entry, after={**entry.after, **replacement}),),
        set_cases=(change,),
        learn=_confirmed_codes(document, case, command),
    )


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


def _entry(services: Services, document: Document, case: Case, command: Command, summary: str) -> NewEntry:
    return NewEntry(
        kind=JournalKind.COMMAND,
        actor=services.actor,
        summary=summary,
        document_id=document.document_id,
        case_id=case.case_id,
        before={"case": to_record(case), "document_state": document.state.value},
        after={
            "command": to_record(command),
            **_asked(case, command),
            **authority_facts(services, document, case, command),
        },
        reason=command.note,
    )


def _asked(case: Case, command: Command) -> dict[str, object]:
    """Return what handing a case over or holding it asks for, for whoever reads the log (S1.40, S1.41, TRAP-7)."""
    if command.action is Action.HOLD:
        return {"asks_for": PAYMENT_HOLD}
    if command.action is not Action.SEND:
        return {}
    to = command.owner or case.owner or Role.AP_CLERK
    return {"asks_for": request_of(rule_of_case(case), to, case.owner)}


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

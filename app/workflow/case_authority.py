"""Who may release a case: limits and roles, nobody what they entered, nothing whose use of the order is unknown."""

from __future__ import annotations

import json
from decimal import Decimal

from app.domain.case import Action, Case, CaseState, Command, Document, JournalKind, Outcome
from app.domain.decision import Lane
from app.domain.errors import RuleError
from app.domain.money import ZERO, money_text, plain
from app.domain.policy import Policy, Role
from app.policy.authority import at_least, may_release
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services
from app.workflow.wording import OWNERS, words_for


def check_authority(services: Services, document: Document, case: Case, together: Decimal) -> None:
    """Refuse a release above the actor's limit, and of what the actor entered (decision table: Authority)."""
    policy = services.store.policy() or NO_POLICY
    role = services.actor.role
    needed = words_for(case.release_role, OWNERS) if case.release_role else "role whose limit suffices"
    send_it = f"Send it to the {needed}, who may release it."
    stake = answers_for(document, case)
    amount = money_text(stake, _currency(document))
    who, limit = words_for(role, OWNERS), _limit_text(policy, role)
    if not limit:
        raise RuleError(
            "above_limit", f"{amount} would be released, and {who} may release nothing here.", next_step=send_it
        )
    if not may_release(policy, role, stake):
        raise RuleError(
            "above_limit", f"{amount} would be released, above the limit of {who} ({limit}).", next_step=send_it
        )
    if not all(at_least(policy, role, needed_role) for needed_role in (case.release_role, *_typed_away(document))):
        raise RuleError("not_theirs", f"This is not for {who} to release, whatever the amount.", next_step=send_it)
    # One invoice is not released in small pieces by somebody who could not release it whole.
    whole = stake + _released_before(services, document) + together
    if not may_release(policy, role, whole):
        what = "at one stroke" if together else "of this invoice"
        raise RuleError(
            "above_limit",
            f"{money_text(whole, _currency(document))} {what} would be released by you, above the limit of "
            f"{who} ({limit}).",
            next_step="Send it to somebody with a higher limit.",
        )
    if _entered_by_actor(services, document, case):
        raise RuleError(
            "own_entry",
            "You entered or matched this yourself, and nobody approves what they entered.",
            next_step="Ask a colleague to release it.",
        )


def _limit_text(policy: Policy, role: Role) -> str:
    """Write up to how much a role releases; nothing for a role that the policy gives no limit: it releases nothing."""
    limit = next((one for one in policy.approval_limits if one.role is role), None)
    return money_text(limit.up_to or ZERO) if limit is not None else ""


def check_use_is_known(document: Document, case: Case) -> None:
    """Refuse to release lines while nobody can tell what of the order they use up: the same goods would clear again."""
    if document.decision is None or document.invoice is None:
        return
    for decided in document.decision.groups:
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
        lines = [line for line in document.invoice.lines if line.line_no in group.invoice_lines]
        without = [str(line.line_no) for line in lines if line.quantity is None]
        if without and len(group.po_lines) == 1:
            raise RuleError(
                "quantity_unknown",
                f"Line {', '.join(without)} has no quantity, so that nobody can tell how much of the order it uses up.",
                next_step="Correct the quantity first, from the page or the delivery; a colleague then releases it.",
            )


def answers_for(document: Document, case: Case) -> Decimal:
    """Return what a release of this case is about: its exposure, or its lines where all of them are unproved."""
    groups = document.decision.groups if document.decision else ()
    mine = (g.answers_for for g in groups if (g.group.invoice_lines, g.rule) == (case.invoice_lines, case.rule))
    return max(case.exposure, *mine, ZERO)


def authority_facts(services: Services, document: Document, case: Case, command: Command) -> dict[str, object]:
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

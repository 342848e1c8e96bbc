"""What the window proposes for a case: one action and one question, never an acceptance of what policy holds back."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.case import Action, Case
from app.domain.decision import Category
from app.domain.match import Pattern
from app.domain.policy import Role
from app.domain.urgency import Priority, Urgency
from app.policy.by_beginning import fitting
from app.policy.found_on_papers import TOLD
from app.workflow.case_titles import case_title, rule_of_case
from app.workflow.figures import PLAIN, Figures
from app.workflow.wording import ACTIONS, OWNERS, words_for

# Cases a clerk settles with their own eyes, and how. Everything else goes to its owner.
_BY_EYE: dict[str, Action] = {
    Category.DATA_QUALITY: Action.CORRECT,
    Category.DUPLICATE_INVOICE: Action.REJECT,
    Category.MISSING_PO: Action.CORRECT,
    Pattern.NOT_ON_PO: Action.CHOOSE,
}
# The same by the rule, and the code of what was found, where the category alone says too little: what a page or a line
# says against paying it is no figure to be put right, and what a person matched no page would say otherwise.
_BY_RULE: dict[str, Action] = {
    "line_words.": Action.SEND,
    "identity.chosen": Action.SEND,
    "data_quality.bill_to": Action.REJECT,
    "data_quality.ship_to": Action.SEND,
    **{f"data_quality.finding.{code}": Action.SEND for code, told in TOLD.items() if told.asks},
    "data_quality.finding.already_settled": Action.REJECT,
    "data_quality.finding.billed_before": Action.REJECT,
    "data_quality.finding.not_an_invoice": Action.REJECT,
    "data_quality.finding.other_account": Action.HOLD,
    "data_quality.finding.payment_code_differs": Action.HOLD,
    "data_quality.finding.other_payee": Action.HOLD,
    "data_quality.finding.set_off_said": Action.HOLD,
    "data_quality.finding.picture_differs": Action.CORRECT,
    "data_quality.finding.picture_struck_out": Action.CORRECT,
    "data_quality.finding.spelled_sum_doubtful": Action.CORRECT,
    "data_quality.finding.text_engines_differ": Action.CORRECT,
    "data_quality.finding.picture_shows_more": Action.HOLD,
    "data_quality.finding.amount_due": Action.HOLD,
    "data_quality.finding.note_on_page": Action.HOLD,
    "data_quality.finding.copy_of_invoice": Action.REJECT,
    "data_quality.finding.corrected_invoice": Action.HOLD,
    "data_quality.finding.preceding_invoice": Action.HOLD,
    "data_quality.finding.picture_shows_less": Action.HOLD,
    "data_quality.finding.words_given_for_others": Action.HOLD,
    "data_quality.finding.unseen_signs": Action.HOLD,
    "data_quality.finding.picture_not_accounted_for": Action.HOLD,
    "data_quality.finding.test_document": Action.REJECT,
    "data_quality.finding.two_pages_on_one": Action.REJECT,
    "data_quality.finding.log_": Action.HOLD,
    "data_quality.currency": Action.SEND,
    "unreadable.": Action.SEND,
}
# What is done where nobody else is to be asked.
_INSTEAD: dict[str, Action] = {"identity.chosen": Action.CHOOSE}
# What to make sure of before an invoice goes back; of a duplicate, whether it is one.
_BEFORE_REJECTING: dict[str, str] = {
    "data_quality.bill_to": "Is it made out to us?",
    "data_quality.finding.already_settled": "Is it paid already?",
    "data_quality.finding.billed_before": "Was this billed before?",
    "data_quality.finding.copy_of_invoice": "Was this billed before?",
    "data_quality.finding.test_document": "Is it an invoice at all?",
    "data_quality.finding.not_an_invoice": "Is it an invoice at all?",
    "data_quality.finding.two_pages_on_one": "Can it be scanned anew?",
}


def proposed_action(case: Case, allowed: Sequence[Action], role: Role = Role.AP_CLERK) -> Action | None:
    """Return what Enter does on this case. Accepting is proposed for nothing: it takes a person's own reason.

    Nobody is proposed to ask their own ``role``: whoever owns a case does what its owner does.

    The one exception is no mismatch at all: a vendor's own item code to be confirmed once, where all figures agree.
    """
    wanted = _BY_EYE.get(case.category)
    if case.category == Category.DATA_QUALITY and case.invoice_lines and case.po_lines and not _differs(case):
        wanted = Action.ACCEPT
    ruled = fitting(_BY_RULE, rule_of_case(case))
    if ruled is Action.SEND and asked_role(case, role) is None:
        ruled = fitting(_INSTEAD, rule_of_case(case)) or Action.HOLD
    wanted = ruled or wanted
    own = case.owner in (None, role)
    if wanted is None or (not own and wanted is not Action.CORRECT):
        wanted = Action.SEND if not own else wanted or Action.HOLD
    if wanted in allowed:
        return wanted
    others = (Action.CORRECT, Action.HOLD) if own else (Action.SEND, Action.CORRECT, Action.HOLD)
    return next((action for action in others if action in allowed), None)


def asked_role(case: Case, role: Role) -> Role | None:
    """Return whom handing a case over asks; None where that would be nobody, or oneself.

    What is one's own to look at and another role's to release goes to that role: it is no dead end.
    """
    owner = case.handover.draft_to or case.owner
    if owner not in (None, role):
        return owner
    return case.release_role if owner is not None and case.release_role is not role else None


def question(case: Case, action: Action | None, *, title: str = "", stake: str = "", role: Role = Role.AP_CLERK) -> str:
    """Ask one question in words with the figures in it."""
    about = title or case_title(case)
    told = f"{about}, {stake} at stake." if stake else f"{about}."
    match action:
        case Action.SEND:
            return f"Ask {_whom(case, role)}? {told}"
        case Action.CORRECT:
            return f"What does the page really say? {told}"
        case Action.CHOOSE:
            return f"Which order line is it? {told}"
        case Action.REJECT:
            asked = fitting(_BEFORE_REJECTING, rule_of_case(case)) or "Is it the same invoice again?"
            return f"{asked} {told}"
        case Action.ACCEPT:
            return f"Is that right? {told}"
        case Action.HOLD:
            return f"Decide now, or hold it? {told}"
    return told


def action_label(action: Action, case: Case, role: Role = Role.AP_CLERK) -> str:
    """Return the text of an action's button for this case."""
    match action:
        case Action.SEND:
            return f"Ask {_whom(case, role)}…"
        case Action.ACCEPT:
            return "Accept, reason…"
        case Action.HOLD:
            return "Hold…"
        case Action.CORRECT:
            return "Correct…"
        case Action.CHOOSE:
            return "Other line…"
        case Action.REJECT:
            return "Reject…"
        case Action.NOTE:
            return "Note…"
    return words_for(action, ACTIONS)


def limit_words(case: Case, role: Role, figures: Figures = PLAIN, currency: str | None = None) -> str:
    """Say who may release it."""
    if case.release_role is None:
        return ""
    amount = figures.money(case.exposure, currency)
    who = "You may" if case.release_role is role else f"{_capital(_the(words_for(case.release_role, OWNERS)))} may"
    return f"{who} release {amount}." if case.exposure else ""


def urgency_words(urgency: Urgency | None, figures: Figures = PLAIN) -> str:
    """Say how urgent a case is and by when it is due; nothing about what has its time and no day."""
    if urgency is None:
        return ""
    due = f"Due {figures.day(urgency.due)}." if urgency.due else ""
    if urgency.priority is Priority.NORMAL:
        return due
    return f"{_capital(urgency.priority)} priority: {figures.sentence(urgency.reason)}. {due}".strip()


def _differs(case: Case) -> bool:
    return any(pattern != Pattern.EXACT for pattern in case.patterns)


def _whom(case: Case, role: Role) -> str:
    return _the(words_for(asked_role(case, role) or case.handover.draft_to or case.owner, OWNERS))


def _the(words: str) -> str:
    return words if not words or words.endswith(("management", "receiving", "payable")) else f"the {words}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

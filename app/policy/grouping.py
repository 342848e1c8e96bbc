"""One group's decision: the rows its patterns pick, what keeps it from clearing, automation and authority."""

from __future__ import annotations

from decimal import Decimal

from app.domain.decision import GroupDecision, Lane, ReceiptUse, highest_lane
from app.domain.invoice import Invoice
from app.domain.match import Match, Pattern
from app.domain.money import ZERO, money_text
from app.domain.policy import Role
from app.domain.provenance import Method
from app.policy.authority import escalation_owner, must_escalate, release_role
from app.policy.choices import choice_faults
from app.policy.credits import decide_credit
from app.policy.facts import GroupFacts
from app.policy.figures import quantity_figures
from app.policy.group_rules import pattern_verdicts
from app.policy.identity import identity_faults
from app.policy.line_said import line_word_faults
from app.policy.naming import bills_nothing
from app.policy.other_goods_said import said_faults
from app.policy.packs import pack_faults
from app.policy.quantities import use_earliest
from app.policy.references import reference_faults
from app.policy.trust import figure_faults, supports, typed_over_faults
from app.policy.verdict import Verdict, verdict
from app.policy.wording import joined_reasons, refs_text, sets_text


def decide_group(facts: GroupFacts, invoice: Invoice, match: Match, *, sum_holds: bool = False) -> GroupDecision:
    """Decide one group: the highest lane of everything said about it, the owner of the first row that set it.

    ``sum_holds``: the document's amounts add up to its total. Where they do not, and a figure of the line was read
    without proof, the figure is what a person looks at first; what would follow from it is not yet a finding.
    """
    if invoice.is_credit:
        return decide_credit(facts, invoice, match)
    verdicts = _verdicts(facts, invoice, match, sum_holds=sum_holds)
    doubtful = _doubtful(facts, sum_holds=sum_holds)
    if all(said.lane is Lane.AUTO_RESOLVE for said in verdicts):
        verdicts += _switched_off(facts, verdicts)
    lane = highest_lane(*(said.lane for said in verdicts))
    leading = sorted(
        (said for said in verdicts if said.lane is lane),
        key=lambda said: (doubtful and not said.about_figures, said.rank),
    )
    if doubtful and leading[0].about_figures:
        leading = [said for said in leading if said.about_figures]
    exposure = max((said.exposure for said in verdicts), default=ZERO)
    answers_for = max(exposure, *(said.unproved for said in verdicts)) if verdicts else exposure
    owner, reason = leading[0].owner, joined_reasons(said.sentence for said in leading)
    figures = {name: text for said in reversed(verdicts) for name, text in said.figures.items()}
    # A figure without proof is read again first, however large; its amount counts when somebody releases it.
    stake = max((said.exposure for said in verdicts if not said.about_figures), default=ZERO)
    if must_escalate(facts.policy, stake) and not doubtful:
        lane, owner, reason = _escalated(facts, stake, reason)
        figures["escalated_over"] = str(facts.policy.escalate_exposure_over)
    return GroupDecision(
        group=facts.group,
        lane=lane,
        owner=owner,
        exposure=exposure,
        rule=leading[0].rule,
        reason=reason,
        release_role=(
            release_role(facts.policy, answers_for, lane=lane, owner=owner) if lane is not Lane.AUTO_RESOLVE else None
        ),
        bands=tuple(dict.fromkeys(use for said in verdicts for use in said.bands)),
        receipts=_receipts(facts, verdicts),
        figures=_ties(facts) | figures,
        billable_quantity=facts.quantity_limit if len(facts.order_lines) == 1 else None,
        answers_for=answers_for,
    )


def _doubtful(facts: GroupFacts, *, sum_holds: bool) -> bool:
    for line in facts.lines:
        figures = [line.line.quantity, line.line.unit_price, line.line.amount]
        missing = line.amount is None or (line.line.quantity is None and not facts.has(Pattern.MERGED))
        read = [figure for figure in figures if figure is not None]
        misread = any(
            (figure.method is Method.OCR or figure.repaired_from is not None) and not supports(figure)
            for figure in read
        )
        if missing or (misread and not sum_holds):
            return True
    return False


def _verdicts(facts: GroupFacts, invoice: Invoice, match: Match, *, sum_holds: bool) -> list[Verdict]:
    if facts.gone:
        whole = abs(facts.amount or ZERO)
        return [verdict("match.incomplete", exposure=whole, order_lines=refs_text(facts.gone))]
    said = [*pattern_verdicts(facts)] if _judged(facts) else []
    if facts.group.ambiguous and not facts.has(Pattern.MERGED):
        sets = sets_text(facts.group.alternatives)
        said.append(verdict("ambiguous.several_readings", exposure=abs(facts.amount or ZERO), alternatives=sets))
    if facts.contested and not bills_nothing(facts):
        said.append(
            verdict("quantity_over.claimed_twice", exposure=abs(facts.amount or ZERO),
                    order_lines=refs_text(facts.contested))
        )  # fmt: skip
    if sum_holds and bills_nothing(facts):
        # What a person typed over counts all the same: a line is not made one of zero by one person alone.
        said += typed_over_faults(facts, invoice)
        return said  # its amount of zero is proven by the sum, and nothing rests on its other figures
    return [
        *said,
        *identity_faults(facts),
        *reference_faults(facts),
        *choice_faults(facts),
        *pack_faults(facts),
        *said_faults(facts),
        *line_word_faults(facts),
        *figure_faults(facts, invoice, match),
    ]


def _judged(facts: GroupFacts) -> bool:
    # Quantities and prices of an ambiguous group mean nothing until one reading is chosen; a merge has its own row.
    return not facts.group.ambiguous or facts.has(Pattern.MERGED)


def _switched_off(facts: GroupFacts, verdicts: list[Verdict]) -> list[Verdict]:
    off = facts.policy.automation_off
    vendor = facts.vendor.vendor_id if facts.vendor else ""
    for pattern in facts.group.patterns:
        for switch in (pattern.value, "*", f"{vendor}:{pattern.value}", f"{vendor}:*"):
            if switch in off:
                otherwise = joined_reasons(said.sentence for said in verdicts)
                return [verdict("automation.off", switch=switch, otherwise=otherwise)]
    return []


def _escalated(facts: GroupFacts, exposure: Decimal, reason: str) -> tuple[Lane, Role, str]:
    limit = facts.policy.escalate_exposure_over
    stake = money_text(exposure, facts.currency)
    sentence = f"{stake} at stake is above {limit}, where a person with authority decides first"
    return Lane.ESCALATE, escalation_owner(facts.policy, exposure), joined_reasons((reason, sentence))


def _receipts(facts: GroupFacts, verdicts: list[Verdict]) -> tuple[ReceiptUse, ...]:
    # A split and its short delivery name the same receipts; each is used once.
    assigned = tuple(dict.fromkeys(use for said in verdicts for use in said.receipts))
    if assigned or facts.services or facts.group.ambiguous:
        return assigned
    if len(facts.order_lines) == 1:
        return use_earliest(facts.pool, facts.order_line, facts.billed_by_line)
    first = facts.group.invoice_lines[0]
    return tuple(
        use
        for line in facts.order_lines
        for use in use_earliest(facts.pools[line.ref], line, {first: max(line.open_quantity, ZERO)})
    )


def _ties(facts: GroupFacts) -> dict[str, str]:
    ties = {number: tie.value for number, tie in facts.group.evidence.ties.items()}
    figures = {f"tie_line_{number}": text for number, text in sorted(ties.items())}
    if len(facts.order_lines) == 1:
        figures = {"order_line": refs_text((facts.order_line.ref,))} | quantity_figures(facts) | figures
    return figures

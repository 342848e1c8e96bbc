"""The order of deciding, and nothing else.

**A group clears only when all of this holds**

G1. every pattern it carries picks an auto_resolve row of the table: shape permitted by the vendor's terms and proven
    (split by its receipts, merged by its sum, unit by a factor on file, substitute by the vendor's table), quantity
    and price inside the bands, one in money for the order line as a whole, over its lines and earlier invoices; the
    patterns are checked against the figures, not taken as named;
G2. it is unambiguous, and what ties it to its order line is a printed code, or a printed description that fits one line
    only; what a person chose or typed ties it only where a colleague confirmed it;
G3. every figure it rests on is proven, consistent, or read from a text layer and not contradicted; none is missing,
    none is negative, and each amount follows from its quantity and price; no printed pack holds another count than on
    file;
G4. no finding of the reading or of the match holds one of its lines;
G5. no other group bills the same order line, and the order line is in the desk's records;
G6. automation is not switched off for one of its patterns or for its vendor;
G7. its exposure is not above ``escalate_exposure_over``.

**A document clears only when all of this holds**

D1. it has lines, each explained by exactly one group, and every group clears;
D2. number, date, total and sender are there, the dates are possible, and it is due no sooner than was agreed; header
    figures and charges are good enough; nothing holds the document;
D3. lines, charges and tax make the total; the tax is no more than the rate of the vendor, the desk or the currency;
D4. the sender is the vendor of every order, known, not blocked; the currency is the orders'; whom the invoice is made
    out to is the desk's own company, where its names are set, and the goods went where they were ordered to; it names
    no bank account that the vendor's invoices before it did not, where they named one;
D5. every order is open and approved, and no other order explains an invoice that names none as well;
D6. goods that need a receipt have one; nothing was received beyond the vendor's grace;
D7. every charge is in the vendor's terms and under its cap, all of one kind together, those of earlier invoices of the
    same delivery too, and no credit taken off, none without a cap is above ``escalate_exposure_over`` or more than its
    goods, none is billed as an ordered line too or without any goods;
D8. it is no duplicate, not even a weak one, and no credit memo;
D9. what it bills beyond its orders in all is inside the header band, nothing offset against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext

from app.domain.decision import Decision, History, highest_lane
from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.domain.money import EXACT
from app.domain.order import OrderLine
from app.domain.policy import Policy
from app.policy.accounts import account_findings
from app.policy.addressees import addressee_findings
from app.policy.booking import booked_quantities
from app.policy.charges import charge_findings
from app.policy.dates import date_findings
from app.policy.document_checks import (
    late_findings,
    one_quality_case,
    quality_findings,
    receipt_findings,
    recurrence_findings,
    unexplained_checks,
)
from app.policy.duplicates import credit_findings, duplicate_findings
from app.policy.facts import GroupFacts, group_facts
from app.policy.grouping import decide_group
from app.policy.naming import bills_nothing, with_common_rate, with_named_patterns
from app.policy.order_charges import billed_before
from app.policy.order_checks import order_findings
from app.policy.paper import Paper
from app.policy.supplier import other_ids, supplier_findings
from app.policy.surroundings import surroundings
from app.policy.terms import terms_findings
from app.policy.totals import adds_up, beyond_finding, header_bands, sum_findings


def decide(
    invoice: Invoice, match: Match, desk: Desk, policy: Policy, history: History, *, genuine: bool = False
) -> Decision:
    """Decide an invoice: a lane, owner, exposure, rule and reason for each group and for the document.

    ``genuine``: a person accepted it as no duplicate; it uses up its order lines then, whatever it looks like.
    """
    with localcontext(EXACT):
        return _decide(invoice, match, desk, policy, history, genuine=genuine)


def _decide(invoice: Invoice, match: Match, desk: Desk, policy: Policy, history: History, *, genuine: bool) -> Decision:
    around = surroundings(invoice, match, desk, policy)
    facts = tuple(with_named_patterns(group_facts(around, group)) for group in match.groups)
    facts = with_common_rate(facts)
    sum_holds = adds_up(invoice)
    groups = tuple(decide_group(item, invoice, match, sum_holds=sum_holds) for item in facts)
    vendor = next((item.vendor for item in facts if item.vendor is not None), desk.vendor(match.vendor_id))
    paper = Paper(invoice, match, desk, policy, history, facts, vendor)
    currency = invoice.header.currency.value if invoice.header.currency else None
    findings = (
        *order_findings(paper),
        *duplicate_findings(
            invoice,
            vendor.vendor_id if vendor else match.vendor_id,
            policy,
            history,
            match.orders,
            other_ids(vendor, desk.vendors),
        ),
        *credit_findings(invoice, vendor.vendor_id if vendor else match.vendor_id, policy, history),
        *supplier_findings(invoice, match, desk, policy),
        *account_findings(paper),
        *receipt_findings(paper),
        *late_findings(paper, groups),
        *sum_findings(invoice, policy, vendor),
        *beyond_finding(facts, groups, vendor, policy, currency),
        *quality_findings(paper),
        *date_findings(paper),
        *terms_findings(paper),
        *addressee_findings(paper),
        *charge_findings(invoice, vendor, policy, _billed(facts), billed_before(paper)),
    )
    findings = (*findings, *unexplained_checks(paper, groups, findings))
    findings = one_quality_case((*findings, *recurrence_findings(paper, groups, findings)))
    return Decision(
        lane=highest_lane(*(group.lane for group in groups), *(finding.lane for finding in findings)),
        groups=groups,
        findings=findings,
        booked=booked_quantities(invoice, facts, findings, genuine=genuine),
        policy_version=policy.version,
        policy_hash=policy.sha256,
        bands=header_bands(facts, vendor, policy),
    )


def _billed(facts: Sequence[GroupFacts]) -> tuple[OrderLine, ...]:
    return tuple(line for item in facts if not bills_nothing(item) for line in item.order_lines)

"""What would end a habit, on a real desk: the past decided again, the letter, samples, tiers and the onboarding sheet.

Rules: S1.84, S2.156, S2.158, S2.175 to S2.184.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.case import Action, DocumentState
from app.domain.certainty import Rate
from app.domain.errors import InputError, RuleError
from app.domain.insight import FixKind, Habit, Record, Scope
from app.domain.item import UomConversion
from app.reports.insight.quality import quality, sample_result
from app.reports.insight.recurrence import recurrence
from app.reports.insight.reviews import review_calendar
from app.reports.insight.unbilled import cleared_by, goods_unbilled
from app.workflow.insight.fixes import propose_fixes
from app.workflow.insight.onboarding import onboarding_sheet
from app.workflow.insight.outreach import habit_letter, mark_sent
from app.workflow.insight.overturned import overturned_documents
from app.workflow.insight.sampling import draw_sample, drawn, mark_reviewed, record_verdict
from app.workflow.insight.tiers import propose_tiers
from app.workflow.mail import unsent_mail
from app.workflow.what_if import Against, what_if
from tests.helpers.small_desk import POLICY, SmallDesk, line, open_cases, paper, small_desk

HEAD = (
    "po_number,vendor_id,order_date,status,approved_by,buyer,currency,line_no,sku,vendor_item_code,description,"
    "quantity,uom,unit_price,promised_date,ship_to,gl_account,already_invoiced_quantity\n"
)
ORDERS = HEAD + "".join(
    f"PO-{n},V1,2026-01-05,open,A. Approver,B. Buyer,USD,1,10001,,Work gloves leather large,{100 + 10 * n},PR,4.00,"
    "2026-02-01,Main,6100,0\n"
    for n in range(1, 13)
)
RECEIPTS = "receipt_no,po_number,line_no,received_date,quantity,uom,location\n" + "".join(
    f"R-{n},PO-{n},1,2026-01-2{n % 8},{100 + 10 * n},PR,Main\n" for n in range(1, 13)
)


def gloves(number: str, order: int, uom: str, pack: int, price: str) -> dict[str, Any]:
    """An invoice of the whole order, in packs of so many pairs at a price each; no two orders are alike."""
    packs = (100 + 10 * order) // pack
    amount = f"{packs * Decimal(price):.2f}"
    lines = [line(1, "10001", "Work gloves leather large", str(packs), uom, price, amount)]
    return paper(f"{number}-{order}", lines, amount, po_numbers=[f"PO-{order}"])


def cartons(order: int) -> dict[str, Any]:
    """An invoice in cartons of ten against an order in pairs: no factor is on file."""
    return gloves("CT", order, "CT", 10, "40.00")


def clean(order: int) -> dict[str, Any]:
    return gloves("OK", order, "PR", 1, "4.00")


def dearer(order: int) -> dict[str, Any]:
    """An invoice a little above the band of 1 percent or 5.00."""
    return gloves("UP", order, "PR", 1, "4.06")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path, {"purchase_orders.csv": ORDERS, "receipts.csv": RECEIPTS})
    yield made
    made.services.close()


def habit_of(desk: SmallDesk, failure: str) -> Habit:
    """Return the vendor's invoices with a failure as a habit: so few prove nothing, so the test is left out."""
    facts = desk.services.store.insight_facts()
    cases = [case for case in facts.cases if case.category == failure]
    ids = tuple(dict.fromkeys(case.document_id for case in cases))
    days = [invoice.day for invoice in facts.invoices]
    rate = Rate(len(ids), len(facts.invoices), ids, tuple(case.case_id for case in cases))
    rules = {case.rule: 1 for case in cases}
    zero = Decimal(0)
    return Habit(
        Scope.VENDOR, "V1", "Amberley Supply Co", "", failure, rate, Rate(0, 100), zero, zero, min(days), max(days),
        None, max(days), {"USD": zero}, rules,
    )  # fmt: skip


# --- fixes by deciding the past again --------------------------------------------------------------------------------
def test_s2_183_the_factor_all_invoices_agree_on_is_the_cheapest_fix_and_would_have_cleared_them(
    desk: SmallDesk,
) -> None:
    documents = desk.take(*(cartons(n) for n in (1, 2, 3, 4)))
    assert all(document.state is DocumentState.NEEDS_ME for document in documents)
    best, *others = propose_fixes(desk.services, habit_of(desk, "uom_conversion"))
    assert best.fix.kind is FixKind.CONVERSION
    assert best.fix.conversions == (UomConversion("10001", "V1", "CT", "PR", Decimal(10)),)
    assert best.saved == tuple(document.document_id for document in documents)
    assert (best.against, best.complete) == ((), True)
    assert {one.fix.kind for one in others} == {FixKind.MESSAGE}
    # Nothing was written: the invoices are held as before.
    assert all(desk.services.store.document(d.document_id).version == d.version for d in documents)


def test_s2_183_where_invoices_disagree_on_a_factor_none_is_proposed(desk: SmallDesk) -> None:
    desk.take(cartons(1), cartons(2), gloves("CT", 4, "CT", 20, "80.00"))
    kinds = {saved.fix.kind for saved in propose_fixes(desk.services, habit_of(desk, "uom_conversion"))}
    assert FixKind.CONVERSION not in kinds


def test_s2_183_what_people_rejected_speaks_against_a_fix(desk: SmallDesk) -> None:
    first, second = desk.take(cartons(1), cartons(2))
    desk.do(open_cases(first)[0], Action.REJECT, "this carton holds eight")
    best = propose_fixes(desk.services, habit_of(desk, "uom_conversion"))[0]
    assert best.saved == (first.document_id, second.document_id)
    assert best.against == (first.document_id,)


def test_s2_183_a_term_is_replayed_too(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, {"purchase_orders.csv": ORDERS.replace(",V1,", ",V2,")})
    charged = []
    for n in (1, 2, 3):
        one = clean(n) | {"charges": [{"kind": "freight", "description": "Freight", "amount": "12.00"}]}
        total = f"{Decimal(one['header']['subtotal']) + 12:.2f}"
        one["header"] |= {"vendor_name": "Bexhill Fasteners", "vendor_tax_id": "90-1000002", "total": total}
        charged.append(one)
    documents = desk.take(*charged)
    assert all(document.state is DocumentState.NEEDS_ME for document in documents)
    habit = replace(habit_of(desk, "vendor_compliance"), vendor_id="V2")
    best = next(one for one in propose_fixes(desk.services, habit) if one.fix.kind is FixKind.TERM)
    assert (best.fix.term, best.fix.value) == ("accessorials", "freight:12.00")
    assert best.saved == tuple(document.document_id for document in documents)
    desk.services.close()


# --- the letter ------------------------------------------------------------------------------------------------------
def test_s2_184_a_letter_has_the_figures_examples_one_request_and_the_table(desk: SmallDesk) -> None:
    desk.take(*(cartons(n) for n in (1, 2, 3)), clean(4))
    facts = desk.services.store.insight_facts()
    letter = habit_letter(desk.services, habit_of(desk, "uom_conversion"), facts)
    body = letter.draft.body
    assert letter.draft.to_address == "ar@amberley.example"
    assert "3 of your last 4 invoices" in body
    assert "billed in CT against orders in PR" in body
    assert "please bill in the unit of our orders" in body
    assert "$" not in body
    assert [one.invoice_number for one in letter.occurrences] == ["CT-3", "CT-2", "CT-1"]
    assert all(one.invoice_number in body for one in letter.occurrences)
    assert letter.occurrences[0].items == ("10001",)


def test_s2_184_an_item_that_fails_with_everybody_is_nobodys_letter(desk: SmallDesk) -> None:
    desk.take(cartons(1))
    shared = replace(habit_of(desk, "uom_conversion"), vendor_id="", item="10001", scope=Scope.ITEM)
    with pytest.raises(InputError, match="none of them is to blame"):
        habit_letter(desk.services, shared, desk.services.store.insight_facts())


def test_s2_184_a_letter_counts_once_somebody_says_it_was_sent(desk: SmallDesk) -> None:
    desk.take(cartons(1))
    habit = habit_of(desk, "uom_conversion")
    with pytest.raises(RuleError):
        mark_sent(desk.services, habit, " ")
    entry = mark_sent(desk.services, habit, "mailed to their accounts department")
    (sent,) = desk.services.store.insight_log().outreach
    assert (sent.entry, sent.vendor_id, sent.failure, sent.by) == (entry, "V1", "uom_conversion", "clerk")
    assert desk.services.store.verify().whole


# --- samples ---------------------------------------------------------------------------------------------------------
def test_s1_84_a_sample_is_drawn_by_its_seed_logged_and_judged(desk: SmallDesk) -> None:
    documents = desk.take(*(clean(n) for n in range(1, 9)), cartons(9))
    cleared = [d.document_id for d in documents if d.state is DocumentState.CLEARED]
    assert len(cleared) == 8
    sample = draw_sample(desk.services, Decimal(30), seed="march")
    assert (sample.population, len(sample.documents), sample.seed) == (8, 3, "march")
    assert sample.documents == drawn(cleared, Decimal(30), "march")
    right, wrong, _ = sample.documents
    record_verdict(desk.services, right, right=True, note="")
    with pytest.raises(RuleError, match="needs a reason"):
        record_verdict(desk.services, wrong, right=False, note="")
    record_verdict(desk.services, wrong, right=False, note="the goods never came")
    log = desk.services.store.insight_log()
    result = sample_result(sample, log)
    assert (result.wrong.part, result.wrong.whole, len(result.still_to_see)) == (1, 2, 1)
    found = quality(desk.services.store.insight_facts(), log)
    assert (found.found_wrong.part, found.found_wrong.whole) == (1, 2)
    assert overturned_documents(desk.services) == (wrong,)
    # What was drawn once is not drawn again, and what did not clear cannot have cleared wrongly.
    again = draw_sample(desk.services, Decimal(100), seed="april")
    assert not set(again.documents) & set(sample.documents)
    with pytest.raises(InputError):
        draw_sample(desk.services, Decimal(100))
    with pytest.raises(RuleError, match="did not clear"):
        record_verdict(desk.services, documents[-1].document_id, right=True, note="")
    assert desk.services.store.verify().whole


def test_s1_84_what_was_found_wrong_speaks_against_a_policy_that_would_clear_it(desk: SmallDesk) -> None:
    (held,) = desk.take(dearer(1))
    case = open_cases(held)[0]
    desk.do(case, Action.ACCEPT, "fine")
    desk.do(case, Action.REOPEN, "it was not")
    desk.do(case, Action.REJECT, "the price was never agreed")
    desk.do(case, Action.REOPEN, "the buyer says it was")
    policy = desk.services.store.policy()
    assert policy is not None
    wider = replace(policy, default=replace(policy.default, price_percent=Decimal(5)))
    (row,) = what_if(desk.services, wider).rows
    assert row.against is Against.REVERSED


def test_s1_84_reopened_and_reversed_documents_are_counted(desk: SmallDesk) -> None:
    turned, kept = desk.take(dearer(1), dearer(2))
    for document in (turned, kept):
        desk.do(open_cases(document)[0], Action.ACCEPT, "fine")
    desk.do(open_cases(turned)[0], Action.REOPEN, "it was not")
    desk.do(open_cases(turned)[0], Action.REJECT, "never agreed")
    found = quality(desk.services.store.insight_facts(), desk.services.store.insight_log())
    assert (found.reopened.documents, found.reversed_.documents) == ((turned.document_id,),) * 2
    assert found.reopened.whole == 2


# --- reviews and tiers -----------------------------------------------------------------------------------------------
def test_s2_158_reviews_fall_due_and_are_stamped(desk: SmallDesk) -> None:
    desk.take(clean(1), clean(2))
    today = desk.services.clock.now().date()

    def due() -> dict[str, bool]:
        store = desk.services.store
        calendar = review_calendar(store.policy(), store.insight_facts(), store.insight_log(), today)
        return {one.subject: one.overdue for one in calendar}

    assert due() == {"V1": True, "class:commodity": True, "policy": False}
    with pytest.raises(RuleError):
        mark_reviewed(desk.services, "V1", "")
    mark_reviewed(desk.services, "V1", "bands fit")
    mark_reviewed(desk.services, "class:commodity", "bands fit")
    assert due() == {"V1": False, "class:commodity": False, "policy": False}


def test_s2_156_a_good_record_proposes_a_wider_tier_and_shows_what_it_would_have_cleared(tmp_path: Path) -> None:
    tiers = "[tiers]\ntrusted = 2\nwatch = 0.5\n"
    desk = small_desk(tmp_path, {"purchase_orders.csv": ORDERS, "policy.toml": POLICY + tiers})
    clean_one, dear = desk.take(clean(1), dearer(2))
    records = (("V1", Record.GOOD, Rate(1, 2), Rate(50, 100)),)
    (proposal,) = propose_tiers(desk.services, records)
    assert (proposal.before, proposal.after, proposal.advised) == ("standard", "trusted", True)
    assert (proposal.clears, proposal.holds, proposal.looked_at) == ((dear.document_id,), (), 2)
    (bad,) = propose_tiers(desk.services, (("V1", Record.BAD, Rate(1, 2), Rate(1, 100)),))
    assert (bad.after, bad.clears) == ("watch", ())
    desk.do(open_cases(dear)[0], Action.REJECT, "never agreed")
    (refused,) = propose_tiers(desk.services, records)
    assert (refused.advised, refused.against) == (False, (dear.document_id,))
    assert clean_one.state is DocumentState.CLEARED
    desk.services.close()


# --- goods not invoiced ----------------------------------------------------------------------------------------------
def test_s2_47_an_arriving_invoice_clears_what_was_received(desk: SmallDesk) -> None:
    store, today = desk.services.store, desk.services.clock.now().date()
    assert goods_unbilled(store.unbilled_lines(today), {}, today).amounts == {"USD": Decimal("7920.00")}
    part = [line(1, "10001", "Work gloves leather large", "60", "PR", "4.00", "240.00")]
    (document,) = desk.take(paper("PART-1", part, "240.00", po_numbers=["PO-1"]))
    lines = store.unbilled_lines(today, document_id=document.document_id)
    (cleared,) = cleared_by(document.document_id, lines, {})
    assert (cleared.before, cleared.cleared, cleared.after) == (Decimal(110), Decimal(60), Decimal(50))
    assert cleared.amount == Decimal("240.00")
    found = goods_unbilled(store.unbilled_lines(today), {}, today)
    assert found.amounts == {"USD": Decimal("7680.00")}
    (left,) = [one for one in found.lines if one.ref.po_number == "PO-1"]
    assert left.left == Decimal(50)
    assert left.documents == (document.document_id,)


def test_s2_47_a_receipt_in_a_strange_unit_is_named_and_not_added_up(tmp_path: Path) -> None:
    strange = RECEIPTS.replace("R-1,PO-1,1,2026-01-21,110,PR", "R-1,PO-1,1,2026-01-21,11,CT")
    desk = small_desk(tmp_path, {"purchase_orders.csv": ORDERS, "receipts.csv": strange})
    store, today = desk.services.store, desk.services.clock.now().date()
    lines = store.unbilled_lines(today)
    found = goods_unbilled(lines, store.conversions_of(one.item for one in lines), today)
    (odd,) = [one for one in found.lines if one.not_comparable]
    assert (odd.ref.po_number, odd.amount, odd.not_comparable) == ("PO-1", None, ("R-1",))
    factor = {"10001": (UomConversion("10001", None, "CT", "PR", Decimal(10)),)}
    assert goods_unbilled(lines, factor, today).amounts == {"USD": Decimal("7920.00")}
    desk.services.close()


# --- the sheet -------------------------------------------------------------------------------------------------------
def test_s2_176_to_s2_181_the_sheet_says_what_the_terms_say(desk: SmallDesk) -> None:
    first, second = (onboarding_sheet(desk.services, vendor).text for vendor in ("V1", "V2"))
    assert "$" not in first + second
    assert "Bill every line in the unit of our order" in first
    assert "  " not in first.replace("\n   ", "")
    assert "may bill several lines of one order on one line" in first
    assert "may not be put together" in second
    assert "freight (up to 50.00 an invoice)" in first
    assert "No charge is agreed" in second
    assert "no substitution is agreed" in first
    assert "Up to 3 % short of the order" in first
    assert "Nothing over the order is taken without our buyer" in first
    assert "Part shipments are agreed" in first
    assert "Part shipments are not agreed" in second
    assert "within 2 days of the promised day" in first


def test_the_sheet_as_a_mail_carries_no_header_of_the_vendors_making() -> None:
    raw = unsent_mail("How to bill us: Evil\r\nBcc: all@example.com", "text", "ar@amberley.example")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "How to bill us: Evil Bcc: all@example.com"
    assert (mail["To"], mail["X-Unsent"]) == ("ar@amberley.example", "1")


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?=0ABcc:_x@example.com?=",
        "a\x00\r\nBcc: x",
        "a\u2028Bcc: x",
        "a\ud800\rBcc: x",
        "\r\n\r\nbody",
        "z" * 999,
    ],
)
def test_no_name_makes_a_header_of_its_own_however_it_is_encoded(name: str) -> None:
    mail = email.message_from_bytes(unsent_mail(name, f"Dear {name}", f"ar@amberley.example\nBcc: {name}"))
    assert {header.lower() for header in mail} <= {
        "subject", "x-unsent", "content-type", "content-transfer-encoding", "mime-version"
    }  # fmt: skip


def test_the_few_invoices_of_a_small_desk_prove_nothing(desk: SmallDesk) -> None:
    desk.take(*(cartons(n) for n in (1, 2, 3)))
    assert recurrence(desk.services.store.insight_facts()).habits == ()

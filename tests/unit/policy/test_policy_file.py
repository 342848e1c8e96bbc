"""Reading policy.toml: exact decimals, three states, every fault at once with a near word, warnings apart."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.errors import InputError
from app.domain.item import LineClass
from app.domain.policy import ReceiptRule, Role
from app.domain.vendor import Tier
from app.policy.policy_file import parse_policy
from app.policy.policy_warnings import review_notice

FULL = """
version = 4
receipts = "required"
escalate_exposure_over = 10000
[[approval_limits]]
role = "ap_clerk"
up_to = 100
[[approval_limits]]
role = "controller"
[header_tolerance]
percent = 2
absolute = 25
[line_tolerance.default]
quantity_short_percent = 1
price_percent = 0
[line_tolerance.commodity]
price_percent = 1.10
[vendors.V1]
quantity_over_percent = 1
[tiers]
watch = 0.5
[gl_accounts]
freight = "5100"
[automation]
off = ["merged", "V1:split", "V2:*"]
[recurrence]
count = 5
days = 30
"""


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_policy(text)
    assert caught.value.code == "bad_policy"
    return caught.value.context["faults"].split("\n")


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 100_000, "[" + "a." * 50_000 + "b]", "a = {" + "a . " * 50_000 + "b = 1}", "a = " + "1" * 5_000],
)
def test_what_would_take_the_reader_down_is_no_policy(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_policy(text)
    assert caught.value.code == "bad_policy"


def test_a_whole_policy_is_read_exactly() -> None:
    policy, _ = parse_policy(FULL)
    assert (policy.version, policy.receipts, policy.escalate_exposure_over) == (4, ReceiptRule.REQUIRED, Decimal(10000))
    assert [(limit.role, limit.up_to) for limit in policy.approval_limits] == [
        (Role.AP_CLERK, Decimal(100)),
        (Role.CONTROLLER, None),
    ]
    assert str(policy.classes[LineClass.COMMODITY].price_percent) == "1.10"
    assert policy.vendors["V1"].quantity_over_percent == 1
    assert policy.tiers == {Tier.WATCH: Decimal("0.5")}
    assert policy.gl_accounts == {"freight": "5100"}
    assert policy.automation_off == {"merged", "V1:split", "V2:*"}
    assert (policy.recurrence_count, policy.recurrence_days) == (5, 30)
    assert policy.sha256 == hashlib.sha256(FULL.encode()).hexdigest()


def test_three_states_of_a_band() -> None:
    policy, _ = parse_policy(FULL)
    assert policy.default.quantity_over_percent is None
    assert policy.default.price_percent == 0
    assert policy.default.quantity_short_percent == 1


def test_defaults_where_nothing_is_said() -> None:
    policy, _ = parse_policy("version = 1")
    assert (policy.receipts, policy.recurrence_count, policy.recurrence_days) == (ReceiptRule.OPTIONAL, 3, 90)
    assert policy.default.price_percent is None


def test_every_fault_is_named_at_once_with_a_near_word() -> None:
    found = faults(
        """
        version = "one"
        recipts = "required"
        escalate_exposure_over = -1
        [line_tolerance.comodity]
        price_percent = 2
        [line_tolerance.default]
        price_procent = 1
        quantity_short_percent = true
        [[approval_limits]]
        role = "byer"
        [tiers]
        watched = 0.5
        [gl_accounts]
        freight = 5100
        [automation]
        off = ["merge"]
        """
    )
    expected = {
        "recipts is not known; did you mean 'receipts'?",
        "line_tolerance.comodity is not known; did you mean 'commodity'?",
        "line_tolerance.default.price_procent is not known; did you mean 'price_percent'?",
        "tiers.watched is not known; did you mean 'watch'?",
        "automation.off: 'merge' names no pattern; did you mean 'merged'?",
    }
    assert expected <= set(found)
    beginnings = (
        "version must be", "escalate_exposure_over must be", "line_tolerance.default.quantity_short_percent must be",
        "approval_limits[1].role must be one of", "gl_accounts.freight must be",
    )  # fmt: skip
    for beginning in beginnings:
        assert any(fault.startswith(beginning) for fault in found), beginning
    assert "did you mean 'buyer'?" in "".join(found)


@pytest.mark.parametrize(
    "text", ["version = 1\nescalate_exposure_over = nan", "version = 1\nescalate_exposure_over = inf", "", "= 3"]
)
def test_what_is_no_policy_is_refused(text: str) -> None:
    assert faults(text)


def test_a_role_has_one_limit() -> None:
    text = 'version = 1\napproval_limits = [{ role = "buyer", up_to = 1 }, { role = "buyer" }]'
    assert faults(text) == ["approval_limits[2].role: buyer has a limit already"]


def test_s2_147_trap_3_a_line_band_wider_than_the_header_band_is_warned_of() -> None:
    text = "version = 1\n[header_tolerance]\npercent = 2\n[line_tolerance.default]\nprice_percent = 3"
    _, warnings = parse_policy(text)
    assert any("line_tolerance.default.price_percent = 3 is wider than the header band of 2 %" in w for w in warnings)


def test_s2_157_a_band_wide_enough_to_hide_structure_is_warned_of() -> None:
    text = "version = 1\n[vendors.V1]\nprice_percent = 8\nquantity_over_percent = 60"
    _, warnings = parse_policy(text)
    assert any("hide charges rolled into goods lines" in w for w in warnings)
    assert any("hide lines billed in another unit" in w for w in warnings)


def test_a_narrow_policy_is_not_warned_of() -> None:
    _, warnings = parse_policy(FULL)
    assert warnings == ()


def test_s2_158_a_policy_is_due_for_review_a_year_after_its_last_one() -> None:
    policy, _ = parse_policy("version = 1\n[review]\nlast = 2025-03-01\n")
    assert review_notice(policy, date(2026, 2, 28)) == ""
    overdue = review_notice(policy, date(2026, 3, 1))
    assert "2025-03-01" in overdue
    assert "2026-03-01" in overdue


def test_s2_158_without_a_stamp_the_day_the_policy_was_put_in_force_counts() -> None:
    policy, _ = parse_policy("version = 1\n[review]\ndays = 90\n")
    assert review_notice(policy, date(2030, 1, 1)) == "", "nobody put it in force"
    policy = replace(policy, in_force=date(2026, 1, 1))
    assert review_notice(policy, date(2026, 3, 31)) == ""
    assert "due for review on 2026-04-01" in review_notice(policy, date(2026, 4, 1))


def test_a_review_or_tax_that_cannot_be_read_is_a_fault() -> None:
    found = faults('version = 1\n[review]\nlast = "soon"\ndays = 0\n[tax]\nhighest = 7\n[tax.vendors]\nV1 = -1\n')
    assert len(found) == 4
    assert any(fault.startswith("review.last must be a day") for fault in found)
    assert any(fault.startswith("tax.highest is not known; did you mean 'highest_percent'?") for fault in found)
    assert any(fault.startswith("tax.vendors.V1 must be zero or more") for fault in found)


def test_the_currency_where_none_is_on_file_is_a_code() -> None:
    assert parse_policy('version = 1\n[company]\ncurrency = "EUR"')[0].own_currency == "EUR"
    assert parse_policy("version = 1")[0].own_currency is None
    for faulty in ('"euro"', '"€"', "978"):
        with pytest.raises(InputError, match=r"company\.currency must be a code of three capitals"):
            parse_policy(f"version = 1\n[company]\ncurrency = {faulty}")


def test_own_tax_ids_have_figures_and_no_words() -> None:
    policy, _ = parse_policy('version = 1\n[company]\ntax_ids = ["DE 811234567", "NL004495445B01", "90-1000001"]')
    assert policy.own_tax_ids == ("DE 811234567", "NL004495445B01", "90-1000001")
    assert parse_policy("version = 1")[0].own_tax_ids == ()
    for faulty in ('"DE"', '"12-34"', '"Meridian Mfg 1234567"'):
        with pytest.raises(InputError, match=r"company\.tax_ids: .* is no tax id; write it as it is printed"):
            parse_policy(f"version = 1\n[company]\ntax_ids = [{faulty}]")


def test_own_names_and_addresses_are_texts_and_a_legal_form_is_no_name() -> None:
    policy, _ = parse_policy('version = 1\n[company]\nnames = ["Meridian  Mfg, Inc."]\naddresses = ["500 Elm"]')
    assert (policy.own_names, policy.own_addresses) == (("Meridian Mfg, Inc.",), ("500 Elm",))
    assert parse_policy("version = 1")[0].own_names == ()
    for faulty in ("names = 5", "names = [5]", 'names = [""]', 'names = ["A; B"]', 'names = ["GmbH"]', "name = []"):
        with pytest.raises(InputError, match="company"):
            parse_policy(f"version = 1\n[company]\n{faulty}")

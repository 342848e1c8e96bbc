"""The policy in words: no name of the file's own stands in what a person is warned of (S2.147, S2.157, TRAP-3)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.policy import ApprovalLimit, HeaderBand, Role
from app.domain.vendor import Tier
from app.workflow.policy_differences import policy_settings
from app.workflow.policy_edit import with_limit
from app.workflow.policy_words import setting_in_words, warnings_of
from tests.helpers.policy import POLICY


def test_s2_147_warnings_name_settings_in_words() -> None:
    wide = with_limit(POLICY, "commodity", "price_percent", Decimal(20))
    policy = replace(
        with_limit(wide, "commodity", "price_absolute", Decimal(99)),
        header=HeaderBand(Decimal(2), Decimal(25)),
        escalate_exposure_over=None,
        approval_limits=(ApprovalLimit(Role.BUYER, Decimal(100)), ApprovalLimit(Role.VENDOR, Decimal(5))),
        tiers={Tier.TRUSTED: Decimal(2)},
    )  # fmt: skip
    told = warnings_of(policy)
    assert any(
        text.startswith("Price (%), commodity goods: 20 is wider than the header band of 2 %: ") for text in told
    )
    assert any(text.startswith("Line price (amount), commodity goods: 99 is wider") for text in told)
    assert any(text.startswith("There is no amount to escalate above: ") for text in told)
    assert any(text.startswith("Authority: no role may release any amount") for text in told)
    assert any(text.startswith("Authority: a vendor is nobody of the desk") for text in told)
    assert any(text.startswith("Factor for vendors, trusted: 2 widens") for text in told)
    assert not [text for text in told if re.search(r"\w_\w|\w\.\w", text)]


def test_a_policy_without_a_band_for_the_whole_invoice_is_warned_of_in_words() -> None:
    told = warnings_of(replace(POLICY, header=HeaderBand(None, None)))
    assert any(text.startswith("The whole invoice has no band: nothing billed beyond") for text in told)


@pytest.mark.parametrize("name", sorted(policy_settings(POLICY)))
def test_every_setting_has_words(name: str) -> None:
    assert not re.search(r"\w_\w|\w\.\w", setting_in_words(name)), setting_in_words(name)

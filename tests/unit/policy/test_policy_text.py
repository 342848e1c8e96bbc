"""A policy written down reads back as the very same policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.item import LineClass
from app.domain.policy import ApprovalLimit, Band, HeaderBand, Policy, ReceiptRule, Role
from app.domain.vendor import Tier
from app.policy.policy_file import parse_policy
from app.policy.policy_text import policy_toml
from app.shipped_files import resource_path

LIMITS = st.none() | st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False, allow_infinity=False)
BANDS = st.builds(Band, LIMITS, LIMITS, LIMITS, LIMITS, LIMITS)
IDS = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable())
POLICIES = st.builds(
    Policy,
    version=st.integers(1, 999),
    receipts=st.sampled_from(ReceiptRule),
    escalate_exposure_over=LIMITS,
    approval_limits=st.lists(st.builds(ApprovalLimit, st.sampled_from(Role), LIMITS), unique_by=lambda x: x.role).map(
        tuple
    ),
    header=st.builds(HeaderBand, LIMITS, LIMITS),
    default=BANDS,
    classes=st.dictionaries(st.sampled_from(LineClass), BANDS),
    vendors=st.dictionaries(IDS, BANDS, max_size=3),
    tiers=st.dictionaries(st.sampled_from(Tier), st.decimals(min_value=0, max_value=5, places=2)),
    automation_off=st.frozensets(st.sampled_from(["split", "*", "V1:merged", "late_shipment"])),
    recurrence_count=st.integers(1, 20),
    recurrence_days=st.integers(1, 400),
    tax_percent=LIMITS,
    tax_vendors=st.dictionaries(IDS, st.decimals(min_value=0, max_value=50, places=1), max_size=2),
    reviewed=st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
    review_days=st.integers(1, 900),
    own_names=st.sampled_from([(), ("Müller & Söhne GmbH", 'The "Blue" Anchor, Inc.')]),
    own_addresses=st.sampled_from([(), ("500 Elm Street, Dayton, OH 45402",)]),
    own_tax_ids=st.sampled_from([(), ("DE811234567", "90-1000001")]),
    own_currency=st.sampled_from([None, "EUR"]),
)


@given(POLICIES)
def test_what_is_written_reads_back_the_same(policy: Policy) -> None:
    again, _ = parse_policy(policy_toml(policy))
    assert replace(again, sha256="") == policy


def test_the_sample_policy_reads_back_the_same() -> None:
    policy, _ = parse_policy(resource_path("sample_data", "policy.toml").read_text(encoding="utf-8"))
    again, _ = parse_policy(policy_toml(policy))
    assert replace(again, sha256="") == replace(policy, sha256="")


def test_what_would_not_read_back_is_refused() -> None:
    with pytest.raises(InputError):
        policy_toml(Policy(version=1, gl_accounts={"freight": " "}))
    with pytest.raises(InputError):
        policy_toml(Policy(version=1, default=Band(price_percent=Decimal(-1))))

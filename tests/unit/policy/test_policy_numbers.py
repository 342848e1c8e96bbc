"""Whole numbers of a policy: a version, days, years."""

from __future__ import annotations

import pytest

from app.domain.errors import InputError
from app.policy.policy_file import parse_policy


@pytest.mark.parametrize("number", ["99999999999999999999", "1" + "0" * 3000, "1000001", "0"])
def test_a_whole_number_too_large_for_any_use_is_refused_with_its_place(number: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_policy(f"version = {number}\n")
    assert "version must be a whole number from 1 to 1,000,000" in str(refused.value.context["faults"])
    assert len(str(refused.value.context["faults"])) < 2_000

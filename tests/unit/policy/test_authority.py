"""Who may release what."""

from dataclasses import replace

from app.domain.decision import Lane
from app.domain.policy import ApprovalLimit, Policy, Role
from app.policy.authority import escalation_owner, may_release, must_escalate, release_role
from tests.helpers.policy import POLICY, dec


def test_s2_154_the_lowest_role_that_suffices_releases() -> None:
    exposures = {"0": Role.AP_CLERK, "100": Role.AP_CLERK, "100.01": Role.BUYER, "2500": Role.BUYER,
                 "10000": Role.AP_SUPERVISOR, "10000.01": Role.CONTROLLER}  # fmt: skip
    assert {text: release_role(POLICY, dec(text)) for text in exposures} == exposures


def test_what_is_sensitive_or_escalated_is_nobody_s_at_the_desk_however_small_it_is() -> None:
    for owner in (Role.APPROVER, Role.VENDOR_MANAGEMENT):
        assert release_role(POLICY, dec(5), lane=Lane.DRAFT_AND_ROUTE, owner=owner) is Role.AP_SUPERVISOR
    assert release_role(POLICY, dec(5), lane=Lane.ESCALATE, owner=Role.BUYER) is Role.AP_SUPERVISOR
    assert release_role(POLICY, dec(5), lane=Lane.DRAFT_AND_ROUTE, owner=Role.BUYER) is Role.AP_CLERK


def test_the_order_of_the_file_does_not_matter() -> None:
    backwards = replace(POLICY, approval_limits=tuple(reversed(POLICY.approval_limits)))
    assert release_role(backwards, dec(500)) is Role.BUYER


def test_nobody_releases_above_the_limit_and_roles_without_one_release_nothing() -> None:
    assert may_release(POLICY, Role.BUYER, dec(2500))
    assert not may_release(POLICY, Role.BUYER, dec("2500.01"))
    assert may_release(POLICY, Role.CONTROLLER, dec("1e12"))
    assert not may_release(POLICY, Role.RECEIVING, dec(0))


def test_a_policy_without_limits_gives_nobody_authority() -> None:
    bare = Policy(version=1)
    assert release_role(bare, dec(0)) is None
    assert not may_release(bare, Role.CONTROLLER, dec(0))
    assert not must_escalate(bare, dec(10**9))


def test_where_no_limit_suffices_the_controller_decides() -> None:
    low = replace(POLICY, approval_limits=(ApprovalLimit(Role.AP_CLERK, dec(5)),))
    assert escalation_owner(low, dec(50000)) is Role.CONTROLLER
    assert release_role(low, dec(50000)) is None


def test_exactly_the_limit_does_not_escalate() -> None:
    assert not must_escalate(POLICY, dec(10000))
    assert must_escalate(POLICY, dec("10000.01"))

"""Who may release what: the lowest role whose limit suffices (decision table: authority; S2.154).

A shape that was not agreed (a merge or split that the terms refuse, or that its receipts do not bear out) has no
exposure while its amounts agree: nothing is known to be wrong. Whoever releases it pays the lines all the same, on
nobody's proof, and needs a limit for their amount. What is shown and escalated stays the exposure.
"""

from __future__ import annotations

from decimal import Decimal

from app.domain.decision import Lane
from app.domain.policy import ApprovalLimit, Policy, Role

_DESK_ROLES = frozenset({Role.AP_CLERK, Role.BUYER})
_SENSITIVE = frozenset({Role.APPROVER, Role.VENDOR_MANAGEMENT})


def may_release(policy: Policy, role: Role, exposure: Decimal) -> bool:
    """Tell whether this role may release an exception of this exposure; a role without a limit releases nothing."""
    return any(limit.role == role and _suffices(limit, exposure) for limit in policy.approval_limits)


def release_role(
    policy: Policy, exposure: Decimal, *, lane: Lane | None = None, owner: Role | None = None
) -> Role | None:
    """Return the lowest role whose limit suffices; None where the policy gives nobody that authority.

    What was escalated, or is the approver's or vendor management's to look into, is no question of a small amount: a
    clerk or buyer does not settle a suspected fraud or an order nobody approved, whatever is at stake.
    """
    fitting = [limit for limit in policy.approval_limits if _suffices(limit, exposure)]
    if lane is Lane.ESCALATE or owner in _SENSITIVE:
        fitting = [limit for limit in fitting if limit.role not in _DESK_ROLES]
    return min(fitting, key=_height).role if fitting else None


def at_least(policy: Policy, role: Role, needed: Role | None) -> bool:
    """Tell whether a role stands as high in the policy's approval limits as the one that is needed."""
    heights = {limit.role: _height(limit) for limit in policy.approval_limits}
    return needed in heights and role in heights and heights[role] >= heights[needed]


def must_escalate(policy: Policy, exposure: Decimal) -> bool:
    """Tell whether this exposure goes to a person with authority at once, whatever else holds (S1.46)."""
    return policy.escalate_exposure_over is not None and exposure > policy.escalate_exposure_over


def escalation_owner(policy: Policy, exposure: Decimal) -> Role:
    """Return who decides an escalated exposure; the controller where no limit of the policy suffices."""
    return release_role(policy, exposure) or Role.CONTROLLER


def _suffices(limit: ApprovalLimit, exposure: Decimal) -> bool:
    return limit.up_to is None or exposure <= limit.up_to


def _height(limit: ApprovalLimit) -> tuple[bool, Decimal]:
    return (limit.up_to is None, limit.up_to or Decimal(0))

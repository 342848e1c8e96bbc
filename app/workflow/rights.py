"""Who may change what every later decision rests on: policy, master data, profiles, weights.

Where nobody of a desk is a controller, anybody may, and the log says who did. Once somebody is, only the roles named
here may, so that whoever settles invoices does not also set the rules they are settled by. A role is given by “tieout
users”; that people can give one to themselves is recorded and listed as an exception, not prevented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import RuleError
from app.domain.imports import ImportKind
from app.domain.policy import Role
from app.workflow.services import Services
from app.workflow.wording import OWNERS, words_for

POLICY = (Role.CONTROLLER,)
PROFILES = (Role.CONTROLLER, Role.AP_SUPERVISOR)
WEIGHTS = (Role.CONTROLLER,)
_TERMS = (Role.CONTROLLER, Role.VENDOR_MANAGEMENT)
_ITEMS = (Role.CONTROLLER, Role.BUYER)
# Orders and receipts come every day from other systems: whoever works here takes them in.
IMPORTS: Mapping[ImportKind, tuple[Role, ...]] = {
    ImportKind.POLICY: POLICY,
    ImportKind.VENDORS: _TERMS,
    ImportKind.SUBSTITUTIONS: _ITEMS,
    ImportKind.ITEMS: _ITEMS,
    ImportKind.UOM_CONVERSIONS: _ITEMS,
    ImportKind.ITEM_CROSS_REFERENCES: _ITEMS,
}


def require(services: Services, roles: Sequence[Role], what: str) -> None:
    """Refuse what needs one of these roles on a desk that has a controller.

    Raises:
        RuleError: ``role_needed``.
    """
    if not roles or services.actor.role in roles:
        return
    if not any(given.role is Role.CONTROLLER for given in services.store.roles()):
        return
    names = " or ".join(words_for(role, OWNERS) for role in roles)
    raise RuleError(
        "role_needed",
        f"To {what} you need the role {names}; you are {words_for(services.actor.role, OWNERS)}.",
        next_step="Ask somebody who has it (“tieout users” lists them).",
    )


def require_for_import(services: Services, kind: ImportKind) -> None:
    """Refuse an import of what decisions rest on to those it is not for. Raises RuleError."""
    require(services, IMPORTS.get(kind, ()), f"import {kind.value.replace('_', ' ')}")

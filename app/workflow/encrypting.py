"""Turning the encryption of stored files on and off: for a controller where the desk has one, logged with a reason."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import RuleError
from app.domain.policy import Role
from app.workflow.keeping_ports import Step
from app.workflow.rights import require
from app.workflow.services import Services

_MAY = (Role.CONTROLLER,)


def turn_on(services: Services, copy: Path | None, reason: str, step: Step | None = None) -> int:
    """Encrypt stored files, now and from now on; return how many were rewritten.

    Raises:
        RuleError: Nobody said why, or the role does not suffice.
        InputError: No place for a copy of the key was given, or something stands there.
        EnvironmentFault: Something cannot be written; files stay readable, and the next call goes on.
    """
    _check(services, reason)
    return services.store.vault.turn_on(copy, services.actor, reason.strip(), step)


def turn_off(services: Services, reason: str, step: Step | None = None) -> int:
    """Store files plain from now on, and those that are there; return how many were rewritten.

    Raises:
        RuleError: Nobody said why, or the role does not suffice.
        EnvironmentFault: The key is not here, or something cannot be written.
    """
    _check(services, reason)
    return services.store.vault.turn_off(services.actor, reason.strip(), step)


def _check(services: Services, reason: str) -> None:
    require(services, _MAY, "change how stored files are kept")
    if not reason.strip():
        raise RuleError("reason_needed", "A written reason is needed; auditors read it.")

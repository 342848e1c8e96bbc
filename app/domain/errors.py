"""Failures of an operation, each with a code, what it happened to, and the next step.

Faulty *data* is never one of these: a wrong total is a :class:`app.domain.finding.Finding`.
"""

from __future__ import annotations

from collections.abc import Mapping


class AppError(Exception):
    """An operation failed for a reason the user can understand.

    Attributes:
        code: A short stable word for scripts and tests, for example ``encrypted``.
        message: One sentence: what is wrong and where.
        next_step: One sentence: what the user can do about it; may be empty.
        context: Further facts by name (file, line, column), all text.
    """

    def __init__(
        self, code: str, message: str, *, next_step: str = "", context: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.context: dict[str, str] = dict(context or {})

    @property
    def whole(self) -> str:
        """Everything that is wrong, in one text, where the message is only the head of it."""
        return self.message

    def __str__(self) -> str:
        """Return everything that is wrong followed by the next step."""
        return f"{self.whole} {self.next_step}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with its fields."""
        return (_rebuild, (type(self), self.code, self.message, self.next_step, self.context))


def _rebuild(kind: type[AppError], code: str, message: str, next_step: str, context: Mapping[str, str]) -> AppError:
    return kind(code, message, next_step=next_step, context=context)


class InputError(AppError):
    """This one document or file cannot be used; the others can."""


class ProfileError(AppError):
    """A vendor extraction profile cannot be used; ``faults`` names all that is wrong at once, ``message`` none."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        next_step: str = "",
        context: Mapping[str, str] | None = None,
        faults: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, message, next_step=next_step, context=context)
        self.faults = faults

    @property
    def whole(self) -> str:
        """The message with every fault."""
        if not self.faults:
            return self.message
        faults = "; ".join(self.faults)
        return f"{self.message.removesuffix('.')}: {faults}{'' if faults.endswith('?') else '.'}"

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with its faults."""
        return (_rebuild_profile, (self.code, self.message, self.next_step, self.context, self.faults))


def _rebuild_profile(
    code: str, message: str, next_step: str, context: Mapping[str, str], faults: tuple[str, ...]
) -> ProfileError:
    return ProfileError(code, message, next_step=next_step, context=context, faults=faults)


class EnvironmentFault(AppError):
    """The machine is at fault: disk full, folder not writable, tesseract missing, database locked."""


class ConflictError(AppError):
    """Somebody else changed the case since it was read; nothing was written."""


class RuleError(AppError):
    """The command is not allowed: a required reason is missing, or the role may not do it."""


class Cancelled(AppError):
    """The user stopped the job; what was finished is kept."""

    def __init__(self, message: str = "Stopped on request.") -> None:
        super().__init__("cancelled", message)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes."""
        return (Cancelled, (self.message,))

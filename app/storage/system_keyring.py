"""The operating system's keyring, asked late, never for long, and never so that it must ask anybody.

It holds wrapping keys: each seals the key files of one stream (``wrapped_keys.py``). On Linux it is asked only where a
session bus and a Secret Service answer and its collection is open; a backend that writes secrets to a plain file is
none. A keyring may hang behind a prompt, so that it is asked in a thread that is left behind when its time is over.
"""

from __future__ import annotations

import os
import queue
import secrets
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Tieout seal keys"
# Seconds: writers of other programs wait five for their turn, and this may be asked while one writes.
LONGEST = 3.0
# Seconds in which a keyring that did not answer is not asked again: a batch must not wait for it at every file.
PAUSE = 20.0
_NOT_OURS = ("keyrings.alt.", "keyring.backends.fail", "keyring.backends.null")


class SystemKeyring:
    """Wrapping keys in the keyring of this account, by name."""

    def __init__(self, *, longest: float = LONGEST, pause: float = PAUSE) -> None:
        self._longest = longest
        self._pause = pause
        self._silent: tuple[float, str] | None = None

    def get(self, name: str) -> bytes | None:
        """Return the key of this name; None where the keyring holds none.

        Raises:
            EnvironmentFault: ``keyring_silent``: there is no keyring, it is locked, or it does not answer.
        """
        held = self._asked(lambda: _open_backend().get_password(SERVICE, name))
        try:
            key = bytes.fromhex(held or "")
        except ValueError:
            return None
        return key if len(key) == 32 else None

    def make(self, name: str) -> bytes:
        """Put a fresh key into the keyring, see that it stands there, and return it.

        Raises:
            EnvironmentFault: ``keyring_silent``.
        """
        key = secrets.token_bytes(32)

        def put() -> str | None:
            backend = _open_backend()
            backend.set_password(SERVICE, name, key.hex())
            return backend.get_password(SERVICE, name)

        if self._asked(put) != key.hex():
            raise _silent("The system's keyring did not keep what was given to it.")
        return key

    def _asked(self, question: Callable[[], str | None]) -> str | None:
        if self._silent is not None and time.monotonic() - self._silent[0] < self._pause:
            raise _silent(self._silent[1])
        answers: queue.SimpleQueue[str | EnvironmentFault | None] = queue.SimpleQueue()
        threading.Thread(target=_answer, args=(question, answers), name="keyring", daemon=True).start()
        try:
            answer = answers.get(timeout=self._longest)
        except queue.Empty:
            answer = _silent("The system's keyring does not answer.")
        if isinstance(answer, EnvironmentFault):
            self._silent = (time.monotonic(), answer.message)
            raise answer
        return answer


def _answer(question: Callable[[], str | None], answers: queue.SimpleQueue[str | EnvironmentFault | None]) -> None:
    try:
        answers.put(question())
    except EnvironmentFault as error:
        answers.put(error)
    except Exception as error:  # noqa: BLE001 - each system's keyring fails in its own way, and none may stop the program
        answers.put(_silent(f"The system's keyring failed: {type(error).__name__}."))


def _open_backend() -> KeyringBackend:
    """Return the backend of this system. Raises EnvironmentFault where there is none, or it is locked."""
    if sys.platform.startswith("linux") and not _session_bus():
        raise _silent("There is no keyring: no desktop session runs here.")
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    offered = chosen.backends if isinstance(chosen, ChainerBackend) else (chosen,)
    for backend in offered:
        if not type(backend).__module__.startswith(_NOT_OURS) and backend.priority > 0:
            if type(backend).__module__ in {"keyring.backends.SecretService", "keyring.backends.libsecret"}:
                _refuse_locked()
            return backend
    raise _silent("This system has no keyring.")


def _session_bus() -> bool:
    run = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or (run is not None and (Path(run) / "bus").exists())


def _refuse_locked() -> None:
    """Refuse a keyring that would have to ask for its password, or to be made first. Raises EnvironmentFault."""
    import secretstorage

    bus = secretstorage.dbus_init()
    try:
        if secretstorage.get_collection_by_alias(bus, "default").is_locked():
            raise _silent("The system's keyring is locked.")
    finally:
        bus.close()


def _silent(message: str) -> EnvironmentFault:
    return EnvironmentFault(
        "keyring_silent", message,
        next_step="Unlock the keyring, or log in to a desktop session that has one, and try again.",
    )  # fmt: skip

"""Secret keys in files, sealed (AES-256-GCM) under a wrapping key that lies in the system's keyring.

A stream has a wrapping key of its own, under the stream's name, so that no two desks or accounts can lose each other's.
What stands beside a secret in its file goes into the seal: none of it can be changed without the wrapping key.
"""

from __future__ import annotations

import secrets
from typing import Protocol

from app.domain.errors import EnvironmentFault

_MARK = b"tieout.wrapped.key/1\n"
_NONCE = 12


class Keyring(Protocol):
    """Keeps wrapping keys by name."""

    def get(self, name: str) -> bytes | None:
        """Return the key of this name; None where there is none. Raises EnvironmentFault ``keyring_silent``."""

    def make(self, name: str) -> bytes:
        """Make, keep and return a key. Raises EnvironmentFault ``keyring_silent``."""


class Wrapping:
    """Seals and opens the keys of streams; asks the keyring once for each stream, when first needed."""

    def __init__(self, keyring: Keyring | None) -> None:
        self._keyring = keyring
        self._known: dict[str, bytes] = {}

    def make(self, stream: str) -> None:
        """Make the wrapping key of a stream that has none. Raises EnvironmentFault ``keyring_silent``."""
        if self._keyring is None:
            raise _turned_off()
        self._known[stream] = self._keyring.get(stream) or self._keyring.make(stream)

    def seal(self, stream: str, beside: str, secret: bytes) -> str:
        """Return a secret as it may stand in a file beside that text. Raises EnvironmentFault as :meth:`open`."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE)
        return (nonce + AESGCM(self._key(stream)).encrypt(nonce, secret, _bound(stream, beside))).hex()

    def open(self, stream: str, beside: str, sealed: str) -> bytes:
        """Return the secret again.

        Raises:
            EnvironmentFault: ``seal_key_locked``: the keyring does not answer or holds no key for this stream;
                ``seal_key_damaged``: what stands in the file is not what was sealed.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._key(stream)
        try:
            body = bytes.fromhex(sealed)
            return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], _bound(stream, beside))
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault(
                "seal_key_damaged", "The file of this machine's seal key is not what was written.",
                next_step=_ANEW, context={"stream": stream},
            ) from error  # fmt: skip

    def _key(self, stream: str) -> bytes:
        if stream not in self._known:
            try:
                if self._keyring is None:
                    raise _turned_off()
                key = self._keyring.get(stream)
            except EnvironmentFault as error:
                raise EnvironmentFault(
                    "seal_key_locked", f"Nothing can be logged: the key of the audit log is sealed. {error.message}",
                    next_step=_UNLOCK, context={"stream": stream},
                ) from error  # fmt: skip
            if key is None:
                raise EnvironmentFault(
                    "seal_key_locked",
                    "Nothing can be logged: the key of the audit log is sealed, and the system's keyring lost its key.",
                    next_step=_ANEW, context={"stream": stream},
                )  # fmt: skip
            self._known[stream] = key
        return self._known[stream]


_ANEW = (
    "Where it cannot be brought back, a controller begins a new key with “tieout audit keyring anew --note WHY”, "
    "which the log and every check of it name."
)
_UNLOCK = (
    "Unlock the system's keyring and try again. Where it is gone for good, a controller begins a new key with “tieout "
    "audit keyring anew --note WHY”, which the log and every check of it name."
)


def _turned_off() -> EnvironmentFault:
    return EnvironmentFault(
        "keyring_silent", "The system's keyring is turned off here (TIEOUT_KEYRING).",
        next_step="Take TIEOUT_KEYRING out of the environment.",
    )  # fmt: skip


def _bound(stream: str, beside: str) -> bytes:
    return _MARK + f"{stream}\n{beside}".encode()

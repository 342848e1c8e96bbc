"""Stored files encrypted at rest: AES-256-GCM over pieces of a file, under a key of the file's own.

A file is: the mark, the key's name (8 bytes), a salt (32 bytes), then pieces of 1 MiB, each with its tag. The file's
key is HMAC-SHA256 of the salt under the desk's key. The nonce of a piece is its number and whether it is the last:
no piece can be left out, exchanged or put in. Names of files stay the SHA-256 of what is inside.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import EnvironmentFault

SUFFIX = ".enc"
PIECE = 1 << 20
_MARK = b"TIEOUT ENCRYPTED 1\n"
_TAG = 16
_SALT = 32
_NAME = 8


@dataclass(frozen=True, slots=True)
class FileKey:
    """The desk's key for stored files (32 bytes); it is named by a hash from which it cannot be told."""

    secret: bytes

    @property
    def name(self) -> str:
        """The key's name, 16 hexadecimal digits."""
        return hashlib.sha256(b"tieout.file.key.name/1\n" + self.secret).hexdigest()[: 2 * _NAME]


def new_key() -> FileKey:
    """Return a fresh key."""
    return FileKey(secrets.token_bytes(32))


def encrypted(parts: Iterable[bytes], key: FileKey) -> Iterator[bytes]:
    """Yield the bytes of an encrypted file whose plain bytes come in ``parts`` of any size."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = secrets.token_bytes(_SALT)
    head = _MARK + bytes.fromhex(key.name) + salt
    cipher = AESGCM(_own_key(key, salt))
    yield head
    held: bytes | None = None
    number = 0
    for piece in _pieces(parts):
        if held is not None:
            yield cipher.encrypt(_nonce(number, last=False), held, head)
            number += 1
        held = piece
    yield cipher.encrypt(_nonce(number, last=True), held or b"", head)


def decrypted(path: Path, key_of: Callable[[str], FileKey]) -> Iterator[bytes]:
    """Yield the plain bytes of an encrypted file, each piece only once it is proved unchanged.

    ``key_of`` gives the key of a name.

    Raises:
        EnvironmentFault: ``stored_document_damaged``, or ``document_key_missing`` from ``key_of``.
    """
    with path.open("rb") as file:
        yield from _opened(file, path, key_of)


def _opened(file: BinaryIO, path: Path, key_of: Callable[[str], FileKey]) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = file.read(len(_MARK) + _NAME + _SALT)
    if not head.startswith(_MARK) or len(head) != len(_MARK) + _NAME + _SALT:
        raise damaged(path)
    key = key_of(head[len(_MARK) : len(_MARK) + _NAME].hex())
    cipher = AESGCM(_own_key(key, head[-_SALT:]))
    number = 0
    sealed = file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, head)
        except (InvalidTag, ValueError) as error:
            raise damaged(path) from error
        if not following:
            return
        sealed, number = following, number + 1


def damaged(path: Path) -> EnvironmentFault:
    """Return the fault of a stored file that is no longer what was stored."""
    return EnvironmentFault(
        "stored_document_damaged",
        f"The stored document {path.name} is no longer what was taken in.",
        next_step="Run “tieout audit verify” and restore the documents folder from a backup.",
        context={"path": str(path)},
    )


def key_missing(name: str) -> EnvironmentFault:
    """Return the fault of a stored file whose key is not on this machine."""
    return EnvironmentFault(
        "document_key_missing",
        f"The stored documents are encrypted, and their key {name} is not on this machine.",
        next_step="Bring it back from its copy with “tieout encryption key --install FILE”.",
        context={"key": name},
    )


def _own_key(key: FileKey, salt: bytes) -> bytes:
    return hmac.digest(key.secret, b"tieout.file.key/1\n" + salt, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Cut bytes into pieces of one size; the last may be shorter."""
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)

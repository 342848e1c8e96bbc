"""Values kept under the SHA-256 of their canonical JSON: what a decision was made from, for as long as it is kept.

The body is that JSON, zlib-compressed (RFC 1950): readable without this program.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any, TypeVar

from sqlite_utils import Database

from app.domain.errors import EnvironmentFault
from app.domain.record import canonical_json, from_record, to_record

T = TypeVar("T")


def canonical_bytes(value: object) -> bytes:
    """Return the bytes a value is hashed and kept as; half characters from odd file names become escapes."""
    record = to_record(value)
    try:
        return canonical_json(record).encode()
    except UnicodeEncodeError:
        return canonical_json(_clean(record)).encode()


def _clean(record: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(record, str):
        return clean_text(record)
    if isinstance(record, list):
        return [_clean(item) for item in record]
    if isinstance(record, dict):
        return {clean_text(key): _clean(value) for key, value in record.items()}
    return record


def clean_text(text: str) -> str:
    """Return a text that can be stored: half characters from odd file names become escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical bytes."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def put(db: Database, value: object) -> str | None:
    """Keep a value and return its name; nothing is kept of None."""
    if value is None:
        return None
    body = canonical_bytes(value)
    name = hashlib.sha256(body).hexdigest()
    db.execute("INSERT OR IGNORE INTO snapshots (sha256, body) VALUES (?, ?)", (name, zlib.compress(body, 6)))
    return name


def body_of(db: Database, name: str) -> bytes:
    """Return the canonical JSON kept under this name.

    Raises:
        EnvironmentFault: It is missing or is not what its name says.
    """
    row = db.execute("SELECT body FROM snapshots WHERE sha256 = ?", (name,)).fetchone()
    body = unpacked(row[0]) if row else None
    if body is None or hashlib.sha256(body).hexdigest() != name:
        raise EnvironmentFault(
            "snapshot_damaged",
            f"A stored value ({name[:12]}…) is missing from the database or was changed.",
            next_step="Run “tieout audit verify” and restore the last backup.",
            context={"sha256": name},
        )
    return body


def unpacked(packed: bytes) -> bytes | None:
    """Return a body as it was before packing; None where it is no packed body."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def record_of(db: Database, name: str | None) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return the record kept under this name; None for no name."""
    return None if name is None else json.loads(body_of(db, name))


def get(db: Database, kind: type[T], name: str | None) -> T | None:
    """Return the value kept under this name; None for no name."""
    return None if name is None else from_record(kind, record_of(db, name))

"""The bytes of a document's file, read once for all who ask something of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.extraction.pages.document_kind import (
    DEFAULT_LIMITS,
    DocumentKind,
    DocumentLimits,
    document_kind,
    ends_properly,
    file_hash,
    has_end,
    read_part,
)

_MOST_KEPT = 16_000_000  # bytes; a larger file would take too much of what its pages need of memory


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that may be opened; ``kept`` holds all its bytes, or is None where they are too many to be held."""

    path: Path
    kind: DocumentKind
    kept: bytes | None

    def content(self) -> bytes:
        """Return all bytes; those of a large file are read anew and are the caller's to let go."""
        return self.kept if self.kept is not None else self.path.read_bytes()

    def sha256(self) -> str:
        """Return the SHA-256 of the bytes.

        Raises:
            InputError: The file cannot be read (unreadable_file).
        """
        return hashlib.sha256(self.kept).hexdigest() if self.kept is not None else file_hash(self.path)

    def complete(self) -> bool:
        """Tell whether a PDF has its end."""
        return has_end(self.kept) if self.kept is not None else ends_properly(self.path)


def take_file(path: Path, limits: DocumentLimits = DEFAULT_LIMITS) -> DocumentFile:
    """Read a file after the checks of its size and kind.

    Raises:
        InputError: As document_kind does.
    """
    kind = document_kind(path, limits)
    data = read_part(path, 0, _MOST_KEPT + 1)
    return DocumentFile(path, kind, data if len(data) <= _MOST_KEPT else None)

"""Whether a stored file is still what was taken in: what somebody put in its place must not be shown as the invoice."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import EnvironmentFault, InputError
from app.storage.shelf import Shelf

_NEXT_STEP = "Put it back from a backup (“tieout restore”); “tieout audit verify” names everything that is missing."


class UntouchedFiles:
    """Compares each stored file once with the hash it is named by; again only where it was written since."""

    def __init__(self) -> None:
        self._proved: dict[Path, tuple[int, int, int, int]] = {}

    def prove(self, shelf: Shelf, path: Path | None, name: str, document_id: int) -> Path:
        """Return where the file lies.

        Raises:
            InputError: ``stored_document_gone``, ``stored_document_changed``.
            EnvironmentFault: It is encrypted, and its key is not here.
        """
        if path is None:
            raise InputError(
                "stored_document_gone",
                f"The stored file of document {document_id} is gone: it was deleted or moved by hand.",
                next_step=_NEXT_STEP,
                context={"path": str(shelf.folder / name)},
            )
        found = path.stat()
        place = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if self._proved.get(path) != place:
            if not _is_as_named(shelf, path, name):
                raise InputError(
                    "stored_document_changed",
                    f"The stored file of document {document_id} is no longer what was taken in.",
                    next_step=_NEXT_STEP,
                    context={"path": str(path)},
                )
            self._proved[path] = place
        return path


def _is_as_named(shelf: Shelf, path: Path, name: str) -> bool:
    try:
        return shelf.hash_of(path) == name[:64]
    except EnvironmentFault as error:
        if error.code == "document_key_missing":
            raise
        return False

"""Which files of a workspace the program itself lives on: nothing that is written out on request takes their place."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import InputError

DATABASE = "tieout.db"
_OWN_FOLDERS = frozenset({"documents", "attachments", "backups", "profiles", "mappings"})
_KEPT_FOLDERS = _OWN_FOLDERS | {"exports"}  # what was exported from a desk is no invoice either
_OWN_NAMES = (DATABASE, ".inbox.lock")  # and what SQLite keeps beside its database: "tieout.db-wal"
HEAD_OF_A_DATABASE = b"SQLite format 3\x00"


def refuse_own_file(target: Path) -> None:
    """Refuse a place for an export, a letter or an anchor that holds what a desk lives on, this one's or another's.

    Raises:
        InputError: ``desks_own_file``; nothing was written.
        OSError: What stands there cannot be looked at.
    """
    # A link is replaced itself, not what it leads to; the folders it lies in are followed.
    place = target.parent.resolve() / target.name
    if _in_a_workspace(place) or _is_database(place):
        raise InputError(
            "desks_own_file",
            f"{target} is one of the files this desk, or another one, is kept in. It was left as it is.",
            next_step="Choose another name or folder; the folder exports of the workspace is free.",
            context={"path": str(target)},
        )


def _in_a_workspace(place: Path) -> bool:
    for folder in place.parents:
        if not (folder / DATABASE).is_file():
            continue
        # On some systems "TIEOUT.DB" is the same file.
        first, *inside = (part.casefold() for part in place.relative_to(folder).parts)
        if first in _OWN_FOLDERS if inside else first.startswith(_OWN_NAMES):
            return True
    return False


def desk_that_keeps(path: Path, within: Path) -> Path | None:
    """Return the desk among whose own files this one lies, of the desks at or below ``within``; None where none does.

    Who names the folder of stored invoices itself means it: only what lies above the file and not above ``within``
    is looked at.
    """
    inside = path.relative_to(within).parts
    folder = within
    for first, *_ in (inside[at:] for at in range(len(inside) - 1)):
        if first.casefold() in _KEPT_FOLDERS and (folder / DATABASE).is_file():
            return folder
        folder /= first
    return None


def _is_database(place: Path) -> bool:
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(HEAD_OF_A_DATABASE)) == HEAD_OF_A_DATABASE

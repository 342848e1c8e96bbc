"""Encryption of stored files at rest: turning it on and off, going on after a crash, and the key's whereabouts.

Files are rewritten one by one: the new form is written whole, read back and compared with its hash, and only then is
the old form removed. At every moment each file stands in one form or both, and both can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.case import Actor
from app.domain.errors import EnvironmentFault, InputError
from app.domain.keeping import EncryptionState, FileKind
from app.storage import settings
from app.storage.database import Workspace
from app.storage.encryption import SUFFIX, FileKey, damaged, new_key
from app.storage.faults import machine_faults
from app.storage.file_keys import FileKeys, parse_key, write_key
from app.storage.journal import Journal
from app.storage.plain_view import PlainView, plain_view
from app.storage.shelf import Shelf

KEY_SETTING = "documents_encrypted_with"
Step = Callable[[int, int], None]


def key_name(workspace: Workspace) -> str:
    """Return the name of the key stored files are encrypted under; empty: they are not."""
    with workspace.reading() as db:
        return settings.setting(db, KEY_SETTING) or ""


class Vault:
    """The stored files of one workspace as they lie on the disk."""

    def __init__(
        self, workspace: Workspace, journal: Journal, shelves: Mapping[FileKind, Shelf], keys: FileKeys
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._shelves = shelves
        self._keys = keys

    def state(self) -> EncryptionState:
        """Return whether stored files are encrypted, and whether the key is here."""
        name = key_name(self._workspace)
        paths = [path for shelf in self._shelves.values() for path in _files(shelf)]
        sealed = sum(path.suffix == SUFFIX for path in paths)
        if not name:
            return EncryptionState(encrypted=sealed, plain=len(paths) - sealed)
        try:
            self._keys.get(name)
            here = True
        except EnvironmentFault:
            here = False
        return EncryptionState(name, self._keys.path(name), here, sealed, len(paths) - sealed)

    def turn_on(self, copy: Path | None, actor: Actor, reason: str, step: Step | None = None) -> int:
        """Encrypt stored files from now on and rewrite those that are there; return how many were rewritten.

        Where it is on already, what a crash left plain is rewritten. ``copy`` is where a copy of the key goes.

        Raises:
            InputError: No place for a copy of a new key was given, or something stands there.
            EnvironmentFault: Something cannot be written; what was rewritten stays so, the rest is still plain.
        """
        if not key_name(self._workspace):
            if copy is None:
                raise InputError(
                    "key_copy_needed", "A copy of the key must be kept elsewhere: without the key nobody can read the "
                    "documents again.", next_step="Name a file for it, on a stick or another machine.",
                )  # fmt: skip
            self._begin(copy, actor, reason)
        return self._rewrite(encrypt=True, step=step)

    def turn_off(self, actor: Actor, reason: str, step: Step | None = None) -> int:
        """Store files plain from now on and write every stored one plain again; return how many were rewritten.

        Raises:
            EnvironmentFault: The key is not here, or something cannot be written; files stay readable in either form.
        """
        if name := key_name(self._workspace):
            self._keys.get(name)
            # First what comes in from now on, so that nothing is left over at the end.
            with self._workspace.writing() as db:
                settings.set_setting(db, self._journal, KEY_SETTING, "", actor, reason)
        return self._rewrite(encrypt=False, step=step)

    def copy_key(self, target: Path) -> FileKey:
        """Write a copy of the key. Raises InputError where nothing is encrypted or something stands there."""
        name = key_name(self._workspace)
        if not name:
            raise InputError("not_encrypted", "The stored documents are not encrypted.")
        key = self._keys.get(name)
        _write_copy(target, key)
        return key

    def install_key(self, source: Path) -> FileKey:
        """Put a copy of the key to this account's keys.

        Raises:
            InputError: The file is no key, or not the one this workspace's documents need.
        """
        try:
            key = parse_key(source.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError("file_not_readable", f"{source} cannot be read.") from error
        name = key_name(self._workspace)
        if name and key.name != name:
            raise InputError("another_key", f"This is key {key.name}; the documents need key {name}.")
        self._keys.keep(key)
        return key

    def view(self, path: Path) -> PlainView | None:
        """Return a plain view of a stored file that is encrypted; None where its bytes can be read as they lie."""
        if path.suffix != SUFFIX:
            return None
        shelf = next((one for one in self._shelves.values() if path.parent == one.folder), None)
        return plain_view(shelf.parts(path), path.name.removesuffix(SUFFIX)) if shelf else None

    def _begin(self, copy: Path, actor: Actor, reason: str) -> None:
        key = new_key()
        self._keys.keep(key)
        _write_copy(copy, key)
        with self._workspace.writing() as db:
            settings.set_setting(db, self._journal, KEY_SETTING, key.name, actor, reason)

    def _rewrite(self, *, encrypt: bool, step: Step | None) -> int:
        todo = [
            (shelf, path) for shelf in self._shelves.values() for path in _files(shelf)
            if (path.suffix == SUFFIX) is not encrypt
        ]  # fmt: skip
        for done, (shelf, path) in enumerate(todo):
            if step:
                step(done, len(todo))
            _rewritten(shelf, path, encrypt=encrypt)
        return len(todo)


def _rewritten(shelf: Shelf, path: Path, *, encrypt: bool) -> None:
    """Write a file in its other form, read that back, and only then remove the one that stood."""
    name = path.name.removesuffix(SUFFIX)
    if shelf.hash_of(path) != name[:64]:
        raise damaged(path)
    new = shelf.put(shelf.parts(path), lambda: name, encrypt=encrypt)
    if shelf.hash_of(new) != name[:64]:
        raise damaged(new)
    with machine_faults(path):
        path.chmod(0o600)
        path.unlink()


def _files(shelf: Shelf) -> list[Path]:
    if not shelf.folder.is_dir():
        return []
    return sorted(path for path in shelf.folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _write_copy(target: Path, key: FileKey) -> None:
    if target.exists():
        raise InputError("file_exists", f"{target} stands already.", next_step="Choose another name.")
    with machine_faults(target):
        write_key(target, key)

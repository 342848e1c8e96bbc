"""What the store consists of: the workspace's database, its journal, and whatever looks after stored files and keys."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from app.domain.keeping import FileKind
from app.domain.measure import UnitTable
from app.storage.database import Workspace
from app.storage.file_keys import FileKeys
from app.storage.in_hand import InHand
from app.storage.journal import Clock, Journal
from app.storage.keeper import Keeper
from app.storage.rolling_backups import Backups
from app.storage.seal_key_care import SealKeyCare
from app.storage.seals import Sealer
from app.storage.shelf import Shelf
from app.storage.untouched_files import UntouchedFiles
from app.storage.vault import Vault, key_name


class StoreBase:
    """What every verb of the store works on: the database, the journal and the folders of stored files."""

    def __init__(
        self,
        workspace: Workspace,
        journal: Journal,
        units: UnitTable,
        clock: Clock,
        sealer: Sealer | None = None,
        file_keys: FileKeys | None = None,
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._units = units
        self._clock = clock
        self._sealer = sealer
        keys = file_keys or FileKeys(None)
        sealed_with = partial(key_name, workspace)
        self._shelves = {
            FileKind.DOCUMENT: Shelf(workspace.documents, keys, sealed_with),
            FileKind.ATTACHMENT: Shelf(workspace.folder / "attachments", keys, sealed_with),
        }
        self.keeper = Keeper(workspace, journal, self._shelves)
        self.vault = Vault(workspace, journal, self._shelves, keys)
        self.backups = Backups(workspace, journal, clock, journal.program_version)
        self._untouched = UntouchedFiles()
        self._in_hand = InHand(workspace.folder)
        self._losses: tuple[int, datetime | None] = (0, None)
        self.seal_keys = SealKeyCare(workspace, journal, sealer)

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self._workspace.folder

    def close(self) -> None:
        """Release the database."""
        self._workspace.close()

    def back_up(self, target: Path) -> None:
        """Write a consistent copy of the database (without the stored files), whole or not at all."""
        self._workspace.copy_to(target)

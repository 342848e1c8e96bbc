"""Where a desk lies that is worked on, killed and made to fail; what a piece of work on it is, and what it says."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from app import bootstrap
from app.bootstrap import KEYRING_VARIABLE, KEYS_VARIABLE, open_services
from app.domain.errors import EnvironmentFault
from app.storage import migrations
from app.workflow.given_readings import GivenReaders, load_readings
from app.workflow.services import Services


class FolderKeyring:
    """A keyring that lives through the end of a process: a file for each key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """Return the key of this name; None where there is none."""
        path = self._folder / name
        key = path.read_bytes() if path.is_file() else b""
        return key if len(key) == 32 else None

    def make(self, name: str) -> bytes:
        """Make, keep and return a key. Raises EnvironmentFault ``keyring_silent``."""
        key = secrets.token_bytes(32)
        try:
            (self._folder / name).write_bytes(key)
        except OSError as error:
            raise EnvironmentFault("keyring_silent", "The keyring did not keep it.", next_step="Try again.") from error
        return key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk and all that belongs to it lies; a copy of it can only be used in the same place."""

    base: Path
    name: str = "workspace"

    @property
    def workspace(self) -> Path:
        """The desk's folder."""
        return self.base / self.name

    @property
    def tables(self) -> Path:
        """What is imported."""
        return self.base / "tables"

    @property
    def papers(self) -> Path:
        """The invoices, one file each in a folder of its own, beside what was read of them."""
        return self.base / "papers"

    @property
    def keyring(self) -> Path:
        """What stands for the system's keyring, where there is one."""
        return self.base / "keyring"

    def name_keys(self) -> None:
        """Let seal keys lie with this desk."""
        os.environ[KEYS_VARIABLE] = str(self.base / "keys")

    def open(self) -> Services:
        """Open the desk with the readings that are given for its papers."""
        self.name_keys()
        ring = {KEYRING_VARIABLE: "" if self.keyring.is_dir() else "off"}
        with (
            patch.dict(os.environ, ring),
            patch.object(bootstrap, "SystemKeyring", lambda: FolderKeyring(self.keyring)),
        ):
            services = open_services(self.workspace, user="clerk")
        services.readers.close()
        return replace(services, readers=GivenReaders(load_readings(self.base / "readings.json")))

    def paper_files(self) -> tuple[Path, ...]:
        """The papers in their order."""
        return tuple(sorted(self.papers.rglob("*.json")))


@dataclass(frozen=True, slots=True)
class Said:
    """Something the program acknowledged: an entry (``sequence``) or a file (``path``), with its hash."""

    hash: str
    sequence: int = 0
    path: str = ""


Tell = Callable[[Said], None]


def nothing_first(_: Place) -> None:
    """Do nothing before the desk is opened anew."""


def nothing_more(_: Place, __: Services) -> Iterator[str]:
    """Do nothing once more."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: from which state it starts, and what is done; ``opens`` where it opens the desk itself.

    ``first`` is what whoever starts anew does before the desk is opened; ``again`` does what was interrupted once more
    and names what is not as it must be then.
    """

    name: str
    before: str
    do: Callable[[Place, Services, Tell], None]
    opens: bool = False
    first: Callable[[Place], None] = nothing_first
    again: Callable[[Place, Services], Iterator[str]] = nothing_more


def entry_of(services: Services) -> Said:
    """Return the newest entry, as what was acknowledged."""
    sequence, found = services.store.head()
    return Said(found, sequence)


def file_of(path: Path) -> Said:
    """Return a file as it is, as what was acknowledged."""
    return Said(hashlib.sha256(path.read_bytes()).hexdigest(), path=str(path))


def restore(place: Place, templates: Path, state: str) -> None:
    """Put the desk back into a state."""
    shutil.rmtree(place.base, ignore_errors=True)
    shutil.copytree(templates / state, place.base)


def load_once() -> None:
    """Keep what never changes in memory, for runs that open a desk thousands of times in one process."""
    bootstrap.load_units = cache(bootstrap.load_units)  # type: ignore[attr-defined]
    migrations.in_memory = cache(migrations.in_memory)

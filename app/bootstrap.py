"""The composition root: the only place that wires real parts together."""

from __future__ import annotations

import getpass
import os
import platform
from concurrent.futures import TimeoutError as TimedOut
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import platformdirs

from app import __version__
from app.domain.audit import ExportFilter
from app.domain.case import Actor, Document
from app.domain.errors import AppError
from app.domain.keeping import Backup
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.units import load_units
from app.extraction.workers.worker import ReaderPool
from app.matching.weights_file import parse_weights
from app.shipped_files import profiles_path, resource_path
from app.storage.database_place import refuse_network_place
from app.storage.restoring import restore
from app.storage.seal_keys import SealKeys
from app.storage.store import open_store
from app.storage.system_keyring import SystemKeyring
from app.workflow import wording
from app.workflow.corrections import apply_corrections
from app.workflow.letter_templates import load_templates
from app.workflow.ports import Clock, ExportResult, Store
from app.workflow.services import Readers, Services
from app.workflow.stored_readers import StoredReaders

WORKSPACE_VARIABLE = "TIEOUT_WORKSPACE"
KEYS_VARIABLE = "TIEOUT_KEYS"
# “off”: seal keys lie in plain files; for accounts without a desktop, and for tests.
KEYRING_VARIABLE = "TIEOUT_KEYRING"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)


def workspace_folder(named: Path | None) -> Path:
    """Return the desk's folder: as named, else by ``TIEOUT_WORKSPACE``, else in the user's data folder.

    Its whole path: workers have folders of their own, and would look for the desk's profiles in those.
    """
    if named is not None:
        return named.absolute()
    from_environment = os.environ.get(WORKSPACE_VARIABLE)
    if from_environment:
        return Path(from_environment).absolute()
    return Path(platformdirs.user_data_dir("tieout", appauthor=False))


def keys_folder() -> Path:
    """Return where the keys that seal audit logs lie: by ``TIEOUT_KEYS``, else in the user's own settings folder."""
    from_environment = os.environ.get(KEYS_VARIABLE)
    if from_environment:
        return Path(from_environment)
    return Path(platformdirs.user_config_dir("tieout", appauthor=False)) / "keys"


def profile_folders(workspace: Path | None = None) -> tuple[Path, Path]:
    """Return where vendor extraction profiles are looked for: shipped ones, then this desk's own, which win."""
    return profiles_path(), workspace_folder(workspace) / "profiles"


def open_readers(workspace: Path | None = None, *, jobs: int = 2, use_einvoice: bool = True) -> ReaderPool:
    """Return the pool of reading processes, started when first needed; profiles saved here win over shipped ones."""
    folders = tuple(str(folder) for folder in profile_folders(workspace))
    options = ReadingOptions(use_einvoice=use_einvoice, profile_folders=folders)
    return ReaderPool(options, workers=jobs)


def open_services(
    workspace: Path | None = None,
    *,
    user: str | None = None,
    jobs: int = 2,
    clock: Clock | None = None,
    use_einvoice: bool = True,
) -> Services:
    """Open (or make) the workspace and wire what the use cases need.

    Without ``use_einvoice`` pages alone are read. ``user`` and ``clock`` are for tests; otherwise
    the account of the operating system acts, now.

    Raises:
        EnvironmentFault: The workspace cannot be opened; the message says why.
    """
    units = load_units(resource_path("units.toml")).table
    time = clock or SystemClock()
    store = open_store(
        workspace_folder(workspace), units=units, clock=time, program_version=__version__, keys=keys_folder(),
        keyring=None if os.environ.get(KEYRING_VARIABLE, "").lower() == "off" else SystemKeyring(),
    )  # fmt: skip
    with ExitStack() as opened:  # what was opened is closed again where something after it fails
        opened.callback(store.close)
        account = user or _account()
        readers = StoredReaders(open_readers(workspace, jobs=jobs, use_einvoice=use_einvoice), store.vault.view)
        opened.callback(readers.close)
        services = Services(
            store=store,
            actor=Actor(account, store.role_of(account), platform.node()),
            clock=time,
            readers=readers,
            correct=partial(apply_corrections, units=units),
            templates=load_templates(resource_path("message_templates")),
            exporter=partial(_export, store, readers),
            weights=parse_weights(resource_path("match_weights.toml").read_text(encoding="utf-8")),
            jobs=jobs,
        )
        opened.pop_all()
    return services


_EVERYTHING = ExportFilter()
# Of a page in an evidence pack: sharp enough to read small print on paper.
_PICTURE_WIDTH = 1400
_LONGEST_PICTURE = 120.0


def _export(
    store: Store, readers: Readers, kind: str, form: str, target: Path, wanted: ExportFilter = _EVERYTHING
) -> ExportResult:
    # Spreadsheet and PDF libraries take a third of a second to load, which the window's start need not pay.
    from app.reports.export import export
    from app.reports.words import Words

    words = Words(
        findings={**wording.PATTERNS_SHORT, **wording.CATEGORIES_SHORT},
        lanes=wording.LANES,
        roles=wording.OWNERS,
        case_states=wording.CASE_STATES,
        document_states=wording.DOCUMENT_STATES,
        outcomes=wording.OUTCOMES,
    )
    return export(store, kind, form, target, words, wanted=wanted, pictures=partial(_picture, store, readers))


def _picture(store: Store, readers: Readers, document: Document, page: int) -> bytes | None:
    """Return a page of a stored document as PNG; None where it cannot be shown."""
    try:
        shown = readers.render(store.file_of(document.document_id), page, _PICTURE_WIDTH)
        return shown.result(timeout=_LONGEST_PICTURE).png
    except (AppError, TimedOut):
        return None


def _account() -> str:
    """Return the operating system's account; ``unknown`` where it has no name for it."""
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return "unknown"


def restore_backup(archive: Path, workspace: Path | None) -> Backup:
    """Put a backup back as a workspace into an empty or new folder; it is opened once to see that it can be.

    Raises:
        InputError: The file is no backup, or the folder holds something.
        EnvironmentFault: The backup does not hold, or the folder cannot be written.
    """
    folder = workspace_folder(workspace).absolute()
    refuse_network_place(folder)
    found = restore(archive, folder, SealKeys(keys_folder(), folder))
    with open_services(folder):
        pass
    return found

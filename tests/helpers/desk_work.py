"""Everyday work on a desk, cut into pieces that can be killed or made to fail at any point, and what must hold then.

Each piece of work says what was acknowledged the moment it was: an entry of the journal with its hash, or a file with
its hash. Afterwards :func:`faults_of` opens the desk anew and names everything that is not as it must be.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlite_utils import Database, Migrations

from app import bootstrap
from app.bootstrap import KEYS_VARIABLE, open_services
from app.domain.case import Action, CaseState, Command, DocumentState
from app.storage import migrations
from app.storage.database import DATABASE_NAME
from app.workflow.anchoring import save_seal_key, take_anchor
from app.workflow.attachments import attach
from app.workflow.backing_up import back_up
from app.workflow.batch import process_files, resume
from app.workflow.export_data import export_to
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.import_data import import_files
from app.workflow.inbox import master_data_files
from app.workflow.policy_edit import save_policy, with_limit
from app.workflow.ports import InboxState, QueueFilter
from app.workflow.profiles import begin_profile, known_profile, save_checked
from app.workflow.resolve_case import apply, undo
from app.workflow.services import Services
from tests.helpers.small_desk import FILES, GLOVES, GOGGLES, line, paper

PAPERS = (
    paper("INV-1", [{**GLOVES, "unit_price": "4.50", "line_total": "450.00"}, GOGGLES], "750.00"),
    paper("INV-2", [line(1, "10003", "Chicken stock low sodium 32 oz", "10", "CS", "24.00", "240.00")], "240.00",
          po_numbers=["PO-2"]),
    paper("INV-3", [line(1, "99999", "Something nobody ordered", "1", "EA", "30.00", "30.00")], "30.00"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk and all that belongs to it lies; a copy of it can only be used in the same place."""

    base: Path

    @property
    def workspace(self) -> Path:
        """The desk's folder."""
        return self.base / "workspace"

    @property
    def tables(self) -> Path:
        """What is imported."""
        return self.base / "tables"

    @property
    def papers(self) -> Path:
        """The invoices, one file each in a folder of its own, beside what was read of them."""
        return self.base / "papers"

    def open(self) -> Services:
        """Open the desk with the readings that are given for its papers."""
        os.environ[KEYS_VARIABLE] = str(self.base / "keys")
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


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: from which state it starts, and what is done; ``opens`` where it opens the desk itself."""

    name: str
    before: str
    do: Callable[[Place, Services, Tell], None]
    opens: bool = False


def _entry(services: Services) -> Said:
    sequence, found = services.store.head()
    return Said(found, sequence)


def _file(path: Path) -> Said:
    return Said(hashlib.sha256(path.read_bytes()).hexdigest(), path=str(path))


# --- the pieces ------------------------------------------------------------------------------------------------------
def _open(place: Place, _: Services, tell: Tell) -> None:
    with place.open() as services:
        tell(_entry(services))
        for row in services.store.queue(QueueFilter()):
            services.store.document(row.document_id)


def _import(place: Place, services: Services, tell: Tell) -> None:
    for kind_and_path in master_data_files(place.tables):
        import_files(services, [kind_and_path])
        tell(_entry(services))


def _process(place: Place, services: Services, tell: Tell) -> None:
    process_files(services, place.paper_files(), on_document=lambda *_: tell(_entry(services)))


def _resolve(_: Place, services: Services, tell: Tell) -> None:
    def command(case_id: int, action: Action, **details: object) -> None:
        seen = services.store.case(case_id).version
        apply(services, case_id, Command(action=action, seen_version=seen, **details))  # type: ignore[arg-type]
        tell(_entry(services))

    for case in services.store.cases((CaseState.OPEN,)):
        command(case.case_id, Action.NOTE, note="seen")
        if services.store.document(case.document_id).state is not DocumentState.REJECTED:
            command(case.case_id, Action.REJECT, note="to be billed anew")


def _undo(_: Place, services: Services, tell: Tell) -> None:
    while services.store.undoable(services.actor) is not None:
        undo(services)
        tell(_entry(services))


def _policy(_: Place, services: Services, tell: Tell) -> None:
    for percent in ("3", "4"):
        before = services.store.policy()
        assert before is not None
        save_policy(services, with_limit(before, "default", "price_percent", Decimal(percent)), before, "prices rose")
        tell(_entry(services))


def _profile(_: Place, services: Services, tell: Tell) -> None:
    begin_profile(services, "us/amberley", "Amberley Supply Co")
    tell(_entry(services))
    for notes in ("one", "two"):
        known = known_profile(services, "us/amberley").profile
        saved = save_checked(services, replace(known, notes=notes), reason="tried out")
        tell(_entry(services))
    tell(_file(saved.path))


def _export(place: Place, services: Services, tell: Tell) -> None:
    for kind, form in (("cases", "csv"), ("audit", "json"), ("lines", "xlsx"), ("cases", "pdf")):
        result = export_to(services, kind, form, place.workspace / "exports" / f"{kind}.{form}")
        tell(_entry(services))
        tell(_file(result.path))


def _anchor(place: Place, services: Services, tell: Tell) -> None:
    for number in (1, 2):
        _, path = take_anchor(services, place.base / f"anchor-{number}.txt")
        tell(_entry(services))
        tell(_file(path))
    save_seal_key(services, place.base / "first.key")
    tell(_file(place.base / "first.key"))


def _back_up(place: Place, services: Services, tell: Tell) -> None:
    for number in (1, 2):
        made = back_up(services, place.base / f"copy-{number}.zip")
        tell(_entry(services))
        tell(_file(made.path))


def _attach(place: Place, services: Services, tell: Tell) -> None:
    papers = place.paper_files()
    for number, case in enumerate(services.store.cases((CaseState.OPEN,))):
        attach(services, case.case_id, papers[number % len(papers)], "delivery note")
        tell(_entry(services))


def _go_on(_: Place, services: Services, tell: Tell) -> None:
    resume(services, on_document=lambda *__: tell(_entry(services)))


WORKS = (
    Work("first start", "nothing", _open, opens=True),
    Work("import", "new", _import),
    Work("process", "imported", _process),
    Work("recovery", "stopped", _go_on),
    Work("resolve", "processed", _resolve),
    Work("undo", "resolved", _undo),
    Work("reopen", "resolved", _open, opens=True),
    Work("policy change", "processed", _policy),
    Work("profile save", "processed", _profile),
    Work("export", "resolved", _export),
    Work("anchor", "resolved", _anchor),
    Work("back up", "resolved", _back_up),
    Work("attach", "processed", _attach),
    Work("migration", "older", _open, opens=True),
)


# --- the states they begin from --------------------------------------------------------------------------------------
def prepare(place: Place, templates: Path) -> None:
    """Make every state a piece of work begins from, each a copy of ``place`` under ``templates``."""

    def keep(name: str) -> None:
        shutil.copytree(place.base, templates / name)

    def nothing(_: Said) -> None:
        """Nobody listens."""

    place.tables.mkdir(parents=True)
    for name, text in FILES.items():
        (place.tables / name).write_text(text, encoding="utf-8")
    readings = place.base / "readings.json"
    readings.write_text(json.dumps({"documents": PAPERS}), encoding="utf-8")
    write_out(readings, place.papers)
    keep("nothing")
    with place.open():
        pass
    keep("new")
    with place.open() as services:
        _import(place, services, nothing)
    keep("imported")
    with place.open() as services:
        services.store.enqueue(place.paper_files(), "command line")
    keep("stopped")
    with place.open() as services:
        _go_on(place, services, nothing)
        assert len(services.store.cases((CaseState.OPEN,))) > 1
    keep("processed")
    with place.open() as services:
        _resolve(place, services, nothing)
    keep("resolved")
    _make_older(place, templates)
    keep("older")


def _make_older(place: Place, templates: Path) -> None:
    """Put the desk with its imports into a database as the first release made it."""
    restore(place, templates, "imported")
    newest = place.workspace / DATABASE_NAME
    present = place.base / "present.db"
    newest.rename(present)
    steps = Migrations("tieout")
    first = migrations.MIGRATIONS._migrations[0]
    steps(name=first.name)(first.fn)
    db = Database(sqlite3.connect(newest, isolation_level=None), execute_plugins=False)
    steps.apply(db)
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("ATTACH ? AS present", (str(present),))
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith(("sqlite_", "_sqlite")):
            continue
        names = ", ".join(f'"{row[1]}"' for row in db.execute(f"PRAGMA main.table_info({table})"))
        db.execute(f"DELETE FROM main.{table}")
        db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM present.{table}")
    for _, sql in triggers:
        db.execute(sql)
    db.execute(f"PRAGMA user_version = {migrations.SCHEMA_MAJOR * 1000}")
    db.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
    db.close()
    present.unlink()
    shutil.rmtree(place.base / "keys")


def restore(place: Place, templates: Path, state: str) -> None:
    """Put the desk back into a state."""
    shutil.rmtree(place.base, ignore_errors=True)
    shutil.copytree(templates / state, place.base)


def load_once() -> None:
    """Keep what never changes in memory, for runs that open a desk thousands of times in one process."""
    bootstrap.load_units = cache(bootstrap.load_units)  # type: ignore[attr-defined]
    migrations.in_memory = cache(migrations.in_memory)


# --- what must hold --------------------------------------------------------------------------------------------------
def faults_of(place: Place, work: Work, said: list[Said]) -> list[str]:
    """Open the desk as after a new start and name everything that is lost, half done or cannot go on."""
    with place.open() as services:
        found = [*_not_whole(place, services), *_lost(services, said), *_half_files(place)]
        return found or [*_cannot_go_on(place, services, work), *_not_whole(place, services)]


def _not_whole(place: Place, services: Services) -> Iterator[str]:
    verified = services.store.verify()
    if not verified.whole:
        yield f"verification: {verified.trouble}"
    with sqlite3.connect(place.workspace / DATABASE_NAME) as db:
        checked = db.execute("PRAGMA integrity_check").fetchone()[0]
        if checked != "ok":
            yield f"integrity: {checked}"
        for row in db.execute("PRAGMA foreign_key_check"):
            yield f"foreign key: {row}"
    db.close()


def _lost(services: Services, said: list[Said]) -> Iterator[str]:
    hashes = {entry.sequence: entry.hash for entry in services.store.journal()}
    for one in said:
        if one.path and (not Path(one.path).is_file() or _file(Path(one.path)).hash != one.hash):
            yield f"acknowledged and gone: {one.path}"
        if one.sequence and hashes.get(one.sequence) != one.hash:
            yield f"acknowledged and lost: entry {one.sequence}"


def _half_files(place: Place) -> Iterator[str]:
    """Name files that are not whole; those with a dot before their name were never finished, and nobody reads them."""
    checks: Mapping[str, Callable[[Path], object]] = {
        ".toml": lambda path: tomllib.loads(path.read_text("utf-8")),
        ".db": _integrity_of,
        ".zip": _check_archive,
        ".txt": lambda path: path.read_text("utf-8").rstrip().splitlines()[7],
        ".key": lambda path: bytes.fromhex(path.read_text("utf-8").split()[-1])[31],
    }
    for path in sorted(place.base.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(place.base).parts)
        if hidden or not path.is_file():
            continue
        if path.parent.name == "documents" and _file(path).hash != path.stem:
            yield f"half written: {path.name}"
        try:
            checks.get(path.suffix, str)(path)
        except (ValueError, IndexError, sqlite3.Error, zipfile.BadZipFile) as error:
            yield f"half written: {path.name}: {error}"


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise ValueError("it is damaged")


def _integrity_of(path: Path) -> None:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise ValueError("it is damaged")
    finally:
        db.close()


def _cannot_go_on(place: Place, services: Services, work: Work) -> Iterator[str]:
    """Do what was interrupted once more; afterwards everything must be there exactly once."""

    def nothing(_: Said) -> None:
        """Nobody listens."""

    if work.name == "import":
        _import(place, services, nothing)
        facts = services.store.facts()
        if (facts.vendors, facts.items) != (2, 3) or services.store.policy() is None:
            yield f"after importing again: {facts}"
    if work.name in ("process", "recovery"):
        queued = len(services.store.inbox())
        resume(services)
        if services.store.inbox((InboxState.WAITING,)):
            yield "files wait on after the batch was resumed"
        numbers = [row.invoice_number for row in services.store.queue(QueueFilter())]
        if len(set(numbers)) != len(numbers) or len(numbers) != queued:
            yield f"after resuming {queued} files: {numbers}"
        for row in services.store.queue(QueueFilter(states=(DocumentState.UNREADABLE,))):
            yield f"undecided: {row.file}"
    before = _entry(services).sequence
    services.store.set_setting("went on", work.name, services.actor)
    if _entry(services).sequence != before + 1:
        yield "nothing can be written any more"

"""Everyday work on a desk, cut into pieces that can be killed or made to fail at any point.

Each piece of work says what was acknowledged the moment it was: an entry of the journal with its hash, or a file with
its hash. Afterwards ``desk_checks`` opens the desk anew and names everything that is not as it must be.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlite_utils import Database, Migrations

from app.domain.case import Action, CaseState, Command, DocumentState
from app.storage import migrations
from app.storage.database_place import DATABASE_NAME
from app.workflow.anchoring import save_seal_key, take_anchor
from app.workflow.attachments import attach
from app.workflow.backing_up import back_up
from app.workflow.batch import process_files, resume
from app.workflow.export_data import export_to
from app.workflow.given_readings import WRITTEN_SUFFIX, GivenReaders, load_readings, write_out
from app.workflow.import_data import import_files
from app.workflow.inbox import master_data_files
from app.workflow.policy_edit import save_policy, with_limit
from app.workflow.ports import InboxState, QueueFilter
from app.workflow.profiles import begin_profile, known_profile, save_checked
from app.workflow.resolve_case import apply, undo
from app.workflow.retried import RETRY
from app.workflow.services import Services
from tests.helpers.desk_place import Place, Said, Tell, Work, entry_of, file_of, restore
from tests.helpers.desk_upkeep import UPKEEP, prepare_upkeep
from tests.helpers.small_desk import FILES, GLOVES, GOGGLES, line, paper

PAPERS = (
    paper("INV-1", [{**GLOVES, "unit_price": "4.50", "line_total": "450.00"}, GOGGLES], "750.00"),
    paper("INV-2", [line(1, "10003", "Chicken stock low sodium 32 oz", "10", "CS", "24.00", "240.00")], "240.00",
          po_numbers=["PO-2"]),
    paper("INV-3", [line(1, "99999", "Something nobody ordered", "1", "EA", "30.00", "30.00")], "30.00"),
)  # fmt: skip


# --- the pieces ------------------------------------------------------------------------------------------------------
def _open(place: Place, _: Services, tell: Tell) -> None:
    with place.open() as services:
        tell(entry_of(services))
        for row in services.store.queue(QueueFilter()):
            services.store.document(row.document_id)


def _import(place: Place, services: Services, tell: Tell) -> None:
    for kind_and_path in master_data_files(place.tables):
        import_files(services, [kind_and_path])
        tell(entry_of(services))


def _process(place: Place, services: Services, tell: Tell) -> None:
    process_files(services, place.paper_files(), on_document=lambda *_: tell(entry_of(services)))


def _resolve(_: Place, services: Services, tell: Tell) -> None:
    def command(case_id: int, action: Action, **details: object) -> None:
        seen = services.store.case(case_id).version
        apply(services, case_id, Command(action=action, seen_version=seen, **details))  # type: ignore[arg-type]
        tell(entry_of(services))

    for case in services.store.cases((CaseState.OPEN,)):
        command(case.case_id, Action.NOTE, note="seen")
        if services.store.document(case.document_id).state is not DocumentState.REJECTED:
            command(case.case_id, Action.REJECT, note="to be billed anew")


def _undo(_: Place, services: Services, tell: Tell) -> None:
    while services.store.undoable(services.actor) is not None:
        undo(services)
        tell(entry_of(services))


def _policy(_: Place, services: Services, tell: Tell) -> None:
    for percent in ("3", "4"):
        before = services.store.policy()
        assert before is not None
        save_policy(services, with_limit(before, "default", "price_percent", Decimal(percent)), before, "prices rose")
        tell(entry_of(services))


def _profile(_: Place, services: Services, tell: Tell) -> None:
    begin_profile(services, "us/amberley", "Amberley Supply Co")
    tell(entry_of(services))
    for notes in ("one", "two"):
        known = known_profile(services, "us/amberley").profile
        saved = save_checked(services, replace(known, notes=notes), reason="tried out")
        tell(entry_of(services))
    tell(file_of(saved.path))


def _export(place: Place, services: Services, tell: Tell) -> None:
    for kind, form in (("cases", "csv"), ("audit", "json"), ("lines", "xlsx"), ("cases", "pdf")):
        result = export_to(services, kind, form, place.workspace / "exports" / f"{kind}.{form}")
        tell(entry_of(services))
        tell(file_of(result.path))


def _anchor(place: Place, services: Services, tell: Tell) -> None:
    for number in (1, 2):
        _, path = take_anchor(services, place.base / f"anchor-{number}.txt")
        tell(entry_of(services))
        tell(file_of(path))
    save_seal_key(services, place.base / "first.key")
    tell(file_of(place.base / "first.key"))


def _back_up(place: Place, services: Services, tell: Tell) -> None:
    for number in (1, 2):
        made = back_up(services, place.base / f"copy-{number}.zip")
        tell(entry_of(services))
        tell(file_of(made.path))


def _attach(place: Place, services: Services, tell: Tell) -> None:
    papers = place.paper_files()
    for number, case in enumerate(services.store.cases((CaseState.OPEN,))):
        attached = attach(services, case.case_id, papers[number % len(papers)], "delivery note")
        tell(entry_of(services))
        services.store.keeper.save_attachment(attached.attachment_id, place.base / f"{number}.saved")
        tell(file_of(place.base / f"{number}.saved"))


def _go_on(_: Place, services: Services, tell: Tell) -> None:
    resume(services, on_document=lambda *__: tell(entry_of(services)))


def _retry(place: Place, services: Services, tell: Tell) -> None:
    process_files(services, place.paper_files()[:1], channel=RETRY, on_document=lambda *_: tell(entry_of(services)))


def _retry_again(place: Place, services: Services) -> Iterator[str]:
    """Read takes the place of refused in one: never is one of the two there without the other."""
    resume(services)
    if services.store.facts().documents == 1:
        if services.store.document(1).state is not DocumentState.UNREADABLE:
            yield "turned down, and what takes its place is not there"
        _retry(place, services, _nobody)
    states = [services.store.document(number).state for number in (1, 2)]
    if services.store.facts().documents != 2 or states != [DocumentState.REJECTED, DocumentState.NEEDS_ME]:
        yield f"after Retry: {services.store.facts().documents} documents, {states}"


def _import_again(place: Place, services: Services) -> Iterator[str]:
    _import(place, services, _nobody)
    facts = services.store.facts()
    if (facts.vendors, facts.items) != (2, 3) or services.store.policy() is None:
        yield f"after importing again: {facts}"


def _batch_again(_: Place, services: Services) -> Iterator[str]:
    queued = len(services.store.inbox())
    resume(services)
    if services.store.inbox((InboxState.WAITING,)):
        yield "files wait on after the batch was resumed"
    numbers = [row.invoice_number for row in services.store.queue(QueueFilter())]
    if len(set(numbers)) != len(numbers) or len(numbers) != queued:
        yield f"after resuming {queued} files: {numbers}"
    for row in services.store.queue(QueueFilter(states=(DocumentState.UNREADABLE,))):
        yield f"undecided: {row.file}"


def _nobody(_: Said) -> None:
    """Nobody listens."""


WORKS = (
    Work("first start", "nothing", _open, opens=True),
    Work("import", "new", _import, again=_import_again),
    Work("process", "imported", _process, again=_batch_again),
    Work("retry", "refused", _retry, again=_retry_again),
    Work("recovery", "stopped", _go_on, again=_batch_again),
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
    *UPKEEP,
)


# --- the states they begin from --------------------------------------------------------------------------------------
def prepare(place: Place, templates: Path) -> None:
    """Make every state a piece of work begins from, each a copy of ``place`` under ``templates``."""

    def keep(name: str) -> None:
        shutil.copytree(place.base, templates / name)

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
        _import(place, services, _nobody)
    keep("imported")
    _refuse_first(place)
    keep("refused")
    restore(place, templates, "imported")
    with place.open() as services:
        services.store.enqueue(place.paper_files(), "command line")
    keep("stopped")
    with place.open() as services:
        _go_on(place, services, _nobody)
        assert len(services.store.cases((CaseState.OPEN,))) > 1
    keep("processed")
    with place.open() as services:
        _resolve(place, services, _nobody)
    keep("resolved")
    prepare_upkeep(place, templates)
    _make_older(place, templates)
    keep("older")


def _refuse_first(place: Place) -> None:
    """Take the first paper in while it cannot be read."""
    paper_file, *_ = place.paper_files()
    unread = place.base / "unread.json"
    refused = {"file": paper_file.name.removesuffix(WRITTEN_SUFFIX), "error": {"code": "damaged", "message": "It is."}}
    unread.write_text(json.dumps({"documents": [refused]}), encoding="utf-8")
    with place.open() as services:
        process_files(replace(services, readers=GivenReaders(load_readings(unread))), [paper_file])
        assert services.store.document(1).state is DocumentState.UNREADABLE


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

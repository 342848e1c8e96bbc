"""A desk whose database was stopped in the midst of a change opens; the journal of another desk is never played."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault
from app.storage.rollback_journal import is_hot, only_mode_changed
from app.workflow.ports import QueueFilter
from tests.helpers import stores
from tests.helpers.stopped_sqlite import ROOT, stopped_before_journal_goes
from tests.helpers.stores import ANN, full_store, new_store

TO_LOG, TO_JOURNAL = "PRAGMA journal_mode = WAL", "PRAGMA journal_mode = DELETE"
# Stopped for good where a file would grow past its length: the pages before are written, those behind are not.
GROWING = """
import resource, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA synchronous = FULL")
db.execute("BEGIN")
db.execute("CREATE TABLE songs (name TEXT)")
db.executemany("INSERT INTO songs VALUES (?)", [("x" * 300,)] * 50)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
size = len(open(sys.argv[1], "rb").read())
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
db.execute("COMMIT")
"""


def database_of(folder: Path) -> Path:
    return folder / "tieout.db"


def journal_of(folder: Path) -> Path:
    return folder / "tieout.db-journal"


def run(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database_of(folder), isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement).fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "desk"
    store = full_store(folder)
    stores.take_in(store)
    store.close()
    run(folder, TO_JOURNAL)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A desk put back from some copy: its database keeps rollback journals."""
    shutil.copytree(made, tmp_path / "desk")
    return tmp_path / "desk"


def opens_whole(folder: Path) -> None:
    store = new_store(folder)
    assert store.verify().whole
    assert len(store.queue(QueueFilter())) == 1
    store.set_setting("theme", "dark", ANN)
    store.close()
    assert not journal_of(folder).exists()
    run(folder, "PRAGMA integrity_check")


def refused_and_untouched(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(EnvironmentFault) as caught:
        new_store(folder)
    assert caught.value.code == "foreign_journal"
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_desk_stopped_while_it_changes_to_a_log_opens(desk: Path) -> None:
    stopped_before_journal_goes(database_of(desk), TO_LOG)
    assert database_of(desk).read_bytes()[18:20] == b"\x02\x02"
    assert is_hot(journal_of(desk))
    opens_whole(desk)


def test_a_desk_stopped_while_another_program_takes_its_log_away_opens(desk: Path) -> None:
    run(desk, TO_LOG)
    stopped_before_journal_goes(database_of(desk), TO_JOURNAL)
    before = bytearray(database_of(desk).read_bytes())
    before[18:20] = b"\x02\x02"  # the journal is synced before the page is written: stopped between the two
    database_of(desk).write_bytes(before)
    assert is_hot(journal_of(desk))
    opens_whole(desk)


def test_a_journal_that_a_power_cut_brings_back_beside_a_newer_log_changes_nothing(desk: Path) -> None:
    stopped_before_journal_goes(database_of(desk), TO_LOG)
    back = journal_of(desk).read_bytes()
    new_store(desk).close()
    script = (
        "import os, sys; from pathlib import Path; from tests.helpers import stores;"
        "stores.new_store(Path(sys.argv[1])).set_setting('theme', 'light', stores.ANN); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(desk)], cwd=ROOT, check=True)
    assert database_of(desk).with_name("tieout.db-wal").stat().st_size
    journal_of(desk).write_bytes(back)
    store = new_store(desk)
    assert store.setting("theme") == "light"
    assert store.verify().whole
    store.close()


def test_a_desk_stopped_while_its_file_grows_opens(desk: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", GROWING, str(database_of(desk))], check=False)
    assert ran.returncode < 0
    header = database_of(desk).read_bytes()[:100]
    assert int.from_bytes(header[28:32], "big") * 4096 > database_of(desk).stat().st_size
    opens_whole(desk)


def _another_desk(journal: Path, database: Path) -> None:
    other = journal.parent.parent / "other"
    shutil.copytree(journal.parent, other)
    run(other, "CREATE TABLE songs (name TEXT)")
    stopped_before_journal_goes(database_of(other), TO_LOG)
    shutil.copy(journal_of(other), journal)
    assert database.stat().st_size < database_of(other).stat().st_size


def _an_update(journal: Path, database: Path) -> None:
    stopped_before_journal_goes(database, "UPDATE vendors SET name = 'other'")
    changed = bytearray(database.read_bytes())
    changed[18:20] = b"\x02\x02"
    database.write_bytes(changed)


def _own_but(at: int, value: int) -> Callable[[Path, Path], None]:
    def spoil(journal: Path, database: Path) -> None:
        stopped_before_journal_goes(database, TO_LOG)
        body = bytearray(journal.read_bytes())
        body[at : at + 4] = value.to_bytes(4, "big")
        journal.write_bytes(body)

    return spoil


def _own_and_more(journal: Path, database: Path) -> None:
    stopped_before_journal_goes(database, TO_LOG)
    journal.write_bytes(journal.read_bytes() + bytes(4096) + journal.read_bytes())


def _own_torn(journal: Path, database: Path) -> None:
    stopped_before_journal_goes(database, TO_LOG)
    journal.write_bytes(journal.read_bytes()[:-1000])


@pytest.mark.parametrize(
    "make",
    [_another_desk, _an_update, _own_but(8, 2), _own_but(12, 5), _own_but(16, 3), _own_but(16, 10**6),
     _own_but(24, 512), _own_but(512, 2), _own_but(2000, 7), _own_and_more, _own_torn],
    ids=["another desk's", "of a change of figures", "two pages", "other nonce", "a shorter file", "a longer file",
         "other page size", "another page", "other bytes", "more behind it", "torn"],
)  # fmt: skip
def test_every_other_journal_beside_a_log_is_refused_and_nothing_is_touched(
    desk: Path, make: Callable[[Path, Path], None]
) -> None:
    make(journal_of(desk), database_of(desk))
    body = bytearray(database_of(desk).read_bytes())
    body[18:20] = b"\x02\x02"
    database_of(desk).write_bytes(body)
    assert is_hot(journal_of(desk))
    refused_and_untouched(desk)


def test_a_journal_that_is_gone_meanwhile_is_none(tmp_path: Path) -> None:
    assert not is_hot(tmp_path / "tieout.db-journal")
    assert not only_mode_changed(tmp_path / "tieout.db-journal", tmp_path / "tieout.db")

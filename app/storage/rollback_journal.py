"""What a rollback journal beside the database would write into it, told from the journal alone.

A database that changes between rollback journals and a write-ahead log writes its first page under a journal. Whoever
is stopped there leaves that journal beside a header that names the new mode: SQLite rolls it back, and nothing is lost.
The format is SQLite's own: a header (magic, number of pages kept, nonce, size of the database, sector, page size), from
the next sector on pages with their number before and their sum after them.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = 28
_SUM_STEP = 200
# Of a header: which way it is written and read, how often it was changed, and by whom.
_MODE_CHANGE = (slice(18, 20), slice(24, 28), slice(92, 100))


def is_hot(journal: Path) -> bool:
    """Tell whether SQLite would roll this journal back; one that is empty or ended begins with other bytes."""
    with suppress(FileNotFoundError), journal.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
    return False


def only_mode_changed(journal: Path, database: Path) -> bool:
    """Tell whether rolling back would change nothing in this database but how it is written, and not its size."""
    try:
        with journal.open("rb") as file:
            head = file.read(_HEADER)
            count, nonce, pages, sector, page = (_number(head, at) for at in range(8, _HEADER, 4))
            if head[:8] != MAGIC or not 512 <= page <= 65536 or not _HEADER <= sector <= 65536:
                return False
            file.seek(sector)
            record = file.read(page + 9)  # a byte more than one page takes: nothing may follow it
        with database.open("rb") as file:
            own = file.read(page)
        size = database.stat().st_size
    except FileNotFoundError:
        return False
    kept = record[4:-4]
    whole = (count, _number(record, 0), len(record), size) == (1, 1, page + 8, pages * page)
    summed = nonce + sum(kept[page - _SUM_STEP : 0 : -_SUM_STEP])
    return whole and summed & 0xFFFFFFFF == _number(record, page + 4) and _without_mode(kept) == _without_mode(own)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _without_mode(page: bytes) -> bytes:
    rest = bytearray(page)
    for part in _MODE_CHANGE:
        rest[part] = bytes(part.stop - part.start)
    return bytes(rest)

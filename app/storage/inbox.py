"""The inbox: which files came in and what became of each, so that a batch can go on after a crash."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from app.domain.errors import ConflictError, InputError
from app.domain.inbox import InboxItem, InboxState
from app.storage.snapshots import clean_text

_COLUMNS = 'inbox_id, path, channel, state, document_id, code, message, next_step, "when"'


def enqueue(db: Database, paths: Sequence[Path], channel: str, now: str) -> tuple[InboxItem, ...]:
    """Remember files that are about to be read."""
    next_id = int(db.execute("SELECT coalesce(max(inbox_id), 0) + 1 FROM inbox").fetchone()[0])
    items = []
    for position, path in enumerate(paths):
        text = clean_text(os.fspath(path.absolute()))
        item = InboxItem(next_id + position, text, clean_text(channel), InboxState.WAITING, when=now)
        db.execute(
            f"INSERT INTO inbox ({_COLUMNS}) VALUES (?, ?, ?, ?, NULL, '', '', '', ?)",  # noqa: S608 - names only
            (item.inbox_id, item.path, item.channel, item.state.value, now),
        )
        items.append(item)
    return tuple(items)


def inbox_items(db: Database, states: Iterable[InboxState], limit: int) -> tuple[InboxItem, ...]:
    """Return the inbox log, newest first."""
    wanted = [state.value for state in states]
    where = f"WHERE state IN ({', '.join('?' * len(wanted))})" if wanted else ""
    sql = f"SELECT {_COLUMNS} FROM inbox {where} ORDER BY inbox_id DESC LIMIT ?"  # noqa: S608 - names only
    return tuple(_item_of(row) for row in db.execute(sql, (*wanted, limit)))


def finish(
    db: Database, inbox_id: int, state: InboxState, document_id: int | None, texts: tuple[str, str, str], now: str
) -> None:
    """Record what became of one file; ``texts`` are code, message and next step.

    Raises:
        InputError: ``no_such_file``: the inbox has no such entry.
    """
    cursor = db.execute(
        'UPDATE inbox SET state = ?, document_id = ?, code = ?, message = ?, next_step = ?, "when" = ? '
        "WHERE inbox_id = ?",
        (state.value, document_id, *(clean_text(text) for text in texts), now, inbox_id),
    )
    if not cursor.rowcount:
        raise InputError("no_such_file", f"The inbox has no entry {inbox_id}.")


def claim(db: Database, inbox_id: int, document_id: int, now: str) -> None:
    """Tie a waiting file to the document it becomes, within the transaction that takes the document in.

    Raises:
        ConflictError: ``already_taken``: the file does not wait any more, so another process took it in.
    """
    cursor = db.execute(
        'UPDATE inbox SET state = ?, document_id = ?, "when" = ? WHERE inbox_id = ? AND state = ?',
        (InboxState.DONE.value, document_id, now, inbox_id, InboxState.WAITING.value),
    )
    if not cursor.rowcount:
        raise ConflictError("already_taken", "This file was taken in by another window in the meantime.")


def _item_of(row: sqlite3.Row) -> InboxItem:
    values: list[Any] = list(row)
    values[3] = InboxState(row["state"])
    return InboxItem(*values)

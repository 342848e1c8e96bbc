"""What reports count of decisions, one row a group and order line: derived, so that a year is read in a moment.

Every row follows from the decision it belongs to and from nothing else; verifying compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from app.domain.case import Document
from app.domain.money import decimal_or_none, plain
from app.domain.record import to_record
from app.storage import snapshots

Row = tuple[int, int, str, str, str, str, str | None, int | None, *tuple[str | None, ...]]
COLUMNS = (
    "position", "part", "rule", "lane", "patterns", "exposure", "po_number", "line_no", "uom", "open_quantity",
    "billed", "price", "over_percent", "over_limit",
)  # fmt: skip
# Since the eighth step.
SCHEMA = (
    "CREATE TABLE decision_facts (document_id INTEGER NOT NULL REFERENCES documents (document_id), "
    "position INTEGER NOT NULL, part INTEGER NOT NULL, rule TEXT NOT NULL, lane TEXT NOT NULL, "
    "patterns TEXT NOT NULL, exposure TEXT NOT NULL, po_number TEXT, line_no INTEGER, uom TEXT, open_quantity TEXT, "
    "billed TEXT, price TEXT, over_percent TEXT, over_limit TEXT, "
    "PRIMARY KEY (document_id, position, part)) STRICT, WITHOUT ROWID",
    # What does not simply agree, and what people did: a small part of a year each.
    "CREATE INDEX decision_facts_to_look_at ON decision_facts (patterns) WHERE patterns <> 'exact'",
    "CREATE INDEX journal_by_kind ON journal (kind, sequence)",
)
_INSERT = (
    f"INSERT INTO decision_facts (document_id, {', '.join(COLUMNS)}) "  # noqa: S608 - names and marks only
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
)
_OVER = "quantity_over_percent"


def facts_of(decision: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the rows of a decision's record, without the document they belong to."""
    for position, decided in enumerate(decision["groups"]):
        group, figures = decided["group"], decided["figures"]
        patterns = " ".join(group["patterns"])
        measured = (
            figures.get("uom"),
            *(_figure(figures.get(name)) for name in ("open_quantity", "billed_quantity", "po_price", "over_percent")),
            _over_limit(decided["bands"]),
        )
        for part, (po_number, line_no) in enumerate(group["po_lines"] or [(None, None)]):
            yield (
                position, part, decided["rule"], decided["lane"], patterns, decided["exposure"], po_number, line_no,
                *measured,
            )  # fmt: skip


def write_facts(db: Database, document: Document) -> None:
    """Replace the rows of a document by those of its newest version."""
    db.execute("DELETE FROM decision_facts WHERE document_id = ?", (document.document_id,))
    if document.decision is not None:
        insert_facts(db, document.document_id, to_record(document.decision))


def insert_facts(db: Database, document_id: int, decision: Mapping[str, Any]) -> None:
    """Write the rows of a decision's record."""
    db.conn.executemany(_INSERT, [(document_id, *row) for row in facts_of(decision)])


def fill(db: Database) -> None:
    """Write the rows of every document that was decided before there were any."""
    sql = (
        "SELECT d.document_id, v.decision FROM documents d JOIN document_versions v "
        "ON v.document_id = d.document_id AND v.version = d.version WHERE v.decision IS NOT NULL"
    )
    for document_id, decision in db.execute(sql).fetchall():
        insert_facts(db, document_id, snapshots.record_of(db, decision))


def stored_facts(db: Database) -> dict[int, list[tuple[Any, ...]]]:
    """Return the rows as they stand, by document."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    sql = f"SELECT document_id, {', '.join(COLUMNS)} FROM decision_facts ORDER BY document_id, position, part"  # noqa: S608
    for row in db.execute(sql):
        values = tuple(row)
        found.setdefault(values[0], []).append(values[1:])
    return found


def _figure(text: str | None) -> str | None:
    value = decimal_or_none(text)
    return None if value is None else plain(value)


def _over_limit(bands: list[Mapping[str, Any]]) -> str | None:
    limits = (band["limit"] for band in bands if _OVER in band["rule"])
    return next((_figure(limit.removesuffix(" %")) for limit in limits), None)

"""What a search looks through, kept ready per document: one folded line, so that no key waits for 100,000 of them.

It repeats what stands in ``documents`` and proves nothing; the journal does not know it. The database itself forgets a
line when the row under it changes (triggers), whoever changes it; here it is written again in the same transaction,
and what another program left without one is made up for when the workspace is opened.
"""

from __future__ import annotations

from sqlite_utils import Database

from app.domain.letters import without_accents

_SEARCHED = " || ' ' || ".join(
    ("vendor_name", "invoice_number", "file", "po_numbers", "coalesce(vendor_id, '')", "document_id")
)
# The narrow table is read whole, and of the wide one only what was found.
_CONDITION = "document_id IN (SELECT document_id FROM document_search WHERE {found})"


def folded(text: str) -> str:
    """Return a text as searches compare it: without capitals and accents."""
    if text.isascii():
        return text.lower()
    return without_accents(text.casefold())


def search_condition(text: str) -> tuple[str, list[str]]:
    """Return the condition that a document has every word of a text, and its values; empty: no condition."""
    words = [folded(word) for word in text.split()]
    if not words:
        return "", []
    return _CONDITION.format(found=" AND ".join("instr(folded, ?) > 0" for _ in words)), words


def write_search_text(db: Database, document_id: int) -> None:
    """Bring one document's line up to its row."""
    found = db.execute(f"SELECT {_SEARCHED} FROM documents WHERE document_id = ?", (document_id,)).fetchone()  # noqa: S608 - names
    db.execute("UPDATE document_search SET folded = ? WHERE document_id = ?", (folded(str(found[0])), document_id))


def is_behind(db: Database) -> bool:
    """Tell whether a document has no line yet."""
    return db.execute("SELECT 1 FROM document_search WHERE folded IS NULL LIMIT 1").fetchone() is not None


def catch_up(db: Database) -> None:
    """Write the lines that are missing."""
    missing_lines = "SELECT document_id FROM document_search WHERE folded IS NULL"
    sql = f"SELECT {_SEARCHED}, document_id FROM documents WHERE document_id IN ({missing_lines})"  # noqa: S608 - names
    missing = [(folded(str(row[0])), row[1]) for row in db.execute(sql)]
    db.conn.executemany("UPDATE document_search SET folded = ? WHERE document_id = ?", missing)

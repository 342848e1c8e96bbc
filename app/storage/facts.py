"""How much the desk knows: counts for the first-start screen and the status line."""

from __future__ import annotations

from sqlite_utils import Database

from app.domain.imports import ImportedFacts


def imported_facts(db: Database) -> ImportedFacts:
    """Count what is stored."""

    def count(table: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names only

    policy = db.execute("SELECT version, imported FROM policies ORDER BY number DESC LIMIT 1").fetchone()
    return ImportedFacts(
        vendors=count("vendors"),
        items=count("items"),
        orders=count("purchase_orders"),
        order_lines=count("order_lines"),
        receipts=count("receipts"),
        documents=count("documents"),
        journal_entries=count("journal"),
        has_policy=policy is not None,
        policy_version=int(policy[0]) if policy else None,
        policy_imported=str(policy[1]) if policy else "",
    )

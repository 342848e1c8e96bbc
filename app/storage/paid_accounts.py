"""The bank accounts that the paid invoices of a vendor named (S1.10)."""

from __future__ import annotations

import json

from sqlite_utils import Database

from app.domain.bank_accounts import PaidAccount
from app.domain.case import MAY_BE_PAID
from app.storage.list_row import NO_ACCOUNTS

_MOST = 200  # invoices that are looked at


def paid_accounts(db: Database, vendor_id: str, document_id: int | None = None) -> tuple[PaidAccount, ...]:
    """Return the accounts on the latest invoices of a vendor that cleared or were released, the newest first.

    Each is named with the newest invoice that has it; ``document_id`` is one that does not count.
    """
    sql = (
        "SELECT document_id, file, accounts FROM documents WHERE vendor_id = ? AND document_id <> ? "
        "AND state IN (?, ?) AND accounts <> ? ORDER BY document_id DESC LIMIT ?"
    )
    values = (vendor_id, document_id or 0, *(state.value for state in MAY_BE_PAID), NO_ACCOUNTS, _MOST)
    found: dict[str, PaidAccount] = {}
    for row in db.execute(sql, values):
        for number, doubtful in json.loads(row["accounts"]):
            account = PaidAccount(number, vendor_id, row["document_id"], row["file"], bool(doubtful))
            found.setdefault(number, account)
    return tuple(found.values())

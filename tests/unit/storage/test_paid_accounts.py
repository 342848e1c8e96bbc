"""Which bank accounts the paid invoices of a vendor named: kept beside each document, and guarded as it is (S1.10)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.bank_accounts import PaidAccount
from app.domain.provenance import Extracted, Method
from app.storage.store import SqliteStore
from tests.helpers import stores

_FIRST, _SECOND, _PAIR = "DE02120300000000202051", "NL20INGB0001234567", "021000021/99887766"


def _taken(store: SqliteStore, number: str, *accounts: Extracted[str]) -> int:
    paper = stores.invoice(number)
    paper = replace(paper, header=replace(paper.header, bank_accounts=accounts))
    return stores.take_in(store, paper, body=number.encode())


def _known(store: SqliteStore, *, document_id: int | None = None) -> list[tuple[str, int, bool]]:
    accounts = store.history_for(stores.invoice(), ["V1"], document_id=document_id).accounts
    return [(one.number, one.document_id, one.doubtful) for one in accounts]


def test_only_what_cleared_or_was_released_names_known_accounts(tmp_path: Path) -> None:
    store = stores.full_store(tmp_path / "desk")
    held = stores.decided(store, _taken(store, "INV-1", Extracted(_FIRST)), stores.draft())
    assert _known(store) == []
    stores.accept(store, held.document_id, held.cases[0].case_id)
    assert _known(store) == [(_FIRST, held.document_id, False)]
    assert _known(store, document_id=held.document_id) == []
    cleared = stores.decided(store, _taken(store, "INV-2", Extracted(_SECOND), Extracted(_FIRST)))
    assert _known(store) == [(_SECOND, cleared.document_id, False), (_FIRST, cleared.document_id, False)]
    assert store.history_for(stores.invoice(), ["V2"]).accounts == ()
    assert [one.number for one in store.master_data.vendor("V1").accounts] == [_SECOND, _FIRST]
    store.close()


def test_an_account_of_a_scan_is_doubtful_where_no_check_digits_bear_it_out(tmp_path: Path) -> None:
    store = stores.full_store(tmp_path / "desk")
    scanned = [Extracted(number, method=Method.OCR) for number in (_FIRST, _PAIR)]
    paid = stores.decided(store, _taken(store, "INV-1", *scanned)).document_id
    assert store.history_for(stores.invoice(), ["V1"]).accounts == (
        PaidAccount(_FIRST, "V1", paid, "invoice.pdf"),
        PaidAccount(_PAIR, "V1", paid, "invoice.pdf", doubtful=True),
    )
    store.close()


@pytest.mark.parametrize(("named", "put"), [([_FIRST], [_SECOND]), ([_FIRST], []), ([], [_FIRST])])
def test_an_account_that_is_put_beside_a_paid_invoice_or_taken_away_is_found_out(
    tmp_path: Path, named: list[str], put: list[str]
) -> None:
    store = stores.full_store(tmp_path / "desk")
    stores.decided(store, _taken(store, "INV-1", *map(Extracted, named)))
    assert store.verify().whole
    with sqlite3.connect(store.folder / "tieout.db") as db:
        db.execute("UPDATE documents SET accounts = ?", (json.dumps([[number, False] for number in put]),))
    assert "what lists show" in store.verify().trouble
    store.close()

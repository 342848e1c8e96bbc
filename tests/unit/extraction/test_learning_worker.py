"""Learning in a worker process: nothing from outside is opened in the program's own (S2.172)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.invoice import Invoice
from app.extraction.profiles.model import ColumnRule
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from tests.helpers.in_process import InProcessReaders
from tests.helpers.odd_papers import VENDOR, odd_invoices
from tests.helpers.papers import pdf_invoice


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(workers=1) as readers:
        yield readers


def _read(pool: ReaderPool, path: Path) -> Invoice:
    invoice = pool.submit(path).result(timeout=60).invoice
    assert invoice is not None
    return invoice


def test_a_profile_learned_in_a_worker_is_the_one_learned_here(pool: ReaderPool, tmp_path: Path) -> None:
    path, other, _ = odd_invoices(tmp_path)
    read = _read(pool, path)
    right = replace(read, lines=read.lines[:3])
    learned = pool.learn(path, read, right, "xx/quillback").result(timeout=60)
    assert learned == InProcessReaders().learn(path, read, right, "xx/quillback").result()
    assert learned.profile.vendor_name == VENDOR
    tried = pool.try_profile(other, learned.profile).result(timeout=60)
    assert tried.today.invoice is not None
    assert tried.then.invoice is not None
    assert (tried.today.invoice.profile, tried.then.invoice.profile) == (None, "xx/quillback")
    assert tried.today.sha256 == tried.then.sha256 != ""


def test_a_document_that_cannot_be_opened_is_an_input_error_of_learning(pool: ReaderPool, tmp_path: Path) -> None:
    path = odd_invoices(tmp_path)[0]
    read = _read(pool, path)
    locked = pdf_invoice(tmp_path / "locked.pdf", password="x")
    with pytest.raises(InputError) as refused:
        pool.learn(locked, read, read, "xx/quillback").result(timeout=60)
    assert refused.value.code == "encrypted"
    learned = pool.learn(path, read, read, "xx/quillback").result(timeout=60)
    tried = pool.try_profile(locked, learned.profile).result(timeout=60)
    assert tried.today.error is not None
    assert tried.today.error.code == "encrypted"


def test_a_document_of_too_many_pages_is_not_learned_from(pool: ReaderPool, tmp_path: Path) -> None:
    long = pdf_invoice(tmp_path / "long.pdf", pages=61)
    read = _read(pool, odd_invoices(tmp_path)[0])
    with pytest.raises(InputError) as refused:
        pool.learn(long, read, read, "xx/quillback").result(timeout=60)
    assert refused.value.code == "too_long_to_learn"


def test_learning_that_takes_too_long_costs_itself_only(tmp_path: Path) -> None:
    path = odd_invoices(tmp_path)[0]
    read = InProcessReaders().submit(path).result().invoice
    assert read is not None
    with ReaderPool(workers=1, limits=WorkerLimits(wall_seconds=0)) as hasty:
        with pytest.raises(InputError) as refused:
            hasty.learn(path, read, read, "xx/quillback").result(timeout=60)
        assert refused.value.code == "too_slow"


def test_hostile_values_of_a_profile_do_not_leave_the_worker_as_something_else(
    pool: ReaderPool, tmp_path: Path
) -> None:
    path = odd_invoices(tmp_path)[0]
    learned = pool.learn(path, _read(pool, path), _read(pool, path), "xx/quillback").result(timeout=60)
    strange = replace(learned.profile, columns={ColumnKind.AMOUNT: ColumnRule(('"]\n[x', "\x00\x1b"))}, notes='"""')
    assert pool.try_profile(path, strange).result(timeout=60).then.error is None


def test_nothing_heavy_is_loaded_to_ask_for_learning() -> None:
    heavy = ("numpy", "cv2", "pypdfium2", "pdfplumber", "pytesseract", "PIL", "PySide6")
    program = (
        "import sys; import app.workflow.profile_learning, app.extraction.learning.messages; "
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Invoices with damaged bytes: ``python -m tests.benchmarks.mutants [--count N] [--seed S] [FOLDER]``.

Changes one to four bytes (or cuts out, doubles or swaps a piece) of twenty digital invoices, N times in all, and reads
each through the reading processes. Every one must come to a verdict in its time; a fault in the program is none. Where
the figures that money depends on came out otherwise than in the whole file, nothing may vouch for them: the reading
holds, its sums do not close, or the look at its pictures and the second engine say no. What passes all of these shows,
sums up and reads alike in every way, and only the order can tell; it is counted and named.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.domain.errors import AppError
from app.domain.finding import Severity
from app.domain.invoice import Invoice, Source
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from app.shipped_files import resource_path

_INVOICES = 20
_FAULTS = ("reader_fault",)
_MOST_SECONDS = WorkerLimits().wall_seconds + 2.0
_Figures = tuple[Decimal | None, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the mutants; return how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=resource_path("sample_data", "invoices"))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as made, ReaderPool(ReadingOptions(use_profiles=False), workers=1) as pool:
        whole = _digital(pool, sorted(asked.folder.glob("*.pdf")))
        outcomes = Counter(_outcome(pool, *chance.choice(whole), Path(made), chance) for _ in range(asked.count))
    for outcome, count in outcomes.most_common():
        print(f"{count:7} {outcome}")
    wrong = sum(count for outcome, count in outcomes.items() if outcome.startswith("WRONG"))
    print(f"{asked.count} mutants of {len(whole)} invoices, {wrong} wrong")
    return wrong


def _digital(pool: ReaderPool, paths: Sequence[Path]) -> list[tuple[Path, _Figures]]:
    """Return the first twenty invoices that are read from text, with their figures."""
    found: list[tuple[Path, _Figures]] = []
    for path in paths:
        invoice = pool.submit(path).result().invoice
        if invoice is not None and invoice.source is Source.TEXT and len(found) < _INVOICES:
            found.append((path, _figures(invoice)))
    return found


def _outcome(pool: ReaderPool, path: Path, figures: _Figures, folder: Path, chance: random.Random) -> str:
    mutant = folder / "mutant.pdf"
    mutant.write_bytes(_mutated(path.read_bytes(), chance))
    begun = time.monotonic()
    reading = pool.submit(mutant).result(timeout=600)
    if reading.error is not None:
        fault = reading.error.code in _FAULTS
        return f"{'WRONG ' if fault else ''}refused: {reading.error.code}"
    invoice = reading.invoice
    assert invoice is not None
    if invoice.source is Source.TEXT and time.monotonic() - begun > _MOST_SECONDS:
        return "WRONG: it took longer than a document may"
    if _figures(invoice) == figures:
        return "the same figures"
    return f"other figures, {_held_by(pool, mutant, invoice)}"


def _held_by(pool: ReaderPool, path: Path, invoice: Invoice) -> str:
    """Name what does not vouch for the figures of a mutant."""
    if any(one.severity is Severity.HOLD for one in invoice.findings) or not invoice.lines:
        return "held by the reading"
    if not invoice.is_summed or not all(check.holds for check in invoice.checks):
        return "held by its sums"
    try:
        seen = pool.look(path, invoice).result(timeout=600)
    except AppError as failure:
        return f"held: its pictures cannot be looked at ({failure.code})"
    return f"held: {seen[0].code}" if seen else "shown, summed and read alike: the order decides"


def _figures(invoice: Invoice) -> _Figures:
    header = invoice.header
    values = [header.subtotal, header.tax_total, header.total, *(charge.amount for charge in invoice.charges)]
    for line in invoice.lines:
        values += [line.quantity, line.unit_price, line.amount]
    return tuple(value.value if value is not None else None for value in values)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    if chance.random() < 0.8:
        for _ in range(chance.randint(1, 4)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        return bytes(made)
    start = chance.randrange(len(made))
    piece = made[start : start + chance.randint(1, 400)]
    match chance.randrange(3):
        case 0:
            del made[start : start + len(piece)]
        case 1:
            made[start:start] = piece
        case _:
            made[start : start + len(piece)] = piece[::-1]
    return bytes(made)


if __name__ == "__main__":
    raise SystemExit(main())

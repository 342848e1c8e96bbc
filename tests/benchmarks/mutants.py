"""Invoices with damaged bytes: ``python -m tests.benchmarks.mutants [--count N] [--clearing] [--plain] [--desk FOLDER]
[FOLDER]``.

Changes one to four bytes (or cuts out, doubles or swaps a piece) of twenty digital invoices, N times in all, and reads
each through the reading processes. Every one must come to a verdict in its time; a fault in the program is none. Where
the figures that money depends on came out otherwise than in the whole file, nothing may vouch for them: the reading
holds, its sums do not close, or the look at its pictures and the second engine say no. What passes all of these is
taken in by the sample desk, or by that of ``--desk``, with its orders: it may clear only where its picture shows the
changed figures too, so that the file is another invoice than the whole one in every way. ``--clearing`` takes only
invoices that clear there whole; ``--plain`` unpacks their pages first, so that a byte changes a sign and not all that
follows it.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import base64
import io
import random
import re
import shutil
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from app.bootstrap import open_services, profile_folders
from app.domain.case import Document, DocumentState
from app.domain.errors import AppError
from app.domain.finding import Severity
from app.domain.invoice import Invoice, Source
from app.domain.provenance import Box, Extracted
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from app.shipped_files import resource_path
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder

_INVOICES = 20
_FAULTS = ("reader_fault",)
_MOST_SECONDS = WorkerLimits().wall_seconds + 2.0
_WIDTH = 1700  # pixels of a page that is compared
_OTHER = 60  # of 255: so different are ink and paper
_SIGN = 6  # pixels of it in a figure make another sign
_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_NOT_PAID = ("subtotal", "price")  # what may be lost where the quantities and amounts that are paid are as they were
_Figures = Mapping[str, Extracted[Decimal]]


@dataclass(frozen=True)
class _Whole:
    """An invoice before anything was done to it."""

    path: Path
    figures: _Figures


class _Desk:
    """A desk before anything was taken in, and readers for all copies of it."""

    def __init__(self, folder: Path, pool: ReaderPool, data: Path) -> None:
        self._folder = folder
        self._pool = pool
        self._copies = 0
        with open_services(folder / "template", user="clerk") as services:
            import_folder(services, data)

    def decide(self, path: Path) -> Document | None:
        """Take a file in on a fresh copy of the desk; None where it cannot be read."""
        self._copies += 1
        copy = self._folder / f"copy{self._copies}"
        shutil.copytree(self._folder / "template", copy)
        found: list[Document | None] = []
        with open_services(copy, user="clerk") as services:
            process_files(
                replace(services, readers=self._pool), [path], on_document=lambda _, document: found.append(document)
            )
        shutil.rmtree(copy)
        return found[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the mutants; return how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=resource_path("sample_data", "invoices"))
    parser.add_argument("--desk", type=Path, default=resource_path("sample_data"), help="with its orders and policy")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clearing", action="store_true", help="only invoices that clear by themselves")
    parser.add_argument("--plain", action="store_true", help="with the contents of their pages unpacked")
    asked = parser.parse_args(arguments)
    chance = random.Random(asked.seed)
    options = ReadingOptions(profile_folders=(str(profile_folders()[0]),))
    with tempfile.TemporaryDirectory() as made, ReaderPool(options, workers=1) as pool:
        desk = _Desk(Path(made), pool, asked.desk)
        paths = sorted(asked.folder.glob("*.pdf"))
        if asked.plain:
            paths = [_unpacked(path, Path(made) / path.name) for path in paths]
        whole = _digital(pool, paths, desk if asked.clearing else None)
        outcomes: Counter[str] = Counter()
        for number in range(asked.count):
            outcome = _outcome(pool, desk, chance.choice(whole), Path(made) / "mutant.pdf", chance)
            outcomes[outcome] += 1
            if outcome.startswith(("WRONG", "cleared")):
                print(f"mutant {number} of seed {asked.seed}: {outcome}", flush=True)
    for outcome, count in outcomes.most_common():
        print(f"{count:7} {outcome}")
    wrong = sum(count for outcome, count in outcomes.items() if outcome.startswith("WRONG"))
    print(f"{asked.count} mutants of {len(whole)} invoices, {wrong} wrong")
    return wrong


def _digital(pool: ReaderPool, paths: Sequence[Path], desk: _Desk | None) -> list[_Whole]:
    """Return the first twenty invoices that are read from text, with their figures; of a desk, those that clear."""
    found: list[_Whole] = []
    for path in paths:
        invoice = pool.submit(path).result().invoice
        if invoice is not None and invoice.source is Source.TEXT and len(found) < _INVOICES:
            document = desk.decide(path) if desk is not None else None
            if desk is None or (document is not None and document.state is DocumentState.CLEARED):
                found.append(_Whole(path, _figures(invoice)))
    return found


def _unpacked(path: Path, target: Path) -> Path:
    """Write a PDF as ReportLab makes them with its streams unpacked, and a table of its objects that is right."""
    data = path.read_bytes()
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(data)}
    if not objects or b"trailer" not in data:
        return path  # another program made it
    trailer = data[data.rindex(b"trailer") : data.rindex(b"startxref")]
    made, places = bytearray(b"%PDF-1.4\n"), {}
    for number, body in objects.items():
        head, _, packed = body.partition(b"stream")
        if b"/ASCII85Decode" in head and b"/FlateDecode" in head and b"/Subtype" not in head:
            content = zlib.decompress(base64.a85decode(b"<~" + packed.split(b"endstream")[0].strip(), adobe=True))
            body = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)  # noqa: PLW2901 - the same, unpacked
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, max(objects) + 1))
    target.write_bytes(bytes(made) + trailer + b"startxref\n%d\n%%%%EOF\n" % table)
    return target


def _outcome(pool: ReaderPool, desk: _Desk, whole: _Whole, mutant: Path, chance: random.Random) -> str:
    mutant.write_bytes(_mutated(whole.path.read_bytes(), chance))
    begun = time.monotonic()
    reading = pool.submit(mutant).result(timeout=600)
    if reading.error is not None:
        fault = reading.error.code in _FAULTS
        return f"{'WRONG ' if fault else ''}refused: {reading.error.code}"
    invoice = reading.invoice
    assert invoice is not None
    if invoice.source is Source.TEXT and time.monotonic() - begun > _MOST_SECONDS:
        return "WRONG: it took longer than a document may"
    if _values(_figures(invoice)) == _values(whole.figures):
        return "the same figures"
    return _held_by(pool, mutant, invoice) or _decided(pool, desk, whole, mutant)


def _held_by(pool: ReaderPool, path: Path, invoice: Invoice) -> str:
    """Name what does not vouch for the figures of a mutant; empty where all do."""
    if any(one.severity is Severity.HOLD for one in invoice.findings) or not invoice.lines:
        return "other figures, held by the reading"
    if not invoice.is_summed or not all(check.holds for check in invoice.checks):
        return "other figures, held by its sums"
    try:
        seen = pool.look(path, invoice).result(timeout=600)
    except AppError as failure:
        return f"other figures, held: its pictures cannot be looked at ({failure.code})"
    return f"other figures, held: {seen[0].code}" if seen else ""


def _decided(pool: ReaderPool, desk: _Desk, whole: _Whole, mutant: Path) -> str:
    """Say what became of a mutant whose text, sums, picture and second engine agree on other figures."""
    document = desk.decide(mutant)
    if document is None or document.invoice is None or document.state is not DocumentState.CLEARED:
        held = sorted({case.category for case in document.cases}) if document is not None else ["unreadable"]
        return f"other figures, held by the desk: {', '.join(held)}"
    now = _figures(document.invoice)
    changed = {
        name for name in whole.figures.keys() | now.keys() if _values(now).get(name) != _values(whole.figures).get(name)
    }
    # A tax of 0.00 that is not read pays nothing either.
    lost = {
        name for name in changed if name not in now and (name.startswith(_NOT_PAID) or not whole.figures[name].value)
    }
    if lost == changed:
        return f"cleared on the same quantities and amounts, its {min(changed).split()[0]} not read"
    for name in sorted(changed - lost):
        # What is gone from its place, or stands in another one now, a person sees as well.
        places = [found.box for found in (now.get(name), whole.figures.get(name)) if found is not None]
        if not any(at is not None and _shown_otherwise(pool, whole.path, mutant, at) for at in places):
            return f"WRONG: cleared, and its picture does not show its other {name.rstrip('0123456789')}"
    return "cleared: its picture shows the other figures too"


def _shown_otherwise(pool: ReaderPool, whole: Path, mutant: Path, box: Box) -> bool:
    """Tell whether the pictures of two files differ where a figure stands."""
    cuts = []
    with pypdfium2.PdfDocument(whole) as paper:
        width = paper[box.page - 1].get_size()[0]
    for path in (whole, mutant):
        image = pool.render(path, box.page, _WIDTH).result(timeout=60)
        with Image.open(io.BytesIO(image.png)) as opened:
            pixels = np.asarray(opened.convert("L"), dtype=np.int16)
        scale = image.width / width
        cuts.append(pixels[int(box.top * scale) : int(box.bottom * scale), int(box.x0 * scale) : int(box.x1 * scale)])
    one, other = cuts
    return one.shape != other.shape or int(np.count_nonzero(abs(one - other) > _OTHER)) >= _SIGN


def _figures(invoice: Invoice) -> _Figures:
    header = invoice.header
    found = {"subtotal": header.subtotal, "tax": header.tax_total, "total": header.total}
    found |= {f"charge {number}": charge.amount for number, charge in enumerate(invoice.charges)}
    for number, line in enumerate(invoice.lines):
        found |= {
            f"quantity {number}": line.quantity,
            f"price {number}": line.unit_price,
            f"amount {number}": line.amount,
        }
    return {name: value for name, value in found.items() if value is not None}


def _values(figures: _Figures) -> dict[str, Decimal]:
    return {name: figure.value for name, figure in figures.items()}


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

"""Wrong figures that a reading vouches for: ``python -m tests.benchmarks.silent_errors --seed N --count M``.

Makes so many poor scans of the sample's digital invoices, each with a resolution, skew, blur, grain, paper and
compression drawn by the seed, reads them, and counts figures and wrong figures by their status. A wrong figure that is
proven or consistent is a silent error; one that is unverified or contradicted was shown to the clerk.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Certainty, Extracted
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.knowledge import load_knowledge
from app.shipped_files import resource_path

_FIELDS = ("quantity", "unit_price", "line_total")
_SUMS = ("subtotal", "tax_total", "total")
_INVENTED = "a line that is not there"


@dataclass(frozen=True, slots=True)
class Wear:
    """What a scanner did to a page; grain and paper in grey levels of 255, blur in pixels, skew in degrees."""

    dpi: int
    skew: float
    blur: float
    grain: float
    paper: int
    quality: int
    speckles: int

    @classmethod
    def drawn(cls, random: Random) -> Wear:
        """Return the wear of a light to heavy scan."""
        return cls(
            dpi=random.choice((150, 200, 200, 250, 300)),
            skew=random.uniform(-1.8, 1.8),
            blur=random.uniform(0.0, 1.0),
            grain=random.uniform(2.0, 18.0),
            paper=random.randint(205, 252),
            quality=random.randint(30, 85),
            speckles=random.choice((0, 0, 40, 200)),
        )


def worn(page: Image.Image, wear: Wear, random: Random) -> Image.Image:
    """Return a page as this scanner gives it."""
    turned = page.rotate(wear.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(wear.blur)), dtype=np.float32) * (wear.paper / 255)
    draw = np.random.default_rng(random.getrandbits(32))
    grey = grey + draw.normal(0.0, wear.grain, grey.shape)
    for _ in range(wear.speckles):
        y, x = int(draw.integers(0, grey.shape[0] - 2)), int(draw.integers(0, grey.shape[1] - 2))
        grey[y : y + 2, x : x + 2] = draw.integers(0, 255)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def scan(source: Path, target: Path, random: Random) -> None:
    """Write a scan of a digital invoice."""
    wear = Wear.drawn(random)
    with pypdfium2.PdfDocument(source) as document:
        pages = [
            worn(page.render(scale=wear.dpi / 72, grayscale=True).to_pil().convert("L"), wear, random)
            for page in document
        ]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=wear.dpi, quality=wear.quality, save_all=True, append_images=pages[1:])
    target.write_bytes(buffer.getvalue())


def judged(invoice: Invoice, truth: Mapping[str, Any]) -> Iterator[tuple[str, Certainty, bool, str]]:
    """Yield name, status, whether it is right, and what was read for what, of each figure of a reading."""
    for line, expected in pairs(invoice.lines, truth["lines"]):
        for field in _FIELDS:
            value = _value(line, field)
            if value is None:
                continue
            if expected is None:
                yield field, value.certainty, False, f"{value.value}: {_INVENTED}"
            elif expected[field] is not None:
                right = value.value == Decimal(expected[field])
                yield field, value.certainty, right, f"{value.value} for {expected[field]}"
    for field in _SUMS:
        found: Extracted[Decimal] | None = getattr(invoice.header, field)
        printed = truth["header"][field]
        if found is not None and printed is not None:
            yield field, found.certainty, found.value == Decimal(printed), f"{found.value} for {printed}"


def _value(line: InvoiceLine, field: str) -> Extracted[Decimal] | None:
    return {"quantity": line.quantity, "unit_price": line.unit_price, "line_total": line.amount}[field]


def pairs(
    lines: Sequence[InvoiceLine], truth: Sequence[Mapping[str, Any]]
) -> list[tuple[InvoiceLine, Mapping[str, Any] | None]]:
    """Pair lines as read with lines as printed, in their order, by what agrees most; None for one that has no pair."""
    rows, columns = len(lines), len(truth)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            alike = _likeness(lines[i], truth[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike if alike else 0)
    found: list[tuple[InvoiceLine, Mapping[str, Any] | None]] = []
    j = 0
    for i, line in enumerate(lines):
        while j < columns and best[i][j] == best[i][j + 1]:
            j += 1
        taken = j < columns and best[i][j] != best[i + 1][j]
        found.append((line, truth[j] if taken else None))
        j += taken
    return found


def _likeness(line: InvoiceLine, truth: Mapping[str, Any]) -> int:
    found = ((_value(line, field), truth[field]) for field in _FIELDS)
    same = sum(
        value is not None and printed is not None and value.value == Decimal(printed) for value, printed in found
    )
    code = line.item_code is not None and line.item_code.value == truth["item_code"]
    words = set(line.description.value.casefold().split()) & set(str(truth["description"]).casefold().split())
    return 3 * same + 3 * code + min(len(words), 3)


def main(arguments: Sequence[str]) -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.silent_errors")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="scans to make")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    random = Random(options.seed)
    sample = resource_path("sample_data")
    records = json.loads((sample / "expected.json").read_text(encoding="utf-8"))["invoices"]
    papers = [record for record in records if record["source"] == "text" and record["file"].endswith(".pdf")]
    knowledge = load_knowledge(resource_path())
    figures: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missing = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            record = random.choice(papers)
            target = Path(folder) / f"scan_{number}.pdf"
            scan(sample / "invoices" / record["file"], target, random)
            reading = read_document(target, ReadingOptions(use_profiles=False), knowledge)
            target.unlink()
            if reading.invoice is None:
                print(f"{record['file']}: {reading.error}")
                continue
            missing += max(0, len(record["lines"]) - len(reading.invoice.lines))
            for field, status, right, said in judged(reading.invoice, record):
                figures[status.value] += 1
                if not right:
                    wrong[status.value] += 1
                    print(f"{record['file']} (scan {number}): {field} {said}, {status.value}")
    print(f"\nseed {options.seed}, {options.count} scans; lines missing: {missing}")
    print(f"{'status':<14}{'figures':>9}{'wrong':>7}")
    for status in Certainty:
        print(f"{status.value:<14}{figures[status.value]:>9}{wrong[status.value]:>7}")


if __name__ == "__main__":
    main(sys.argv[1:])

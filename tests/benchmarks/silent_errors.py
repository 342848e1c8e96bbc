"""Wrong figures that a reading vouches for: ``python -m tests.benchmarks.silent_errors --seed N --count M``.

Makes so many poor scans of the sample's digital invoices, each with a resolution, skew, blur, grain, paper, light, ink,
way up and compression drawn by the seed, reads them, and counts figures and wrong figures by their status. A wrong
figure that is proven or consistent is a silent error; one that is unverified or contradicted was shown to the clerk.

With ``--planted M`` it also reads M times the words of those invoices with look-alike misreadings planted in them,
which takes a hundredth of the time of a scan.
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
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader
from app.extraction.pipeline import read_invoice
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.knowledge import load_knowledge
from app.extraction.values.words import PageText
from app.shipped_files import resource_path
from tests.helpers.misreading import misread_page

_FIELDS = ("quantity", "unit_price", "line_total")
_SUMS = ("subtotal", "tax_total", "total")
_INVENTED = "a line that is not there"


@dataclass(frozen=True, slots=True)
class Wear:
    """What a scanner did to a page; grain and paper in grey levels of 255, blur in pixels, skew in degrees.

    ``ink`` is how dark print is, 1 black; ``shadow`` how much of the light is lost across the page; ``turns`` are
    quarter turns of the page.
    """

    dpi: int
    skew: float
    blur: float
    grain: float
    paper: int
    quality: int
    speckles: int
    ink: float
    shadow: float
    turns: int

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
            ink=random.choice((1.0, 1.0, 1.0, 0.6, 0.35)),
            shadow=random.choice((0.0, 0.0, 0.0, 0.2, 0.4)),
            turns=random.choice((0, 0, 0, 0, 0, 1, 2, 3)),
        )


def worn(page: Image.Image, wear: Wear, random: Random) -> Image.Image:
    """Return a page as this scanner gives it."""
    turned = page.rotate(wear.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(wear.blur)), dtype=np.float32) * (wear.paper / 255)
    grey = wear.paper - (wear.paper - grey) * wear.ink
    grey = grey * np.linspace(1.0, 1.0 - wear.shadow, grey.shape[1], dtype=np.float32)
    draw = np.random.default_rng(random.getrandbits(32))
    grey = grey + draw.normal(0.0, wear.grain, grey.shape)
    for _ in range(wear.speckles):
        y, x = int(draw.integers(0, grey.shape[0] - 2)), int(draw.integers(0, grey.shape[1] - 2))
        grey[y : y + 2, x : x + 2] = draw.integers(0, 255)
    return Image.fromarray(np.rot90(np.clip(grey, 0, 255).astype(np.uint8), wear.turns))


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


@dataclass(slots=True)
class Tally:
    """Figures read, and wrong ones among them, by status; lines that are printed and were not read."""

    figures: Counter[Certainty]
    wrong: Counter[Certainty]
    printed: int = 0
    lost: int = 0

    def add(self, name: str, invoice: Invoice, record: Mapping[str, Any]) -> None:
        """Count the figures of a reading; what is wrong and vouched for is printed."""
        self.printed += len(record["lines"])
        self.lost += max(0, len(record["lines"]) - len(invoice.lines))
        for field, status, right, said in judged(invoice, record):
            self.figures[status] += 1
            if not right:
                self.wrong[status] += 1
                if status in (Certainty.PROVEN, Certainty.CONSISTENT):
                    print(f"{name}: {field} {said}, {status.value}")

    def show(self, title: str) -> None:
        """Print the counts and their rates."""
        print(f"\n{title}: {self.lost} of {self.printed} lines lost")
        print(f"{'status':<14}{'figures':>9}{'wrong':>7}{'a thousand':>12}")
        for status in Certainty:
            count, wrong = self.figures[status], self.wrong[status]
            rate = f"{Decimal(1000 * wrong) / count:.2f}" if count else "-"
            print(f"{status.value:<14}{count:>9}{wrong:>7}{rate:>12}")


def scanned(papers: Sequence[Mapping[str, Any]], folder: Path, count: int, random: Random) -> Tally:
    """Read so many scans."""
    knowledge = load_knowledge(resource_path())
    tally = Tally(Counter(), Counter())
    for number in range(count):
        record = random.choice(papers)
        target = folder / f"scan_{number}.pdf"
        scan(resource_path("sample_data") / "invoices" / record["file"], target, random)
        reading = read_document(target, ReadingOptions(use_profiles=False), knowledge)
        target.unlink()
        if reading.invoice is None:
            print(f"{record['file']}: {reading.error}")
            tally.printed, tally.lost = tally.printed + len(record["lines"]), tally.lost + len(record["lines"])
            continue
        tally.add(f"{record['file']} (scan {number})", reading.invoice, record)
    return tally


def planted(papers: Sequence[Mapping[str, Any]], count: int, random: Random) -> Tally:
    """Read so many pages of words with misreadings planted in them."""
    knowledge = load_knowledge(resource_path())
    tally = Tally(Counter(), Counter())
    texts: dict[str, list[PageText]] = {}
    for number in range(count):
        record = random.choice(papers)
        if record["file"] not in texts:
            texts[record["file"]] = words_of(resource_path("sample_data") / "invoices" / record["file"])
        rate = random.choice((0.02, 0.05, 0.1, 0.2))
        pages = [misread_page(page, rate, random) for page in texts[record["file"]]]
        tally.add(f"{record['file']} (planted {number})", read_invoice(pages, knowledge=knowledge), record)
    return tally


def words_of(path: Path) -> list[PageText]:
    """Return the words of a digital invoice."""
    with open_document(path) as document:
        reader = PageReader(document, ("eng",), lambda _: None)
        return [reader.read(number).text for number in range(1, document.page_count + 1)]


def main(arguments: Sequence[str]) -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.silent_errors")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="scans to make")
    parser.add_argument("--planted", type=int, default=400, help="readings with planted misreadings")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    records = json.loads((resource_path("sample_data") / "expected.json").read_text(encoding="utf-8"))["invoices"]
    papers = [record for record in records if record["source"] == "text" and record["file"].endswith(".pdf")]
    planted(papers, options.planted, Random(options.seed)).show(f"seed {options.seed}, {options.planted} planted")
    with tempfile.TemporaryDirectory() as folder:
        tally = scanned(papers, Path(folder), options.count, Random(options.seed))
    tally.show(f"seed {options.seed}, {options.count} scans")


if __name__ == "__main__":
    main(sys.argv[1:])

"""An invoice whose text would clear but whose picture says something else: through the real reading processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.bootstrap import open_services
from app.domain.case import Document, DocumentState
from app.workflow.batch import process_files
from app.workflow.reperform import reperform_all
from tests.helpers.papers import LETTER
from tests.helpers.small_desk import SmallDesk, SteppingClock, open_cases, small_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    """The small desk, with readers that read files and look at their pictures."""
    small_desk(tmp_path).services.close()
    made = SmallDesk(tmp_path, open_services(tmp_path / "workspace", user="clerk", clock=SteppingClock()))
    yield made
    made.services.close()


def invoice(path: Path, number: str, *, lie: bool = False) -> Path:
    """Draw Amberley's invoice for 100 pairs of gloves at 4.00; the lie is a white box and "9,400.00" as a picture."""
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFont("Helvetica", 11)
    for x, y, text in (
        (54, 730, "Amberley Supply Co"), (54, 714, "Tax ID: 90-1000001"), (380, 730, f"Invoice No. {number}"),
        (380, 714, "Invoice Date 2026-02-05"), (380, 698, "PO Number PO-1"), (380, 682, "Currency USD"),
        (54, 640, "Item"), (120, 640, "Description"), (330, 640, "Qty"), (380, 640, "Unit"), (430, 640, "Price"),
        (500, 640, "Amount"), (54, 618, "10001"), (120, 618, "Work gloves leather large"), (330, 618, "100"),
        (380, 618, "PR"), (430, 618, "4.00"), (500, 618, "400.00"), (400, 560, "Subtotal"), (500, 560, "400.00"),
        (400, 540, "Tax"), (500, 540, "0.00"), (400, 520, "Total USD"), (500, 520, "400.00"),
    ):  # fmt: skip
        canvas.drawString(x, y, text)
    if lie:
        from PIL import Image, ImageDraw
        from reportlab.lib.utils import ImageReader

        picture = Image.new("L", (280, 56), 255)
        ImageDraw.Draw(picture).text((8, 6), "9,400.00", fill=0, font_size=40)
        canvas.drawImage(ImageReader(picture), 497, 516, 70, 14)
    canvas.save()
    return path


def process(desk: SmallDesk, *paths: Path) -> list[Document]:
    documents: list[Document] = []
    process_files(
        desk.services, paths, on_document=lambda _, document: documents.append(document) if document else None
    )
    return documents


def test_an_honest_invoice_clears(desk: SmallDesk, tmp_path: Path) -> None:
    (honest,) = process(desk, invoice(tmp_path / "honest.pdf", "H-1"))
    assert honest.state is DocumentState.CLEARED


def test_a_lying_one_is_held_with_both_values(desk: SmallDesk, tmp_path: Path) -> None:
    (lying,) = process(desk, invoice(tmp_path / "lying.pdf", "L-1", lie=True))
    assert lying.state is DocumentState.NEEDS_ME
    (case,) = open_cases(lying)
    assert case.category == "data_quality"
    handover = case.handover
    said = " ".join((handover.sentence, handover.why_not_cleared, *(text for _, text in handover.evidence)))
    assert "“400.00”" in said
    assert "9,400.00" in said


def test_a_lie_that_was_held_is_held_again_when_it_is_decided_anew(desk: SmallDesk, tmp_path: Path) -> None:
    process(desk, invoice(tmp_path / "lying.pdf", "L-1", lie=True))
    assert all(one.same for one in reperform_all(desk.services))


def test_pictures_that_cannot_be_looked_at_hold_the_invoice(desk: SmallDesk, tmp_path: Path) -> None:
    paths = [invoice(tmp_path / "honest.pdf", "H-1")]
    readings = desk.services.readers

    class Blind:
        """Reads, and cannot look."""

        def __getattr__(self, name: str) -> object:
            return getattr(readings, name)

        def look(self, path: Path, _: object) -> object:
            return readings.look(path.with_suffix(".gone"), found)  # type: ignore[arg-type]

    found = readings.submit(paths[0]).result(timeout=120).invoice
    blind = SmallDesk(desk.folder, replace(desk.services, readers=Blind()))  # type: ignore[arg-type]
    (document,) = process(blind, *paths)
    assert document.state is DocumentState.NEEDS_ME

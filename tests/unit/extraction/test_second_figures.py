"""Figures that only the second engine finds, and claims of several words that it places otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.picture_findings import SECOND_ENGINE
from app.extraction.witness.picture_witness import look
from tests.helpers.hostile_files import page, pdf
from tests.helpers.lying_papers import put, sheet
from tests.helpers.typed_pages import shipped_knowledge


def _told(path: Path, content: str) -> list[str]:
    path.write_bytes(pdf(page(content.encode())))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [one.message for one in look(path, invoice, shipped_knowledge()) if one.code == SECOND_ENGINE]


# So long a string is cut off by some programs, and its end hidden there.
_CUT_OFF = f"q BT /F1 11 Tf -3.058 Tw 1 0 0 1 490 320 Tm ({' ' * 33_000}9,) Tj ET Q\n"
# What looks like the end of this picture is a part of its points.
_IN_A_PICTURE = (
    "q BI /W 40 /H 4 /CS /G /BPC 8 ID "
    + "x EI Q BT /F1 11 Tf 1 0 0 1 490 320 Tm (9,) Tj ET q BI /W 1 /H 1 /CS /G /BPC 8 ID a".ljust(160, "x")
    + " EI Q\n"
)


@pytest.mark.parametrize("hidden", [_CUT_OFF, _IN_A_PICTURE])
def test_figures_that_one_of_two_engines_has_hold(tmp_path: Path, hidden: str) -> None:
    (message,) = _told(tmp_path / "hidden.pdf", sheet("S-1") + hidden)
    assert message.startswith("Two ways of reading page 1 differ: one of them has “9,” besides.")


@pytest.mark.parametrize("more", [
    put(54, 300, "Order 4711 of 2026") + put(54.3, 300, "Order 4711 of 2026"),  # bold, printed over itself
    "q BT /F1 11 Tf 3 Tr 1 0 0 1 54 300 Tm (Scanned 4711) Tj ET Q\n",  # not painted
    "q BT /F1 11 Tf 1 0 0 1 54 -300 Tm (4711) Tj ET Q\n",  # not on the page
])  # fmt: skip
def test_what_is_printed_twice_or_not_at_all_does_not(tmp_path: Path, more: str) -> None:
    assert _told(tmp_path / "honest.pdf", sheet("S-2") + more) == []


def test_a_code_of_several_words_is_sought_as_such_where_the_second_engine_places_it_otherwise(tmp_path: Path) -> None:
    """Its fonts know no width for the euro sign, and all that follows it stands further to the left."""
    lines = [
        (54, 800, "LOCABAT OUEST"), (54, 786, "SAS au capital de 80 000 € - TVA FR 44 388 112 907"),
        (400, 790, "FACTURE"), (400, 776, "N°:"), (470, 776, "LO2602-118"), (400, 762, "Date:"),
        (470, 762, "28/02/2026"), (54, 650, "Désignation"), (300, 650, "Qté"), (380, 650, "P.U. HT"),
        (470, 650, "Montant HT"), (54, 630, "Mini-pelle 2,5 T"), (300, 630, "10"), (380, 630, "148,00"),
        (470, 630, "1 480,00"), (380, 600, "Total HT"), (470, 600, "1 480,00"), (380, 586, "TVA 20,00 %"),
        (470, 586, "296,00"), (380, 572, "Net à payer TTC"), (470, 572, "1 776,00 €"),
    ]  # fmt: skip
    canvas = Canvas(str(tmp_path / "euro.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    invoice = read_document(tmp_path / "euro.pdf", ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert invoice.header.vendor_tax_id is not None
    found = look(tmp_path / "euro.pdf", invoice, shipped_knowledge())
    assert [one.message for one in found if one.code == SECOND_ENGINE] == []

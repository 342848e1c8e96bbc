"""A learned profile never makes the reading of its own document worse (S2.172), whatever is corrected on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Extracted
from app.extraction.learning.differences import differences, weight_of
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.model import Profile, Recognition
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.writing import profile_toml
from app.extraction.values.words import PageText
from tests.helpers.typed_pages import shipped_knowledge, typed_page

_WORDS = st.sampled_from(
    [
        "Bolt",
        "Nut",
        "Freight",
        "Total",
        "Wump",
        "Box",
        "**",
        "Hinge",
        "4711",
        "AX-1",
        "03/04/2026",
        "Qty",
        "Price",
        "EA",
        "KST",
    ]
)
_NUMBERS = st.sampled_from(["1", "2", "10", "2.50", "30.00", "25.00", "1.234,50", "5.00", "x"])
_ROWS = st.lists(st.tuples(_WORDS, _WORDS, _NUMBERS, _NUMBERS, _NUMBERS), min_size=1, max_size=6)
_HEADS = st.sampled_from(["Item Text Qty Price Amount", "Zonk Flurb Blips Plonk Grumm", "Qty Qty Qty Price Price", ""])


def _page(head: str, rows: list[tuple[str, str, str, str, str]]) -> PageText:
    lines = ["Acme Supply      Invoice 77      03/04/2026", ""]
    heads = head.split()
    if heads:
        lines.append("".join(part.ljust(12) for part in heads))
    lines += ["".join(part.ljust(12) for part in row) for row in rows]
    return typed_page("\n".join([*lines, "", "                        Endlich     55.00"]))


@st.composite
def _corrected(draw: st.DrawFn, read: Invoice) -> Invoice:
    """Change, drop, double and add values as a person might, whether or not they stand on the page."""
    lines: list[InvoiceLine | None] = list(read.lines)
    for index, line in enumerate(read.lines):
        match draw(st.sampled_from(["keep", "drop", "quantity", "code", "unit", "text"])):
            case "drop":
                lines[index] = None
            case "quantity":
                lines[index] = replace(line, quantity=Extracted(Decimal(draw(st.sampled_from(["1", "2", "99"])))))
            case "code":
                lines[index] = replace(line, item_code=Extracted(draw(_WORDS)))
            case "unit":
                lines[index] = replace(line, uom=Extracted(draw(st.sampled_from(["EA", "BX", "ODD"]))))
            case "text":
                lines[index] = replace(line, description=Extracted(draw(_WORDS)))
    kept = [line for line in lines if line is not None]
    if draw(st.booleans()):
        kept.append(InvoiceLine(99, 1, Extracted(draw(_WORDS)), amount=Extracted(Decimal("30.00"))))
    header = read.header
    if draw(st.booleans()):
        header = replace(header, invoice_date=Extracted(date(2026, 4, 3)), total=Extracted(Decimal("55.00")))
    if draw(st.booleans()):
        header = replace(header, vendor_name=Extracted(draw(st.sampled_from(["Acme Supply", "Other Ltd", "株"]))))
    return replace(read, lines=tuple(kept), header=header)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_s2_172_a_learned_profile_never_reads_its_own_document_worse(data: st.DataObject) -> None:
    import tomllib

    knowledge = shipped_knowledge()
    page = _page(data.draw(_HEADS), data.draw(_ROWS))
    existing = None
    if data.draw(st.booleans()):
        existing = Profile("xx/acme", 2, "Acme Supply", Recognition(names=("Acme Supply",)), ignore_lines=("Bolt*",))
    read = read_invoice([page], knowledge=knowledge, profile=existing)
    wanted = data.draw(_corrected(read))
    learned = learn_profile([page], read, wanted, knowledge=knowledge, existing=existing, profile_id="xx/acme")
    after = read_invoice([page], knowledge=knowledge, profile=learned.profile)
    assert weight_of(differences(after, wanted)) <= weight_of(differences(read, wanted))
    assert learned.reasons
    again, faults = parse_profile(tomllib.loads(profile_toml(learned.profile)))
    assert (again, faults) == (learned.profile, ())

"""Learning from one corrected invoice on vendors that a general reader cannot know (S2.171, S2.172).

The first invoice of each vendor is put right, a profile is learned from it, and the other three are read with it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Certainty
from app.extraction.learning.messages import LearnedProfile
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.files import ProfileFile
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.vendor_detection import detect
from app.extraction.profiles.writing import profile_toml
from tests.helpers.odd_vendors import VENDORS, OddInvoice, OddVendor, odd_invoice
from tests.helpers.typed_pages import shipped_knowledge

OTHERS = (1, 2, 3)
# Of all lines and header values of the second to fourth invoices: with a profile, and without any.
_RIGHT_WITH, _RIGHT_WITHOUT = 0.99, 0.80


@cache
def _invoice(vendor: OddVendor, number: int) -> OddInvoice:
    return odd_invoice(vendor, number)


@cache
def _learned(vendor: OddVendor) -> LearnedProfile:
    first = _invoice(vendor, 0)
    read = read_invoice([first.page], knowledge=shipped_knowledge())
    return learn_profile(
        [first.page], read, first.right, knowledge=shipped_knowledge(), existing=None, profile_id="xx/odd"
    )


@cache
def _read(vendor: OddVendor, number: int, *, learned: bool) -> Invoice:
    pages = [_invoice(vendor, number).page]
    profile = None
    if learned:
        files = [ProfileFile(_learned(vendor).profile, Path("profile.toml"), "")]
        chosen = detect(pages, files).chosen
        assert chosen is not None
        profile = chosen.profile
    return read_invoice(pages, knowledge=shipped_knowledge(), profile=profile)


def _line(line: InvoiceLine) -> tuple[object, ...]:
    figures = (line.quantity, line.unit_price, line.amount)
    code = line.item_code.value if line.item_code is not None else None
    unit = line.uom.value if line.uom is not None else None
    return (*(figure.value if figure is not None else None for figure in figures), code, unit, line.price_basis)


def _header(invoice: Invoice) -> list[object]:
    header = invoice.header
    values = (header.invoice_number, header.invoice_date, header.subtotal, header.total)
    charges = sorted((charge.kind.value, charge.amount.value) for charge in invoice.charges)
    return [*(v.value if v is not None else None for v in values), {n.value for n in header.po_numbers}, charges]


def _right(vendor: OddVendor, *, learned: bool) -> tuple[int, int]:
    """Count what is right, and what there is to be right, on the other three invoices; a line too many counts too."""
    right = whole = 0
    for number in OTHERS:
        wanted, read = _invoice(vendor, number).right, _read(vendor, number, learned=learned)
        left = [_line(line) for line in read.lines]
        for line in map(_line, wanted.lines):
            if line in left:
                left.remove(line)
                right += 1
        right += sum(a == b for a, b in zip(_header(read), _header(wanted), strict=True))
        whole += max(len(wanted.lines), len(read.lines)) + 6
    return right, whole


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_one_corrected_invoice_teaches_the_others(vendor: OddVendor) -> None:
    before, after = (_right(vendor, learned=learned) for learned in (False, True))
    assert after[0] / after[1] >= before[0] / before[1]
    assert after[0] >= _RIGHT_WITH * after[1], (before, after, _learned(vendor).missed)


def test_together_they_are_read_far_better_with_what_was_learned() -> None:
    for learned, share in ((False, _RIGHT_WITHOUT), (True, _RIGHT_WITH)):
        counts = [_right(vendor, learned=learned) for vendor in VENDORS]
        reached = sum(right for right, _ in counts) / sum(whole for _, whole in counts)
        assert (reached >= share) if learned else (reached < share), reached


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_nothing_that_a_learned_profile_calls_proven_is_wrong(vendor: OddVendor) -> None:
    for number in OTHERS:
        wanted = [_line(line)[:3] for line in _invoice(vendor, number).right.lines]
        proven = [line for line in _read(vendor, number, learned=True).lines if line.certainty is Certainty.PROVEN]
        assert [_line(line)[:3] for line in proven if _line(line)[:3] not in wanted] == []


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_what_was_learned_can_be_saved_explained_and_is_its_own_vendors_alone(vendor: OddVendor) -> None:
    learned = _learned(vendor)
    assert learned.reasons
    assert parse_profile(tomllib.loads(profile_toml(learned.profile))) == (learned.profile, ())
    files = [ProfileFile(learned.profile, Path("profile.toml"), "")]
    for other in VENDORS:
        if other is not vendor:
            chosen = detect([_invoice(other, 1).page], files).chosen
            # A form that several vendors use says where things stand, and nothing of what this vendor means.
            assert chosen is None or not (chosen.profile.units or chosen.profile.accessorials)

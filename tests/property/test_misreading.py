"""However a scan is misread, no wrong figure is called proven, and hardly one consistent (S2.165 to S2.167)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty, Extracted
from app.extraction.pipeline import read_invoice
from app.extraction.values.words import PageText
from tests.helpers.misreading import misread_once, misread_page, true_invoice
from tests.helpers.typed_pages import shipped_knowledge

Lines = list[tuple[Decimal, Decimal, Decimal]]


def _read(page: PageText) -> Invoice:
    return read_invoice([page], knowledge=shipped_knowledge())


def _judged(invoice: Invoice, lines: Lines, sums: dict[str, Decimal]) -> list[tuple[Certainty, bool]]:
    """Return status and rightness of every figure; lines that were lost shift none of the others."""
    found: list[tuple[Certainty, bool]] = []
    left = list(lines)
    for line in invoice.lines:
        values = (line.quantity, line.unit_price, line.amount)
        pair = max(left, key=lambda true: _alike(values, true), default=None)
        if pair is None or not _alike(values, pair):
            found.extend((value.certainty, False) for value in values if value is not None)
            continue
        left.remove(pair)
        found.extend((v.certainty, v.value == true) for v, true in zip(values, pair, strict=True) if v is not None)
    for value, true in ((invoice.header.subtotal, sums["subtotal"]), (invoice.header.total, sums["total"])):
        if value is not None:
            found.append((value.certainty, value.value == true))
    return found


def _alike(values: tuple[Extracted[Decimal] | None, ...], true: tuple[Decimal, Decimal, Decimal]) -> int:
    return sum(value is not None and value.value == expected for value, expected in zip(values, true, strict=True))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**48), st.sampled_from([0.02, 0.05, 0.1, 0.2]))
def test_s2_167_no_wrong_figure_is_proven(seed: int, rate: float) -> None:
    random = Random(seed)
    page, lines, sums = true_invoice(random)
    read = _read(misread_page(page, rate, random))
    assert (Certainty.PROVEN, False) not in _judged(read, lines, sums)


def test_what_was_read_rightly_is_proven_or_agrees() -> None:
    for seed in range(40):
        page, lines, sums = true_invoice(Random(seed))
        judged = _judged(_read(page), lines, sums)
        assert len(judged) == 3 * len(lines) + 2
        assert all(right for _, right in judged)
        assert (Certainty.CONTRADICTED, True) not in judged


def test_s2_166_hardly_a_wrong_figure_agrees_with_a_sum() -> None:
    counts: Counter[tuple[Certainty, bool]] = Counter()
    for seed in range(400):
        random = Random(f"agrees {seed}")
        page, lines, sums = true_invoice(random)
        counts.update(_judged(_read(misread_page(page, random.choice((0.02, 0.05, 0.1)), random)), lines, sums))
    vouched = sum(count for (mark, _), count in counts.items() if mark in {Certainty.PROVEN, Certainty.CONSISTENT})
    assert counts[Certainty.PROVEN, False] == 0
    assert counts[Certainty.CONSISTENT, False] * 1000 <= vouched
    assert vouched > 4000


def test_s2_165_a_single_error_in_a_figure_is_mended_or_shown() -> None:
    mended = shown = silent = 0
    for seed in range(300):
        random = Random(f"single {seed}")
        page, lines, sums = true_invoice(random)
        judged = _judged(_read(misread_once(page, random)), lines, sums)
        wrong = [mark for mark, right in judged if not right]
        silent += any(mark in {Certainty.PROVEN, Certainty.CONSISTENT} for mark in wrong)
        shown += bool(wrong)
        mended += not wrong and len(judged) == 3 * len(lines) + 2
    assert silent == 0
    assert mended > shown

"""Invoices in layouts that nobody planned: lines are found, and no wrong figure is vouched for (S2.164, S2.165)."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.drawn_features import FEATURES, draw_features
from tests.helpers.drawn_layouts import draw_invoice
from tests.helpers.drawn_scores import Score, score
from tests.helpers.typed_pages import shipped_knowledge


def _read(seed: int, **fixed: str) -> Score:
    features = draw_features(Random(seed), **fixed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.pdf"
        truth = draw_invoice(path, seed, features)
        reading = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge())
    return score(truth, reading.invoice, features)


_FEW = settings(max_examples=20, deadline=None, derandomize=True)


@_FEW
@given(seed=st.integers(0, 10_000))
def test_no_wrong_figure_is_vouched_for_whatever_the_layout(seed: int) -> None:
    found = _read(seed, pages="one")
    assert not found.silent, (seed, found.silent)


@_FEW
@given(seed=st.integers(0, 10_000))
def test_lines_under_known_headings_are_found(seed: int) -> None:
    found = _read(seed, pages="one", heading="plain", figures="full", background="plain")
    missing = [fault for fault in found.wrong if "missing" in fault or "invented" in fault]
    assert not missing, (seed, missing)


@pytest.mark.parametrize("language", sorted(set(FEATURES["language"])))
def test_most_lines_and_fields_are_right_in_every_language(language: str) -> None:
    scores = [_read(seed, language=language, pages="one", heading="capitals") for seed in range(100, 106)]
    lines = sum(found.lines for found in scores)
    fields = [right for found in scores for right in found.fields.values()]
    assert sum(found.figures_right for found in scores) >= 0.9 * lines
    assert sum(fields) >= 0.95 * len(fields)

"""Words for codes: complete tables, and no code where a person expects words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from app.domain.case import Action, CaseState, DocumentState, JournalKind, Outcome
from app.domain.decision import Category, Lane
from app.domain.imports import ImportKind
from app.domain.inbox import InboxState
from app.domain.invoice import ChargeKind, Source
from app.domain.item import LineClass
from app.domain.match import FactorSource, Pattern
from app.domain.order import OrderStatus
from app.domain.policy import Role
from app.domain.provenance import Certainty, Method
from app.workflow import wording
from app.workflow.wording import counted, without_codes


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (wording.PATTERNS, Pattern),
        (wording.PATTERNS_SHORT, Pattern),
        (wording.CATEGORIES, Category),
        (wording.CATEGORIES_SHORT, Category),
        (wording.LANES, Lane),
        (wording.OWNERS, Role),
        (wording.DOCUMENT_STATES, DocumentState),
        (wording.CASE_STATES, CaseState),
        (wording.OUTCOMES, Outcome),
        (wording.ACTIONS, Action),
        (wording.CERTAINTIES, Certainty),
        (wording.METHODS, Method),
        (wording.SOURCES, Source),
        (wording.CHARGES, ChargeKind),
        (wording.FACTOR_SOURCES, FactorSource),
        (wording.LINE_CLASSES, LineClass),
        (wording.ORDER_STATES, OrderStatus),
        (wording.JOURNAL_KINDS, JournalKind),
        (wording.INBOX_STATES, InboxState),
        (wording.IMPORT_KINDS, ImportKind),
    ],
)
def test_every_code_has_its_words(table: Mapping[str, str], codes: type[StrEnum]) -> None:
    assert set(table) == set(codes)
    assert all(words and "_" not in words for words in table.values())


def test_codes_inside_sentences_become_words() -> None:
    assert wording.without_codes("it is quantity_over by 2") == "it is quantity over by 2"
    assert wording.without_codes("nothing here") == "nothing here"


def test_a_code_without_words_is_still_readable() -> None:
    assert wording.words_for("brand_new", wording.LANES) == "brand new"
    assert wording.words_for(None, wording.LANES) == ""


def test_counts_have_their_singular_and_plural() -> None:
    assert without_codes("Received 2 day(s) late on 1 line(s).") == "Received 2 days late on 1 line."
    assert counted(1, "document") == "1 document"
    assert counted(0, "document") == "0 documents"

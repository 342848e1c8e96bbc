"""F2 begins with the figure that is missing or doubtful, and with the one in focus only if a person went there."""

from __future__ import annotations

import pytest

from app.domain.provenance import Certainty
from app.ui.case.doubtful_field import field_to_correct
from app.workflow.comparison_rows import NOT_PRINTED
from app.workflow.comparison_values import Cell

PROVEN, UNSURE, WRONG = Certainty.PROVEN, Certainty.UNVERIFIED, Certainty.CONTRADICTED


def cell(field: str, text: str = "1", certainty: Certainty | None = PROVEN) -> Cell:
    return Cell(text, field=field, line_no=1, certainty=None if text == NOT_PRINTED else certainty)


PRICE, QUANTITY, AMOUNT, CODE = cell("unit_price"), cell("quantity"), cell("amount"), cell("item_code")
NO_CODE, NO_PRICE = cell("item_code", NOT_PRINTED), cell("unit_price", NOT_PRINTED)
NO_TOTAL, NO_DUE, NUMBER = cell("total", NOT_PRINTED), cell("due_date", NOT_PRINTED), cell("invoice_number")


@pytest.mark.parametrize(
    ("focus", "lines", "header", "chosen", "of_document", "wanted"),
    [
        (PRICE, (QUANTITY, PRICE), (), False, False, "unit_price"),  # all was read: what differs has the focus
        (QUANTITY, (QUANTITY, NO_PRICE), (), False, False, "unit_price"),
        (QUANTITY, (QUANTITY, NO_PRICE), (), True, False, "quantity"),
        (PRICE, (cell("quantity", "7", UNSURE), PRICE), (), False, False, "quantity"),
        (PRICE, (cell("amount", "7", WRONG), NO_PRICE), (), False, False, "amount"),
        (PRICE, (NO_CODE, PRICE), (), False, False, "unit_price"),  # a line without a code lacks nothing
        (None, (), (NO_DUE, NUMBER, NO_TOTAL), False, True, "total"),
        (QUANTITY, (QUANTITY,), (NUMBER, NO_TOTAL), False, True, "total"),
        (QUANTITY, (QUANTITY,), (NUMBER, NO_TOTAL), False, False, "quantity"),  # the lines' own finding stays there
        (Cell("x"), (QUANTITY,), (), True, False, "quantity"),  # the order's side has nothing to correct
    ],
)
def test_the_correction_begins_where_the_doubt_is(
    focus: Cell | None,
    lines: tuple[Cell, ...],
    header: tuple[Cell, ...],
    *,
    chosen: bool,
    of_document: bool,
    wanted: str,
) -> None:
    found = field_to_correct(focus, lines, header, chosen=chosen, of_document=of_document)
    assert found is not None
    assert found.field == wanted


def test_nothing_is_asked_where_nothing_can_be_corrected() -> None:
    assert field_to_correct(None, (), (), chosen=False, of_document=True) is None

"""Terms of a trade without a lawyer's words: numbered under a heading that says so; and what is heard there still."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements, untaxed
from app.extraction.values.general_terms import clause, general_terms
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                   2.50      30.00

                                              Total      30.00

{heading}
1. We carry out the work with care and skill.
2. Quotations remain open for thirty days.
{said}
4. Orders cancelled late are charged at half the price.
5. Deposits are not refundable. {law}
6. Proofs must be checked by the customer.
7. Weights recorded at our weighbridge are binding.
8. Colours may vary slightly from the proof that you have seen.
9. Visits in vain are charged at our hourly rates.
"""
_RENEWAL = "3. Subscriptions are renewed each year; the amount will be collected from your account."
_LAW = "The law of the carrier's contract applies."


def _codes(said: str = _RENEWAL, heading: str = "Terms and Conditions", law: str = _LAW) -> list[str]:
    text = _PAGE.format(said=said, heading=heading, law=law)
    page = typed_page(text)
    found = statement_findings(read_statements(page), read_typed(text), untaxed=untaxed(page))
    return [finding.code for finding in found if finding.severity is Severity.HOLD]


@pytest.mark.parametrize(
    "heading",
    ["General Terms and Conditions of Sale", "Our terms of business:", "Allgemeine Geschäftsbedingungen", "AGB",
     "Conditions générales de vente", "Condiciones generales", "Condizioni generali di vendita",
     "Algemene verkoopvoorwaarden"],
)  # fmt: skip
def test_numbered_clauses_under_a_heading_of_terms_say_nothing_of_the_invoice(heading: str) -> None:
    assert _codes(heading=heading) == []


@pytest.mark.parametrize("heading", ["Please note", "Payment terms for you", "Notes:"])
def test_without_such_a_heading_they_do(heading: str) -> None:
    assert _codes(heading=heading) == ["already_settled"]


def test_without_any_word_of_law_they_do() -> None:
    assert _codes(law="") == ["already_settled"]


@pytest.mark.parametrize(
    "said",
    [
        "3. The amount of this invoice will be collected from your account.",
        "3. The total of 30.00 will be debited from your account.",
        "3. The amount will be collected on 12.03.2026.",
        "3. This invoice has already been paid.",
    ],
)
def test_what_names_this_invoice_a_day_or_a_sum_is_heard(said: str) -> None:
    assert _codes(said) == ["already_settled"]


def test_what_stands_above_the_first_clause_is_no_clause() -> None:
    heading = "Terms and Conditions\nThe amount will be collected from your account each year."
    assert _codes("3. Nothing else is agreed.", heading) == ["already_settled"]


def test_a_clause_is_that_of_its_own_column() -> None:
    left = [f"{number}. The seller delivers to the buyer." for number in range(1, 10)]
    right = [f"{number}. Orders below 50.00 cost 10.00 more." for number in range(10, 19)]
    rows = join_rows(typed_page("\n".join(f"{one:60}{other}" for one, other in zip(left, right, strict=True))))
    assert general_terms(rows) is not None
    assert "50.00" not in clause(rows, 4, "the seller delivers")
    assert "50.00" in clause(rows, 4, "orders below")

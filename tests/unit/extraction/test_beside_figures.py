"""Headings, labels of sums and signs behind a sum that make other figures of them; what says a paper is another one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from app.domain.invoice import Invoice
from app.extraction.statements.beside_figures import headed_otherwise, is_behind_total
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026
                                                Currency       USD
{head}
 12       CS   AB-100    Hex bolt M8             {price}      30.00
                                              {label}    30.00{behind}

{foot}
"""
_HEAD = "Qty       UM   Item      Description             Price      Amount"
_FIGURES = {"amounts_scaled", "prices_per_said", "other_currency_headed", "sign_behind_total", "other_currency_said"}
_PAPERS = {"billed_before", "not_an_invoice", "not_final", "other_payee"}


def _codes(
    *, head: str = _HEAD, label: str = "Total    ", behind: str = "", foot: str = "", price: str = " 2.50"
) -> set[str]:
    text = _PAGE.format(head=head, label=label, behind=behind, foot=foot, price=price)
    invoice = read_typed(text)
    assert invoice.header.total is not None
    return {f.code for f in statement_findings(read_statements(typed_page(text)), invoice, untaxed=False)}


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Qty '000  UM   Item      Description             Price      Amount", "amounts_scaled"),
        ("Qty x100  UM   Item      Description             Price      Amount", "amounts_scaled"),
        ("Qty       UM   Item      Description             Price      Amount k", "amounts_scaled"),
        ("Qty       UM   Item      Description             Price/100  Amount", "prices_per_said"),
        ("Qty       UM   Item      Description             Price      Amount EUR", "other_currency_headed"),
        ("Qty       UM   Item      Description             Price CAD  Amount", "other_currency_headed"),
    ],
)
def test_a_heading_that_makes_other_figures_of_its_column_holds(head: str, code: str) -> None:
    assert code in _codes(head=head)


@pytest.mark.parametrize(
    ("below", "code"),
    [
        ("                                                        in thousands", "amounts_scaled"),
        ("                                                          in EUR", "other_currency_headed"),
        ("                                              per 100", "prices_per_said"),
        ("                                              per dozen", "prices_per_said"),
        ("x 100", "amounts_scaled"),
        ("in dozens", "amounts_scaled"),
    ],
)
def test_a_heading_that_goes_on_in_a_second_row_holds_as_in_one(below: str, code: str) -> None:
    assert code in _codes(head=f"{_HEAD}\n{below}")


@pytest.mark.parametrize(
    "below",
    [
        "                                              each        in USD",
        "shipped                                       net         excl. VAT",
        "                                                          USD",
        "                    in thousands of sizes",
    ],
)
def test_a_second_row_of_headings_that_changes_no_figure_does_not(below: str) -> None:
    assert not _FIGURES & _codes(head=f"{_HEAD}\n{below}")


def test_the_label_of_the_total_and_a_sign_behind_it_hold() -> None:
    assert "other_currency_headed" in _codes(label="Total EUR")
    assert "other_currency_headed" in _codes(label="Total USD", behind=" EUR")
    assert not _FIGURES & _codes(label="Total USD", behind=" USD")
    assert not _FIGURES & _codes(label="TotalUSD)")  # as scans have it
    assert "other_currency_headed" in _codes(label="TotalEUR)")
    for sign in (" CR", " M", " k", " thousand"):
        assert "sign_behind_total" in _codes(behind=sign)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("All figures CAD", "other_currency_said"), ("All quantities in thousands", "amounts_scaled"),
        ("Quantities are stated in hundreds of pairs", "amounts_scaled"), ("Mengen in Dutzend", "amounts_scaled"),
        ("Prices are per 100 pairs", "prices_per_said"), ("* price per hundred", "prices_per_said"),
        ("Preise gelten je 100", "prices_per_said"), ("Prix au cent", "prices_per_said"),
        ("Precios por docena", "prices_per_said"), ("Prezzi per 100", "prices_per_said"),
        ("Prijzen per honderd", "prices_per_said"), ("Previously billed on LK-77", "billed_before"),
        ("Rebill of LK-77", "billed_before"), ("Duplicate of LK-77", "billed_before"), ("Version 2", "billed_before"),
        ("Rev. B of invoice LK-77", "billed_before"), ("Corrected 2026-03-01", "billed_before"),
        ("Bereits berechnet mit Rechnung 77", "billed_before"), ("Déjà facturé", "billed_before"),
        ("Test - please ignore", "not_an_invoice"), ("Final notice", "not_an_invoice"),
        ("Sample invoice", "not_an_invoice"), ("For your records only", "not_an_invoice"),
        ("Do not release payment before our call", "not_final"), ("Zahlung bitte aussetzen", "not_final"),
        ("Payment into escrow account only", "other_payee"), ("We accept payment in Bitcoin only", "other_payee"),
    ],
)  # fmt: skip
def test_what_a_page_says_of_its_figures_and_of_itself_holds(said: str, code: str) -> None:
    assert code in _codes(foot=said)


@pytest.mark.parametrize(
    "foot",
    [
        "All figures USD", "Minimum order per 100", "Form version 2.1 rev. 03/2026", "Price list revised 2026-01-01",
        "Our terms were last amended in 2020", "Total weight    12.50 M", "You paid by invoice 77 last year",
        "Please quote this reminder number", "Goods are sold in hundreds", "Rates are per our price list",
    ],
)  # fmt: skip
def test_honest_words_of_that_kind_do_not_hold(foot: str) -> None:
    assert not _codes(foot=foot) & (_FIGURES | _PAPERS)


def test_headings_that_say_what_the_figures_are_do_not_hold() -> None:
    assert not _codes(head=_HEAD + " USD") & _FIGURES
    assert not _codes(label="Total USD") & _FIGURES
    per = "Qty       UM   Item      Description             Price/100  Amount"
    assert not _codes(head=per, price="250.00", foot="Prices are per 100") & _FIGURES


@cache
def _billed(sign: int = 1) -> Invoice:
    invoice = read_typed(_PAGE.format(head=_HEAD, label="Total    ", behind="", foot="", price=" 2.50"))
    total = invoice.header.total
    assert total is not None
    return replace(invoice, header=replace(invoice.header, total=replace(total, value=sign * Decimal("30.00"))))


@pytest.mark.parametrize(
    ("words", "sign", "another"),
    [
        ("30.00 cr", 1, True), ("30.00 cr.", -1, False), ("30.00 k", 1, True), ("30.00 k", -1, True),
        ("12.50 m", 1, False),
    ],
)  # fmt: skip
def test_a_sign_counts_behind_the_total_and_cr_is_right_behind_a_credit(words: str, sign: int, another: bool) -> None:
    assert is_behind_total(words, _billed(sign)) is another


@pytest.mark.parametrize(
    ("words", "otherwise"),
    [
        ("amount eur", True),
        ("total eur 30.00", True),
        ("total eur 27.15", False),
        ("total usd 30.00", False),
        ("total usd 30.00 eur", True),
        ("total usd € 30.00", True),
        ("total usd 30.00 usd", False),
        ("total usd $ 30.00", False),
        ("total usd (30.00)", False),
        ("total usd 30.00 euros", False),
    ],
)
def test_a_total_in_a_second_currency_is_another_amount(words: str, otherwise: bool) -> None:
    assert headed_otherwise(words, _billed()) is otherwise

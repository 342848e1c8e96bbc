"""Labels in the head of an invoice with values that speak against paying: how it is paid, what was sent (S1)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from app.extraction.statements.kinds import Said
from app.extraction.statements.stated_values import stated_labels, stated_value
from app.extraction.values.text_keys import fold_line
from app.shipped_files import resource_path
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed

_LISTS = tomllib.loads(resource_path("stated_values.toml").read_text("utf-8"))["values"]
_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #             703674
Dayton, OH 45402                                Date                  Jan 7, 2026
                                                {label:20}  {value}

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              0.00
                                              Total           45.00
"""


def _codes(label: str, value: str) -> set[str]:
    page = _PAGE.format(label=label, value=value)
    return set(codes_held(page, read_typed(page), untaxed=True))


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Terms", "COD", "already_settled"), ("Payment terms", "Cash on delivery", "already_settled"),
        ("Payment method", "Visa ending 4242", "already_settled"), ("Method", "Auto-pay", "already_settled"),
        ("Check no.", "10442", "already_settled"), ("Zahlungsart", "Vorkasse", "already_settled"),
        ("Mandatsreferenz", "M-4471-2024", "already_settled"),
        ("Mode de paiement", "Carte bancaire", "already_settled"),
        ("Forma de pago", "Anticipado", "already_settled"), ("Pagamento", "Ri.Ba. 30 gg", "already_settled"),
        ("Betaling", "Vooruitbetaald", "already_settled"), ("Cobrado el", "06/02/2026", "already_settled"),
        ("Status", "Closed", "already_settled"), ("Ship date", "Not shipped", "not_delivered"),
        ("Delivery status", "Pending", "not_delivered"), ("Lieferstatus", "offen", "not_delivered"),
        ("Livraison", "En attente", "not_delivered"), ("Approval", "Rejected", "not_final"),
        ("Freigabe", "nein", "not_final"), ("On hold", "Credit hold", "not_final"), ("Bloqueada", "Sí", "not_final"),
        ("Belegart", "Lieferschein", "not_an_invoice"), ("Mahnstufe", "1", "not_an_invoice"),
        ("Invoice type", "Replacement", "billed_before"), ("Zu Rechnung", "BI-11882", "billed_before"),
        ("Rif. fattura", "FL-11882", "billed_before"), ("% complete", "50%", "part_invoice"),
        ("Avancement", "30 %", "part_invoice"),
    ],
)  # fmt: skip
def test_a_label_with_a_value_that_speaks_against_paying_holds(label: str, value: str, code: str) -> None:
    assert code in _codes(label, value)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Terms", "Net 30"), ("Payment method", "Credit card, ACH or check"), ("Payment method", "Check"),
        ("Zahlungsart", "Überweisung"), ("Zahlung", "30 Tage netto"), ("Pagamento", "Rimessa diretta"),
        ("Forma de pago", "Transferencia"), ("Freight terms", "Prepaid"), ("Shipping terms", "Prepaid"),
        ("Delivery No.", "80044120"), ("Delivery No", ""), ("Approval No.", "A-441"), ("Delivery status", "Delivered"),
        ("Shipped", "Jan 6, 2026"), ("Hold", "No"), ("Freigabe", "Kunz"), ("Belegart", "Rechnung"), ("Mahnstufe", "0"),
        ("Invoice type", "Standard"), ("Ref. invoice", "703674"), ("% complete", "100%"), ("Avancement", "100,00 %"),
        ("Release no.", "4"), ("Check no.", "________"), ("Mandant", "100"),
    ],
)  # fmt: skip
def test_an_ordinary_label_with_its_value_says_nothing(label: str, value: str) -> None:
    assert _codes(label, value) == set()


@pytest.mark.parametrize("entry", _LISTS, ids=lambda entry: f"{entry['said']} {entry['labels'][0]}")
def test_every_label_says_with_each_of_its_values_what_its_list_says(entry: Mapping[str, Any]) -> None:
    for label in entry["labels"]:
        for value in entry["values"]:
            said = stated_value(label, value.replace("*", "m").replace("#", "44"))
            assert said is Said(entry["said"]), (label, value)


@pytest.mark.parametrize("entry", _LISTS, ids=lambda entry: f"{entry['said']} {entry['labels'][0]}")
def test_the_words_of_the_lists_are_written_as_they_are_compared(entry: Mapping[str, Any]) -> None:
    words = [word for name in ("labels", "values") for word in entry[name]]
    assert words == [fold_line(word) for word in words]


def test_a_label_without_one_of_its_values_says_nothing() -> None:
    assert "terms" in stated_labels()
    assert stated_value("terms", "net 30") is None
    assert stated_value("incoterm", "cod") is None

"""The Italian "Intestatario": the buyer's label over an address, the payee's beside an account."""

from __future__ import annotations

import pytest

from app.domain.invoice import Invoice
from tests.helpers.typed_pages import read_typed

_PAGE = """
Forniture Rossi S.r.l.                          FATTURA
Via Roma 12                                     Fattura n.     703674
13461 Milano                                    Data           07/01/2026
{block}

Codice   Descrizione            Q.tà   U.M.   Prezzo     Importo
AB-100   Vite esagonale M8       12    pz       2,50       30,00

                                              Totale       30,00
Valuta EUR
{foot}
"""
_BUYER = "Intestatario\nMulino Verde Ltd\n5 Harbor Way\n45402 Dayton"


def _read(block: str = _BUYER, foot: str = "") -> Invoice:
    return read_typed(_PAGE.format(block="\n" + block, foot=foot))


def _held(invoice: Invoice) -> bool:
    return any(finding.code == "other_payee" for finding in invoice.findings)


@pytest.mark.parametrize("foot", ["", "Intestatario conto: Forniture Rossi S.r.l.", "Intestatario: Forniture Rossi"])
def test_over_an_address_it_names_the_buyer_and_not_the_vendor(foot: str) -> None:
    invoice = _read(foot=foot)
    assert not _held(invoice)
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Forniture Rossi S.r.l."


@pytest.mark.parametrize(
    "block",
    [
        "Intestatario\nMulino Verde Ltd\nIBAN IT60X0542811101000000123456",
        "Intestatario\nMulino Verde Ltd\n5 Harbor Way\nIT60 X054 2811 1010 0000 0123 456",
        "Banca Sella\nIntestatario\nMulino Verde Ltd\n5 Harbor Way",
        "Pagamento a favore del\nIntestatario\nMulino Verde Ltd\n5 Harbor Way",
        "Intestatario\nMulino Verde Ltd",  # no address
        "Intestatario: Mulino Verde Ltd\n5 Harbor Way\n45402 Dayton",  # beside it
        "Intestatario conto\nMulino Verde Ltd\n5 Harbor Way\n45402 Dayton",
        "Cliente\nLumen Foods S.p.A.\nVia Po 3\n\nIntestatario\nMulino Verde Ltd\n5 Harbor Way",  # a buyer is named
    ],
)
def test_where_an_account_may_be_meant_it_names_whom_to_pay(block: str) -> None:
    assert _held(_read(block))


@pytest.mark.parametrize("foot", [_BUYER, "Intestatario: Mulino Verde Ltd", "Intestatario\nMulino Verde Ltd"])
def test_at_the_foot_it_names_whom_to_pay(foot: str) -> None:
    assert _held(_read("Rif. interno", foot))
    assert _held(_read(_BUYER.replace("Mulino Verde", "Lumen"), foot))

"""What an electronic invoice states against itself, or against being paid, though its sums agree (S2.165)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.einvoice.files import Found, read_einvoice
from app.extraction.einvoice.printed import PrintedWords
from app.extraction.einvoice.reading import with_einvoice
from app.extraction.pipeline import read_invoice
from tests.helpers.einvoices import Bill, BillLine, cii, ubl
from tests.helpers.typed_pages import shipped_knowledge

_ONE = Bill(lines=(BillLine("Steel bolt M8 zinc", "240", "1.25", code="AX-1001"),), charges=())
_CII, _UBL = cii(_ONE), ubl(_ONE)
_SETTLEMENT = "</r:ApplicableHeaderTradeSettlement>"


@cache
def _empty() -> Invoice:
    return read_invoice((), knowledge=shipped_knowledge())


def _invoice(xml: str) -> Invoice:
    stated = read_einvoice(xml.encode(), "bill.xml")
    assert stated is not None
    return with_einvoice(Found((stated,)), _empty(), PrintedWords(()), shipped_knowledge())


def _holds(xml: str) -> set[str]:
    return {finding.code for finding in _invoice(xml).findings if finding.severity is Severity.HOLD}


def _put(xml: str, at: str, more: str, *, before: bool = True) -> str:
    assert at in xml
    return xml.replace(at, more + at if before else at + more, 1)


def test_the_bill_that_is_changed_here_holds_nothing() -> None:
    assert _holds(_CII) == _holds(_UBL) == set()


@pytest.mark.parametrize(
    ("holder", "codes"),
    [
        ("Zephyr Factoring GmbH", {"other_payee"}),
        ("Zephyr Holding S.A.", {"other_payee"}),
        (_ONE.seller, set()),
        ("NORTHWIND FIXTURE SUPPLY GMBH", set()),
        ("Northwind Fixture Supply", set()),
        ("Geschäftskonto", set()),
        ("Commerzbank AG", set()),  # some write the bank's name there
        ("Sparkasse Köln", set()),
    ],
)
def test_an_account_of_another_company_is_held(holder: str, codes: set[str]) -> None:
    account = f"<a:PayeeFinancialAccount><b:ID>DE02120300000000202051</b:ID><b:Name>{holder}</b:Name>"
    in_ubl = f"<a:PaymentMeans>{account}</a:PayeeFinancialAccount></a:PaymentMeans>"
    assert _holds(_put(_UBL, "</Invoice>", in_ubl)) == codes
    named = f"<r:PayeePartyCreditorFinancialAccount><r:AccountName>{holder}</r:AccountName>"
    means = f"<r:SpecifiedTradeSettlementPaymentMeans>{named}</r:PayeePartyCreditorFinancialAccount>"
    assert _holds(_put(_CII, _SETTLEMENT, f"{means}</r:SpecifiedTradeSettlementPaymentMeans>")) == codes


def test_what_a_mandate_is_stated_for_will_be_collected() -> None:
    mandate = "<a:PaymentMeans><b:PaymentMeansCode>30</b:PaymentMeansCode><a:PaymentMandate>{}</a:PaymentMandate>"
    stated = _put(_UBL, "</Invoice>", mandate.format("<b:ID>M-77</b:ID>") + "</a:PaymentMeans>")
    assert _holds(stated) == {"already_settled"}
    assert _holds(_put(_UBL, "</Invoice>", mandate.format("") + "</a:PaymentMeans>")) == set()
    terms = "<r:SpecifiedTradePaymentTerms><r:DirectDebitMandateID>M-77</r:DirectDebitMandateID>"
    assert _holds(_put(_CII, _SETTLEMENT, f"{terms}</r:SpecifiedTradePaymentTerms>")) == {"already_settled"}


@pytest.mark.parametrize(("words", "codes"), [("Bereits per PayPal bezahlt", {"already_settled"}), ("Transfer", set())])
def test_what_the_means_of_payment_are_called_counts(words: str, codes: set[str]) -> None:
    means = f'<a:PaymentMeans><b:PaymentMeansCode name="{words}">ZZZ</b:PaymentMeansCode></a:PaymentMeans>'
    assert _holds(_put(_UBL, "</Invoice>", means)) == codes


def test_an_invoice_that_refers_to_an_earlier_one_is_held() -> None:
    earlier = replace(_ONE, preceding="RE-2026-100")
    assert _holds(cii(earlier)) == _holds(ubl(earlier)) == {"preceding_invoice"}
    assert _holds(cii(replace(earlier, kind="381"))) == set()


def test_what_was_paid_or_withheld_before_and_is_taken_off_nothing_is_held() -> None:
    paid = "<r:SpecifiedAdvancePayment><r:PaidAmount>100.00</r:PaidAmount></r:SpecifiedAdvancePayment>"
    assert _holds(_put(_CII, _SETTLEMENT, paid)) == {"amount_due"}
    for more in ("<a:PrepaidPayment><b:PaidAmount>{}</b:PaidAmount></a:PrepaidPayment>",
                 "<a:WithholdingTaxTotal><b:TaxAmount>{}</b:TaxAmount></a:WithholdingTaxTotal>"):  # fmt: skip
        assert _holds(_put(_UBL, "</Invoice>", more.format("100.00"))) == {"amount_due"}
        assert _holds(_put(_UBL, "</Invoice>", more.format("0.00"))) == set()
    # What is taken off is said once.
    [told] = [f.message for f in _invoice(_put(cii(replace(_ONE, prepaid="100.00")), _SETTLEMENT, paid)).findings]
    assert told == "Of the total 357.00, 100.00 is paid already; 257.00 is due."


@pytest.mark.parametrize(
    ("gross", "discount", "codes"),
    [("1.50", "0.25", set()), ("1.25", "0.25", {"line_arithmetic"}), ("1.2543", "0.0043", set()), ("1.25", "0", set())],
)
def test_a_price_is_the_gross_one_less_its_discount(gross: str, discount: str, codes: set[str]) -> None:
    allowance = f"<b:Amount>{discount}</b:Amount><b:BaseAmount>{gross}</b:BaseAmount>"
    more = f"<a:AllowanceCharge><b:ChargeIndicator>false</b:ChargeIndicator>{allowance}</a:AllowanceCharge>"
    assert _holds(_put(_UBL, "</a:Price>", more)) == codes
    indicator = "<r:ChargeIndicator><u:Indicator>false</u:Indicator></r:ChargeIndicator>"
    less = f"<r:AppliedTradeAllowanceCharge>{indicator}<r:ActualAmount>{discount}</r:ActualAmount>"
    price = f"<r:ChargeAmount>{gross}</r:ChargeAmount>{less}</r:AppliedTradeAllowanceCharge>"
    stated = f"<r:GrossPriceProductTradePrice>{price}</r:GrossPriceProductTradePrice>"
    assert _holds(_put(_CII, "<r:NetPriceProductTradePrice>", stated)) == codes


def test_whom_the_bill_goes_to_is_kept_beside_the_buyer() -> None:
    party = "<r:InvoiceeTradeParty><r:Name>Zephyr Logistics GmbH</r:Name></r:InvoiceeTradeParty>"
    assert [one.value for one in _invoice(_put(_CII, _SETTLEMENT, party)).header.bill_to] == ["Zephyr Logistics GmbH"]


@pytest.mark.parametrize(
    ("name", "value", "notes"),
    [
        ("Zustand", "gebraucht", ("gebraucht",)),
        ("État :", "usagé", ("usagé",)),
        ("Latex", "free", ()),
        ("", "used", ()),
    ],
)
def test_what_the_attributes_of_an_item_say_became_of_it_is_a_note(name: str, value: str, notes: tuple[str]) -> None:
    stated = f"<b:Name>{name}</b:Name><b:Value>{value}</b:Value>"
    stated = f"<a:AdditionalItemProperty>{stated}</a:AdditionalItemProperty>"
    assert _invoice(_put(_UBL, "</a:Item>", stated)).lines[0].notes == notes
    stated = f"<r:Description>{name}</r:Description><r:Value>{value}</r:Value>"
    stated = f"<r:ApplicableProductCharacteristic>{stated}</r:ApplicableProductCharacteristic>"
    assert _invoice(_put(_CII, "</r:SpecifiedTradeProduct>", stated)).lines[0].notes == notes


def test_tax_beside_a_reason_why_none_is_owed_is_held() -> None:
    reason = "<b:TaxExemptionReason>Supply within the community</b:TaxExemptionReason>"
    assert _holds(_put(_UBL, "</a:TaxCategory>", reason)) == {"einvoice_value"}
    code = "<r:ExemptionReasonCode>VATEX-EU-IC</r:ExemptionReasonCode>"
    assert _holds(_put(_CII, "</r:ApplicableTradeTax>", code)) == {"einvoice_value"}
    assert _holds(_put(cii(replace(_ONE, rate="0")), "</r:ApplicableTradeTax>", code)) == set()


@pytest.mark.parametrize(
    ("title", "codes"),
    [("Zahlungserinnerung", {"not_an_invoice"}), ("Angebot", {"not_an_invoice"}), ("INVOICE", set())],
)
def test_another_paper_by_its_title_is_held(title: str, codes: set[str]) -> None:
    assert _holds(_put(_CII, "</m:ExchangedDocument>", f"<r:Name>{title}</r:Name>")) == codes


def test_what_is_marked_as_free_of_charge_and_billed_is_held() -> None:
    flag = "<b:FreeOfChargeIndicator>{}</b:FreeOfChargeIndicator>"
    assert _holds(_put(_UBL, "<a:Item>", flag.format("true"))) == {"einvoice_value"}
    assert _holds(_put(_UBL, "<a:Item>", flag.format("false"))) == set()


@pytest.mark.parametrize("name", ["LineExtensionAmount", "PriceAmount", "PayableAmount", "TaxAmount"])
def test_an_amount_in_another_currency_than_the_invoices_is_held(name: str) -> None:
    def named(currency: str) -> str:
        return re.sub(f"<b:{name}[^>]*>", f'<b:{name} currencyID="{currency}">', _UBL)

    assert _holds(named("GBP")) == {"einvoice_value"}
    assert _holds(named("eur")) == set()


def test_a_second_total_of_tax_is_in_the_currency_of_the_books() -> None:
    books = '<a:TaxTotal><b:TaxAmount currencyID="SEK">640.00</b:TaxAmount></a:TaxTotal>'
    assert _holds(_put(_UBL, "<a:LegalMonetaryTotal>", books)) == set()
    assert _holds(_put(_UBL, "<a:TaxTotal>", books)) == set()


_TWICE = [
    (_UBL, "<b:ID>RE-2026-118</b:ID>", "<b:ID>RE-2026-999</b:ID>"),
    (_UBL, "<b:IssueDate>2026-03-14</b:IssueDate>", "<b:IssueDate>2025-03-14</b:IssueDate>"),
    (_UBL, "<b:PayableAmount>357.00</b:PayableAmount>", "<b:PayableAmount>957.00</b:PayableAmount>"),
    (_UBL, "<b:PriceAmount>1.25</b:PriceAmount>", "<b:PriceAmount>9.25</b:PriceAmount>"),
    (_UBL, "<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>",
     "<b:DocumentCurrencyCode>CHF</b:DocumentCurrencyCode>"),
    (_CII, "<r:ID>RE-2026-118</r:ID>", "<r:ID>RE-2026-999</r:ID>"),
    (_CII, "<r:TypeCode>380</r:TypeCode>", "<r:TypeCode>381</r:TypeCode>"),
    (_CII, "<r:GrandTotalAmount>357.00</r:GrandTotalAmount>", "<r:GrandTotalAmount>957.00</r:GrandTotalAmount>"),
    (_CII, "<r:LineTotalAmount>300.00</r:LineTotalAmount>", "<r:LineTotalAmount>900.00</r:LineTotalAmount>"),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "first", "second"), _TWICE)
def test_what_may_stand_once_and_stands_twice_and_otherwise_is_held(xml: str, first: str, second: str) -> None:
    assert "einvoice_value" in _holds(_put(xml, first, second, before=False))
    assert _holds(_put(xml, first, first)) == set()


@pytest.mark.parametrize("xml", [_CII, _UBL])
def test_a_whole_part_that_stands_twice_and_otherwise_is_held(xml: str) -> None:
    name = "r:ApplicableHeaderTradeSettlement" if xml is _CII else "a:LegalMonetaryTotal"
    found = re.search(f"<{name}>.*</{name}>", xml)
    assert found is not None
    other = found[0].replace("357.00", "957.00")
    assert other != found[0]
    assert "einvoice_value" in _holds(_put(xml, found[0], other, before=False))

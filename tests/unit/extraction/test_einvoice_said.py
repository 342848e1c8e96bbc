"""What an electronic invoice says beside its figures, and nobody sees who looks at the page alone (S2.165)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.extraction.einvoice.files import Found, read_einvoice
from app.extraction.einvoice.printed import PrintedWords
from app.extraction.einvoice.reading import with_einvoice
from app.extraction.pages.aslant import laid_out
from app.extraction.pipeline import read_invoice
from tests.helpers.einvoices import Bill, cii, ubl
from tests.helpers.typed_pages import shipped_knowledge

_NAME = Bill().seller
_END = "</r:ApplicableHeaderTradeSettlement>"
_MEANS = "<r:SpecifiedTradeSettlementPaymentMeans>{}</r:SpecifiedTradeSettlementPaymentMeans>"
_ACCOUNT = "<r:PayeePartyCreditorFinancialAccount><r:IBANID>{}</r:IBANID></r:PayeePartyCreditorFinancialAccount>"
_IBAN = "DE02120300000000202051"


def _holds(xml: str, page: Sequence[str] = ()) -> set[str]:
    stated = read_einvoice(xml.encode(), "factur-x.xml")
    assert stated is not None
    texts = (laid_out(1, page),) if page else ()
    invoice = with_einvoice(
        Found((stated,)), read_invoice((), knowledge=shipped_knowledge()), PrintedWords(texts), shipped_knowledge()
    )
    return {finding.code for finding in invoice.findings if finding.severity is Severity.HOLD}


def _settled(inside: str) -> str:
    """Put something into the settlement of a bill."""
    return cii(Bill()).replace(_END, inside + _END)


def _noted(text: str) -> str:
    note = f"<r:IncludedNote><r:Content>{text}</r:Content></r:IncludedNote>"
    return cii(Bill()).replace("</m:ExchangedDocument>", note + "</m:ExchangedDocument>")


@pytest.mark.parametrize(("said", "held"), [("true", True), ("1", True), ("false", False)])
def test_what_is_marked_as_a_copy_is_held(said: str, held: bool) -> None:
    in_ubl = ubl(Bill()).replace("<b:ID>", f"<b:CopyIndicator>{said}</b:CopyIndicator><b:ID>", 1)
    indicator = f"<r:CopyIndicator><u:Indicator>{said}</u:Indicator></r:CopyIndicator>"
    in_cii = cii(Bill()).replace("</m:ExchangedDocument>", f"{indicator}</m:ExchangedDocument>")
    assert ("copy_of_invoice" in _holds(in_ubl)) is ("copy_of_invoice" in _holds(in_cii)) is held


def test_the_accounts_of_an_electronic_invoice_and_its_page_are_its_own_each_once() -> None:
    stated = read_einvoice(_settled(_MEANS.format(_ACCOUNT.format("DE02 1203 0000 0000 2020 51"))).encode(), "a.xml")
    assert stated is not None
    page = laid_out(1, ("IBAN DE02 1203 0000 0000 2020 51", "IBAN NL20 INGB 0001 2345 67"))
    read = read_invoice((page,), knowledge=shipped_knowledge())
    invoice = with_einvoice(Found((stated,)), read, PrintedWords((page,)), shipped_knowledge())
    assert [one.value for one in invoice.header.bank_accounts] == [_IBAN, "NL20INGB0001234567"]


@pytest.mark.parametrize("kind", ["326", "386", "389", "393", "751", "211", "935"])
def test_a_document_of_another_kind_than_a_bill_is_held(kind: str) -> None:
    assert _holds(cii(Bill(kind=kind))) == _holds(ubl(Bill(kind=kind))) == {"not_an_invoice"}


def test_a_sheet_that_informs_comes_without_lines_where_the_page_is_the_invoice() -> None:
    assert "not_an_invoice" not in _holds(cii(Bill(kind="751"), lines=False))
    assert "not_an_invoice" in _holds(cii(Bill(kind="751")))


@pytest.mark.parametrize("kind", ["380", "388", "82", ""])
def test_a_bill_is_a_bill(kind: str) -> None:
    assert _holds(cii(Bill(kind=kind))) == set()


def test_what_it_calls_itself_counts() -> None:
    named = cii(Bill()).replace("</m:ExchangedDocument>", "<r:Name>{}</r:Name></m:ExchangedDocument>")
    assert _holds(named.format("PROFORMA")) == {"not_an_invoice"}
    assert _holds(named.format("RECHNUNG")) == set()


@pytest.mark.parametrize(("payee", "codes"), [("Zephyr Factoring GmbH", {"other_payee"}), (_NAME, set())])
def test_another_payee_is_held(payee: str, codes: set[str]) -> None:
    assert _holds(_settled(f"<r:PayeeTradeParty><r:Name>{payee}</r:Name></r:PayeeTradeParty>")) == codes
    party = f"<a:PayeeParty><a:PartyName><b:Name>{payee}</b:Name></a:PartyName></a:PayeeParty></Invoice>"
    assert _holds(ubl(Bill()).replace("</Invoice>", party)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Diese Rechnung ist bereits bezahlt.", {"already_settled"}),
        ("Vielen Dank.\nDiese Rechnung ist bereits bezahlt.", {"already_settled"}),
        ("Our bank account has changed.", {"other_account"}),
        ("Muster", {"goods_not_sold"}),
        ("Versicherung AG\nMuster\nHauptstr. 1", set()),
        ("Es gelten unsere Geschäftsbedingungen. Amtsgericht Köln HRB 1234", set()),
        ("#SKONTO#TAGE=7#PROZENT=2.00#", set()),
    ],
)
def test_notes_are_read_as_those_of_a_page(text: str, codes: set[str]) -> None:
    assert _holds(_noted(text)) == codes
    terms = f"<r:SpecifiedTradePaymentTerms><r:Description>{text}</r:Description></r:SpecifiedTradePaymentTerms>"
    assert _holds(_settled(terms)) == codes
    assert _holds(ubl(Bill()).replace("</Invoice>", f"<b:Note>{text}</b:Note></Invoice>")) == codes


@pytest.mark.parametrize(
    ("means", "codes"),
    [(("58",), set()), (("59",), {"already_settled"}), (("48", "54"), {"already_settled"}), (("59", "58"), set())],
)
def test_what_is_collected_is_not_paid_once_more(means: tuple[str, ...], codes: set[str]) -> None:
    assert _holds(_settled("".join(_MEANS.format(f"<r:TypeCode>{one}</r:TypeCode>") for one in means))) == codes


@pytest.mark.parametrize(
    ("printed", "held"),
    [
        ("IBAN DE02 1203 0000 0000 2020 51", False),
        (f"IBAN:{_IBAN}", False),
        ("IBAN LT12 1000 0111 0100 1000", True),
        ("Cheques only", False),
    ],
)
def test_an_account_that_the_page_does_not_print_beside_its_own_is_held(printed: str, held: bool) -> None:
    xml = _settled(_MEANS.format(_ACCOUNT.format(_IBAN)))
    assert ("other_account" in _holds(xml, (printed, "Rechnung"))) is held


def test_tax_in_a_category_without_tax_is_held() -> None:
    for category, codes in (("S", set()), ("AE", {"einvoice_value"}), ("E", {"einvoice_value"})):
        rate = "<r:RateApplicablePercent>"
        written = cii(Bill()).replace(rate, f"<r:CategoryCode>{category}</r:CategoryCode>{rate}")
        assert _holds(written) == codes, category


_LINE_NOTE = "<r:IncludedNote><r:Content>{}</r:Content></r:IncludedNote>"


@pytest.mark.parametrize(
    ("note", "codes"),
    [("keine Berechnung", {"goods_not_sold"}), ("no charge", {"goods_not_sold"}), ("Farbe: blau", set())],
)
def test_what_is_all_of_a_lines_note_counts_beside_other_notes(note: str, codes: set[str]) -> None:
    begins = "<r:AssociatedDocumentLineDocument>"
    noted = _noted("Wir danken für Ihren Auftrag.")
    assert begins in noted
    assert _holds(noted.replace(begins, begins + _LINE_NOTE.format(note))) == codes


def _in_ubl(inside: str) -> str:
    return ubl(Bill()).replace("</Invoice>", f"{inside}</Invoice>")


@pytest.mark.parametrize(("begins", "codes"), [("06-15", {"not_delivered"}), ("06-14", set()), ("01-01", set())])
def test_a_time_that_begins_long_after_it_is_billed_is_held(begins: str, codes: set[str]) -> None:
    period = f"<a:InvoicePeriod><b:StartDate>2026-{begins}</b:StartDate></a:InvoicePeriod>"
    assert _holds(_in_ubl(period)) == codes
    day = f"<r:StartDateTime><r:DateTimeString>2026{begins.replace('-', '')}</r:DateTimeString></r:StartDateTime>"
    assert _holds(_settled(f"<r:BillingSpecifiedPeriod>{day}</r:BillingSpecifiedPeriod>")) == codes


@pytest.mark.parametrize(
    ("goods", "codes"),
    [
        ("Gebäudeversicherung 2026/27", set()),
        ("Annual subscription", set()),
        ("Pump incl. insurance", {"not_delivered"}),
    ],
)
def test_what_is_granted_over_a_time_is_billed_ahead(goods: str, codes: set[str]) -> None:
    delivered = "<a:Delivery><b:ActualDeliveryDate>2027-03-14</b:ActualDeliveryDate></a:Delivery>"
    lines = tuple(replace(line, name=goods) for line in Bill().lines)
    assert _holds(ubl(replace(Bill(), lines=lines)).replace("</Invoice>", f"{delivered}</Invoice>")) == codes


@pytest.mark.parametrize(("day", "codes"), [("2026-04-15", {"not_delivered"}), ("2026-04-14", set()), ("soon", set())])
def test_what_is_delivered_long_after_it_is_billed_is_held(day: str, codes: set[str]) -> None:
    delivered = f"<a:Delivery><b:ActualDeliveryDate>{day}</b:ActualDeliveryDate></a:Delivery>"
    assert _holds(_in_ubl(delivered)) == codes
    event = "<r:ActualDeliverySupplyChainEvent><r:OccurrenceDateTime><r:DateTimeString>{}</r:DateTimeString>"
    event = event.format(day.replace("-", "")) + "</r:OccurrenceDateTime></r:ActualDeliverySupplyChainEvent>"
    delivery = f"<r:ApplicableHeaderTradeDelivery>{event}</r:ApplicableHeaderTradeDelivery>"
    start = "<r:ApplicableHeaderTradeSettlement>"
    assert _holds(cii(Bill()).replace(start, delivery + start)) == codes


@pytest.mark.parametrize(
    ("text", "codes"), [("Bereits bezahlt am 03.03.2026", {"already_settled"}), ("Lieferschein 88712", set())]
)
def test_what_other_documents_are_called_counts(text: str, codes: set[str]) -> None:
    described = f"<b:DocumentDescription>{text}</b:DocumentDescription>"
    reference = f"<a:AdditionalDocumentReference><b:ID>1</b:ID>{described}</a:AdditionalDocumentReference>"
    assert _holds(_in_ubl(reference)) == codes
    named = f"<r:AdditionalReferencedDocument><r:Name>{text}</r:Name></r:AdditionalReferencedDocument>"
    end = "</r:ApplicableHeaderTradeAgreement>"
    assert _holds(cii(Bill()).replace(end, named + end)) == codes


@pytest.mark.parametrize("written", [cii, ubl])
def test_the_notes_of_a_line_are_kept_with_it(written: Callable[[Bill], str]) -> None:
    rows = "Musterlieferung, keine Berechnung\nCharge 118"
    if written is cii:
        begins, note = "<r:AssociatedDocumentLineDocument>", _LINE_NOTE.format(rows)
    else:
        begins, note = "<a:InvoiceLine>", f"<b:Note>{rows}</b:Note>"
    xml = written(Bill())
    assert begins in xml
    stated = read_einvoice(xml.replace(begins, begins + note, 1).encode(), "bill.xml")
    assert stated is not None
    assert [line.notes for line in stated.lines] == [tuple(rows.split("\n")), (), ()]
    invoice = with_einvoice(
        Found((stated,)), read_invoice((), knowledge=shipped_knowledge()), PrintedWords(()), shipped_knowledge()
    )
    assert [line.notes for line in invoice.lines] == [line.notes for line in stated.lines]

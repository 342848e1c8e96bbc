"""Labels, headings and charges as vendors' programs print them in six languages (S2.103, S2.159, S2.169)."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind, Invoice
from tests.helpers.typed_pages import read_typed

_LABELS = {
    "en": ("Amberley Supply Co", "INVOICE", "Invoice No", "Due Date", "PO Number", "Bill to:"),
    "de": ("Bexhill Werkzeug GmbH", "RECHNUNG", "Rechnungsnummer", "Fällig am", "Ihre Bestellung", "Rechnung an:"),
    "fr": ("Carrelle Fournitures SARL", "FACTURE", "Facture n°", "Échéance", "Votre commande", "Facturé à:"),
    "es": ("Dominga Suministros S.L.", "FACTURA", "Factura nº", "Vencimiento", "Su pedido", "Facturar a:"),
    "it": ("Erbosa Forniture S.r.l.", "FATTURA", "Fattura n.", "Scadenza", "Vostro ordine", "Fatturato a:"),
    "nl": ("Fennema Handel B.V.", "FACTUUR", "Factuurnummer", "Vervaldatum", "Uw bestelling", "Factuur aan:"),
}
_SUMS = {
    "en": ("Subtotal", "Sales Tax", "Total USD"),
    "de": ("Zwischensumme", "MwSt 10%", "Gesamtbetrag EUR"),
    "fr": ("Total HT", "TVA 10%", "Total TTC EUR"),
    "es": ("Base imponible", "IVA 10%", "Total factura EUR"),
    "it": ("Imponibile", "IVA 10%", "Totale fattura EUR"),
    "nl": ("Subtotaal", "Btw 10%", "Totaal EUR"),
}


def _read(
    language: str,
    labels: dict[int, str] | None = None,
    sums: dict[int, str] | None = None,
    below: tuple[str, ...] = (),
    *,
    codes: str = "Code",
    texts: str = "Description",
) -> Invoice:
    """Read a page of one language with some labels written otherwise, and charges of 25.00 above the tax."""
    vendor, title, number, due, order, buyer = (
        (labels or {}).get(at, usual) for at, usual in enumerate(_LABELS[language])
    )
    goods, tax, total = ((sums or {}).get(at, usual) for at, usual in enumerate(_SUMS[language]))
    rows = (
        f"{vendor:60}{title}",
        f"{'Harbour Row 12':60}{number + ':':38}KB-70881",
        f"{'':60}{due + ':':38}27/03/2026",
        f"{'':60}{order + ':':38}4500178",
        "",
        buyer,
        "Halden Works Ltd",
        "27 Foundry Lane",
        "",
        f"{codes:14}{texts:34}     Qty          Price         Amount",
        f"{'KX-10001':14}{'Ball valve brass':34}      40           4.15         166.00",
        f"{'KX-10002':14}{'Pipe strap copper':34}      25           6.30         157.50",
        "",
        f"{'':40}{goods:34}      323.50",
        *(f"{'':40}{row}" for row in below),
        f"{'':40}{tax:34}       32.35",
        f"{'':40}{total:34} {355.85 + 25 * len(below):11.2f}",
    )
    return read_typed("\n".join(rows))


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Rechnungsbeleg"),
        ("de", "RNr."),
        ("fr", "N° de pièce"),
        ("fr", "N° document"),
        ("es", "Fra. nº"),
        ("es", "Comp. Nro"),
        ("it", "Doc. n."),
        ("it", "Fatt. n."),
        ("nl", "Faktuurnummer"),
    ],
)
def test_labels_of_invoice_numbers(language: str, label: str) -> None:
    number = _read(language, {2: label}).header.invoice_number
    assert number is not None
    assert number.value == "KB-70881"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "To be paid by"),
        ("de", "Bitte zahlen bis"),
        ("de", "Fällig per"),
        ("fr", "Date limite de règlement"),
        ("fr", "À payer avant"),
        ("es", "Vence el"),
        ("es", "Fecha de Vto. para el pago"),
        ("it", "Pagare entro il"),
        ("nl", "Uiterlijke betaaldatum"),
    ],
)
def test_labels_of_due_dates(language: str, label: str) -> None:
    due = _read(language, {3: label}).header.due_date
    assert due is not None
    assert due.value.isoformat() == "2026-03-27"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Buyer Order Number"),
        ("en", "PO Nbr"),
        ("de", "Kd.-Bestell-Nr."),
        ("de", "PO-Nummer"),
        ("fr", "N° BC"),
        ("fr", "Référence de commande"),
        ("es", "O.C."),
        ("es", "Referencia pedido"),
        ("it", "Ord. acquisto"),
        ("it", "Numero d'ordine"),
        ("nl", "Bestelbon nr."),
        ("nl", "Uw inkoopordernummer"),
    ],
)
def test_labels_of_order_numbers(language: str, label: str) -> None:
    assert [one.value for one in _read(language, {4: label}).header.po_numbers] == ["4500178"]


@pytest.mark.parametrize(
    ("language", "at", "label"),
    [
        ("en", 0, "Untaxed Amount"),
        ("en", 1, "GST/HST"),
        ("de", 0, "Nettoentgelt"),
        ("de", 1, "Gesamt MwSt."),
        ("de", 2, "Bruttogesamtbetrag"),
        ("fr", 0, "Total prestations HT"),
        ("fr", 2, "Net à régler"),
        ("es", 0, "B. Imponible"),
        ("es", 2, "Importe factura"),
        ("it", 0, "Imponib."),
        ("it", 2, "Netto da pagare"),
        ("nl", 2, "Eindbedrag"),
    ],
)
def test_labels_of_sums(language: str, at: int, label: str) -> None:
    header = _read(language, sums={at: label}).header
    found = (header.subtotal, header.tax_total, header.total)
    assert [str(one.value) if one is not None else None for one in found] == ["323.50", "32.35", "355.85"]


@pytest.mark.parametrize(
    ("language", "label", "kind"),
    [
        ("en", "Line Haul", ChargeKind.FREIGHT),
        ("de", "Vorfracht", ChargeKind.FREIGHT),
        ("de", "Mautgebühr", ChargeKind.OTHER),
        ("fr", "Acheminement", ChargeKind.FREIGHT),
        ("es", "Portes y embalajes", ChargeKind.FREIGHT),
        ("es", "Envases", ChargeKind.DEPOSIT),
        ("it", "Corriere", ChargeKind.FREIGHT),
        ("it", "Contributo energia", ChargeKind.FUEL_SURCHARGE),
        ("nl", "Vervoerskosten", ChargeKind.FREIGHT),
        ("nl", "Spoedtoeslag", ChargeKind.OTHER),
    ],
)
def test_names_of_charges(language: str, label: str, kind: ChargeKind) -> None:
    charges = _read(language, below=(f"{label:34}       25.00",)).charges
    assert [(charge.kind, str(charge.amount.value)) for charge in charges] == [(kind, "25.00")]


@pytest.mark.parametrize(
    ("codes", "texts"), [("Référence", "Article"), ("Réf.", "Articles"), ("Article", "Item"), ("Code", "Material")]
)
def test_of_two_headings_of_codes_that_of_the_goods_names_the_texts(codes: str, texts: str) -> None:
    lines = _read("fr", codes=codes, texts=texts).lines
    found = [(line.item_code.value if line.item_code else None, line.description.value) for line in lines]
    assert found == [("KX-10001", "Ball valve brass"), ("KX-10002", "Pipe strap copper")]


@pytest.mark.parametrize(
    ("second", "held", "other"),
    [
        ("Ref", ("88213", "88214"), ("88213",)),
        ("Bestellnr.", ("88213", "88214"), ("88213",)),
        ("Größe", ("M", "L"), ()),
    ],
)
def test_a_second_column_of_codes_is_no_part_of_the_first(
    second: str, held: tuple[str, str], other: tuple[str, ...]
) -> None:
    (line, _) = read_typed(f"""
Code        Description            {second:12}   Qty     Price     Amount
KX-10001    Ball valve brass       {held[0]:12}    40      4.15     166.00
KX-10002    Pipe strap copper      {held[1]:12}    25      6.30     157.50
""").lines
    assert line.item_code is not None
    assert (line.item_code.value, line.description.value) == ("KX-10001", "Ball valve brass")
    assert line.other_codes == other


@pytest.mark.parametrize(("language", "buyer"), [("de", "Rechnung an:"), ("nl", "Factuur aan:"), ("nl", "Factuur")])
def test_the_number_of_a_street_is_no_number_of_an_invoice(language: str, buyer: str) -> None:
    assert _read(language, {2: "Unser Zeichen", 5: buyer}).header.invoice_number is None


@pytest.mark.parametrize("block", ["Rechnung an:\n447120\nHalden Works Ltd", "Rechnung\n27 Foundry Lane\n10115 Reno"])
def test_a_number_in_the_block_of_an_address_is_no_number_of_an_invoice(block: str) -> None:
    assert read_typed(f"Bexhill Werkzeug GmbH\n\n{block}\n").header.invoice_number is None


@pytest.mark.parametrize("below", ["4711 vom 3.2.2026", "RE-4711"])
def test_a_number_under_the_title_is_one_though_a_day_follows(below: str) -> None:
    number = read_typed(f"Bexhill Werkzeug GmbH\n\nRechnung\n{below}\n").header.invoice_number
    assert number is not None
    assert number.value == below.split(maxsplit=1)[0]


@pytest.mark.parametrize("label", ["Deposit", "Bottle deposit", "Less deposit paid"])
def test_what_is_taken_off_between_total_and_amount_due_was_paid(label: str) -> None:
    foot = f"{'':40}{label:34}     -100.00\n{'':40}{'Amount due':34}      255.85"
    invoice = _read("en", sums={2: f"{'Total USD':34}      355.85\n{foot}\n\nThank you"})
    assert invoice.header.total is not None
    assert (str(invoice.header.total.value), invoice.charges) == ("355.85", ())
    assert "amount_due" in {finding.code for finding in invoice.findings}


@pytest.mark.parametrize(("rounding", "closes"), [("-0.05", True), ("0.92", True), ("100.00", False), ("1.15", False)])
def test_only_cents_are_rounding(rounding: str, closes: bool) -> None:
    total = f"{32.35 + 323.50 + float(rounding):.2f}"
    page = f"{'':40}{'Rounding':34} {rounding:>11}\n{'':40}{'Total USD':34} {total:>11}\n\nThank you"
    invoice = _read("en", sums={2: page})
    sums = [check.holds for check in invoice.checks if check.name.endswith("to total")]
    assert sums == [closes]

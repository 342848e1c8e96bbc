"""What columns, fields and charges are called in German, and the German numbers of columns."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.invoice import ChargeKind
from app.extraction.profiles.model import FieldKind
from app.extraction.values.column_kinds import ColumnKind

GERMAN_COLUMNS: Mapping[ColumnKind, str] = {
    ColumnKind.QUANTITY: "menge, mengen, anzahl, berechnete menge, stückzahl",
    ColumnKind.SHIPPED: "gelieferte menge, liefermenge",
    ColumnKind.ORDERED: "bestellte menge, bestellmenge",
    ColumnKind.PRICE: "preis, preise, einzelpreis, stückpreis, nettopreis",
    ColumnKind.LIST_PRICE: "listenpreis, bruttopreis",
    ColumnKind.DISCOUNT: "rabatt, zeilenrabatt, positionsrabatt",
    ColumnKind.TAX_RATE: "steuersatz, mwst-satz",
    ColumnKind.UOM: "einheit, mengeneinheit, einheiten",
    ColumnKind.PRICE_PER: "preiseinheit",
    ColumnKind.PO_NUMBER: "bestellnummer, bestellnr, bestell-nr",
    ColumnKind.PO_LINE: "bestellposition, bestellzeile",
    ColumnKind.LINE_NO: "positionsnummer, zeilennummer",
    ColumnKind.DESCRIPTION: "bezeichnung, beschreibung, artikelbezeichnung, artikeltext",
    ColumnKind.AMOUNT: "betrag, beträge, zeilenbetrag, gesamtpreis, positionsbetrag",
    ColumnKind.ITEM_CODE: "artikelnummer, artikelnummern, artikel-nr, artikelnr, artikelcode, materialnummer",
    ColumnKind.BUYER_CODE: "unsere artikelnummer, unsere nummer, kundenartikelnummer",
    ColumnKind.OTHER_CODE: "ihre artikelnummer, lieferantenartikelnummer",
    ColumnKind.BACKORDERED: "rückstand, restmenge",
}
GERMAN_FIELDS: Mapping[FieldKind, str] = {
    FieldKind.INVOICE_NUMBER: "rechnungsnummer, rechnungs-nr, rechnungsnr, belegnummer",
    FieldKind.INVOICE_DATE: "rechnungsdatum, datum, belegdatum",
    FieldKind.DUE_DATE: "fälligkeit, fälligkeitsdatum, zahlungsziel",
    FieldKind.CURRENCY: "währung",
    FieldKind.SUBTOTAL: "zwischensumme, nettobetrag, nettosumme, netto",
    FieldKind.TAX_TOTAL: "steuer, mehrwertsteuer, umsatzsteuer, mwst, steuerbetrag",
    FieldKind.TOTAL: "gesamtbetrag, rechnungsbetrag, endbetrag, gesamtsumme, zahlbetrag, bruttobetrag, brutto",
    FieldKind.VENDOR_TAX_ID: "steuernummer, ust-id, ust-idnr, umsatzsteuer-id",
    FieldKind.PO_NUMBER: "bestellnummer, unsere bestellnummer, bestellung, bestellnr, bestell-nr, unsere bestellnr",
    FieldKind.CREDITS_INVOICE: "gutgeschriebene rechnung",
}
GERMAN_CHARGES: Mapping[ChargeKind, str] = {
    ChargeKind.FREIGHT: "fracht, versand, porto, lieferung",
    ChargeKind.FUEL_SURCHARGE: "treibstoffzuschlag, dieselzuschlag",
    ChargeKind.ENVIRONMENTAL_FEE: "umweltabgabe, entsorgung",
    ChargeKind.HAZMAT_FEE: "gefahrgut, gefahrgutzuschlag",
    ChargeKind.PALLET_CHARGE: "palette, paletten",
    ChargeKind.PACKAGING: "verpackung",
    ChargeKind.INSURANCE: "versicherung",
    ChargeKind.MINIMUM_ORDER: "mindermengenzuschlag",
    ChargeKind.DEPOSIT: "pfand",
    ChargeKind.DISCOUNT: "nachlass, rabatt",
    ChargeKind.OTHER: "zuschlag, nebenkosten, sonstige kosten",
    ChargeKind.HANDLING: "bearbeitung",
}
GERMAN_ORDINALS = (
    "erste ersten 1.", "zweite zweiten 2.", "dritte dritten 3.", "vierte vierten 4.", "fünfte fünften 5.",
    "sechste sechsten 6.", "siebte siebten 7.", "achte achten 8.", "neunte neunten 9.", "zehnte zehnten 10.",
    "elfte elften 11.", "zwölfte zwölften 12.",
)  # fmt: skip
FROM_THE_END = {
    word: number
    for number, words in ((-1, "letzte letzten"), (-2, "vorletzte vorletzten"), (-3, "drittletzte drittletzten"))
    for word in words.split()
}

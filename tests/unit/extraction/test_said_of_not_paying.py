"""What asks not to be paid: for a test, in a collective invoice, in the place of bad goods, paid by a buying group."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from tests.helpers.said_pages import codes_at_foot, page_saying
from tests.helpers.typed_pages import read_typed


def codes_held(foot: str) -> set[str]:
    """Return what a foot holds an invoice for, as its titles or its sentences are read."""
    found = read_typed(page_saying(foot)).findings
    return codes_at_foot(foot) | {finding.code for finding in found if finding.severity is Severity.HOLD}


@pytest.mark.parametrize(
    "foot",
    [
        "Ne pas régler cette pièce.", "Merci de ne pas payer cette facture.", "Bitte diese Rechnung nicht bezahlen.",
        "Diese Rechnung bitte nicht überweisen.", "No abonar esta factura.", "Si prega di non pagare questa fattura.",
        "Gelieve deze factuur niet te betalen.",
        "This invoice was issued for testing purposes.", "Invoice issued for tracking purposes.",
        "Dieses Dokument dient nur zu Testzwecken.", "Rechnung nur zu Dokumentationszwecken.",
        "Document émis à titre de test.", "Facture émise pour le suivi uniquement.",
        "Documento emitido a efectos de prueba.", "Documento emesso a fini di prova del nuovo sistema.",
        "Deze factuur is uitsluitend bedoeld als test.",
    ],
)  # fmt: skip
def test_what_is_not_to_be_paid_is_no_invoice(foot: str) -> None:
    assert "not_an_invoice" in codes_at_foot(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "This invoice is included in our consolidated invoice C-2201.",
        "Diese Rechnung ist in der Sammelrechnung SR-2026-09 enthalten.",
        "Cette facture est reprise dans la facture récapitulative de mars.",
        "Esta factura está incluida en la factura resumen de marzo.",
        "Importo già compreso nella fattura riepilogativa di fine mese.",
        "Deze factuur is opgenomen in de verzamelfactuur VF-2026-0999.",
    ],
)
def test_what_a_collective_invoice_has_is_billed_twice(foot: str) -> None:
    assert codes_at_foot(foot) == {"billed_before"}


@pytest.mark.parametrize(
    "foot",
    [
        "Payment is made by your buying group.", "Die Zahlung erfolgt durch Ihren Einkaufsverband.",
        "Le paiement est effectué par votre centrale d'achat.", "El pago lo efectúa su central de compras.",
        "Il pagamento è effettuato dalla vostra centrale acquisti.",
        "De betaling wordt gedaan door uw inkooporganisatie.",
    ],
)  # fmt: skip
def test_what_a_buying_group_pays_is_not_paid_to_the_vendor(foot: str) -> None:
    assert codes_at_foot(foot) == {"other_payer"}


@pytest.mark.parametrize(
    "foot",
    ["Este importe se compensa con su factura n.º 221.", "Ce montant est compensé avec votre facture n° 221."],
)
def test_what_is_set_off_is_not_paid(foot: str) -> None:
    assert codes_at_foot(foot) == {"set_off_said"}


@pytest.mark.parametrize(
    "foot",
    [
        "Replacement for the rejected parts delivered in February.", "Ersatzlieferung für die reklamierte Ware.",
        "Ersatz für die beanstandete Lieferung vom Februar.", "Reposición de la mercancía rechazada.",
        "En remplacement des pièces non conformes livrées en février.", "In sostituzione dei pezzi non conformi.",
        "U ontving deze levering als vervanging van de afgekeurde partij.",
    ],
)  # fmt: skip
def test_goods_in_the_place_of_bad_ones_are_not_sold_again(foot: str) -> None:
    assert codes_at_foot(foot) == {"goods_not_sold"}


def test_german_says_as_what_and_dutch_if() -> None:
    assert codes_at_foot("davon 3 Stk als Naturalrabatt kostenlos") == {"goods_back_said"}
    assert codes_at_foot("3 st gratis als u voor vrijdag bestelt") == set()


@pytest.mark.parametrize(
    "foot",
    [
        "Bitte nicht bar bezahlen.", "Ne pas payer en espèces.", "Document emitted for testing laboratories",
        "All delivery notes are included in this collective invoice.", "Sammelrechnung für März",
        "Alle Lieferscheine sind in dieser Sammelrechnung enthalten.", "Payment is made by bank transfer.",
        "Ersatz für defekte Teile leisten wir nur gegen Rücksendung.", "Replacement parts for pump P-4",
        "Ersatzlieferung für mangelhafte Ware erfolgt kostenlos.", "Spare part in replacement of type 4471",
        "Replacement of defective parts is limited to the invoice value.", "Die Aufrechnung ist ausgeschlossen.",
    ],
)  # fmt: skip
def test_terms_and_collective_invoices_themselves_say_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()


@pytest.mark.parametrize(
    "foot",
    [
        "Ne pas régler avant avoir", "Bitte nicht zahlen bis Gutschrift eintrifft", "No pagar hasta recibir el abono",
        "Non pagare prima della nota di credito", "Niet betalen voor ontvangst creditnota",
        "Hold until credit note received",
        # What is not to be booked is not to be paid; nor is what stands for an original.
        "Das Original folgt mit der Post. Bitte nur das Original buchen.", "Please process only the original invoice.",
        "Ne comptabiliser que l'original.", "Contabilizar solo el original.", "Registrare solo l'originale.",
        "Gelieve enkel het origineel te boeken.", "Bitte nicht buchen.", "Please do not post this invoice.",
        "Merci de ne pas comptabiliser cette facture.", "No contabilizar esta factura.",
        "Si prega di non registrare questa fattura.", "Gelieve deze factuur niet te boeken.",
        "Copie pour information.", "Kopie zur Kenntnisnahme",
        # What has no validity asks for nothing.
        "Este documento carece de validez a efectos de pago.", "Este documento no es válido para el pago.",
        "Document sans valeur de facture.", "Ce document ne vaut pas facture.",
        "Dieses Schreiben gilt nicht als Rechnung.", "Documento non valido come fattura.",
        "Il presente documento non vale come fattura.", "Dit document geldt niet als factuur.",
        "This document has no validity for payment.",
    ],
)  # fmt: skip
def test_what_is_to_wait_or_counts_for_nothing_is_no_invoice(foot: str) -> None:
    assert "not_an_invoice" in codes_held(foot)


@pytest.mark.parametrize(
    ("foot", "code"),
    [
        ("supplied under warranty", "goods_not_sold"), ("geliefert auf Garantie", "goods_not_sold"),
        ("fourni sous garantie", "goods_not_sold"), ("entregado en garantía", "goods_not_sold"),
        ("fornito in garanzia", "goods_not_sold"), ("geleverd onder garantie", "goods_not_sold"),
        ("Nalevering week 20, nog niet uitgeleverd", "not_delivered"),
        ("Nachlieferung KW 20, noch nicht ausgeliefert", "not_delivered"),
        ("Livraison semaine 20, pas encore expédié", "not_delivered"),
        ("Entrega semana 20, aún no servido", "not_delivered"),
        ("Consegna settimana 20, non ancora spedito", "not_delivered"),
        ("Delivery week 20, not yet dispatched", "not_delivered"),
        ("Bereits durch unsere Zentrale bezahlt.", "already_settled"),
        ("Montant réglé par compensation.", "already_settled"),
        ("Bill to be re-issued with corrected prices.", "not_final"),
        ("Rechnung wird korrigiert neu ausgestellt.", "not_final"), ("Cette facture sera remplacée.", "not_final"),
        ("Esta factura será sustituida.", "not_final"), ("Questa fattura verrà sostituita.", "not_final"),
        ("Deze factuur wordt vervangen.", "not_final"), ("Quantity on this invoice is incorrect.", "not_final"),
        ("Die Menge auf dieser Rechnung ist falsch.", "not_final"), ("Le prix est erroné.", "not_final"),
    ],
)  # fmt: skip
def test_what_is_not_owed_or_not_yet_is_held(foot: str, code: str) -> None:
    assert codes_held(foot) == {code}


@pytest.mark.parametrize(
    "foot",
    [
        "No pagar en efectivo.", "Non pagare in contanti.", "Ne pas payer en espèces.", "Bitte nicht in bar zahlen.",
        "Conserver l'original de cette facture.", "Bewaar het origineel.",
        "Bitte bei Zahlung die Nummer angeben, sonst können wir nicht buchen.", "Please post your payment to us.",
        "Factura válida sin firma ni sello.", "Ce document vaut facture.", "Dieses Dokument gilt als Rechnung.",
        "Copia di cortesia, documento non valido ai fini fiscali.", "La facture vaut bon de garantie.",
        "Parts replaced under warranty remain our property.", "Repairs under warranty are free of charge.",
        "Goods are supplied under our standard conditions.", "Auf die Ware gewähren wir zwei Jahre Garantie.",
        "Garantie 2 ans pièces et main d'oeuvre.", "Noch nicht bezahlte Ware bleibt unser Eigentum.",
        "Bei noch nicht gelieferter Ware gilt Satz 1.", "Goods not yet paid for remain our property.",
        "Only pay the original amount of this invoice.", "Goods not yet delivered remain at our risk.",
        "Supplied under warranty terms of the manufacturer", "Geleverd onder garantie van de fabrikant",
        "Eine fehlerhafte Rechnung wird korrigiert.", "Bei Fehlern wird die Rechnung berichtigt.",
        "If the quantity on this invoice is incorrect, call us.", "Si la quantité est incorrecte, appelez-nous.",
        "Ist die Menge auf dieser Rechnung falsch, rufen Sie uns an.",
    ],
)  # fmt: skip
def test_what_sounds_like_it_and_is_a_term_holds_nothing(foot: str) -> None:
    assert codes_held(foot) == set()

"""What asks not to be paid: for a test, in a collective invoice, in the place of bad goods, paid by a buying group."""

from __future__ import annotations

import pytest

from tests.helpers.said_pages import codes_at_foot


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

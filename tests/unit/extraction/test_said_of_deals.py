"""On what terms goods were sent, who pays, and what an invoice says of another one, in six languages (S1, S2)."""

from __future__ import annotations

from functools import cache

import pytest

from app.domain.invoice import Invoice
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              0.00
                                              Total           45.00

{foot}
"""


@cache
def _invoice() -> Invoice:
    return read_typed(_PAGE.format(foot=""))


def _codes(foot: str) -> set[str]:
    return set(codes_held(_PAGE.format(foot=foot), _invoice(), untaxed=True))


@pytest.mark.parametrize(
    ("code", "foot"),
    [
        ("already_settled", "This check no. 20918 settled this invoice in full."),
        ("already_settled", "Thank you for your check no. 20918, which settled this invoice in full."),
        ("already_settled", "Your payment of 2 March cleared this invoice."),
        ("already_settled", "Abonado en efectivo a nuestro repartidor."),
        ("already_settled", "Pagado en efectivo a nuestro conductor."),
        ("already_settled", "Bar bezahlt an unseren Fahrer."),
        ("already_settled", "Payé en espèces à notre livreur."),
        ("already_settled", "Pagato in contanti al nostro autista."),
        ("already_settled", "Contant voldaan aan onze chauffeur."),
        ("goods_not_sold", "Sale or return."),
        ("goods_not_sold", "Goods supplied on sale or return; payable only for items retained after 60 days."),
        ("goods_not_sold", "Supplied on approval."),
        ("goods_not_sold", "Lieferung auf Probe, Rückgabe bis 30.04.2026."),
        ("goods_not_sold", "Ware zur Ansicht."),
        ("goods_not_sold", "Kauf auf Probe."),
        ("goods_not_sold", "Vente à condition."),
        ("goods_not_sold", "Marchandise livrée à condition, avec faculté de retour."),
        ("goods_not_sold", "Mercancía enviada a prueba con derecho a devolución."),
        ("goods_not_sold", "Merce in conto visione."),
        ("goods_not_sold", "Vendita con riserva di gradimento."),
        ("goods_not_sold", "Levering op zicht."),
        ("goods_not_sold", "Geleverd met recht van retour."),
        ("goods_not_sold", "Leihweise überlassen; Berechnung nur bei Nichtrückgabe bis 30.04.2026."),
        ("goods_not_sold", "Goods supplied on loan."),
        ("goods_not_sold", "Matériel prêté, à restituer au 30 avril."),
        ("goods_not_sold", "Mis à disposition à titre de prêt."),
        ("goods_not_sold", "Material cedido en préstamo."),
        ("goods_not_sold", "Merce concessa in comodato d'uso."),
        ("goods_not_sold", "In bruikleen geleverd."),
        ("goods_not_sold", "Replacement under warranty claim W-2291."),
        ("goods_not_sold", "Values shown for insurance only."),
        ("goods_not_sold", "Value declared for insurance purposes only."),
        ("goods_not_sold", "Valeur déclarée pour les besoins de la douane uniquement."),
        ("goods_not_sold", "Valeur déclarée uniquement pour l'assurance."),
        ("goods_not_sold", "Wertangabe nur für Versicherungszwecke."),
        ("goods_not_sold", "Valore dichiarato ai soli fini assicurativi."),
        ("goods_not_sold", "Waarde uitsluitend voor de verzekering."),
        ("not_final", "Die Abrechnung erfolgt zu Abschlagspreisen."),
        ("not_final", "Die Endabrechnung nach Indexanpassung bleibt vorbehalten."),
        ("billed_before", "Please disregard our earlier invoice INV-2026-0880, raised in error."),
        ("billed_before", "Kindly ignore our previous invoice 0880."),
        ("billed_before", "Unsere frühere Rechnung RE-0880 ist gegenstandslos."),
        ("billed_before", "Veuillez ne pas tenir compte de notre facture FA-880."),
        ("billed_before", "Rogamos no tengan en cuenta nuestra factura anterior F-880."),
        ("billed_before", "Vi preghiamo di non considerare la nostra precedente fattura FT-880."),
        ("not_final", "Per your e-mail of March 2, the quantity on line 2 is under dispute."),
        ("not_final", "Line 2 is in dispute."),
        ("not_final", "The price of item 2 is disputed by you and will be corrected."),
        ("not_final", "Position 2 ist strittig und wird noch korrigiert."),
        ("not_final", "La ligne 2 est en litige."),
        ("not_final", "La línea 2 está en disputa."),
        ("not_final", "La riga 2 è in contestazione."),
        ("not_final", "Regel 2 is in geschil."),
        ("set_off_said", "Verrechnung mit unserer offenen Verbindlichkeit Ihnen gegenüber vereinbart."),
        ("set_off_said", "Verrechnung mit Ihrer Rechnung 4711."),
        ("set_off_said", "Compensación con su factura 4711."),
        ("set_off_said", "Compensazione con vostra fattura 4711."),
        ("set_off_said", "Verrekening met uw factuur 4711."),
        ("set_off_said", "To be set off against your invoice 4711."),
        ("not_final", "Conformément à votre réclamation, une remise de 10 % sera déduite de cette facture par avoir."),
        ("not_final", "A discount of 10 % will be credited separately."),
        ("not_final", "10 % Nachlass wird Ihnen gesondert gutgeschrieben."),
        ("not_final", "Se abonará un descuento del 10 % mediante nota de crédito."),
        ("not_final", "Lo sconto del 10 % sarà riconosciuto con nota di credito."),
        ("not_final", "De korting van 10 % wordt apart gecrediteerd."),
        ("not_final", "Per la merce resa seguirà nostra nota di credito."),
        ("not_final", "Our credit note for the returned goods will follow."),
        ("not_final", "Unsere Gutschrift für die Rückware folgt."),
        ("not_final", "Notre avoir pour les retours suivra."),
        ("not_final", "Seguirá nuestra nota de abono por la devolución."),
        ("not_final", "Onze creditnota voor de retour volgt."),
        ("other_payer", "Die Bezahlung erfolgt durch die Leasinggesellschaft."),
        ("other_payer", "Payment will be made by the leasing company."),
        ("other_payer", "Le règlement sera effectué par le bailleur."),
        ("other_payer", "El pago lo efectúa la aseguradora."),
        ("other_payer", "Il pagamento sarà effettuato dalla società di leasing."),
        ("other_payer", "Betaling geschiedt door de leasemaatschappij."),
        ("not_an_invoice", "Secondo sollecito"),
        ("not_an_invoice", "Second reminder"),
        ("not_an_invoice", "2nd reminder"),
        ("not_an_invoice", "2. Mahnung"),
        ("not_an_invoice", "Zweite Mahnung"),
        ("not_an_invoice", "Deuxième relance"),
        ("not_an_invoice", "Segundo recordatorio"),
        ("not_an_invoice", "Tweede herinnering"),
        ("not_an_invoice", "Final notice"),
        ("not_an_invoice", "Letzte Mahnung"),
        ("not_an_invoice", "Quotation only - valid 30 days"),
        ("not_an_invoice", "Angebot - gültig 30 Tage"),
        ("not_an_invoice", "Devis valable 30 jours"),
        ("not_an_invoice", "Presupuesto válido 30 días"),
        ("not_an_invoice", "Preventivo valido 30 giorni"),
        ("not_an_invoice", "Offerte geldig 30 dagen"),
        ("billed_before", "Let op: deze levering is al eerder gefactureerd onder nummer VF-2026-0871."),
        ("billed_before", "These goods were invoiced earlier under INV-0871."),
        ("billed_before", "Diese Lieferung wurde bereits früher mit RE-0871 berechnet."),
        ("billed_before", "Cette livraison a déjà été facturée sous le n° FA-871."),
        ("billed_before", "Esta entrega ya se facturó con el n.º F-871."),
        ("billed_before", "Questa consegna è già stata fatturata con FT-871."),
        ("other_payee", "We now accept settlement via QuickPay link only: pay.alder-bench.example/4471"),
        ("other_payee", "Payment by link only: pay.alder.example"),
        ("other_payee", "Zahlung ausschließlich über den Link pay.rabenau.example"),
        ("other_payee", "Paiement uniquement via le lien pay.montclar.example"),
        ("other_payee", "Transfer only to Thornbury Nominees Ltd."),
        ("other_payee", "Überweisung nur an Rabenau Immobilien GmbH."),
        ("not_final", "HOLD - see mail"),
        ("not_final", "HOLD"),
        ("not_final", "Payment hold"),
        ("other_payee", "Make checks payable to: A. B. Supply c/o Kilbourn Capital"),
        ("other_payee", "Make checks payable to: Mill Supply c/o Kilbourn Capital"),
        ("not_delivered", "Ein Teil der Ware wird nachgeliefert."),
        ("not_delivered", "Een deel van de goederen wordt nageleverd."),
        ("not_an_invoice", "This document is a payment offer and not a bill."),
    ],
)  # fmt: skip
def test_an_invoice_that_says_it_is_not_owed_as_it_stands_is_held(code: str, foot: str) -> None:
    assert code in _codes(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Please disregard this notice if payment has been made.",
        "Aufrechnung mit Gegenforderungen ist ausgeschlossen.",
        "Eine Verrechnung mit Gegenforderungen ist nur bei unbestrittenen Forderungen zulässig.",
        "Die Verrechnung mit Forderungen ist unzulässig.",
        "Returns accepted within 14 days with our approval.",
        "All goods remain our property until paid in full.",
        "La compensazione con crediti del cliente non è ammessa.",
        "Any dispute shall be settled by the courts of Sheffield.",
        "In case of dispute the courts of Paris have jurisdiction.",
        "En cas de litige, le tribunal de commerce de Lyon est seul compétent.",
        "Tout litige relève du tribunal de Lyon.",
        "Disputes must be raised within 14 days.",
        "Questions about this invoice? Call us. We pay by check.",
        "Thank you for your order.",
        "You can pay this invoice via link pay.alder.example",
        "Insurance included.",
        "Goods are insured during transit.",
        "Warranty 24 months from delivery.",
        "Replacement parts are under warranty for 12 months.",
        "Payment by bank transfer only.",
        "Zahlung nur per Überweisung.",
        "Paiement uniquement par virement.",
        "Solo bonifico bancario.",
        "In caso di mancato pagamento, sollecito a Vostre spese.",
        "Reminder fee 5.00 after 30 days.",
        "Offerte 2026-114 van 2 februari",
        "Angebot Nr. 4711 vom 02.02.2026",
        "Devis n° 4711 du 02/02/2026",
        "Quotation ref. Q-4711",
        "Verrechnung erfolgt monatlich.",
        "Copia di cortesia - documento non valido ai fini fiscali.",
        "Copia di cortesia della fattura elettronica trasmessa al SDI.",
        "Die Rechnung wird auch per E-Mail versandt.",
        "Retention of title applies.",
        "Please retain this invoice for warranty claims.",
        "Any balance of the order will be billed on delivery.",
        "Transfer only to the account below.",
        "Überweisung nur an das unten genannte Konto.",
        "Virement exclusivement sur le compte ci-dessous.",
        "Bezahlung durch Überweisung.",
        "Die Zahlung erfolgt durch Überweisung.",
        "Payment will be made by bank transfer.",
        "Le règlement sera effectué par virement.",
        "Discount of 2 % will be lost after 10 days.",
        "Insurance claims to be made within 7 days.",
        "Goods once sold are not taken back.",
        "Returns on approval only.",
        "Rücksendungen nur mit Genehmigung.",
        "Recht van retour vervalt na 14 dagen.",
        "Merce resa franco destino.",
        "Approvals: CE, UL listed.",
        "Loan equipment must be returned clean.",
        "Handle with care; hold upright.",
        "Household cleaner",
        "Pallets supplied on loan.",
        "Cylinders are delivered on loan and remain ours.",
        "Leergut leihweise überlassen.",
        "Macchina in comodato d'uso gratuito",
        "Prices include freight and insurance only.",
        "Amounts which are in dispute do not relieve from payment of the rest.",
        "Payment will be made by the client within 30 days.",
        "Paiement effectué par le client à 30 jours.",
        "The packing slip is not an invoice.",
        "Please ignore this reminder if you have paid.",
        "Bei Zahlung betrachten Sie bitte diese Erinnerung als gegenstandslos.",
        "Special offer valid until 30 March",
        "Rappel : notre nouvelle adresse",
        "Hold the carton upright",
    ],
)  # fmt: skip
def test_terms_and_offers_hold_nothing(foot: str) -> None:
    assert _codes(foot) == set()

"""What nobody writes alike, in the verbs that clerks and vendors use: money fetched, accounts new, goods lent (S1)."""

from __future__ import annotations

import pytest

from tests.helpers.said_pages import codes_at_foot

_SAID = """
already_settled: Amount debited from your account on file. | Will be billed to your card on file.
already_settled: Thank you for your prepayment of this order. | Funds received 2/3/26 - thank you.
already_settled: Wir ziehen den Betrag am 15.02. von Ihrem Konto ein.
already_settled: Diese Rechnung ist durch Ihre Anzahlung beglichen.
already_settled: Nous prélèverons ce montant le 15/02. | Réglé par votre acompte. | Saldado con su anticipo.
already_settled: Cargaremos este importe en su cuenta el 15/02. | Importo già addebitato sul vostro conto.
already_settled: Addebiteremo l'importo il 15/02. | Bedrag reeds van uw rekening afgeschreven.
already_settled: Wij incasseren dit bedrag op 3 mei.
not_an_invoice: No balance remains on this order. | Kein Saldo offen. | Aucun solde dû. | Nessun saldo da pagare.
other_payee: Remit only to our factor. | Zahlung bitte an unsere Factoringgesellschaft. | Betaling aan onze factor.
other_account: Tomen nota de nuestra nueva cuenta. | Neue Bankverbindung ab sofort.
other_account: Onze nieuwe bankrekening: zie onder.
other_amount_said: Two cartons were short; credit to follow. | Damaged goods will be credited. | Gutschrift folgt.
other_amount_said: Fehlende Teile werden gutgeschrieben. | Se abonará la mercancía dañada. | Avoir à suivre.
other_amount_said: Seguirà accredito per la merce danneggiata. | Voor beschadigde goederen volgt een creditnota.
not_final: Subject to approval by your purchasing department. | Subject to final audit.
not_final: Menge geschätzt, Abrechnung nach Aufmaß. | Quantités estimées, régularisation à venir. | Aantallen geschat.
not_final: Die Mehrwertsteuer wird nachberechnet. | Preise freibleibend, endgültige Abrechnung folgt.
not_final: Not payable until inspection is complete. | Hold payment until further notice. | Zahlung erst nach Abnahme.
not_final: Bitte Zahlung bis auf Weiteres zurückhalten. | Paiement après réception des travaux.
not_final: Pago tras la aceptación de los trabajos. | Pagamento dopo il collaudo.
not_final: Betaling na goedkeuring van het werk.
goods_not_sold: Consigned goods - pay on use. | Samples, no charge to customer. | Kostenloses Muster, ohne Berechnung.
goods_not_sold: Leihgabe, Rückgabe bis Ende März. | Matériel prêté, à retourner.
goods_not_sold: Consignatiegoederen, betaling na verkoop.
other_payer: Collect the amount from the consignee. | Bill of another company, sent to you in error.
order_ended_said: Auftrag wurde storniert. | Your order was cancelled on Jan 3. | Order door u geannuleerd.
billed_before: Corrected copy - discard the previous one. | This invoice was already submitted by e-mail.
billed_before: Second copy of the invoice sent last month. | Bitte vernichten Sie die vorherige Rechnung.
billed_before: Merci de détruire la facture précédente. | Rogamos destruyan la factura anterior.
billed_before: Si prega di distruggere la fattura precedente. | Gelieve de vorige factuur te vernietigen.
part_asked: Billed at 50% of the order value. | Rechnung über 50 % der Auftragssumme. | Facture de 50 % de la commande.
part_asked: Factura por el 50 % del pedido. | Fattura pari al 50 % dell'ordine. | Factuur voor 50 % van de order.
already_settled: Paid at time of order. | Your account on file has been charged. | Uw rekening is belast.
already_settled: Mit Anzahlung vom 5.1. ist alles abgegolten. | Soldé par votre versement de janvier.
other_payee: Pay our collection partner only. | Paguen a nuestra empresa de recobro. | Betaal aan ons incassobureau.
billed_before: Reprint for customer.
billed_before: Annule la facture MF-26001. | Anula la factura SI-26001. | Annuleert factuur VD-26001.
not_final: Disputed by customer 2/2. | Vom Kunden bestritten. | Contestata dal cliente. | Betwist door klant.
not_final: Keine Zahlung vor Projektabnahme. | Pas de paiement avant réception définitive. | Liquidación provisional.
not_final: Prix à réviser selon l'indice. | Preliminary bill, subject to correction. | Pedido aún sin firmar.
not_an_invoice: Ne pas mettre en paiement. | Niet betaalbaar stellen. | Nur für Ihre Buchhaltung.
not_delivered: Ware liegt noch auf Abruf bei uns.
not_delivered: Marchandise conservée dans nos entrepôts. | Facturation avant livraison.
other_amount_said: Vi rimborseremo la merce rotta. | Voor de breuk krijgt u geld terug.
goods_not_sold: Loaner unit to be returned. | Gerät leihweise überlassen. | Appareil prêté pour essai.
other_payer: Please bill to our insurer. | Falscher Rechnungsempfänger, bitte neu ausstellen.
"""
_HONEST = """
Past due accounts are turned over to our collection agency.
Buyer may not cancel orders after shipment.
Interest will be charged to your account after 30 days.
Disputed items must be reported within 10 days.
Transportschäden werden vom Spediteur erstattet.
Marchandise enlevée dans nos entrepôts.
If this was sent to the wrong company, please notify us.
Toute facture contestée doit l'être par écrit.
All returned checks are subject to a $30 fee charged to your account.
To set up automatic debit from your bank account, contact accounting.
Pay online with your card or bank account.
Prepayment is required for new accounts.
Goods damaged in transit must be reported within 5 days to be credited.
Claims for missing goods will be credited only if noted on the delivery receipt.
Subject to our terms and conditions of sale.
All orders subject to approval by our credit department.
Payment due 30 days after acceptance of goods.
Title passes upon payment in full.
Samples are available free of charge upon request.
Cylinders remain on loan; please return empties.
If this invoice was sent to you in error, please notify us.
Orders cannot be cancelled once shipped.
For a second copy of the invoice visit our portal.
See the revised version of our terms.
Beware of fraud: verify new bank details by phone before you pay.
Your new account number with us is C-4471.
Please note our new phone number 555-0190.
Estimated annual usage: 4,000 kWh
Bei Teilnahme am Lastschriftverfahren buchen wir den Betrag von Ihrem Konto ab.
Gutschriften werden Ihrem Konto gutgeschrieben.
Eigentumsübergang erst nach Zahlung.
Nutzungsrechte gehen erst nach vollständiger Zahlung über.
Zahlung erst nach Erhalt der Ware.
Kostenlose Muster anfordern unter 0800 4471.
Leihflaschen bitte zurückgeben.
Bestellungen können nach Versand nicht storniert werden.
Achtung: Wir teilen neue Bankverbindungen niemals per E-Mail mit.
Échantillons gratuits sur demande.
Sous réserve de nos conditions générales de vente.
Paiement à 30 jours après réception des marchandises.
Muestras gratuitas bajo petición.
Pago a 30 días tras la recepción de la mercancía.
Campioni gratuiti su richiesta.
Statiegeld wordt gecrediteerd bij retour.
Gratis monsters op aanvraag.
"""
_CASES = [
    (code, sentence.strip())
    for row in _SAID.strip().split("\n")
    for code, _, sentences in [row.partition(": ")]
    for sentence in sentences.split(" | ")
]


@pytest.mark.parametrize(("code", "foot"), _CASES)
def test_what_speaks_against_paying_is_told_in_other_verbs_as_well(code: str, foot: str) -> None:
    assert code in codes_at_foot(foot)


@pytest.mark.parametrize("foot", _HONEST.strip().split("\n"))
def test_terms_and_thanks_in_the_same_words_hold_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()

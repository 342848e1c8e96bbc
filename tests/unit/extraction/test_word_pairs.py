"""Sentences that nobody writes alike, known by two words near each other, and honest ones with the same (S1)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from app.extraction.statements.kinds import Said
from app.extraction.statements.word_pairs import pair_of
from app.extraction.values.text_keys import fold_line
from app.shipped_files import resource_path
from tests.helpers.said_pages import codes_at_foot

_PAIRS = tomllib.loads(resource_path("said_pairs.toml").read_text("utf-8"))["pairs"]


@pytest.mark.parametrize(
    ("code", "foot"),
    [
        ("other_account", "We have moved our treasury to Keystone Mutual."),
        ("other_account", "Kindly disregard the remittance details in your records."),
        ("other_account", "Our ACH coordinates were compromised last month."),
        ("other_account", "Unser Konto bei der Bank wird zum Monatsende aufgelöst."),
        ("other_account", "Achtung: Wir haben das Kreditinstitut gewechselt."),
        ("other_account", "Nous avons changé d'établissement bancaire."),
        ("other_account", "Hemos cambiado de entidad financiera; actualicen sus registros."),
        ("other_account", "Si prega di aggiornare le coordinate: il vecchio conto è estinto."),
        ("other_payee", "Make your check out to our affiliate Orrin Holdings II."),
        ("other_payee", "All rights in this bill were transferred to Orrin Trade Trust."),
        ("other_payee", "Zahlungen bitte an unsere Schwestergesellschaft"),
        ("not_an_invoice", "For your information only; the bill itself will follow."),
        ("not_an_invoice", "Second request - please give this your prompt attention."),
        ("not_an_invoice", "Document sans valeur comptable."), ("not_an_invoice", "Documento sin validez fiscal."),
        ("not_an_invoice", "Exemplaire pour la comptabilité - original déjà envoyé."),
        ("billed_before", "This replaces our bill 448812."), ("billed_before", "Re-issued at your request."),
        ("already_settled", "Settled by card ending 4471."),
        ("already_settled", "Your cheque was applied to this bill."),
        ("already_settled", "Cobrado por domiciliación."), ("already_settled", "Mit bestem Dank erhalten."),
        ("already_settled", "Pour acquit"), ("other_amount_said", "Balance after your advance: see statement."),
        ("other_amount_said", "Please hold back 5% until acceptance."),
        ("discount_said", "Deduct the coupon value before remitting."),
        ("part_asked", "Half now, half upon commissioning."), ("part_asked", "Due in three equal monthly instalments."),
        ("part_asked", "Payable en deux fois"), ("part_asked", "Pagadero en dos plazos iguales."),
        ("part_asked", "Pagabile in due rate uguali."), ("part_asked", "Te betalen in twee gelijke termijnen."),
        ("part_asked", "Zahlbar in 3 Monatsraten."), ("not_final", "Preise vorläufig, Endabrechnung folgt."),
        ("not_final", "Ordered by phone, no authorization yet."), ("not_final", "Pedido pendiente de su aprobación."),
        ("not_final", "Ohne Bestellung geliefert auf Zuruf."), ("not_final", "Payment stopped, dispute 118"),
        ("not_delivered", "La mercancía se enviará al recibir el pago."),
        ("not_delivered", "La merce verrà spedita dopo il pagamento."),
        ("not_delivered", "De goederen worden na betaling verzonden."),
        ("not_delivered", "Goods awaiting your release."), ("not_delivered", "Die Ware lagert noch bei uns."),
        ("already_settled", "pd ck 4471"), ("other_amount_said", "see credit 4411"), ("other_payer", "not ours!"),
        ("other_payer", "Purchased on behalf of your subcontractor."), ("other_payer", "Refacturer à Orrin SAS."),
        ("other_amount_said", "Se emitirá un abono por la diferencia de precio."),
        ("other_amount_said", "Seguirà nota di accredito per i colli mancanti."),
        ("other_amount_said", "Für die Fehlmenge erhalten Sie eine Gutschrift."),
        ("other_amount_said", "Voor het manco ontvangt u nog een creditfactuur."),
        ("not_an_invoice", "Bisher kein Zahlungseingang zu dieser Rechnung."),
        ("not_an_invoice", "Wir konnten noch keinen Zahlungseingang feststellen."),
        ("not_an_invoice", "Einen Zahlungseingang konnten wir leider noch nicht feststellen."),
        ("not_an_invoice", "Test-Rechnung"), ("not_an_invoice", "TEST-INVOICE"), ("not_an_invoice", "Facture-test"),
        ("not_an_invoice", "Sicher haben Sie diese Rechnung nur übersehen."),
        ("not_an_invoice", "Sauf erreur de notre part, cette facture reste impayée à ce jour."),
        ("not_an_invoice", "Dai nostri registri la fattura risulta ancora aperta."),
        ("not_an_invoice", "Wij hebben uw betaling nog niet ontvangen."),
        ("not_an_invoice", "A fecha de hoy no nos consta el pago de esta factura."),
        ("not_an_invoice", "Pro-forma - awaiting your confirmation"),
        ("not_an_invoice", "Statement of account as of 02/20/2026"),
        ("not_an_invoice", "TEST DATA - NOT A LIVE DOCUMENT"),
        ("billed_before", "This document replaces FM-11882"), ("billed_before", "Diese Rechnung ersetzt BI-11882"),
        ("billed_before", "2nd original"), ("already_settled", "Rec'd cash"),
        ("already_settled", "Deposit of $300 applied 1/30"), ("not_final", "Acct status: HOLD"),
        ("not_final", "Betwist bedrag wordt in mindering gebracht"),
        ("other_payee", "Le règlement doit parvenir à Eurofactor."),
        ("other_account", "From 1 March payments go to First Harbor Bank."),
        ("other_account", "Ab dem 1.3. überweisen Sie bitte auf die Nordbank."),
        ("not_delivered", "Goods remain at our warehouse until you call them off."),
        ("goods_back_said", "Merce resa il 12/02 come da DDT 88"),
    ],
)  # fmt: skip
def test_a_sentence_in_other_words_holds_the_invoice(code: str, foot: str) -> None:
    assert code in codes_at_foot(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Payment by check or ACH. A 35.00 fee is charged for each returned check.",
        "Our bank details have not changed. We never change our account by e-mail.",
        "Beware of fraud: our bank account will not change without a signed letter.",
        "Our offices moved: please visit us.", "Our account manager changed: ask for Dana Cole.",
        "This electronic invoice replaces the paper invoice.", "Das Original folgt per Post",
        "Ihren Auftrag haben wir mit bestem Dank erhalten.", "Ab der zweiten Mahnung berechnen wir eine Gebühr.",
        "Ratenzahlung auf Anfrage möglich.", "Die Angaben in USD dienen nur zu Ihrer Information.",
        "Paiement en 3 fois sans frais.", "Mercancía entregada en nuestro almacén.",
        "Merce resa franco nostro magazzino.", "Invoices are settled by the buyer by wire within 30 days.",
        "Die Ware bleibt bis zur Zahlung unser Eigentum.", "Original bill of lading was sent with the carrier.",
        "Delivered in two deliveries.", "Save 10% now on gloves.", "No returns without authorization.",
        "Goods held at our warehouse over 30 days incur storage.", "Pay us or our affiliate of record.",
        "Any credit will be issued after inspection of the returned goods.",
        "No credit note will be issued without an RMA number.",
        "A credit will be issued for empty cylinders returned within 30 days.",
        "Für Leergut erhalten Sie bei Rückgabe eine Gutschrift.", "En caso de devolución se emitirá un abono.",
        "Un avoir sera établi en cas de retour des emballages consignés.",
        "Bij retour van emballage ontvangt u een creditfactuur.",
        "In caso di reso verrà emessa nota di credito.", "If this invoice remains unpaid we charge interest.",
        "Offene Rechnungen werden nach 30 Tagen angemahnt.",
        "Toute facture impayée à échéance entraîne des pénalités.",
        "Indien wij uw betaling niet tijdig hebben ontvangen, brengen wij rente in rekening.",
        "Sollte die Rechnung nach Fälligkeit noch offen sein, berechnen wir Zinsen.",
        "Dieses Dokument ersetzt nicht die Prüfbescheinigung.", "Replaces part no. AB-1200",
        "Payments are applied to the oldest invoice first.", "Cylinder deposit is refundable.", "Recd by ________",
        "Tested and inspected by QC 14.", "Test certificate 3.1 enclosed.",
        "Statement of account available on request.",
        "From 1 March payments may also be made online.", "Ab 1. März gelten neue Preise.", "Status: shipped",
        "Please hold for pickup at dock 4", "Zahlungen bitte an Fairlane Mill Supply LLC, Dayton",
        "La merce resa senza autorizzazione non viene accettata.", "As per your quotation Q-4471",
        "Disputed amounts must be notified in writing within 10 days.", "Merce resa franco magazzino.",
    ],
)  # fmt: skip
def test_an_honest_sentence_with_the_same_words_holds_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()


def test_two_words_tell_up_to_so_far_apart_and_in_their_order() -> None:
    pair = pair_of({"one": ["half", "#%"], "other": ["up front"], "apart": 1, "unless": ["off"]})
    assert pair.find("half of up front please") == "half of up front"
    assert pair.find("pay 50% up front") == "50% up front"
    assert pair.find("half of it all up front") == ""
    assert pair.find("up front half") == ""
    assert pair.find("half up front, 10 off") == ""
    either = pair_of({"one": ["price*"], "other": ["open"], "apart": 0, "either": True})
    assert either.find("prices open") == "prices open"
    assert either.find("open prices") == "open prices"


@pytest.mark.parametrize("entry", _PAIRS)
def test_the_shipped_words_are_written_as_they_are_compared(entry: Mapping[str, Any]) -> None:
    words = [*entry["one"], *entry["other"], *entry.get("unless", [])]
    assert Said(entry["said"])
    assert entry["one"]
    assert all(word == fold_line(word) for word in words)

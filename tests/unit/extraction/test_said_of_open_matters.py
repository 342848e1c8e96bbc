"""What a page says is not settled: its prices, its order, goods nobody took in, tax in a bill of its own (S2.165)."""

from __future__ import annotations

import pytest

from app.extraction.header.account_notice import account_notice
from app.extraction.values.rows import join_rows
from tests.helpers.said_pages import codes_at_foot, codes_held, page_saying
from tests.helpers.typed_pages import read_typed, typed_page


@pytest.mark.parametrize(
    ("code", "foot"),
    [
        ("not_final", "Prices are provisional and will be adjusted at month end."),
        ("not_final", "All quantities shown are estimated."),
        ("not_final", "Die Preise sind vorläufig."),
        ("not_final", "Les prix sont provisoires."),
        ("not_final", "Los precios son provisionales."),
        ("not_final", "I prezzi sono provvisori."),
        ("not_final", "De prijzen zijn voorlopig."),
        ("not_final", "Call-off 3 of blanket agreement BA-1001; release not yet confirmed."),
        ("not_final", "Order not yet approved by your purchasing."),
        ("not_final", "Auftrag noch nicht bestätigt."),
        ("not_final", "Commande pas encore confirmée."),
        ("not_final", "Pedido aún no confirmado."),
        ("not_final", "Ordine non ancora confermato."),
        ("not_final", "Bestelling nog niet bevestigd."),
        ("goods_not_sold", "Goods shipped on consignment; title passes on use."),
        ("goods_not_sold", "Die Ware wurde in Kommission geliefert."),
        ("billed_before", "This invoice credits and rebills our invoice INV-2026-0881."),
        ("not_delivered", "Goods refused at dock on March 3; redelivery scheduled."),
        ("not_delivered", "The shipment was refused at your dock."),
        ("not_delivered", "Die Annahme der Ware wurde am 03.03.2026 verweigert."),
        ("not_delivered", "Marchandise refusée à la livraison le 3 mars 2026."),
        ("not_delivered", "Mercancía rechazada en la entrega el 3 de marzo."),
        ("not_delivered", "Merce respinta alla consegna il 3 marzo 2026."),
        ("not_delivered", "Levering geweigerd op 3 maart 2026."),
        ("not_an_invoice", "Proforma - nicht zur Zahlung"),
        ("not_an_invoice", "Nicht zur Zahlung bestimmt."),
    ],
)
def test_what_is_not_settled_is_not_paid_unseen(code: str, foot: str) -> None:
    assert codes_at_foot(foot) == {code}


@pytest.mark.parametrize(
    "foot",
    [
        "Prices are firm. Quotations are valid for 30 days.",
        "Prices are subject to change without notice.",
        "Provisional delivery dates are confirmed by e-mail.",
        "Preise sind Nettopreise.",
        "Orders not yet confirmed can be changed free of charge.",
        "We reserve the right to refuse orders not confirmed by us.",
        "Goods refused at the dock without prior notice are subject to a 15% restocking fee.",
        "Wird die Annahme verweigert, berechnen wir Lagerkosten.",
        "To request a credit and rebill, contact billing within 10 days.",
        "Der Besteller ist bei Mängeln nicht zur Zahlung verpflichtet.",
        "Verkauf auf Kommissionsbasis auf Anfrage möglich.",
    ],
)
def test_terms_that_sound_like_it_settle_nothing_and_hold_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()


@pytest.mark.parametrize(
    ("foot", "held"),
    [
        ("VAT will be invoiced separately.", True),
        ("Die Umsatzsteuer wird Ihnen gesondert in Rechnung gestellt.", True),
        ("La TVA sera facturée séparément.", True),
        ("El IVA se facturará por separado.", True),
        ("L'IVA sarà fatturata a parte.", True),
        ("De btw wordt apart gefactureerd.", True),
        ("Die Umsatzsteuer wird gesondert ausgewiesen.", False),
        ("Freight will be invoiced separately.", False),
        ("VAT invoices are sent separately by e-mail.", False),
    ],
)
def test_tax_that_gets_a_bill_of_its_own_is_still_to_be_added(foot: str, held: bool) -> None:
    invoice = read_typed(page_saying(""))
    assert ("tax_to_add" in codes_held(page_saying(foot), invoice, untaxed=False)) is held


@pytest.mark.parametrize(
    ("foot", "held"),
    [
        ("Scan the QR code to pay. The QR account supersedes earlier details.", True),
        ("Pay in USDC to wallet 0x52908400098527886E0F7030069857D2E4169EE7", True),
        ("We never ask for payment in crypto currency.", False),
        ("Part 0x5290 of the manual", False),
    ],
)
def test_an_account_that_takes_the_place_of_others_is_announced(foot: str, held: bool) -> None:
    assert bool(account_notice(join_rows(typed_page(foot)))) is held

"""How a page says that the order it names no longer holds, or another took its place: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

_ORDER = (
    r"(?:(?:purchase |your |our |the |blanket )*(?:order|p\.?o\.?)|(?:ihre?r? |die )?bestellung|(?:votre |la )?commande"
    r"|(?:su |el )?pedido|(?:vostro |vs\.? )?ordine|(?:uw |de )?(?:bestelling|order))"
)
_NUMBER = r"(?: ?(?:no|nr|num|n)?[.:#°º]* ?[a-z]{0,6}[-/ ]?\d[\w/-]*)?"
_ENDED = (
    r"(?:cancel+ed|closed|withdrawn|superseded|replaced|void|voided|annulled|revoked|expired|terminated|storniert"
    r"|annulliert|aufgehoben|widerrufen|abgeschlossen|geschlossen|ersetzt|annulee|cloturee|remplacee|cancelado|anulado"
    r"|cerrado|sustituido|reemplazado|annullato|chiuso|sostituito|geannuleerd|vervallen|gesloten|vervangen|lapsed"
    r"|obsolete|no longer (?:valid|in force|open|active)|nicht mehr gultig|ungultig|plus valable|ya no (?:es )?valido"
    r"|non (?:e )?piu valid[ao]|niet meer geldig)"
)
_VERB = (
    r"(?:(?:is|was|has been|have been|has|n'est|ist|wurde|est|a ete|ha sido|esta|fue|e|e stato|is|werd) )?"
    r"(?:(?:now|since|already|meanwhile|inzwischen|worden) )?"
)
ORDER_ENDED = Kind(
    said_by(
        rf"{_ORDER}{_NUMBER} ?[-–—:,(]? ?{_VERB}{_ENDED}(?! (?:item|line|position|quantity|menge)s?)",
        rf"(?:cancel+s|replaces|supersedes|voids|storniert|ersetzt|annule|remplace|anula|sustituye|reemplaza|annulla"
        rf"|sostituisce|annuleert|vervangt) (?:{WORD}){{0,2}}{_ORDER}",
        rf"(?:cancellation|stornierung|annulation|anulacion|cancelacion|annullamento|annulering)"
        rf" (?:of|der|von|de|del|della|dell|di|van) (?:{WORD}){{0,2}}{_ORDER}",
        rf"{_ENDED} (?:by|durch|par|por|da|door) {_ORDER}{_NUMBER}",
    ),
    None,
    leads_of(
        "cancelled canceled cancels closed withdrawn superseded replaced void voided annulled revoked expired"
        " terminated storniert annulliert aufgehoben widerrufen abgeschlossen geschlossen ersetzt annulee cloturee"
        " remplacee cancelado anulado cerrado sustituido reemplazado annullato chiuso sostituito geannuleerd vervallen"
        " gesloten vervangen replaces supersedes voids annule remplace anula sustituye reemplaza annulla sostituisce"
        " lapsed obsolete longer mehr gultig ungultig plus valable valido valida meer geldig valid"
        " annuleert vervangt cancellation stornierung annulation anulacion cancelacion annullamento annulering"
    ),
    # What becomes of orders at large is a term, and an order that is filled was billed.
    any_of(
        r"orders|bestellungen|commandes|pedidos|ordini|bestellingen",
        rf"(?:not|nicht|non|ne|niet|cannot|no) (?:(?!mehr|piu|meer|plus|\d)[a-z']+ ){{0,3}}{_ENDED}|terms",
        rf"{_ENDED} (?:[a-z']+ )?(?:not|nicht|non|niet)",  # as a row is read that stands on its head,
    ),
)

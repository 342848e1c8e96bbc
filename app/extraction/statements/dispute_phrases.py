"""How a page says that a line, a quantity or the whole of it is disputed: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD

# "Amounts which are in dispute" are those of terms of business.
_ANY = rf"(?:(?!which|that|not|die|der|das|que|qui|che){WORD}){{0,4}}"
DISPUTED = (
    rf"(?:quantity|price|amount|invoice|line|item|charge|freight|balance) {_ANY}(?:is|are|was|remains?) (?:still )?"
    r"(?:(?:under|in) dispute|disputed|contested)",
    rf"(?:position|menge|preis|betrag|rechnung|zeile) {_ANY}(?:ist|bleibt) (?:noch )?(?:strittig|streitig|in klarung)",
    rf"(?:ligne|quantite|prix|montant|facture|position) {_ANY}(?:est|reste) (?:encore )?(?:en litige|contestee?)",
    rf"(?:linea|cantidad|precio|importe|factura|partida) {_ANY}(?:esta|sigue) (?:aun )?(?:en disputa|en litigio"
    r"|disputad[oa])",
    rf"(?:riga|quantita|prezzo|importo|fattura|voce) {_ANY}(?:e|resta) (?:ancora )?(?:in contestazione|contestat[oa])",
    rf"(?:regel|hoeveelheid|prijs|bedrag|factuur|positie) {_ANY}(?:is|blijft) (?:nog )?(?:in geschil|betwist|in"
    rf" dispuut)",
)

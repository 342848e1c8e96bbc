"""How a page says that a line, a quantity or the whole of it is disputed, wrong or to be replaced: patterns.

English, German, French, Spanish, Italian, Dutch; over folded text.
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
WRONG = (
    rf"(?:quantity|price|amount|invoice|total) {_ANY}(?:is|are) (?:incorrect|wrong)(?=$|[.,;!])",
    rf"(?:menge|preis|betrag|rechnung) {_ANY}(?:ist|sind) (?:falsch|fehlerhaft|nicht korrekt)(?=$|[.,;!])",
    rf"(?:quantite|prix|montant|facture) {_ANY}est (?:errone|inexact|incorrect)e?(?=$|[.,;!])",
    rf"(?:cantidad|precio|importe|factura) {_ANY}(?:es (?:erroneo?|erronea|incorrect[oa])"
    rf"|esta equivocad[oa])(?=$|[.,;!])",
    rf"(?:quantita|prezzo|importo|fattura) {_ANY}e (?:errat[oa]|sbagliat[oa]|non corrett[oa])(?=$|[.,;!])",
    rf"(?:hoeveelheid|prijs|bedrag|factuur) {_ANY}is (?:onjuist|fout|verkeerd)(?=$|[.,;!])",
)
TO_BE_REPLACED = (
    r"(?:(?:this|our) |(?<!..))(?:invoice|bill) (?:(?:will|shall|is|has) )?(?:to )?be (?:re-?issued|replaced"
    r"|corrected|revised|re-?billed)",
    r"(?:(?:diese|unsere) |(?<!..))rechnung wird (?:noch |durch \w+ )?(?:korrigiert|berichtigt|ersetzt"
    r"|neu (?:aus)?gestellt)",
    r"(?:cette|la presente|notre) facture sera (?:remplacee|corrigee|rectifiee|reemise)|(?:esta|la presente"
    r"|nuestra) factura sera (?:sustituida|reemplazada|corregida"
    r"|rectificada)",
    r"(?:questa|la presente|nostra) fattura (?:verra|sara) (?:sostituita|corretta|rettificata|riemessa)"
    r"|(?:deze|onze) factuur (?:wordt|zal) (?:nog |worden )?(?:vervangen|gecorrigeerd|herzien)",
)
NOT_RIGHT_LEADS = (
    "incorrect wrong falsch fehlerhaft korrekt errone erronee erronea erroneo inexact equivocado equivocada"
    " errato errata"
    " sbagliato sbagliata corretto corretta onjuist fout verkeerd reissued re-issued replaced corrected revised"
    " rebilled"
    " re-billed korrigiert berichtigt ersetzt gestellt ausgestellt remplacee corrigee rectifiee reemise sustituida"
    " reemplazada corregida rectificada sostituita rettificata riemessa vervangen gecorrigeerd herzien"
)

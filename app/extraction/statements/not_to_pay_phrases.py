"""How a page asks not to be paid, for a test or because a collective invoice has it: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD

# "Please do not pay in cash" is about the means.
NOT_TO_PAY = (
    r"(?:ne pas|ne) (?:payer|regler|acquitter|payez|reglez) (?:pas )?(?:cette|la presente|ce|le present)"
    r" (?:piece|facture|document|montant)",
    r"(?:diese[nrs]?|die|den) (?:rechnung|beleg|betrag) (?:bitte )?nicht (?:zu )?(?:bezahlen|zahlen|begleichen"
    r"|uberweisen|anweisen)|nicht (?:bezahlen|begleichen|uberweisen)(?=$|[.,;!])",
    r"no (?:pagar|pague|paguen|abonar|abone|abonen) (?:esta|este|la presente|el presente)"
    r" (?:factura|importe|documento)",
    r"non (?:pagare|pagate|saldare|saldate) (?:questa|questo|la presente|il presente) (?:fattura|importo|documento)",
    r"(?:deze factuur|dit bedrag) (?:(?:a\.?u\.?b\.?|svp|graag) )?niet (?:te )?(?:betalen|voldoen|overmaken)",
)
NOT_TO_PAY_LEADS = (
    "payer payez regler reglez acquitter bezahlen zahlen begleichen uberweisen anweisen pagar pague abonar abone"
    " pagare saldare betalen voldoen overmaken"
)
# "For testing purposes only" alone may be said of what is sold.
FOR_TEST = (
    r"(?:invoice|document|bill) (?:(?:is|was|has been|only|solely|issued|created|generated|sent|intended) )*for"
    r" (?:test|testing|tracking|training|documentation|demonstration)(?: purposes?)?(?: only)?(?=$|[.,;!)])",
    rf"(?:rechnung|dokument|beleg) (?:{WORD}){{0,3}}(?:zu|fur) (?:reinen )?(?:test|schulungs|ubungs|dokumentations)"
    r"zwecken?",
    r"(?:facture|document) (?:(?:est|a ete|emise?|etablie?|uniquement|seulement) )*(?:a titre de|a des fins de|pour"
    r" (?:le |un )?)"
    r" ?(?:test|essai|suivi|demonstration)s?(?= (?:uniquement|seulement|du|de)|$|[.,;!)])",
    r"(?:factura|documento) (?:(?:es|ha sido|emitid[oa]|solo|unicamente) )*(?:a efectos|con fines) de (?:prueba"
    r"|pruebas|seguimiento|ensayo)",
    r"(?:fattura|documento) (?:(?:e|e stat[oa]|emess[oa]|solo|unicamente) )*a (?:soli )?(?:fini|scopo|titolo) di"
    r" (?:prova|test)",
    r"(?:factuur|document) (?:(?:is|werd|uitsluitend|alleen|enkel|bedoeld|opgemaakt|verstuurd) )*(?:als|voor)"
    r" (?:een )?(?:test|testdoeleinden|proef)(?=$|[.,;!)])",
)
FOR_TEST_LEADS = (
    "test testing tracking training documentation demonstration testzwecken testzwecke schulungszwecken ubungszwecken"
    " dokumentationszwecken essai suivi prueba pruebas seguimiento ensayo prova testdoeleinden proef"
)
# A collective invoice says of its delivery notes that "this" one has them.
_THIS = r"(?:this|diese[rnm]?|cette|la presente|est[ae]|la presente|quest[ao]|deze)"
_TO = rf"(?:(?!{_THIS} ){WORD}){{0,3}}"
_COLLECTIVE = (
    r"(?:(?:consolidated|collective|summary) (?:invoice|bill)|(?:sammel|gesamt|monats)rechnung"
    r"|facture (?:recapitulative|mensuelle|globale)|factura (?:resumen|recapitulativa|mensual|global|colectiva)"
    r"|fattura (?:riepilogativa|mensile|cumulativa)|(?:verzamel|maand)factuur)"
)
IN_COLLECTIVE = (
    rf"(?:included|contained|billed|invoiced|charged) (?:again |also )?(?:in|on|with) {_TO}{_COLLECTIVE}",
    rf"(?:in|auf|mit) {_TO}{_COLLECTIVE} (?:{WORD}){{0,3}}(?:enthalten|ausgewiesen|aufgefuhrt|berechnet|abgerechnet)",
    rf"(?:repris|compris|inclus)(?:e|es)? (?:dans|sur|a) {_TO}{_COLLECTIVE}",
    rf"(?:incluid[oa]|comprendid[oa]|recogid[oa])s? en {_TO}{_COLLECTIVE}",
    rf"(?:compres|inclus|riportat)[oaie] (?:nella|in|nell'|alla) {_TO}{_COLLECTIVE}",
    rf"(?:opgenomen|begrepen|inbegrepen) (?:in|op) {_TO}{_COLLECTIVE}",
)
IN_COLLECTIVE_LEADS = (
    "consolidated collective summary sammelrechnung gesamtrechnung monatsrechnung recapitulative mensuelle globale"
    " resumen recapitulativa mensual global colectiva riepilogativa mensile cumulativa verzamelfactuur maandfactuur"
)

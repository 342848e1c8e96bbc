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
    # Nobody is bound by it: "nicht zur Zahlung verpflichtet".
    r"nicht zur (?:be)?zahlung(?: bestimmt| vorgesehen)?(?=$|[.,;!)])"
    r"|pro[- ]?forma(?: \w+)? ?[-–—:,] ?(?:nicht|not|no|ne"
    r"|non|niet|kein|keine|geen|pas) ",
    r"no (?:pagar|pague|paguen|abonar|abone|abonen) (?:esta|este|la presente|el presente)"
    r" (?:factura|importe|documento)",
    r"non (?:pagare|pagate|saldare|saldate) (?:questa|questo|la presente|il presente) (?:fattura|importo|documento)",
    r"(?:deze factuur|dit bedrag) (?:(?:a\.?u\.?b\.?|svp|graag) )?niet (?:te )?(?:betalen|voldoen|overmaken)",
)
NOT_TO_PAY_LEADS = (
    "zahlung bezahlung proforma pro"
    " payer payez regler reglez acquitter bezahlen zahlen begleichen uberweisen anweisen pagar pague abonar abone"
    " pagare saldare betalen voldoen overmaken"
)
# Until something comes that is no day: "ne pas régler avant avoir".
_NO_DAY = r"(?! (?:\S+ ){0,3}\S*\d)"
NOT_YET = (
    rf"ne pas (?:payer|regler) (?:avant|jusqu'\w+){_NO_DAY}|nicht (?:be)?zahlen,? (?:bis|bevor|ehe|solange){_NO_DAY}",
    rf"no (?:pagar|abonar) (?:hasta|antes){_NO_DAY}|non (?:pagare|saldare) (?:prima|fino){_NO_DAY}",
    rf"niet (?:te )?betalen (?:voor|tot|totdat|zolang){_NO_DAY}"
    rf"|(?:hold|await|wait|on hold) (?:until|for|pending) (?:{WORD}){{0,4}}credit",
)
NOT_YET_LEADS = "avant jusqu bis bevor ehe solange hasta antes prima fino voor tot totdat zolang hold await wait"
_DOCUMENT = r"(?:invoice|bill|document|copy|rechnung|beleg|kopie|facture|copie|factura|documento|copia|fattura|factuur)"
# "Bitte geben Sie die Nummer an, sonst können wir nicht buchen" is of the vendor's own books.
NOT_TO_BOOK = (
    rf"(?:do not|don't|not to be) (?:book|post|enter|record|process|booked|posted|entered|processed) ?(?:(?:this|the)"
    rf" )?{_DOCUMENT}",
    rf"(?:bitte|{_DOCUMENT}) nicht (?:ver|ein)?buchen(?=$|[.,;!])"
    rf"|ne pas (?:comptabiliser|enregistrer|saisir)(?=$|[.,;!]| (?:cette|ce|la presente) {_DOCUMENT})",
    rf"no (?:contabilizar|registrar)(?=$|[.,;!]| (?:esta|este|la presente) {_DOCUMENT})"
    rf"|non (?:contabilizzare|registrare)(?=$|[.,;!]| (?:questa|questo|la presente|il presente) {_DOCUMENT})",
    r"(?:factuur|document|kopie) (?:a\.?u\.?b\.? |svp |graag )?niet (?:te |in te )?(?:boeken|verwerken)(?=$|[.,;!])",
    # Who asks for the original to be booked sends something else.
    r"(?:only (?:book|process|pay|post|enter)|(?:book|process|pay|post|enter) only) (?:from )?the (?:paper )?original"
    r"(?=$|[.,;!]| (?:invoice|bill|document|paper|copy))",
    r"(?:nur|ausschliesslich|erst) (?:das|die) original\w* (?:rechnung )?(?:zu )?(?:ver)?(?:buchen|bezahlen|zahlen"
    r"|begleichen|verarbeiten)",
    r"ne (?:comptabiliser|payer|regler|traiter|enregistrer) que l'original"
    r"|(?:comptabiliser|payer|regler|traiter|enregistrer) (?:uniquement|seulement) l'original",
    r"(?:contabili[cz]\w+|pagar\w*|pague\w*|registr\w+) (?:solo|solamente|unicamente) (?:el |la |l')?original\w*",
    r"(?:enkel|alleen|uitsluitend|slechts) (?:het|de) origine(?:el|le) (?:factuur )?(?:te )?(?:boeken|betalen"
    r"|verwerken)",
)
NOT_TO_BOOK_LEADS = (
    "book booked post posted enter entered record process processed buchen verbuchen einbuchen comptabiliser"
    " enregistrer saisir contabilizar registrar contabilizzare registrare boeken verwerken original originale"
    " originalrechnung l'original originelle origineel"
)
# That an Italian copy "non è valido ai fini fiscali" is said of every courtesy copy of an electronic invoice.
NO_VALIDITY = (
    r"(?:has|have|without|is of) (?:no |any )?(?:validity|value) (?:for payment|as an? (?:\w+ )?invoice)",
    r"gilt nicht als (?:\w+)?rechnung|(?:berechtigt|dient|gilt) nicht (?:zur|als) (?:zahlung|zahlungs\w+)",
    r"(?:ne vaut pas|sans valeur de|ne tient pas lieu de|n'a pas valeur de) facture"
    r"|(?:sans valeur|non valable|n'est pas valable) (?:comme facture|pour (?:le )?(?:paiement|reglement))",
    r"(?:carece de|sin|no tiene) (?:toda |ninguna )?(?:validez|valor) (?:a efectos de(?:l)? (?:pago|cobro)|como factura"
    r"|para (?:el )?(?:pago|cobro))|no es valid[oa] (?:como factura|para (?:el )?(?:pago|cobro)"
    r"|a efectos de(?:l)? pago)",
    r"non (?:e )?valid[oa] (?:come fattura|per il pagamento|ai fini del pagamento)|non vale come fattura"
    r"|(?:priv[oa] di|senza) (?:validita|valore) (?:come fattura|ai fini del pagamento|per il pagamento)",
    r"(?:niet geldig|geldt niet|geen geldigheid) (?:als factuur|voor betaling)|geen geldige factuur",
)
NO_VALIDITY_LEADS = (
    "validity value gilt berechtigt dient vaut sans tient valeur valable validez valor valido valida vale validita"
    " valore geldig geldt geldigheid geldige"
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

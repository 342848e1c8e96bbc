"""How a page says of a number of its goods that they are missing, came back or cost nothing, or names another price.

Patterns over folded text. English, German, French, Spanish, Italian, Dutch. A count counts only where it is no more
than what is billed, and a price only where it is none of the invoice's.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.invoice import Invoice
from app.extraction.statements.amounts_said import SUM, amounts_in, amounts_of
from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

_LACKING = (
    r"(?:missing|short(?:age)?|lacking|not (?:received|delivered|shipped|included|supplied)|undelivered|returned"
    r"|sent back|taken back|rejected|damaged|defective|broken|faulty|free of charge|(?:are|is|were) free"
    r"|for free|at no charge|unpaid"
    r"|to be (?:credited|returned|refunded|deducted|replaced)|(?:will be|were|are|was|is) (?:credited|refunded)"
    r"|credited|refunded|on loan|cancel+ed"
    r"|fehl(?:en|t|end\w*)|zu wenig|retourniert|zuruckgesandt|zuruckgeschickt|zuruckgenommen|zuruck|defekt|beschadigt"
    r"|kostenlos|kostenfrei|gratis|unentgeltlich|ohne berechnung|gutgeschrieben|storniert|nicht (?:geliefert"
    r"|erhalten|enthalten)|leihweise"
    r"|manquante?s?|manque(?:nt)?|retournee?s?|renvoyee?s?|repris(?:es)?|defectueu(?:x|ses?)|endommagee?s?|gratuite?s?"
    r"|offerte?s?|non (?:livree?s?|recue?s?)|a crediter|creditee?s?|annulee?s?"
    r"|faltan(?:tes?)?|falta|devuelt[oa]s?|defectuos[oa]s?|danad[oa]s?|gratuit[oa]s?|sin cargo|no (?:entregad|recibid)"
    r"[oa]s?|a abonar|anulad[oa]s?"
    r"|mancant[ei]|mancano|manca|res[oaie]|restituit[oaie]|difettos[oaie]|danneggiat[oaie]|gratuit[oaie]|omaggio"
    r"|non (?:consegnat|ricevut)[oaie]|annullat[oaie]"
    r"|ontbrek(?:en|end\w*)|ontbreekt|te weinig|geretourneerd|teruggestuurd|teruggenomen|retour|defect|beschadigd"
    r"|kosteloos|niet (?:geleverd|ontvangen)|te crediteren|gecrediteerd|geannuleerd)"
)
_COUNT = r"(?<![\w.,/#-])\d{1,6}(?![\w%/#-]|[.,]\d| ?%)"
# What is counted is no time, measure or money, and nothing that is packed round the goods.
_THING = (
    r"(?!(?:working |business |calendar |werk|arbeits|kalender)*(?:days?|weeks?|months?|years?|hours?|minutes?"
    r"|tagen?|tage"
    r"|tag|wochen?|monate?n?|jahre?n?|stunden?|jours?|semaines?|mois|ans?|annees?|heures?|dias?|semanas?"
    r"|mes(?:es)?|anos?"
    r"|horas?|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|or[ae]|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|ja(?:ar|ren)|uur|uren"
    r"|%|percent|prozent|usd|eur|gbp|euros?|dollars?|pages?|seiten?|januar\w*|februar\w*|marz|april|mai|may|juni?|juli?"
    r"|august|september|oktober|november|dezember|january|february|march|june|july|october|december|pallets?|paletten?"
    r"|palettes?|pallet\w*|kg|lbs?|km|miles?|cm|mm|m|g|t|l|business|calendar|working|werktage?n?)(?![\w]))"
)
_ANY = r"(?:[^\s!?;]{1,30} )"  # a word, or a day
_NO_NUMBER = r"(?<!no )(?<!no\. )(?<!nr )(?<!nr\. )(?<!line )(?<!item )(?<!art\. )(?<!page )(?<!ref )(?<!ref\. )"
_COUNTS = re.compile(r"(?<![\w.,])\d{1,6}(?![\w%]|[.,]\d)")
GOODS_BACK = Kind(
    said_by(
        rf"{_NO_NUMBER}{_COUNT} {_THING}(?:{_ANY}){{0,4}}?{_LACKING}",
        rf"(?:there (?:is|are) |es )?(?:{_LACKING}) ?:? (?:(?:noch|only|nur|encore|aun|ancora|nog|are|is|sind|por"
        rf"|entregar|of|von|de|di|van) )*{_COUNT}(?= {_THING}[a-z])",
        rf"(?:of these|of which|of them|thereof|davon|hiervon|darunter|dont|de (?:los|las) cuales|de ellos|di"
        rf" cui|waarvan"
        rf"|hiervan) (?:{WORD}){{0,2}}?{_COUNT} {_THING}(?:{WORD}){{0,4}}?{_LACKING}",
    ),
    None,
    leads_of(
        "missing short shortage lacking not undelivered returned sent taken rejected damaged defective broken"
        " faulty free"
        " unpaid credited returned refunded deducted replaced loan sample samples cancelled canceled fehlen"
        " fehlt fehlend"
        " wenig retourniert zuruckgesandt zuruckgeschickt zuruckgenommen zuruck defekt beschadigt kostenlos kostenfrei"
        " gratis unentgeltlich frei ohne gutgeschrieben storniert nicht leihweise muster manquant manquante manque"
        " retourne renvoye repris defectueux endommage gratuit offert non crediter credite annule faltan faltante falta"
        " devuelto defectuoso danado gratuito sin no abonar anulado mancante mancanti mancano manca reso resi"
        " restituito"
        " difettoso danneggiato omaggio annullato ontbreken ontbreekt weinig geretourneerd teruggestuurd teruggenomen"
        " retour defect beschadigd kosteloos niet crediteren gecrediteerd geannuleerd charge berechnung"
    ),
    any_of(
        r"must|please|within|innerhalb|binnen|sous|dentro|entro|orders? (?:of|over|above)|over|above|ab|from|more than"
        r"|minimum|at least|mindestens|per|each|days?|delivery (?:is )?free|free (?:delivery|shipping|freight|phone"
        r"|of (?:defects|tax|duty))|cheques?|checks?|frei haus|versandkostenfrei|free on board|toll[- ]free"
        r"|(?:tax|duty|lead|rust|acid|oil|vat)[- ]free|www\S*|tel\.?|fax|phone|hotline|call"
    ),
    beside_money=True,
)
_RIGHT = (
    r"(?:agreed|correct(?:ed)?|contract(?:ual)?|right|actual|negotiated|quoted|promised|revised|amended|valid|true"
    r"|vereinbart\w*|richtig\w*|korrekt\w*|korrigiert\w*|berichtigt\w*|vertrags|tatsachlich\w*|gultig\w*"
    r"|convenus?|corrects?|corriges?|contractuels?|exacts?|reels?"
    r"|acordados?|correctos?|corregidos?|pactados?|convenidos?|reales?"
    r"|concordat[oi]|pattuit[oi]|corrett[oi]|convenut[oi]|effettiv[oi]"
    r"|overeengekomen|afgesproken|juiste|correcte|gecorrigeerde|werkelijke)"
)
_PRICE = (
    r"(?:(?:unit |net |purchase )?(?:price|rate)s?|\w*preise?|prix(?: unitaires?)?|precios?(?: unitarios?)?"
    r"|prezz[io](?: unitari[oi])?|\w*prij(?:s|zen)|cost)"
)
_INSTEAD = (
    r"(?:instead of|rather than|not|statt|anstatt|anstelle von|au lieu de|en lugar de|en vez de|invece d[ie]"
    r"|anziche|in plaats van)"
)
# All of a row, where it advertises nothing: "Es gilt der Sonderpreis von 3,50 EUR je Paar".
_SPECIAL = re.compile(
    rf"(?:es gil?t (?:der |ein )?|(?:your|our|with|at|ihr|unser|zum|votre|notre|su|nuestro|vostro|nostro|uw|onze) )?"
    rf"(?:(?:special|promotional|discounted|reduced) {_PRICE}|(?:sonder|aktions|vorzugs)-?preis"
    r"|prix (?:special|promotionnel|reduit)|precio (?:especial|promocional|reducido)"
    r"|prezzo (?:speciale|promozionale|scontato)|(?:speciale|actie|gereduceerde) ?prijs)"
    rf"(?: (?:of|is|von|de|di|van))?:? {SUM}(?: ?[$€£])?"
    r"(?: (?:per|each|a|an|je|pro|par|por|la|le|al|el) ?[a-z]{1,10}\.?)?"
    r"(?: (?:agreed|applies|applied|as agreed|vereinbart|convenu|acordado|concordato|afgesproken))?"
)
OTHER_PRICE = Kind(
    said_by(
        rf"{_RIGHT} ?{_PRICE}:? (?:{WORD}){{0,5}}?{SUM}",
        rf"{_PRICE} (?:{WORD}){{0,2}}?{_RIGHT}:? (?:{WORD}){{0,4}}?{SUM}",
        rf"{SUM} (?:{WORD}){{0,2}}?{_INSTEAD} (?:{WORD}){{0,2}}?{SUM}",
        rf"{_INSTEAD} (?:{WORD}){{0,2}}?{SUM},? (?:{WORD}){{0,2}}?{SUM}",
        rf"{_PRICE} (?:{WORD}){{0,3}}?(?:should|must|ought to|is to|has to) (?:be|read) {SUM}",
    ),
    _SPECIAL,
    leads_of(
        "agreed correct corrected contract contractual right actual negotiated quoted promised revised amended"
        " valid true"
        " vereinbart richtig korrekt korrigiert berichtigt vertragspreis tatsachlich gultig convenu corrige contractuel"
        " exact reel acordado correcto corregido pactado convenido real concordato pattuito corretto convenuto"
        " effettivo"
        " overeengekomen afgesproken juiste gecorrigeerde werkelijke instead rather statt anstatt anstelle lieu"
        " lugar vez"
        " invece anziche plaats should must special promotional discounted reduced sonderpreis aktionspreis"
        " vorzugspreis promotionnel reduit especial promocional reducido speciale promozionale scontato actieprijs"
        " gereduceerde"
    ),
    any_of(
        r"list|catalog\w*|retail|before|previous\w*|saved?|savings?|instead of the (?:list|usual|regular)|until|bis"
    ),
    beside_money=True,
)


def is_less_than_billed(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words name a count that is no more than what one of the lines bills."""
    counts = [Decimal(digits) for digits in _COUNTS.findall(words)]
    billed = max((abs(line.quantity.value) for line in invoice.lines if line.quantity is not None), default=Decimal(0))
    return any(0 < count <= billed for count in counts)


def names_other_price(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words name a price that is none of the invoice's amounts."""
    known = amounts_of(invoice)
    return any(amount not in known for amount in amounts_in(words))

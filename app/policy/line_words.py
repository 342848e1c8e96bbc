"""What the text of a line can say against billing it as it stands, as patterns over folded text.

English, German, French, Spanish, Italian, Dutch. Each has to be all of a part of the text that is not the name of what
was ordered: "backordered" is, "Backorder tags" is not.
"""

from __future__ import annotations

import re
from decimal import Decimal

_TAIL = (
    r"(?:\s(?:until|eta|expected|due|bis|vsl\.?|ca\.?|kw|ab|prevue?|le|hasta|entro|tot|vanaf|on|by|item|today|now"
    r"|am|den|el|il|next|this|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?)"
    r"\b.*)?"
)
_COUNT = r"(?:\W*(?P<count>\d{1,7}(?:[.,]\d{1,3})?)(?:\s?[a-z]{1,5}\.?)?)?"
_LEFT = r"(?:(?:balance|rest|remainder|restmenge|reliquat|solde|resto|saldo|restant|remaining|restliche menge)\b\s?)"

_THIS_LINE = r"(?:(?:this )?(?:line|item|pos(?:ition)?|artikel|ligne|article|linea|articulo|riga|articolo|regel)\.? )?"
NOT_DELIVERED = re.compile(
    rf"{_THIS_LINE}"
    r"(?:(?:of which|of these|davon|hiervon|dont|de (?:los|las) cuales|di cui|waarvan) )?"
    rf"(?:(?:qty\.?|quantity|menge|quantite|cantidad|quantita|aantal) )?"
    rf"(?:(?P<left>{_LEFT})(?:of )?(?:(?P<rest>\d{{1,7}}(?:[.,]\d{{1,3}})?)\s?(?:[a-z]{{1,5}}\.?\s)??)?"
    r"|(?P<before>\d{1,7}(?:[.,]\d{1,3})?)\s(?:[a-z]{1,5}\.?\s)?)?(?:is |are |was |wird |ist |wurde |est |a ete )?(?:"
    r"(?:on )?back[- ]?order(?:ed)?|b/o|bo|(?:temporarily )?out of stock|not (?:yet )?(?:(?:been )?(?:shipped|delivered"
    r"|supplied|dispatched|received)|available|in stock)(?: (?:yet|so far))?"
    r"|(?:to|will) (?:follow|be (?:shipped|delivered)(?: later)?)|follows|undelivered|unshipped|short[- ]?shipped"
    rf"|{_LEFT}to (?:ship|deliver|follow|come)|cancel+ed|discontinued|(?:to|will) (?:be )?(?:ship(?:ped)?"
    rf"|deliver(?:ed)?|sent)(?: (?:next|separately|later|at a later date))?"
    r"|(?:will )?ships? (?:separately|later)|separate shipment"
    r"|wird (?:noch |separat |spater )?(?:nachgeliefert|geliefert|versandt)|sera(?:ont)? (?:livree?s?"
    r"|expediee?s?)(?: (?:plus tard"
    r"|ulterieurement|separement))?|se (?:enviara|entregara|servira)n?(?: (?:mas adelante|mas tarde|por separado))?"
    r"|(?:sara|seguira|verra) (?:consegnat[oa]|spedit[oa])(?: (?:in seguito|separatamente))?"
    r"|(?:consegna )?a saldo(?: seguira)?"
    r"|saldo da consegnare|(?:wordt|worden) (?:nog |later |apart )?(?:na)?geleverd|nog te leveren"
    r"|(?:noch )?nicht (?:mehr )?(?:geliefert|lieferbar|verfugbar|vorratig|ausgeliefert|versandt)|nachlieferung"
    r"|nachgeliefert"
    r"|(?:lieferung )?folgt|(?:im )?ruckstand(?: folgt)?|ausverkauft|vergriffen|storniert|gestrichen|entfallt"
    r"|(?:en )?rupture(?: de stock)?|non (?:livree?s?|expediee?s?|disponibles?)|(?:a livrer|livraison)"
    r" ulterieure(?:ment)?|reliquat"
    r"|(?:reste )?a (?:suivre|livrer)|annulee?s?|epuisee?s?"
    r"|(?:pendientes?|pte\.?)(?: de)? (?:entrega|entregar|envio|enviar|servir)|no (?:entregad|enviad|suministrad"
    r"|disponible|servid)\w*"
    r"|agotad[oa]s?|sin existencias|cancelad[oa]s?|anulad[oa]s?"
    r"|(?:non|da) (?:ancora )?(?:consegnat|spedit|disponibil|consegnare|spedire|evadere)\w*|in arretrato"
    r"|esaurit[oaie]|annullat[oaie]"
    r"|niet (?:geleverd|leverbaar|verzonden|voorradig|op voorraad)|(?:in )?nalevering|volgt(?: later)?|nageleverd"
    r"|uitverkocht"
    r"|geannuleerd|in backorder"
    rf"){_COUNT}{_TAIL}"
)
_DELIVERED = (
    r"(?:delivered|shipped|supplied|geliefert|ausgeliefert|livree?s?|expediee?s?|entregad[oa]s?|enviad[oa]s?"
    r"|consegnat[oiae]|spedit[oiae]"
    r"|geleverd|verzonden)"
)
DELIVERED = re.compile(
    rf"(?:only |nur |seulement |solo |slechts"
    rf" )?(?P<first>\d{{1,7}}(?:[.,]\d{{1,3}})?)\s(?:[a-z]{{1,5}}\.?\s)?{_DELIVERED}"
    rf"|(?:qty )?{_DELIVERED}:?\s(?:qty |only |nur )?(?P<last>\d{{1,7}}(?:[.,]\d{{1,3}})?)(?:\s?[a-z]{{1,5}}\.?)?"
)
_BUYER = r"(?:the )?(?:customer|client|buyer|you|site|receiving)"
NOT_SOLD = re.compile(
    r"(?:(?:supplied |sent )?free of charge|no charge|n/c|f\.?o\.?c\.?|gratis|kostenlos|unentgeltlich|(?:ohne"
    r"|keine) berechnung|gratuite?"
    r"|sans frais|offerte?|sin cargo|gratuit[oa]|omaggio|senza addebito|kosteloos|zonder kosten"
    r"|(?:free )?sample|not for sale|no commercial value|musterlieferung|muster|echantillon|muestra|campione|monster"
    r"|(?:free )?(?:warranty|guarantee) (?:replacement|exchange|claim|case)|replacement under (?:warranty|guarantee)"
    r"|garantie(?:ersatz|austausch|fall)|(?:remplacement )?sous garantie|en garantia|(?:sostituzione )?in"
    r" garanzia|(?:vervanging )?onder garantie"
    rf"|returned(?: goods)?(?: (?:by|from) {_BUYER})?|goods returned"
    r"|(?:returned|sent back) to (?:us|seller|vendor|supplier)"
    rf"|(?:not accepted|not taken|refused|rejected|declined|acceptance refused)(?: by {_BUYER})?"
    r"|(?:vom kunden |von ihnen )?(?:zuruckgegeben|zuruckgesandt|zuruckgeschickt)"
    r"|nicht angenommen|annahme verweigert|nicht abgenommen|refusee?s?(?: par le client)?|non acceptee?s?"
    r"|rechazad[oa]s?|no aceptad[oa]s?|rifiutat[oaie]"
    r"|non accettat[oaie]|geweigerd|niet (?:geaccepteerd|aangenomen)"
    r"|retourniert|retourware|retournee?s?|devuelt[oa]s?|devolucion|res[oi]"
    r"|geretourneerd"
    r"|(?:damaged|lost)(?: in transit| in shipment)?|beschadigt|transportschaden|endommagee?s?|danad[oa]s?"
    r"|danneggiat[oaie]|beschadigd"
    r"|(?:on )?consignment(?: goods| stock)?|konsignation(?:sware|slager)?|kommissionsware|(?:in|auf) kommission"
    r"|en consignation"
    r"|en consignacion"
    r"|en deposito|(?:in )?conto (?:deposito|visione|vendita)|in consignatie"
    r"|(?:on )?loan|leihgabe|leihweise|leihware|rental|zur miete|en location|alquiler|noleggio|huur"
    r"|returned \d+(?: [a-z]+)?|(?:to be|will be) returned|ruckgabe|a retourner|por devolver|da restituire"
    r"|te retourneren"
    r"|\d{1,2} ?% (?:of|des|vom|de|du|del|dell'|van) (?:the |la |el |total |de )*(?:order|orders|contract"
    r"|auftrags?\w*|bestell\w*"
    r"|commande|pedido|ordine|opdracht)(?: value| amount)?|(?:progress|completion|fortschritt|leistungsstand"
    r"|avancement|avance"
    r"|avanzamento|voortgang):? \d{1,2} ?%"
    r"|(?:\d{1,2} ?% )?(?:deposit|anzahlung|acompte|anticipo|acconto|aanbetaling)(?: (?:de |of |von |del "
    r"|van )?\d{1,2} ?%)?"
    r"|(?:billed|invoiced|berechnet|fakturiert|facturee?|facturad[oa]|fatturat[oa]|gefactureerd)"
    r" (?:on|with|under|by|mit|auf|in|sur|avec|en|con|su|op|met)"
    r" (?:invoice |inv\.? |rechnung |facture |factura |fattura |factuur )?(?:no\.? |nr\.? |n\. )?"
    r"[a-z]{0,5}[-/ ]?\d[\w/-]{2,}"
    r"|(?:product )?recall(?:ed)?|ruckruf(?:aktion)?|rappel produit"
    r"|(?:lot|batch|charge|partida|lotto|partij) (?:expired|abgelaufen|perime|caducad[oa]|scadut[oa]|verlopen)(?: .*)?"
    r"|(?:already |previously |bereits |schon |deja |ya |gia |reeds )(?:billed|invoiced|charged|berechnet|fakturiert"
    r"|facturee?s?"
    r"|facturad[oa]s?|fatturat[oaie]|gefactureerd)(?: .*)?"
    r"|(?:\d+(?:st|nd|rd|th)? )?(?:instal?lment|part payment|progress payment)(?: \d+)? ?(?:of|/)? ?\d*|rate \d+"
    r" (?:von|/) \d+"
    r"|(?:\d+\w* )?(?:acompte|echeance|cuota|rata|termijn) \d+ ?(?:sur|de|di|van|/) ?\d+)"
)
_UNITS = (
    r"(?:pcs?|pieces?|ea|each|units?|st\.?|stk\.?|stuck|pieces|pzs?\.?|piezas?|pezzi|stuks?|items|pairs?|paare?|paires?|pares|paia|paren|mtr"
    r"|m|kg|lbs?|ft)"
)
_COUNTS = (
    (12, "dozen doz dz dutzend dtzd douzaine docena dozzina dozijn"),
    (100, "hundred hundert cent ciento cento honderd c"),
    (144, "gross gros"),
    (1000, "thousand tausend mille millar mil duizend m"),
)
_COUNT_OF = {word: Decimal(count) for count, words in _COUNTS for word in words.split()}
_MANY = rf"(?:\d{{2,3}}|\d{{1,2}}[05]00|[2-9]|1[.,]000|10[.,]000|dtzd\.|{'|'.join(_COUNT_OF)})"
_PRICE = r"(?:(?:unit )?prices?|preise?|prix|precios?|prezz[oi]|prij(?:s|zen))"
OTHER_BASIS = re.compile(
    rf"(?:{_PRICE} )?(?:is |are |gilt |verstehen sich )?(?:(?:per|je|pro|pour|par|por|por cada|cada|all?a?|voor|au|le"
    rf"|la|il)\s?|a\s)(?P<many>{_MANY})"
    rf"(?:\s?{_UNITS})?"
    rf"|(?:preiseinheit|unite de prix|unidad de precio|unita di prezzo|prijseenheid):?"
    rf" (?P<unit>{_MANY})(?:\s?{_UNITS})?"
)
NOT_FINAL_PRICE = re.compile(
    r"(?:on|payment) hold|hold|pending (?:approval|review|confirmation)"
    r"|(?:awaiting|subject to) (?:approval|confirmation)"
    r"|quote only|quotation only|gesperrt|zur freigabe|in klarung|bloquee?|en attente (?:d'accord|de validation)"
    r"|bloquead[oa]|pendiente de aprobacion|bloccat[oa]|in attesa di approvazione|geblokkeerd|wacht op goedkeuring"
    r"|(?:actual|final|exact) (?:weight|quantity|count|price) (?:to follow|follows|tbd|pending)"
    rf"|{_PRICE} (?:to be )?(?:confirmed|advised|agreed|negotiated)|(?:{_PRICE} )?(?:tbc|tbd|tba)"
    rf"|(?:provisional|estimated|preliminary)(?: {_PRICE})?|(?:vorlaufiger|geschatzter) preis|preis (?:folgt"
    rf"|unter vorbehalt|vorlaufig)"
    r"|prix (?:provisoire|estimatif|estime|a confirmer)|precio (?:provisional|estimado|a confirmar)"
    r"|prezzo (?:provvisorio|stimato|da confermare)|(?:voorlopige|geschatte) prijs|prijs (?:volgt|onder voorbehoud)"
    r"|[*†]*\s?(?:plus|zzgl\.?|zuzuglich|mas|piu|\+) (?:\d+[.,]?\d*\s?% )?(?:[a-z]+ )?(?:surcharges?|fees?"
    r"|charges?|[a-z]*zuschlag|[a-z]*gebuhr"
    r"|supplements?|recargo|supplemento|[a-z]*toeslag)"
    r"|(?:remise|rabais|descuento|sconto|korting) (?:de |del |di |van )?\d+[.,]?\d*\s?% (?:a deduire|a deducir"
    r"|pendiente|por aplicar"
    r"|da applicare|da dedurre|volgt|af te trekken)|\d+[.,]?\d*\s?% (?:discount|rabatt|remise|descuento|sconto"
    r"|korting) (?:to follow"
    r"|pending|folgt|volgt|not yet applied)|estimated? (?:usage|quantity|consumption|hours|time)"
    r"|(?:.* )?(?:credit|avoir"
    r"|gutschrift|abono|creditnota)"
    r" (?:note )?(?:to follow|follows|a suivre|suivra|folgt|volgt|seguira)"
    r"|(?:less|minus|abzgl\.?|moins|menos|meno|min) \d+[.,]?\d*\s?%(?: [a-z]+)?"
)
# A price for one of them where the line is billed in what holds several, and a unit that the note makes another of.
PER_SINGLE = re.compile(
    rf"(?:all )?(?:unit )?{_PRICE} (?:is |are |gilt |verstehen sich )?(?:per|je|pro|par|por|al|alla|a la|voor|/) ?"
    r"(?:single |einzelne[ns]? )?(?:pcs?|pieces?|ea|each|stuck|stk\.?|st\.?|pieza|pezzo|stuk)"
)
REDEFINED = re.compile(
    r"(?<![\w.,])(?:1 ?|one |ein[es]? |une? |una? |een )?(?P<unit>[a-z]{2,8}\.?) ?(?:=|equals|entspricht|contains"
    r"|holds|enthalt) ?(?P<count>[0-9]{1,5}) ?(?:pcs?|pieces?|ea|each|units?|stuck|stk\.?|st\.?|piezas?|pezzi"
    r"|stuks?)(?!\w)"
)
USED = re.compile(
    r"(?:factory )?seconds|second (?:choice|quality)|(?:ex[- ]?)?(?:display|demo|demonstration|floor)"
    r" (?:model|unit|item|stock)s?|b[- ](?:stock|grade|quality)"
    r"|expired(?: stock| goods)?|past (?:its |their )?(?:best before|use[- ]by"
    r"|expiry|shelf life)(?: date)?|(?:compatible|equivalent|similar|alternative|interchangeable)(?: with| to| item)?"
    r"|(?:substitute|replacement)(?: item| product)?(?: for)?|replica|imitation|zweite wahl|2\. wahl|ausstellungsstuck"
    r"|vorfuhrgerat|abgelaufen|ersatz(?:artikel|typ)? fur|gleichwertig(?: zu)?|kompatibel(?: mit| zu)?|second choix"
    r"|modele d'exposition|perimee?s?|compatible avec|equivalente? a|compatible con|caducad[oa]s?|compatibile con"
    r"|scadut[oaie]|tweede keus|verlopen"
    r"|refurbished|remanufactured|reconditioned|second[- ]?hand|used|b-ware|gebraucht|generaluberholt"
    r"|aufgearbeitet|reconditionnee?"
    r"|(?:d')?occasion|reacondicionad[oa]|usad[oa]|ricondizionat[oa]|usat[oa]|gereviseerd|gebruikt|tweedehands"
)

# Hours of another kind than ordered, or nobody's: beside an order for labour they are billed at what was not agreed.
OTHER_HOURS = re.compile(
    r"(?:over ?time|double time|time and a half|travel(?:ling|ing)? (?:time|hours)|(?:drive|driving) time"
    r"|stand-?by(?: (?:time|hours))?|(?:waiting|idle|down) ?time|(?:customer |client |site )?no[- ]shows?"
    r"|minimum (?:hours|charge|call[- ]?out)|call[- ]?out)(?: (?:hours|rate|charge|fee|billed|charged|applied))*"
    r"|uberstunden\w*|mehrarbeit|(?:reise|fahrt?|anfahrts|warte|stillstands|bereitschafts)zeit|bereitschaft|leerfahrt"
    r"|heures? supplementaires?|temps (?:de trajet|de deplacement|d'attente)|astreinte"
    r"|horas? extra(?:s|ordinarias?)?|tiempo de (?:viaje|desplazamiento|espera)"
    r"|(?:ore di )?straordinari[oe]?|(?:tempo|ore) di (?:viaggio|attesa)|reperibilita"
    r"|overuren|overwerk|reistijd|wachttijd"
)
# Words that say, alone or beside one another, that something is given or lent: "échantillon gratuit", "monthly rental".
_GIVEN = re.compile(
    r"samples?|muster|echantillons?|muestras?|campion[ei]|monsters?|free|gratis|gratuit[aeos]{0,2}|kostenlos\w{0,2}|kosteloos"
    r"|loan|loaned|prete?s?|prestamo|prestito|bruikleen|leih(?:weise|gabe|ware)|rental|hire|hired|miete|gemietet|mietweise"
    r"|miet(?:zeit|zeitraum|dauer|preis)|loue|alquiler|noleggio|huur|huurprijs|huurperiode|gehuurd"
)
# In French it is hire, in English a place: it tells beside a French word of time.
_HIRE, _FRENCH = "location", re.compile(r"mois|semaine|jour|premiere?|mensuel\w*|par")
_BESIDE_GIVEN_TEXT = (
    "first second last monthly weekly daily annual yearly per for of on only charge fee period month week year "
    "day erster erste monat monatlich woche wochentlich pro fur zeitraum premier premiere mois mensuel mensuelle "
    "semaine jour par pour mensual mes semana primer por mensile mese settimana primo maand maandelijks eerste en "
    "in un una a titolo titre titulo de del al sin cargo sans frais ohne berechnung senza addebito zonder kosten "
    "january february march april may june july august september october november december januar februar marz "
    "mai juni juli oktober dezember to bis au till until "
)
_BESIDE_GIVEN = frozenset(_BESIDE_GIVEN_TEXT.split())
_FIGURES = re.compile(r"[\d./:-]{1,12}|q[1-4]")


def basis_named(part: str) -> Decimal | None:
    """Return for how many a part of a text says that its price is; None where it does not speak of that."""
    found = OTHER_BASIS.fullmatch(part)
    if found is None:
        return None
    many = found["many"] or found["unit"]
    return _COUNT_OF.get(many.rstrip(".")) or Decimal(re.sub(r"[.,]", "", many))


def is_given_or_lent(part: str) -> bool:
    """Tell whether a part of a text says nothing but that something is given, lent or hired out, and for how long."""
    words = [word.strip(":,-") for word in part.split()]
    telling = [word for word in words if _GIVEN.fullmatch(word)]
    if _HIRE in words and any(map(_FRENCH.fullmatch, words)):
        telling.append(_HIRE)
    rest = (word for word in words if word not in telling)
    return bool(telling) and all(not word or word in _BESIDE_GIVEN or _FIGURES.fullmatch(word) for word in rest)

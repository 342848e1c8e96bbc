"""What the text of a line can say against billing it as it stands, as patterns over folded text.

English, German, French, Spanish, Italian, Dutch. Each has to be all of a part of the text that is not the name of what
was ordered: "backordered" is, "Backorder tags" is not.
"""

from __future__ import annotations

import re

_TAIL = (
    r"(?:\s(?:until|eta|expected|due|bis|vsl\.?|ca\.?|kw|ab|prevue?|le|hasta|entro|tot|vanaf|on|by|item|today|now"
    r"|am|den|el|il)"
    r"\b.*)?"
)
_COUNT = r"(?:\W*(?P<count>\d{1,7}(?:[.,]\d{1,3})?)(?:\s?[a-z]{1,5}\.?)?)?"
_LEFT = r"(?:(?:balance|rest|remainder|restmenge|reliquat|solde|resto|saldo|restant|remaining|restliche menge)\b\s?)"

NOT_DELIVERED = re.compile(
    rf"(?:(?P<left>{_LEFT})(?:of )?(?:(?P<rest>\d{{1,7}}(?:[.,]\d{{1,3}})?)\s?(?:[a-z]{{1,5}}\.?\s)??)?"
    r"|(?P<before>\d{1,7}(?:[.,]\d{1,3})?)\s(?:[a-z]{1,5}\.?\s)?)?(?:is |are |wird |ist |est )?(?:"
    r"(?:on )?back[- ]?order(?:ed)?|b/o|bo|(?:temporarily )?out of stock|not (?:yet )?(?:(?:been )?(?:shipped|delivered"
    r"|supplied|dispatched|received)|available|in stock)(?: (?:yet|so far))?"
    r"|(?:to|will) (?:follow|be (?:shipped|delivered)(?: later)?)|follows|undelivered|unshipped|short[- ]?shipped"
    r"|cancel+ed|discontinued"
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
    r"|(?:on )?consignment(?: goods| stock)?|konsignation(?:sware|slager)?|kommission(?:sware)?|en consignation"
    r"|en consignacion"
    r"|en deposito|(?:in )?conto (?:deposito|visione|vendita)|in consignatie"
    r"|(?:on )?loan|leihgabe|leihweise|leihware|rental|zur miete|en location|alquiler|noleggio|huur"
    r"|deposit|anzahlung|acompte|anticipo|acconto|aanbetaling"
    r"|(?:\d+(?:st|nd|rd|th)? )?(?:instal?lment|part payment|progress payment)(?: \d+)? ?(?:of|/)? ?\d*|rate \d+"
    r" (?:von|/) \d+"
    r"|(?:\d+\w* )?(?:acompte|echeance|cuota|rata|termijn) \d+ ?(?:sur|de|di|van|/) ?\d+)"
)
_UNITS = (
    r"(?:pcs?|pieces?|ea|each|units?|st\.?|stk\.?|stuck|pieces|pzs?\.?|piezas?|pezzi|stuks?|items|pairs?|paar|mtr"
    r"|m|kg|lbs?|ft)"
)
_MANY = (
    r"(?:\d{2,5}|[2-9]|1[.,]000|10[.,]000|dozen|doz|dz|dutzend|dtzd\.?|douzaine|docena|dozzina|dozijn|hundred"
    r"|hundert|cent|ciento"
    r"|cento|honderd|thousand|tausend|mille|millar|mil|duizend|c|m|gross|gros)"
)
_PRICE = r"(?:(?:unit )?prices?|preise?|prix|precios?|prezz[oi]|prij(?:s|zen))"
OTHER_BASIS = re.compile(
    rf"(?:{_PRICE} )?(?:is |are |gilt |verstehen sich )?(?:per|je|pro|pour|par|por|por cada|cada|all?a?|voor|a|le"
    rf"|la|il)\s?{_MANY}"
    rf"(?:\s?{_UNITS})?"
)
NOT_FINAL_PRICE = re.compile(
    rf"{_PRICE} (?:to be )?(?:confirmed|advised|agreed|negotiated)|(?:{_PRICE} )?(?:tbc|tbd|tba)"
    rf"|(?:provisional|estimated|preliminary)(?: {_PRICE})?|(?:vorlaufiger|geschatzter) preis|preis (?:folgt"
    rf"|unter vorbehalt|vorlaufig)"
    r"|prix (?:provisoire|estimatif|estime|a confirmer)|precio (?:provisional|estimado|a confirmar)"
    r"|prezzo (?:provvisorio|stimato|da confermare)|(?:voorlopige|geschatte) prijs|prijs (?:volgt|onder voorbehoud)"
    r"|[*†]*\s?(?:plus|zzgl\.?|zuzuglich|mas|piu|\+) (?:\d+[.,]?\d*\s?% )?(?:[a-z]+ )?(?:surcharges?|fees?"
    r"|charges?|[a-z]*zuschlag|[a-z]*gebuhr"
    r"|supplements?|recargo|supplemento|[a-z]*toeslag)"
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
    r" (?:model|unit|item|stock)s?|b[- ]stock|expired(?: stock| goods)?|past (?:its |their )?(?:best before|use[- ]by"
    r"|expiry|shelf life)(?: date)?|(?:compatible|equivalent|similar|alternative|interchangeable)(?: with| to| item)?"
    r"|(?:substitute|replacement)(?: item| product)?(?: for)?|replica|imitation|zweite wahl|2\. wahl|ausstellungsstuck"
    r"|vorfuhrgerat|abgelaufen|ersatz(?:artikel|typ)? fur|gleichwertig(?: zu)?|kompatibel(?: mit| zu)?|second choix"
    r"|modele d'exposition|perimee?s?|compatible avec|equivalente? a|compatible con|caducad[oa]s?|compatibile con"
    r"|scadut[oaie]|tweede keus|verlopen"
    r"|refurbished|remanufactured|reconditioned|second[- ]?hand|used|b-ware|gebraucht|generaluberholt"
    r"|aufgearbeitet|reconditionnee?"
    r"|d'occasion|reacondicionad[oa]|usad[oa]|ricondizionat[oa]|usat[oa]|gereviseerd|gebruikt|tweedehands"
)

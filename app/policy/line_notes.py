"""What a short note of a line says of its goods, its price and its share of the order, as patterns over folded text.

English, German, French, Spanish, Italian, Dutch. Each has to be all of a part of the text that is not the name of what
was ordered, as those of line_words.py.
"""

from __future__ import annotations

import re

_COUNT = r"\d{1,6} (?:(?!lead|latex|powder|rust|acid|oil|bpa|dust|lint|duty|tax)[a-z]{1,7}\.? )?"
_DAY = r"[\d./-]{6,10}"
_WHERE = r"(?: (?:at|in|by|on|bei|am|a|au|le|la|en|al|alla|bij|op) .{1,30})?"
_CLAIM = (
    r"(?:rma|returns?|claim|shortage(?: claim)?|damage claim|complaint|dispute|retoure|reklamation|beanstandung|litige"
    r"|reclamation|retour|devolucion|reclamacion|reso|reclamo|contestazione|klacht|reclamatie)"
)
_OPEN = (
    r"(?:open|pending|offen|lauft|in bearbeitung|en cours|ouverte?|en curso|abiert[ao]|pendiente|in corso|apert[oa]"
    r"|in behandeling|loopt)"
)
_SHORT_DAY = r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?"
_COUNT_ALONE = r"\d{1,6}(?: (?:pcs|ea|pieces|units|stk|stuck|cs|bx|ud|uds|pz|st|stuks|cartons?|boxes|cases))?\.?"
_MISSING = (
    r"(?:short(?: by)?|shortage(?: of)?|missing|lacking|fehlmenge|fehlend|fehlen|manquants?|manque|faltan|faltantes?"
    r"|mancan[oti]{1,2}|mancante|tekort|ontbreekt|ontbreken)"
)
# Goods that went back, are disputed, or are given or lent.
NOT_KEPT = re.compile(
    rf"{_COUNT}(?:(?:were|was|wurden?) )?(?:returned|rejected|sent back|damaged|defective|short|missing"
    rf"|retour(?:niert)?"
    r"|reklamiert|beschadigt|defekt|bruch|zuruckgesandt|retournee?s?|renvoyee?s?|refusee?s?|cassee?s?|devuelt[oa]s?"
    r"|rechazad[oa]s?|rot[oa]s|res[eio]|rifiutat[eio]|rott[eio]|geretourneerd|geweigerd|beschadigd|defect"
    rf"|on credit(?: note| memo)?(?: [\w/-]*\d[\w/-]*)?){_WHERE}"
    rf"|(?:goods |ware |marchandise |merce )?(?:returned|zuruckgesandt|retournee?|devuelta|resa|geretourneerd)"
    rf" (?:on |am |le |el |il |op )?{_DAY}|less returns|abzgl\.? retouren|moins retours"
    rf"|{_COUNT}(?:under|in|on) (?:a )?(?:claim|dispute|reklamation|litige|reclamo|reclamacion|klacht)"
    rf"|{_CLAIM} (?:no\.? |nr\.? |# ?)?(?:[\w/-]*\d[\w/-]* )?(?:is |ist |est )?{_OPEN}"
    r"|(?:customer |client |buyer )?refused (?:delivery|goods)|(?:delivery|lieferung) (?:refused|verweigert)"
    r"|refusee?s? a la livraison|entrega rechazada|consegna rifiutata|levering geweigerd"
    r"|(?:no[- ]charge|complimentary|gratis) (?:items?|goods|lines?|units?|products?|replacements?)"
    r"|(?:kostenlose[rs]?|gratis-?) ?(?:artikel|ware|lieferung|ersatz)|artikel ohne berechnung|articles? gratuits?"
    r"|article sans frais|articulo (?:gratuito|sin cargo)|articolo (?:gratuito|omaggio)|gratis artikel"
    rf"|{_COUNT}(?:free(?: of charge)?|gratis|kostenlos|offerte?s?|gratuite?s?|omaggio|gratuit[aio]|sin cargo"
    r"|zonder kosten)|naturalrabatt(?: .{1,20})?|free goods(?: \d+)?|gratis item|zugabe|vorfuhrware"
    r"|kostenfrei(?: laut .*)?"
    r"|no charge per .*|a titre gracieux|obsequio|sin coste|senza costi|(?:demo|demonstration) unit"
    r"|materiel de demonstration|material de demostracion|materiale dimostrativo|demomateriaal"
    r"|op proef|auf probe|a l'essai|on approval|on trial|(?:.{1,30} )?not for (?:billing|invoicing)"
    r"|nicht berechnen|do not (?:bill|invoice|charge)"
    rf"|returns?|retouren?|retour|devolucion(?:es)?|returned {_SHORT_DAY}"
    rf"|{_MISSING}:? ?{_COUNT_ALONE}|{_COUNT_ALONE} (?:pcs\.? |stk\.? )?{_MISSING}"
    r"|(?:credit(?: note| memo)?|gutschrift|avoir|abono|accredito|nota di credito|creditnota|creditering)"
    r" (?:is |ist |est )?(?:pending|due|requested|expected|to come|to be issued|steht (?:noch )?aus|ausstehend|offen"
    r"|beantragt|a venir|en attente|demandee?|pendiente|solicitad[oa]|da ricevere|in attesa|richiest[oa]|aangevraagd"
    r"|in behandeling)"
)
# Goods that did not leave the vendor.
STILL_TO_COME = re.compile(
    r"(?:nachlieferung|lieferung|rest(?:lieferung)?|ware) folgt(?: .{1,20})?|arretrat[oi]"
    r"|pendientes? \d{1,6}(?: [a-z]{1,7}\.?)?|(?:solde|reliquat) a suivre|saldo a seguire|resto a seguir"
    r"|(?:shipping|delivery|delivers|arrives|lieferung|livraison|entrega|consegna|levering) (?:later|spater|plus tard"
    r"|mas tarde|in seguito|later)|"
    r"awaiting (?:stock|delivery|shipment|parts)|(?:noch |still )?in (?:production|fertigung|produktion|produzione"
    r"|productie)"
    r"|en (?:fabrication|fabricacion)|pre-?order(?:ed)?|vorbestell(?:ung|t)|precommande|voorbestelling"
    r"|(?:held|stored) at (?:our |the )?warehouse|nicht auf lager|(?:drop[- ]?)?ship(?:ment|ping)? pending"
    r"|versand folgt"
    r"|pas encore (?:expedie|livre)e?s?|(?:aun|todavia) no (?:enviad|entregad)[oa]s?"
    r"|(?:nog )?niet (?:verzonden|geleverd)|noch nicht (?:versandt|geliefert)"
)
_SUPPLIED = r"(?: (?:supplied|shipped|delivered|sent|geliefert|livree?|entregad[oa]|consegnat[oa]|geleverd))?"
# Goods that are others than those ordered, whatever their code.
OTHER_PRODUCT = re.compile(
    r"(?:alternate|alternative|different|other|substitute) (?:brand|make|model|product|item|color|colour|size)"
    rf"{_SUPPLIED}|(?:andere|alternative|abweichende)[rs]? (?:marke|farbe|grosse|ausfuhrung){_SUPPLIED}"
    rf"|(?:autre|autres) (?:marque|couleur|taille|modele){_SUPPLIED}|otr[oa] (?:marca|color|talla|modelo){_SUPPLIED}"
    rf"|altr[oa] (?:marca|colore|taglia|modello){_SUPPLIED}|(?:ander|andere) (?:merk|kleur|maat|model){_SUPPLIED}|"
    r"(?:(?:(?:or )?(?:equivalent|alternative|different|substitute|successor|similar|comparable) (?:brand|product|item"
    r"|article|model|make|type|manufacturer)"
    r"|(?:or|shipped|supplied|sent) (?:equivalent|alternate|alternative|substitute) (?:parts?|items?)"
    r"|(?:equivalent|alternate|alternative|substitute) (?:parts?|items?|products?|brand) from .{1,40})"
    r"|(?:gleichwertig|ander|alternativ|vergleichbar|ahnlich)\w* (?:artikel|produkt|fabrikat"
    r"|modell|hersteller|marke|typ)|(?:nachfolge|ersatz|alternativ)(?:modell|artikel|produkt|typ)"
    r"|(?:article|produit|modele|marque) (?:equivalente?|de (?:remplacement|substitution)|similaire|differente?)"
    r"|(?:articulo|producto|modelo|marca) (?:equivalente|sustitut\w+|alternativ[oa]|similar|distint[oa])"
    r"|(?:articolo|prodotto|modello|marca) (?:equivalente|sostitutiv[oa]|alternativ[oa]|simile|divers[oa])"
    rf"|(?:gelijkwaardig|vervangend|alternatief|ander|soortgelijk)e? (?:artikel|product|model|merk|type)){_SUPPLIED}"
)
_K_OF_N = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|\.|er|ere|eme|e|o|a)? ?(?:of|von|sur|de|di|van|/) ?(?P<{1}>[2-9]|[1-3]\d)"
_DELIVERY = r"(?:delivery|shipment|lieferung|livraison|entrega|envio|consegna|spedizione|levering)"
_PART = (
    r"(?:part(?:ial)?[ -]?(?:delivery|shipment)|teil-?lieferung|livraison partielle|(?:entrega|envio) parcial"
    r"|(?:consegna|spedizione) parziale|deel-?levering)"
)
# A part of a delivery, which cannot bill all that was ordered.
PART_DELIVERED = re.compile(
    rf"{_PART}(?: (?:no\.? |nr\.? )?(?:{_K_OF_N.format('k1', 'n1')}|\d{{1,2}}))?"
    rf"|{_DELIVERY} {_K_OF_N.format('k2', 'n2').replace('|/', '')}"
    rf"|(?P<k3>\d{{1,2}})(?:st|nd|rd|th|\.|er|ere|eme|e|o|a)? {_DELIVERY} (?:of|von|sur|de|di|van) (?P<n3>\d{{1,2}})"
    r"|first (?:part )?(?:delivery|shipment)|erste (?:teil)?lieferung|premiere livraison|primera entrega"
    r"|prima consegna|eerste levering"
)
_PERIOD = (
    r"(?:q|month|quarter|stage|milestone|phase|(?:monthly )?instal?lment|monat|quartal|rate|mois|trimestre|mensualite"
    r"|echeance|mes|mensualidad|plazo|cuota|mese|rata|maand|kwartaal|termijn)"
)
_INVOICED = (
    r"(?:billed|invoiced|berechnet|fakturiert|abgerechnet|facturee?s?|facturad[oa]s?|fatturat[oaie]|gefactureerd)"
)
# A part of what was agreed, asked for in advance or step by step, which cannot bill all of it.
PART_BILLED = re.compile(
    rf"part(?:ial)?(?:ly)? (?:billed|billing|invoiced|invoice)|teil(?:rechnung|faktura|berechnung)|(?:facturation"
    r"|facture) partielle|(?:facturacion|factura) parcial|(?:fatturazione|fattura) parziale|deelfactuur"
    rf"|\d{{1,2}} ?% {_INVOICED}|{_INVOICED} (?:at |a |al |zu |op )?\d{{1,2}} ?%"
    rf"|progress (?P<k0>\d{{1,2}}) ?(?:of|/) ?(?P<n0>\d{{1,2}})"
    r"|(?:balance|remainder|rest|solde|resto|saldo|restant) (?:on|with|in|auf|mit|sur|avec|con|su|en|op|met)"
    r" (?:the |der |la |de )?(?:next|nachste[rn]?|prochaine|proxima|prossima|volgende) (?:invoice|bill|rechnung|facture"
    r"|factura|fattura|factuur)|"
    rf"(?:[a-z]+ ?[a-z]*,? )?{_PERIOD} ?{_K_OF_N.format('k1', 'n1')}|\d(?:er|re|ere|eme|e|o|a)? (?:echeance|plazo"
    rf"|rate|rata|termijn)"
    r" (?:de|von|di|van) \d{1,2}"
    r"|(?:progress (?:billing|invoice|claim)|milestone|part(?:ial)? (?:invoice|bill)|abschlag|teilrechnung|teilbetrag"
    r"|situation|certificacion|sal|acompte|anticipo|acconto|voorschot|termijn) ?(?:no\.? ?|nr\.? ?|n°? ?|n\. ?"
    r"|# ?)?\d{1,2}"
    r"|\d(?:\.|er|re|ere|eme|e|o|°|a)? ?(?:abschlag|teilrechnung|rate|acompte|situation|anticipo|acconto|voorschot"
    r"|termijn)"
    r"|(?:first|second|third|final|last|1st|2nd|3rd) (?:partial|progress|interim|part) (?:invoice|bill|billing|payment)"
    r"|(?:final|last|first|remaining|balance|rest(?:betrag)?|solde|saldo) \d{1,2} ?%(?: (?:of|des|vom|de|del"
    r"|van) .{1,20})?"
    r"|(?:\d/\d|half|a third|a quarter) of (?:the )?(?:contract|order|total)|billed \d{1,2} ?%(?: .{1,20})?"
    r"|deposit already (?:billed|paid)|schlussrate|[\w-]*(?:einbehalt|inhouding) \d{1,2} ?%"
    r"|(?:retention|retainage|retenue de garantie|retencion de garantia|ritenuta di garanzia)(?: de"
    r"| del)? \d{1,2} ?%(?: .*)?"
    r"|advance billing|billed in advance|upfront fee(?: .{1,20})?|(?:voraus|vorab)berechnung(?: .{1,20})?"
    r"|facturation d'avance(?: .{1,20})?|facturacion anticipada(?: .{1,20})?|fatturazione anticipata(?: .{1,20})?"
    r"|vooruit gefactureerd(?: .{1,20})?"
)
# A discount that is still to be taken off.
DISCOUNT_TO_COME = re.compile(
    r"(?:discount|rebate|rabatt|nachlass|remise|descuento|sconto|korting) (?:is |noch )?(?:pending|to follow|follows"
    r"|to be applied|folgt|a venir|a suivre|pendiente(?: de aplicar)?|por aplicar|da applicare|volgt(?: nog)?)"
    r"|discount (?:of )?\d+[.,]?\d* ?% at payment|\d+[.,]?\d* ?% off(?: .{1,20})?|(?:\.?/\."
    r"|abzuglich) ?\d+[.,]?\d* ?%(?: [a-z]+)?"
)
_PACK = (
    r"(?:box|carton|case|pack|package|pallet|bag|karton|kiste|packung|palette|ve|vpe|gebinde|boite|paquet|caja|paquete"
    r"|scatola|confezione|conf\.?|pacco|doos|pak)"
)
# A price for a pack, where the line counts what is in it.
PER_PACK = re.compile(
    rf"(?:price|preis|prix|precio|prezzo|prijs|billed|invoiced|sold|berechnet|facture|facturado) (?:is |gilt )?"
    rf"(?:per|by the|je|pro|par|au|a la|por|al|alla) {_PACK}(?: (?:of|a|zu|de|da|van) \d{{1,5}}(?: [a-z]{{1,7}}\.?)?)?"
)
_LEAST = (
    r"(?:min(?:imum|\.)? ?(?:order |billing )?(?:quantity|qty\.?)|minimum(?: order| charge| order charge)?"
    r"|mindest(?:bestell|abnahme|liefer)?(?:menge|abnahme)|(?:quantite )?minimum(?: de commande)?|quantite minimale"
    r"|(?:cantidad|quantita) minima(?: de pedido| d'ordine)?|pedido minimo|ordine minimo|minimum ?(?:afname|hoeveelheid"
    r"|aantal)|minimale (?:bestel|afname)?(?:hoeveelheid|afname))"
)
_BILLED = (
    r"(?:billed|charged|invoiced|appl(?:ied|ies)|berechnet|fakturiert|verrechnet|facturee?|appliquee?|facturad[oa]"
    r"|cobrad[oa]|aplicad[oa]|fatturat[oa]|addebitat[oa]|applicat[oa]|gefactureerd|berekend|toegepast)"
)
_OF_SO_MANY = r"(?: (?:of |von |de |di |van )?(?P<{0}>\d{{1,6}})(?: [a-z]{{1,7}}\.?)?)?"
# A least quantity that is billed, however much came.
LEAST_BILLED = re.compile(
    rf"{_LEAST}{_OF_SO_MANY.format('many1')} (?:is |was |wird |wurde |est )?{_BILLED}{_OF_SO_MANY.format('many2')}"
    rf"|(?:min(?:imum|\.) (?:billing|billable|chargeable|charged|billed|invoiced)(?: (?:quantity|qty\.?))?"
    r"|mindestberechnung|(?:minimum de|minimale) facturati(?:on|e)|facturacion minima|fatturazione minima|minimo"
    rf" (?:facturable|fatturabile)){_OF_SO_MANY.format('many3')}"
    rf"|(?:{_BILLED}|rounded up|aufgerundet) (?:to|at|for|as|au|en|al|tegen|als|nach|mit|zur|auf)"
    rf"(?: the| a| la| il| de| der)? {_LEAST}"
)
_MANY_PACKS = (
    r"(?:box(?:es)?|cartons?|cases?|packs?|packages?|bags?|bundles?|kartons?|kisten?|packungen|gebinden?|boites?|paquets?"
    r"|lots?|cajas?|paquetes?|confezioni|scatole|dozen|pakken|verpakkingen|multiples?)"
)
# Packs in which alone something is sold: what is billed is so many of them, or a number of pieces that fills some.
SOLD_IN_PACKS = re.compile(
    rf"(?:only )?(?:sold|available only|verkauft?|vendue?s?|vendid[oa]s?|vendut[oaie]|verkocht)"
    rf"(?: only| nur| uniquement| solo| alleen)? (?:in|im|as|by|en|par|por|per) {_MANY_PACKS} (?:of|zu|a|de|da|van|von)"
    r" (?P<count>\d{1,5})(?: [a-z]{1,7}\.?)?"
)
# A net weight, which is what is owed where a line is billed by weight: "tara 8 kg, netto 92 kg".
NET_WEIGHT = re.compile(
    r"(?:net(?: weight| wt\.?)?|netto(?:-?gewicht)?|poids net|peso nett?o)\.? ?:? ?(?P<weight>\d{1,6}(?:[.,]\d{1,3})?)"
    r" ?(?P<unit>kgs?|lbs?|g|t)"
)
WEIGHED_IN = {"kg": "KG", "kgs": "KG", "lb": "LB", "lbs": "LB", "g": "G", "t": "MT"}
_UNIT = r"(?:unit|einheit|unite|unidad|unita|eenheid)"
_ONE_BY_ONE = r"(?P<{0}>pairs?|paare?|paires?|pares|paia|paar|pcs\.?|pieces?|stuck|stk\.?|piezas?|pezzi|stuks?|ea|each)"
# A unit that holds several of what the line counts one by one, and quantities that are packs.
UNIT_HOLDS = re.compile(
    rf"(?:1 |one |each |per )?{_UNIT} ?(?:=|equals|is|contains|holds) ?(?P<count1>\d{{1,5}})"
    rf" ?{_ONE_BY_ONE.format('of1')}"
    rf"|(?P<count2>\d{{1,5}}) {_ONE_BY_ONE.format('of2')} (?:per|je|pro|par|por|a) {_UNIT}"
    rf"|(?:qty\.?|quantit(?:y|ies)|mengen?) ?(?:=|is|are|in|stated in|counted in|shown in) ?{_MANY_PACKS}"
    r"(?: (?:of|zu|a|de|da|van|von) (?P<count3>\d{1,5})(?: [a-z]{1,7}\.?)?)?"
)
# A price for one, which is then looked for in the line.
NAMED_PRICE = re.compile(
    r"(?:(?:(?:special|agreed|contract|net|promo(?:tional)?|negotiated|correct"
    r"|quoted) )?price(?: match(?:ed)?(?: to)?)?"
    r"|should be|(?:sonder|aktions|vertrags|netto|angebots)-?preis|vereinbarter preis|vereinbart"
    r"|prix (?:special|promo|convenu|net|contractuel)|precio (?:especial|promocion|acordado|neto|pactado)"
    r"|prezzo (?:speciale|promo|concordato|netto)|(?:speciale|afgesproken|overeengekomen) prijs|(?:actie|netto)prijs)"
    r"(?: of| von| de| di| van)?:? ?(?:[$€£] ?|(?:eur|usd|gbp) )?(?P<price>\d{1,6}[.,]\d{2,4})"
    r"(?: ?(?:[$€£]|eur|usd|gbp))?(?: ?(?:/|per|je|pro|par|por|la|al) ?[a-z]{1,8}\.?)?"
    r"(?: (?:agreed|vereinbart|convenu|acordado|concordato|afgesproken))?"
)


def is_last(found: re.Match[str]) -> bool:
    """Tell whether a part is counted as the last of its number: with it, all may be billed."""
    groups = found.groupdict()
    counts = [(groups[k], groups.get(f"n{k[1:]}")) for k in groups if k.startswith("k") and groups[k]]
    return any(n is not None and int(k) >= int(n) for k, n in counts if k is not None)

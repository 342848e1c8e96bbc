"""How a page says that it was billed before or is a later version, and that its prices are for many: patterns.

English, German, French, Spanish, Italian, Dutch; over folded text (small letters, no accents).
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by
from app.extraction.statements.not_to_pay_phrases import IN_COLLECTIVE, IN_COLLECTIVE_LEADS

_MANY = (
    r"(?:100+|1[.,']000|hundred|thousand|dozen|gross|hundert|tausend|dutzend|cent|mille|douzaine|cien|mil|docena"
    r"|cento"
    r"|dozzina|honderd|duizend|dozijn)"
)
# Counts only where the lines were read with a price for one.
PRICES_PER = Kind(
    said_by(
        rf"(?:prices?|rates?|unit prices?) (?:(?:is|are|quoted|stated|shown|given|apply|applies"
        rf"|\w+ly) ){{0,3}}per {_MANY}",
        rf"preise? (?:(?:gelten|gilt|verstehen sich|sind|ist) )?(?:je|pro|per|fur) {_MANY}",
        rf"prix (?:unitaires? )?(?:au|par|pour|a la|a) (?:la )?{_MANY}|precios? (?:unitarios? )?por {_MANY}",
        rf"prezz[io] (?:unitari[oe]? )?(?:per|al|alla) {_MANY}|prij(?:s|zen) per {_MANY}",
    ),
    None,
    leads_of("per je pro fur au par pour por al alla"),
    any_of(
        r"(?:discount\w*|rabatt\w*|weight|freight|fracht|shipping) (?:prices?|rates?|preise?|raten?)",
        r"(?:for|on|from|with) (?:\w+ ){0,3}orders|bei (?:\w+ ){0,3}(?:bestellungen|auftragen)",
    ),
)
_NUMBER = r"(?:(?:no|nr|num)\.? ?:?|#)? ?[a-z]{0,6}[-/ ]?\d[\w/-]*"
_BILL = r"(?:invoice|inv\.?|bill|rechnung|facture|factura|fattura|factuur)"
# That an earlier one is to be forgotten says that there is one, which may be paid. "Please disregard this notice if it
# crossed your payment" is of this one.
_NO_LONGER = (
    rf"(?:disregard|ignore|destroy|discard) (?:our |the |all )*(?:(?:earlier|previous|prior|former|first|original|last)"
    rf" (?:{_BILL}s?|version)|{_BILL} {_NUMBER})",
    rf"(?:unsere|die) (?:\w+ )?rechnung (?:vom \S+ )?(?:{_NUMBER} )?(?:(?:ist|wird|als|damit|hiermit|somit) )+"
    r"(?:gegenstandslos|hinfallig|uberholt)",
    rf"(?:ne pas tenir compte|ne tenez pas compte) de (?:notre|la) (?:(?:premiere|precedente) )?facture"
    rf" (?:precedente|{_NUMBER})|(?:annulez|detruisez) (?:notre|la) (?:precedente )?facture (?:precedente|{_NUMBER})",
    rf"(?:no (?:tengan?|tener) en cuenta|ignoren?|anulen?) (?:nuestra|la) (?:anterior )?factura (?:anterior|{_NUMBER})",
    r"(?:non (?:considerare|considerate|tener conto del)|ignorare|annullare) ?(?:la )?(?:nostra )?(?:precedente "
    rf"(?:nostra )?fattura|fattura (?:precedente|{_NUMBER}))",
    rf"(?:negeer|negeert u|vernietig) (?:onze|de) (?:(?:eerdere|vorige) factuur|factuur {_NUMBER})"
    rf"|(?:onze|de) (?:eerdere |vorige )?factuur (?:{_NUMBER} )?als niet (?:verzonden|ontvangen)",
)
# Who says what became of the original holds a copy of it. "The original will follow by post" is no such word.
_ORIGINAL_SENT = (
    rf"original (?:{_BILL} )?(?:was|has been|had been) (?:already )?(?:sent|mailed|e-?mailed|posted|issued|submitted)",
    rf"original(?:{_BILL})? (?:{WORD}){{0,4}}(?:erhalten|zugegangen|zugesandt|gesandt|gesendet|verschickt|versandt)",
    r"original (?:vous )?(?:a|avait) (?:deja )?(?:ete )?(?:envoye|transmis|adresse|expedie)|original (?:ya )?(?:fue"
    r"|se|ha sido) (?:ya )?(?:enviado|remitido|envio|remitio)|originale (?:vi )?(?:e )?(?:gia )?(?:stat[oa] )?(?:inviat"
    r"|spedit|trasmess)[oa]",
    rf"origine(?:el|le) (?:{_BILL} )?(?:{WORD}){{0,4}}(?:ontving|ontvangen|verzonden|verstuurd|gestuurd)",
)
BILLED = Kind(
    said_by(
        *_ORIGINAL_SENT,
        rf"(?:previously|already|originally|first) (?:billed|invoiced|charged) (?:\w+ )?(?:(?:on|under|with|by"
        rf"|as|in) )?(?:{_BILL}|{_NUMBER})",
        rf"(?:rebill(?:ing)?|re-bill(?:ing)?|reinvoicing|re-invoicing|duplicate|copy|revision|rev\.? ?\w{{1,2}}"
        rf"|correction|amendment"
        rf"|reissue|re-issue) (?:of|to|for) (?:(?:the|our|your) )?(?:{_BILL} )?{_NUMBER}",
        rf"(?:bereits|schon|zuvor) (?:(?:fruher|einmal) )?(?:(?:mit|auf|in|unter|durch|per) (?:{WORD}){{1,3}}|\w+"
        rf" )?(?:berechnet|fakturiert"
        rf"|in rechnung gestellt)|(?:doppel"
        rf"|zweitschrift"
        rf"|korrektur|storno) (?:von|zu|der) (?:{_BILL} )?{_NUMBER}",
        rf"credit(?:s|ed|ing)? and re-?(?:bill|invoic)\w* (?:{WORD}){{0,2}}(?:{_BILL} )?{_NUMBER}",
        r"(?:second|another|further|zweite|weitere|deuxieme|segunda|seconda|tweede) (?:invoice|bill|rechnung|facture"
        r"|factura|fattura|factuur) (?:for|on|fur|uber|pour|por|de|per|voor) (?:the |die |la |las |los |de |der |le "
        r"|lo )*"
        r"(?:same|selben?|dieselbe\w*|gleiche\w*|meme|mism[ao]s?|stess[ao]|medesim[ao]|zelfde|dezelfde)",
        rf"already (?:billed|invoiced|charged) (?:in|on|with|under|by|to)"
        rf"|(?:billed|invoiced|charged) (?:on|with|under) (?:{_BILL} )?{_NUMBER} (?:too|also|as well|already)",
        rf"{_BILL} {_NUMBER} (?:(?:is|was|has been|wird|wurde|ist|est|a ete|es|ha sido|queda|e|viene|is|wordt|werd) )?"
        r"(?:hereby |hiermit |damit )?(?:cancel+ed|voided|void|superseded|storniert|ersetzt|annulee|remplacee|anulada"
        r"|sustituida|annullata|sostituita|geannuleerd|vervangen)",
        rf"(?:voids|cancels|supersedes) (?:the |our )?(?:{_BILL} {_NUMBER}|(?:all |any )?(?:prior|previous|earlier)"
        r" (?:invoices?|bills?|versions?))",
        rf"(?:billed|invoiced|charged) (?:on|under|with) (?:{_BILL} )?{_NUMBER} in error",
        *_NO_LONGER,
        *IN_COLLECTIVE,
        r"cette facture annule (?:et remplace )?(?:la|toute?s?) (?:facture )?precedente?s?",
        rf"(?:deze )?factuur vervangt (?:factuur )?{_NUMBER}",
        r"deja (?:ete )?facturee?s?|ya (?:(?:ha sido )?facturad[oa]s?|se (?:facturo|facturaron))"
        r"|gia (?:stat[oaie] )?fatturat[oaie]|(?:reeds|al) (?:eerder )?gefactureerd",
        rf"(?:was|were) (?:billed|invoiced) (?:earlier|before)|(?:invoiced|billed) (?:earlier|before) (?:on|under"
        rf"|with|by)"
        rf" (?:{_BILL} )?{_NUMBER}",
    ),
    any_of(
        r"(?:version|revision|rev\.?|issue) (?:no\.? )?(?:[2-9]|[b-h])|v[2-9](?:\.\d)?|revised|amended"
        r"|corrected(?: (?:on )?[\d./-]+)?"
        r"|berichtigt(?: am [\d./-]+)?|korrigiert(?: am [\d./-]+)?|corrigee?(?: le [\d./-]+)?|corregid[oa]"
        r"|corrett[oa]|gecorrigeerd|(?:re-?issued?|re-?bill(?:ed|ing)?|re-?sent|amended"
        r"|reprinted)(?: (?:on )?[\d./-]+)?"
        r"|second (?:request|original)|adjusted invoice|credit and re-?bill|neuausstellung"
        r"|wiederholte rechnungsstellung"
        r"|(?:2\.|zweite) ausfertigung|reedition|(?:2e|2eme|second|deuxieme) exemplaire|reemision"
        r"|segund[oa] (?:copia|ejemplar)"
        r"|riemissione|seconda copia|heruitgave|tweede exemplaar"
    ),
    leads_of(
        "original originalrechnung originale origineel originele"
        " facturo facturaron gegenstandslos hinfallig uberholt disregard ignore destroy discard tenir tenez annulez"
        " detruisez tengan tener ignoren anulen considerare considerate ignorare annullare negeer negeert vernietig"
        " niet"
        " previously already originally first rebill rebilling re-bill reinvoicing re-invoicing rebills rebilled"
        " duplicate copy"
        " revision rev correction"
        " amendment reissue re-issue bereits schon zuvor doppel zweitschrift korrektur storno deja facturado"
        " facturada"
        " facturados fatturato fatturata fatturati gefactureerd version issue v2 v3 v4 v5 v6 v7 v8 v9 revised"
        " amended corrected billed invoiced charged second another further zweite weitere deuxieme segunda seconda"
        " tweede"
        " invoice inv bill rechnung facture factura fattura factuur cette voids cancels supersedes re-sent resent"
        " reprinted adjusted credit neuausstellung wiederholte ausfertigung exemplaire ejemplar exemplaar 2e 2eme"
        " reedition reemision segundo riemissione heruitgave"
        " deuxieme"
        " berichtigt korrigiert corrige corrigee corregido corretto gecorrigeerd"
        f" {IN_COLLECTIVE_LEADS}"
    ),
    any_of(r"prices? lists?|terms|conditions|agb|catalog\w*|form"),
    beside_money=True,
)

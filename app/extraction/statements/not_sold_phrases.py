"""How a page says that its goods were not sold, or not yet: patterns over folded text.

They are samples, replacements, lent, on trial or in consignment, and their values are for a customs officer or an
insurer. English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

# Pallets and bottles are lent with goods that are sold: of those it says nothing, and so it has to be the goods.
_GOODS = r"(?:(?<!..)|(?:all |the |these )*(?:goods|items|units|articles|products) (?:(?!not )\w+ ){0,3})"
_WARE = r"(?:(?<!..)|(?:die |diese )?(?:waren?|artikel|lieferung) (?:(?!nicht |keine )\w+ ){0,3})"
_WARE_FR = r"(?:(?<!..)|(?:marchandises?|materiel|articles?|produits?) (?:(?!non |pas )\w+ ){0,3})"
_WARE_ES = r"(?:(?<!..)|(?:mercancias?|material|articulos?|productos?) (?:(?!no )\w+ ){0,3})"
_WARE_IT = r"(?:(?<!..)|(?:merc[ei]|materiale|articol[oi]|prodotti) (?:(?!non )\w+ ){0,3})"
_WARE_NL = r"(?:(?<!..)|(?:de |deze )?(?:goederen|artikelen|levering) (?:(?!niet )\w+ ){0,3})"
_ON_TRIAL = (
    rf"{_GOODS}(?:supplied |delivered |sent |shipped |sold |invoiced )?on (?:a )?(?:sale[- ]or[- ]return|approval|loan"
    r"|trial|consignment)",
    rf"{_WARE}(?:(?:auf|in) kommission(?:sbasis)?(?= (?:geliefert|uberlassen|gegeben)|$|[.,;!])|auf probe"
    r"|zur ansicht|leihweise)|kauf auf probe|berechnung (?:erfolgt )?(?:nur|erst) bei"
    r" (?:nicht-?ruckgabe|verbleib)",
    rf"{_WARE_FR}(?:livree?s? )?(?:a l'essai|a titre de pret|pretee?s?,? a (?:restituer|rendre))|vente a condition"
    rf"|{_WARE_FR}a condition,? avec|mis(?:es?)? a (?:votre )?disposition a titre de pret",
    rf"{_WARE_ES}(?:enviad[oa]s? |cedid[oa]s? |entregad[oa]s? )?(?:a prueba|en prestamo)",
    rf"{_WARE_IT}(?:concess[oaie] |consegnat[oaie] )?in (?:comodato|prestito|prova)|vendita (?:con riserva di"
    rf" gradimento"
    r"|a prova)",
    rf"{_WARE_NL}(?:geleverd )?(?:op zicht|in bruikleen|op proef)|geleverd met recht van retour",
)
# "Parts replaced under warranty remain our property" is a term.
_NO_TERM = (
    r"(?! (?:\w+ ){0,3}(?:is|are|remain|remains|become|becomes|will|shall|sind|werden|wird|restent|sono|zijn)\b)"
    r"(?! (?:of|period|terms?|policy|des|der|du|de|del|della|di|van|constructeur|\d))"
)
_UNDER_WARRANTY = (
    rf"(?:supplied|delivered|sent|shipped|replaced|exchanged|repaired) under (?:\w+ )?(?:warranty|guarantee){_NO_TERM}",
    r"(?:geliefert|ersetzt|getauscht|ausgetauscht) (?:auf|unter|im rahmen der|als) (?:garantie|gewahrleistung)"
    rf"(?:sfall)?{_NO_TERM}|(?:auf|unter|im rahmen der) (?:garantie|gewahrleistung) (?:geliefert|ersetzt|getauscht"
    rf"|ausgetauscht){_NO_TERM}",
    rf"(?:fourni|livre|remplace|echange)e?s? (?:sous|au titre de la|en) garantie{_NO_TERM}",
    rf"(?:entregad|suministrad|enviad|sustituid|repuest)[oa]s? (?:en|bajo|por) garantia{_NO_TERM}",
    rf"(?:fornit|consegnat|spedit|sostituit)[oaie] in garanzia{_NO_TERM}",
    rf"(?:geleverd|verzonden|vervangen) (?:onder|in|als) garantie{_NO_TERM}",
)
_ONLY_VALUED = (
    rf"(?:values?|prices?|amounts?|figures) (?:{WORD}){{0,3}}(?:(?:only|solely|purely) for"
    rf" (?:{WORD}){{0,2}}(?:insurance"
    rf"|customs)|for (?:{WORD}){{0,2}}(?:insurance|customs)(?: \w+)? only)",
    rf"(?:werte?|wertangaben?|preise?|betrage?) (?:{WORD}){{0,3}}(?:nur|lediglich|ausschliesslich) (?:fur|zu) "
    rf"(?:{WORD}){{0,2}}(?:versicherung\w*|zoll\w*)",
    rf"(?:valeurs?|prix|montants?) (?:{WORD}){{0,3}}(?:(?:uniquement|seulement|exclusivement) pour (?:{WORD}){{0,4}}"
    rf"(?:l'assurance|assurance|la douane|douane)|pour (?:{WORD}){{0,4}}(?:l'assurance|assurance|douane) (?:uniquement"
    r"|seulement|exclusivement))",
    rf"(?:valor(?:es)?|precios?|importes?) (?:{WORD}){{0,2}}(?:solo|unicamente|exclusivamente) (?:a efectos|para fines)"
    rf" (?:{WORD}){{0,2}}(?:seguro|aduan\w+)",
    rf"(?:valor[ei]|prezz[io]|import[io]) (?:{WORD}){{0,2}}(?:ai soli|solo (?:ai|per)|esclusivamente (?:ai|per))"
    rf" (?:fini )?"
    rf"(?:{WORD}){{0,1}}(?:assicurativi|assicurazione|doganali|dogana)",
    rf"(?:waarden?|prijzen|bedragen) (?:{WORD}){{0,2}}(?:uitsluitend|alleen|enkel) voor"
    rf" (?:{WORD}){{0,1}}(?:verzekering\w*"
    r"|douane\w*)",
)
# Goods that take the place of bad ones were billed with those; all of a row, as terms promise such replacement.
_BAD = (
    r"(?:rejected|defective|faulty|damaged|returned|non-?conforming|reklamiert\w*|beanstandet\w*|zuruckgewiesen\w*"
    r"|defekt\w*|beschadigt\w*|mangelhaft\w*|refusee?s?|defectueu(?:x|ses?)|endommagee?s?|non conformes?|rechazad[oa]s?"
    r"|defectuos[oa]s?|danad[oa]s?|no conformes?|respint[oaie]|difettos[oaie]|danneggiat[oaie]|non conform[ei]"
    r"|afgekeurde|defecte|beschadigde|geretourneerde)"
)
_INSTEAD_OF = (
    r"(?:replacement (?:delivery )?(?:for|of)|in replacement of|ersatz(?:lieferung)? fur|en remplacement d(?:e|es|u)"
    r"|(?:reposicion|sustitucion) de|in sostituzione d(?:i|ei|el|ella|elle)|(?:als|ter) vervanging van)"
)
_SINCE = (
    r"(?:vom|aus|of|from|dated|delivered (?:in|on)|livree?s? (?:en|le)|du|de|del|van|entregad[oa]s? (?:en|el)"
    r"|consegnat[ie] (?:a|il|in)|gemass|laut|per|under)"
)
_REPLACED = rf"(?:{WORD}){{0,4}}{_INSTEAD_OF} (?:{WORD}){{0,3}}{_BAD}(?: \S+)?(?: {_SINCE} \S+(?: \S+)?)?"
NOT_SOLD = Kind(
    said_by(
        r"no commercial value|without commercial value|customs (?:purposes|use|clearance|declaration) only|for"
        r" customs purposes",
        r"ohne handelswert|kein handelswert|nur fur (?:den )?zoll\w*|nur zu zollzwecken",
        r"sans valeur commerciale|(?:uniquement|seulement) (?:pour )?(?:la )?douane|pour la douane (?:uniquement"
        r"|seulement)",
        r"sin valor comercial|solo (?:a efectos|para fines) (?:aduaner\w+|de aduana)",
        r"senza valore commerciale|(?:solo|valid[oa] solo) (?:ai|per) fini doganali|zonder handelswaarde|geen"
        r" handelswaarde|alleen voor (?:de )?douane\w*",
        *_UNDER_WARRANTY,
        r"(?:free )?(?:replacement|exchange|repair)s? (?:delivered |supplied )?under (?:\w+ )?(?:warranty"
        rf"|guarantee){_NO_TERM}|warranty replacement(?! parts (?:are|will|can))",
        r"garantie(?:ersatz|austausch|lieferung)|(?:ersatz|austausch)lieferung (?:auf|unter|im rahmen der)"
        r" (?:garantie|gewahrleistung)",
        r"remplacement sous garantie|sustitucion en garantia|reposicion en garantia|sostituzione in garanzia"
        r"|vervanging onder garantie",
        r"(?<!which )(?<!that )(?:was|were|has been|have been) (?:supplied|delivered|sent|provided) free of charge"
        r"|wurden? (?:kostenlos|unentgeltlich) (?:geliefert|uberlassen)",
        r"pay(?:able|ment)? (?:\w+ ){0,2}(?:up)?on (?:re)?sale|pay (?:when|as) sold|consignment (?:goods|stock"
        r"|delivery|invoice)",
        r"konsignationsware|kommissionsware|zahlung (?:\w+ )?nach verkauf|(?:marchandise )?en depot-vente|en"
        r" consignation|paiement apres (?:la )?vente",
        r"mercancia en (?:deposito|consignacion)|merce in conto (?:deposito|vendita|visione)|(?:goederen )?in"
        r" consignatie",
        *_ON_TRIAL,
        *_ONLY_VALUED,
    ),
    any_of(
        _REPLACED,
        r"sale[- ]or[- ]return|"
        r"(?:all )?(?:goods |items )?(?:supplied )?free of charge|no charge|not for sale|kostenlos|unentgeltlich"
        r"|(?:ohne|keine) berechnung"
        r"|gratuit|sin cargo|a titolo gratuito|omaggio|kosteloos|samples?(?: only)?|muster(?:sendung)?"
        r"|echantillons?|muestras?"
        r"|campion[ei]|monsters?|goods on loan|leihware",
    ),
    leads_of(
        "commercial customs handelswert zoll zollzwecke zollzwecken douane comercial aduanera aduaneros aduana"
        " commerciale doganali"
        " handelswaarde douanedoeleinden warranty guarantee garantieersatz garantieaustausch garantielieferung"
        " garantie"
        " gewahrleistung garantia garanzia sale resale sold consignment konsignationsware kommissionsware verkauf"
        " depot depot-vente"
        " kommissionsbasis kommission approval loan"
        " trial probe ansicht leihweise condition l'essai essai pret prete pretee"
        " faculte retour prueba"
        " prestamo devolucion gradimento prova comodato prestito zicht bruikleen proef insurance l'assurance assurance"
        " versicherung versicherungszwecke seguro assicurativi assicurazione verzekering nichtruckgabe verbleib"
        " consignation vente deposito consignacion vendita visione consignatie free charge kostenlos"
        " unentgeltlich berechnung"
        " gratuit cargo gratuito omaggio kosteloos sample samples muster mustersendung echantillon muestra"
        " campione monster loan leihware replacement ersatz ersatzlieferung remplacement reposicion sustitucion"
        " sostituzione vervanging"
    ),
    any_of(
        r"months?|monate|mois|meses|mesi|maanden|requests?|terms of sale|general|no warranty|conditions"
        r" of sale",
        # A claim with its number is the one that these goods were sent for.
        r"claims?(?! (?:(?:no|nr|number|ref)\.? ?:?|#)? ?[a-z]{0,4}[-/]?\d)",
    ),
)

"""How a page says that goods it bills did not come, or that a rest of them is to follow: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

_UNDELIVERED = (
    r"(?:(?:on )?back[- ]?order(?:ed)?|out of stock|not (?:yet )?(?:shipped|delivered|supplied|in stock)"
    r"|undelivered|unshipped|short[- ]?(?:shipped|delivered|supplied)"
    r"|(?:noch )?nicht (?:mehr )?(?:geliefert|lieferbar|vorratig|ausgeliefert|versandt)|wird nachgeliefert"
    r"|nachlieferung folgt"
    r"|(?:en )?rupture(?: de stock)?|(?:(?:non|pas) encore|encore non|non) (?:livree?s?|expediee?s?)"
    r"|pendientes? de (?:entrega|envio)|no"
    r" (?:entregad|enviad|servid)[oa]s?"
    r"|agotad[oa]s?|(?:non|da) (?:ancora )?(?:consegnat|spedit)[oaie]|in arretrato|esaurit[oaie]"
    r"|niet (?:(?:uit|af)?geleverd|leverbaar|verzonden|voorradig|op voorraad)|(?:wordt )?nageleverd)"
)
_DELIVERED_EN = r"(?:dispatched|shipped|delivered|supplied)(?=$|[.,;!])"
_DELIVERED_DE = r"(?:geliefert|ausgeliefert|versandt|versendet|zugestellt)(?=$|[.,;!])"
_PART = (
    r"(?:(?:a |one |the |die |ein |der |la |una |een |de )?(?:half|third|quarter|part|halfte|drittel|teil|moitie"
    r"|partie"
    r"|mitad|parte|meta|helft|deel)|some|\d+%?|einige|teile)"
)
_WARES = (
    r"(?:die )?(?:waren?|lieferung|artikel)|(?:la |les )?(?:marchandises?|articles)|(?:la |los )?(?:mercancias?"
    r"|articulos)"
    r"|(?:la |i |le )?(?:merc[ei]|beni|articoli)|(?:de )?(?:goederen|artikelen|lading)"
)
_IS = (
    r"(?:is|are|were|was|have|has|been|still|ist|sind|wurden?|noch|est|sont|n'est|ne sont|esta|estan|aun|e|sono|ancora"
    r"|zijn|nog)(?: (?:still|been|noch|encore|aun|ancora|nog))?"
)
# "Goods not yet delivered remain at our risk" is a term.
_NO_TERM = r"(?! (?:remains?|shall|will|bleibt|bleiben|restent|quedan|rimangono|blijven)\b)"
_MONTHS = (
    r"(?:jan|feb|mar|marz|apr|avr|abr|ma[iy]|mag|jun|juin|giu|jul|juil|lug|aug|aout|ago|sep|set|oct|okt|ott|nov|dec|dez"
    r"|dic)\w*"
)
_LATER = (
    rf"(?:(?:in|by|on|from|im|ab|am|(?:anfang|mitte|ende)|en|le|a partir de|a|op|vanaf) {_MONTHS}(?: \d{{4}})?(?=$"
    rf"|[.,;!])"
    r"|next (?:week|month|quarter|year)|(?:up)?on payment|(?:after|upon receipt of|on receipt of|following) payment"
    r"|nach zahlungseingang|apres (?:reception du )?paiement|tras (?:el )?pago|dopo il pagamento|na betaling)"
)
_LOAD_EN = r"(?:goods|items|shipment|delivery|order|load|pallets?|cartons?)"
_LOAD_DE = r"(?:lieferung|sendung|ware[n]?|annahme)"
_LOAD_FR = r"(?:marchandises?|livraison|envoi|colis)"
_LOAD_ES = r"(?:mercancias?|entrega|envio)"
_LOAD_IT = r"(?:merc[ei]|consegna|spedizione)"
_LOAD_NL = r"(?:levering|goederen|zending)"
# What was sent and not taken in. "Goods refused at the dock are subject to a fee" is a term: it says nothing that was.
_REFUSED = (
    rf"{_LOAD_EN} (?:(?:was|were|has been|have been) (?:\w+ )?(?:refused|rejected|turned away)"
    rf"|(?:refused|rejected|turned away) (?:{WORD}){{0,4}}on (?:{_MONTHS} \d|\d))",
    r"re-?delivery (?:is |has been )?(?:scheduled|arranged|pending|booked)(?=$|[.,;!]| for)",
    rf"{_LOAD_DE} (?:{WORD}){{0,2}}wurden? (?:(?:{WORD}|\d[\d.]* )){{0,4}}?(?:verweigert|abgelehnt|zuruckgewiesen)",
    rf"{_LOAD_FR} (?:(?:a|ont) ete refusee?s?|refusee?s? (?:{WORD}){{0,4}}le \d)",
    rf"{_LOAD_ES} (?:(?:fue|fueron|ha sido|han sido) rechazad[oa]s?|rechazad[oa]s? (?:{WORD}){{0,4}}el \d)",
    rf"{_LOAD_IT} (?:(?:e|sono) stat[oaie] (?:respint|rifiutat)[oaie]"
    rf"|(?:respint|rifiutat)[oaie] (?:{WORD}){{0,4}}il \d)",
    rf"{_LOAD_NL} (?:(?:is|werd|zijn|werden) (?:\w+ )?geweigerd|geweigerd (?:{WORD}){{0,4}}op \d)",
)
_REFUSED_LEADS = (
    "refused rejected turned redelivery re-delivery verweigert abgelehnt zuruckgewiesen refuse rechazado respinto"
    " respinta respinte respinti rifiutato geweigerd"
)
NOT_DELIVERED = Kind(
    said_by(
        rf"(?:lines?|items?|pos\.?|position(?:en)?|zeilen?|artikel|lignes?|articles?|lineas?|articulos?|righe"
        rf"|riga|articol[oi]|regels?)"
        rf" (?:no?\.? |nr\.? )?\d+(?:(?: ?, ?| ?& ?| and | und | et | y | e | en )\d+)* ?[:=-]? ?(?:is |are |was "
        rf"|were |ist |sind |wurden? "
        rf"|est |sont |esta |estan |e |sono |is |zijn )?{_UNDELIVERED}",
        rf"only {_PART} (?:{WORD}){{0,4}}(?:was|were|have been|has been|is|are|could be)"
        r" (?:delivered|shipped|supplied)",
        rf"nur {_PART} (?:{WORD}){{0,4}}(?:geliefert|ausgeliefert|versandt)",
        rf"(?:seule?s?|seulement) {_PART} (?:{WORD}){{0,4}}(?:livree?s?|expediee?s?)",
        rf"solo {_PART} (?:{WORD}){{0,5}}(?:entregad[oa]s?|enviad[oa]s?|consegnat[oaie]|spedit[oaie])",
        rf"(?:slechts|alleen) {_PART} (?:{WORD}){{0,4}}(?:geleverd|verzonden)",
        rf"(?<!no )(?<!keine )(?<!kein )(?:the )?(?:goods|items|{_WARES}) (?:{_IS} )?{_UNDELIVERED}{_NO_TERM}",
        rf"(?:the )?(?:goods|items|{_WARES}) (?:(?:are|is|still) )*(?:to be|will be) (?:delivered|shipped|dispatched)"
        rf" {_LATER}|(?:goods|items) (?:will )?ship {_LATER}",
        rf"(?:die )?(?:lieferung|auslieferung) (?:(?:erfolgt|folgt) )?{_LATER}|(?:la )?livraison {_LATER}"
        rf"|(?:la )?entrega {_LATER}|(?:la )?consegna {_LATER}|(?:de )?levering (?:volgt )?{_LATER}",
        r"(?:the |your )?(?:goods|items|order|shipment) (?:is|are|being) (?:being )?(?:held|stored|kept) (?:at|in|on)"
        r" our (?:warehouse|premises|stock|yard|site|dock)",
        r"(?:held|stored|kept) (?:at|in|on) our (?:warehouse|premises|stock|yard|site|dock) (?:at|on|upon) your"
        r" (?:request|behalf|instructions?)",
        r"(?:shipment|order|delivery|goods) (?:is |are )?(?:placed )?on (?:credit |payment )?hold",
        r"(?:die )?waren? (?:ist |wird |liegt )?(?:bei uns|in unserem lager) (?:eingelagert|bereit)",
        r"delivery (?:is )?(?:still )?(?:outstanding|pending)"
        r"|lieferung (?:steht (?:noch )?aus|noch aus|(?:noch )?ausstehend)(?=$"
        r"|[.,;!])"
        r"|livraison en attente|entrega pendiente|consegna in sospeso|bill[- ](?:and[- ])?hold",
        # With "yet", of whatever a line bills; as "goods not yet delivered" it may begin a term.
        rf"(?<!goods )(?<!items )(?<!are )(?<!is )not yet {_DELIVERED_EN}|noch nicht {_DELIVERED_DE}"
        r"|(?<!marchandises )(?<!articles )(?:pas encore|non encore|encore non) (?:livre|expedie|servi)e?s?(?=$|[.,;!])"
        r"|(?:aun|todavia) no (?:entregad|enviad|servid|expedid)[oa]s?(?=$|[.,;!])"
        r"|(?:non ancora|ancora non|ancora da) (?:consegna|spedi)(?:t[oaie]|re)(?=$|[.,;!])"
        r"|nog niet (?:(?:uit|af)?geleverd|verzonden)(?=$|[.,;!])",
        # Whatever it is: what was not delivered is no term of business, as what is not may be.
        rf"(?<!which )(?<!that )(?<!goods )(?<!items )(?:was|were|has been|have been|wurden?|werd|werden)"
        rf" {_UNDELIVERED}",
        *_REFUSED,
        r"n'(?:a|ont) pas ete (?:livree?s?|expediee?s?)|no (?:fue|fueron|ha sido|han sido) (?:entregad|enviad)[oa]s?"
        r"|non (?:e|sono) stat[oaie] (?:consegnat|spedit)[oaie]",
    ),
    any_of(_UNDELIVERED),
    leads_of(
        "back-ordered backordered backorder back stock short shipped delivered supplied undelivered unshipped"
        " geliefert"
        " lieferbar vorratig"
        " ausgeliefert versandt nachgeliefert nachlieferung rupture livre livree expedie expediee entrega envio"
        " entregado entregada"
        " enviado enviada servido servida agotado agotada consegnato consegnata spedito spedita arretrato"
        " esaurito esaurita geleverd"
        " leverbaar verzonden voorradig voorraad nageleverd consegnata livrees expedies entregada delivery"
        " dispatched ship uitgeleverd afgeleverd versendet zugestellt servi servie expedido expedida consegnare spedire"
        " lieferung auslieferung livraison consegna levering bill held stored kept hold ware waren"
        f" {_REFUSED_LEADS}"
    ),
)
_REST_COUNT = r"(?: \d{1,7}(?:[.,]\d{1,3})?(?: ?[a-z]{1,6}\.?)?)?"
# Whether a rest is still to come can only be told from the order: a part that is billed as a part has one.
REST = Kind(
    said_by(
        rf"{_PART} (?:of|der|des|du|de|della|dei|van) (?:{_WARES}|(?:the )?(?:goods|items)) (?:{WORD}){{0,2}}"
        rf"{_UNDELIVERED}",
        r"(?:balance|remainder|rest|remaining (?:goods|items|quantity|units|pieces))"
        rf"(?: of (?:the |your )?(?:order|goods|items|quantity))?{_REST_COUNT} (?:is |are |was |were )?(?:still )?"
        r"(?:to follow|follows?|will (?:\w+ )?follow|(?:to|will) be (?:\w+ )?(?:shipped|delivered|sent|supplied)"
        rf"|outstanding for delivery|{_UNDELIVERED})",
        rf"(?:rest|restmenge|restlieferung|restliche[rn]? (?:menge|ware|artikel|lieferung))(?: von)?{_REST_COUNT}"
        r" (?:wird |werden |ist |sind )?(?:\w+ )?(?:folgt|folgen|nachgeliefert|nachgesandt|nachgereicht"
        rf"|{_UNDELIVERED})",
        rf"(?:reliquat|solde|reste)(?: de la commande)?{_REST_COUNT} (?:est |sera )?(?:a livrer|a suivre|suivra"
        rf"|livree? (?:ulterieurement|plus tard)|{_UNDELIVERED})",
        rf"(?:resto|saldo|restante)(?: del pedido| dell'ordine)?{_REST_COUNT} (?:a seguir|seguira|segue"
        rf"|da consegnare|por (?:entregar|enviar)|{_UNDELIVERED})",
        rf"(?:rest|restant|resterende (?:hoeveelheid|goederen))(?: van)?{_REST_COUNT} (?:volgt"
        rf"|wordt (?:\w+ )?nageleverd|{_UNDELIVERED})",
    ),
    None,
    leads_of(
        "part half third quarter teil halfte drittel moitie partie mitad parte meta helft deel"
        " balance remainder rest remaining restmenge restlieferung restliche restlicher restlichen reliquat solde"
        " reste"
        " resto saldo restante restant resterende"
    ),
)

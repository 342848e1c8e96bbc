"""How a page says something against paying its total: patterns over folded text (small letters, no accents).

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.extraction.statements.amount_phrases import DISCOUNT, OTHER_AMOUNT, SURCHARGE
from app.extraction.statements.credit_phrases import CREDITED
from app.extraction.statements.credit_to_follow import CREDIT_FOLLOWS
from app.extraction.statements.delivery_phrases import NOT_DELIVERED, REST
from app.extraction.statements.dispute_phrases import DISPUTED, NOT_RIGHT_LEADS, TO_BE_REPLACED, WRONG
from app.extraction.statements.freight_phrases import FREIGHT_FREE
from app.extraction.statements.goods_phrases import GOODS_BACK, OTHER_PRICE
from app.extraction.statements.kinds import WORD, Kind, Said, any_of, leads_of, said_by
from app.extraction.statements.money_phrases import CHARGE_ASIDE, OTHER_CURRENCY, OTHER_SUM
from app.extraction.statements.no_invoice_phrases import NO_INVOICE
from app.extraction.statements.not_settled_phrases import (
    NOT_RELEASED,
    NOT_RELEASED_LEADS,
    PRICES_OPEN,
    PRICES_OPEN_LEADS,
)
from app.extraction.statements.not_sold_phrases import NOT_SOLD
from app.extraction.statements.order_phrases import ORDER_ENDED
from app.extraction.statements.paper_phrases import BILLED, PRICES_PER
from app.extraction.statements.part_phrases import OTHER_PAYER, PARTLY, SET_OFF
from app.extraction.statements.part_titles import PART_BILL
from app.extraction.statements.payee_phrases import FOR_ANOTHER
from app.extraction.statements.settled_phrases import SETTLED
from app.extraction.statements.tax_phrases import NO_TAX, TAX_TO_ADD
from app.extraction.statements.word_pairs import with_pairs

_FIGURES = (
    r"(?:amounts?|prices?|figures|values|totals?|sums?|betrage|preise|werte|angaben|zahlen|montants?|prix|valeurs"
    r"|importes?|precios?|valores|importi|prezzi|valori|bedragen|prijzen|waarden)"
)
_SCALED = Kind(
    said_by(
        rf"(?:amounts?|prices?|figures|values|totals?) (?:{WORD}){{0,4}}in (?!words)(?:{WORD}){{0,2}}(?:thousands?"
        rf"|millions?|cents|'?000s?)",
        r"(?:amounts?|prices?|figures|values|totals?|sums) (?:are |is |shown |given |stated |quoted |expressed |all )*"
        r"(?:in )?(?:US |us )?(?:cents|pence|pennies|thousands|millions|points|credits|tokens|loyalty"
        r" points)(?= ?[.,;!)]|$)",
        r"(?:betrage|preise|werte|angaben|zahlen) (?:sind |gelten |in |als )*(?:cents?|rappen|groschen|punkten?"
        r"|tausend)"
        r"(?= ?[.,;!)]|$)",
        r"(?:montants?|prix|valeurs) (?:sont |exprimes |indiques |en |des )*(?:centimes|cents|points)(?= ?[.,;!)]|$)",
        r"(?:importes?|precios?|valores|importi|prezzi|valori) (?:son |sono |estan |espressi |en |in"
        r" )*(?:centimos|puntos"
        r"|centavos|centesimi|punti)(?= ?[.,;!)]|$)",
        r"(?:bedragen|prijzen|waarden) (?:zijn |luiden |in )*(?:centen|eurocenten|punten)(?= ?[.,;!)]|$)",
        r"(?:100|1[.,']?000|10) (?:points|punkte|puntos|punti|punten|credits|tokens) ?(?:=|equals?|sind"
        r"|entsprechen|valent"
        r"|equivalen|sono|zijn)",
        rf"(?:quantit(?:y|ies)|qty) (?:{WORD}){{0,4}}in (?:{WORD}){{0,2}}(?:thousands|hundreds|dozens|tens|'?000s?)",
        rf"(?:mengen?|menge|quantites?|cantidad(?:es)?|quantita|hoeveelhed?en|aantallen) (?:{WORD}){{0,4}}(?:in|en)"
        r" (?:tausend|tsd\.?|hundert|dutzend|milliers|centaines|douzaines|miles|cientos|docenas|migliaia|centinaia"
        r"|dozzine|duizenden|duizendtallen|honderden|honderdtallen|dozijnen)",
        rf"(?:betrage|preise|werte|angaben|zahlen) (?:{WORD}){{0,4}}in (?:tausend|tsd\.?|teur|mio\.?|cent)",
        rf"(?:montants?|prix|valeurs) (?:{WORD}){{0,4}}en (?:milliers|millions|keur|centimes)",
        rf"(?:importes?|precios?|valores) (?:{WORD}){{0,4}}en (?:miles|millones|centimos)",
        rf"(?:importi|prezzi|valori) (?:{WORD}){{0,4}}in (?:migliaia|milioni|centesimi)",
        rf"(?:bedragen|prijzen|waarden) (?:{WORD}){{0,4}}in (?:duizenden|duizendtallen|miljoenen|centen)",
        rf"{_FIGURES} (?:{WORD}){{0,3}}(?:in|en) (?:[tk] ?[€$£]|[tk](?:eur|usd|gbp|chf)|tsd\.? ?(?:eur|euro|€))",
        rf"{_FIGURES} (?:(?:are|sind|sont|son|sono|zijn) )?[x×*] ?1[.,' ]?000",
    ),
    None,
    leads_of(
        "pence pennies points credits tokens punkte punkten points puntos punti punten rappen groschen centavos"
        " eurocenten"
        " thousand thousands millions cents hundreds dozens tens hundert dutzend centaines douzaines cientos docenas"
        " centinaia dozzine honderden honderdtallen dozijnen 000 '000 000s '000s tausend tsd teur mio cent"
        " milliers keur centimes"
        " miles millones"
        " centimos migliaia milioni centesimi duizenden duizendtallen miljoenen centen"
        " k€ t€ k$ t$ k£ t£ keur teur kusd tusd kgbp tgbp kchf tchf x × * x1000 x1,000 x1.000"
    ),
)
_CHECKED = (
    r"(?:adjustments?|revision|correction|confirmation|approval|acceptance|inspection|audit|verification"
    r"|reconciliation"
    r"|final \w+)"
)
_NOT_FINAL = Kind(
    said_by(
        r"this (?:invoice |bill |document )?is (?:only )?(?:an? )?(?:estimated?|provisional|preliminary)\b(?: only)?",
        r"(?:estimated|provisional|preliminary) (?:amounts?|prices?|pricing|invoice|billing|quantit(?:y|ies)"
        r"|charges)",
        rf"(?:prices?|amounts?|quantit(?:y|ies)|invoice|bill|totals?|figures|payment) (?:{WORD}){{0,4}}subject to"
        rf" (?:{WORD}){{0,3}}"
        rf"{_CHECKED}",
        *CREDIT_FOLLOWS,
        *DISPUTED,
        *WRONG,
        *TO_BE_REPLACED,
        r"(?:payment|invoice) (?:is )?(?:on hold|disputed|in dispute)",
        r"change orders? (?:is |are )?(?:still )?(?:pending|outstanding|not (?:yet )?(?:approved|issued|signed))",
        # Whoever pays before the subcontractors did may pay twice.
        r"lien (?:waivers?|releases?) (?:(?:is|are|to be|must be) )?(?:\w+ )?(?:required|requested|needed|due|pending"
        r"|outstanding|before|prior)",
        r"(?:subject to|contingent (?:up)?on|conditional (?:up)?on|after receipt of|(?:up)?on receipt of"
        r"|(?:pending|awaiting)(?: receipt of)?|until) (?:\w+ ){0,3}lien (?:waivers?|releases?)",
        r"(?:do not|don't) release (?:\w+ )?(?:payment|invoice)|(?:withhold|stop|suspend) (?:the |this "
        r"|your )?payment",
        # "Bitte zahlen Sie nicht in bar" says how.
        r"(?:zahlen|bezahlen|begleichen|uberweisen) sie (?:(?:diese|die|den) )?(?:rechnung |betrag )?(?:bitte )?nicht"
        r"(?=$|[.,;!])|ne (?:payez|reglez) pas (?:cette|la) facture|no (?:pague|paguen|abonen?) (?:esta|la) factura"
        r"|non (?:pagate|paghi|saldate) (?:questa|la) fattura|betaalt? (?:u )?(?:deze|de) factuur niet(?=$|[.,;!])",
        r"zahlung (?:\w+ )?(?:zuruckhalten|aussetzen|stoppen|anhalten)|(?:suspendre|retenir"
        r"|bloquer) (?:le )?paiement",
        r"(?:suspender|retener) (?:el )?pago|(?:sospendere|trattenere|bloccare) (?:il )?pagamento|betaling (?:\w+"
        r" )?(?:opschorten|inhouden|tegenhouden)",
        r"final (?:invoice|amounts?|quantit(?:y|ies)|billing|bill) (?:\w+ ){0,2}(?:will|to) (?:follow|be billed"
        r"|be sent|be issued)",
        r"final \w+ (?:will be|to be) (?:billed|invoiced) (?:later|separately)",
        r"(?:final|actual|exact) (?:amounts?|price|total|cost) (?:will|to) be (?:confirmed|advised|determined|agreed)",
        r"(?:end|schluss)(?:betrag|preis|summe) (?:folgt|wird (?:noch )?(?:mitgeteilt|bestatigt|ermittelt))",
        r"(?:montant|prix) (?:definitif|final) (?:a confirmer|suivra|sera (?:confirme|communique))",
        r"(?:importe|precio) (?:definitivo|final) (?:a confirmar|por confirmar|se confirmara)",
        r"(?:importo|prezzo) (?:definitivo|finale) (?:da confermare|sara comunicato)|definitie(?:f|ve) (?:bedrag|prijs)"
        r" (?:volgt|wordt (?:nog )?(?:bevestigd|meegedeeld))",
        r"prices? (?:is |are )?(?:still )?to be (?:confirmed|agreed|advised)",
        *PRICES_OPEN,
        *NOT_RELEASED,
        r"price (?:adjustment|revision|correction) (?:is )?(?:pending|to follow|outstanding)|(?:prix|precios?"
        r"|prezz[oi]) (?:a"
        r"|da) (?:confirmer|confirmar|confermare)|preise? (?:noch )?(?:vorbehaltlich|zu bestatigen)|prij(?:s"
        r"|zen) (?:nog )?te"
        r" bevestigen",
        r"vorlaufige[rsn]? (?:rechnung|abrechnung|preise?|betrage?|mengen?)|geschatzte[rn]? (?:betrage?|mengen?"
        r"|preise?)",
        r"(?:preisanpassung(?:en)?|preiskorrektur|nachberechnung|nachkalkulation|endabrechnung) (?:bleibt "
        r"|bleiben )?vorbehalten",
        r"(?:rechnung|zahlung|betrag|preise?) (?:\w+ ){0,2}unter (?:dem )?vorbehalt",
        r"(?:schluss|end)rechnung folgt|abschlagspreis(?:en?)?|regularisation (?:a suivre|ulterieure)",
        rf"(?:end|schluss)abrechnung (?:nach|zum|mit) (?:{WORD}){{1,3}}(?:bleibt (?:\w+ )?vorbehalten|folgt|erfolgt)",
        r"(?:facture|prix|montants?|quantites?) (?:provisoires?|estimatifs?|estimes?|previsionnels?|provisionnels?)",
        r"sous reserve d(?:e|')\s?(?:\w+ ){0,2}(?:ajustement|revision|regularisation|acceptation|verification"
        r"|controle)",
        r"(?:factura|precios?|importes?|cantidades) (?:provisional(?:es)?|estimad[oa]s?)",
        r"sujet[oa]s? a (?:\w+ ){0,2}(?:ajuste|revision|regularizacion|aprobacion|verificacion)",
        r"salvo conguaglio",
        r"(?:fattura|prezzi|prezzo|importi|importo|quantita) (?:provvisori[aoe]?|stimat[oaie])",
        r"soggett[oaie] a (?:\w+ ){0,2}(?:conguaglio|revisione|adeguamento|verifica|approvazione)",
        r"(?:voorlopige|geschatte) (?:factuur|prijs"
        r"|prijzen|bedrag|bedragen|hoeveelheid)",
        r"onder voorbehoud van (?:\w+ ){0,2}(?:aanpassing|nacalculatie|controle|goedkeuring|prijsaanpassing)",
    ),
    any_of(
        r"(?:payment )?hold|hold (?:(?:the |this )?payment|[-–—:,] ?.+)",
        r"estimated?|provisional|schatzung|vorlaufig|estimation|provisoire|estimacion|stima|provvisorio|schatting"
        r"|voorlopig|estimates? only|(?:invoice )?(?:on hold|disputed|in dispute)|(?:rechnung )?strittig",
    ),
    leads_of(
        "zahlen bezahlen begleichen uberweisen payez reglez pague paguen abone abonen pagate paghi saldate betaal"
        " release withhold stop suspend zuruckhalten aussetzen stoppen anhalten suspendre retenir bloquer suspender"
        " retener sospendere trattenere bloccare opschorten inhouden tegenhouden"
        " actual exact endbetrag schlussbetrag endpreis endsumme definitif definitivo definitief definitieve finale"
        " strittig lien liens change"
        " abschlagspreis endabrechnung schlussabrechnung disputed dispute streitig klarung litige conteste"
        " contestee disputa"
        " litigio disputado disputada contestazione contestato contestata geschil betwist dispuut contested nachlass"
        " rabatt minderung remise rabais ristourne descuento rebaja sconto korting reduction allowance"
        " estimate estimated provisional preliminary subject credit credits hold disputed dispute final rebate refund"
        " discount vorlaufige geschatzte"
        " preisanpassung preiskorrektur nachberechnung nachkalkulation endabrechnung vorbehalt gutschrift"
        " schlussrechnung"
        " endrechnung avoir regularisation provisoire estimatif estime previsionnel reserve abono nota"
        " provisional estimad"
        " sujeto sujeta conguaglio provvisor stimat soggett creditnota voorlopige geschatte voorbehoud schatzung"
        f" {PRICES_OPEN_LEADS} {NOT_RELEASED_LEADS}"
        f" {NOT_RIGHT_LEADS} stima schatting price prices prix precio precios prezzo prezzi preis preise prijs prijzen"
    ),
    any_of(r"terms|conditions|agb|bedingungen|conditions generales|claims|availability|weights?|delivery date|arrival"),
)
_PHRASES: Mapping[Said, Kind | None] = {
    Said.TAX_TO_ADD: TAX_TO_ADD,
    Said.NO_TAX: NO_TAX,
    Said.SCALED: _SCALED,
    Said.PRICES_PER: PRICES_PER,
    Said.NOT_FINAL: _NOT_FINAL,
    Said.OTHER_AMOUNT: OTHER_AMOUNT,
    Said.OTHER_SUM: OTHER_SUM,
    Said.OTHER_CURRENCY: OTHER_CURRENCY,
    Said.DISCOUNT: DISCOUNT,
    Said.CREDITED: CREDITED,
    Said.SURCHARGE: SURCHARGE,
    Said.FREIGHT_FREE: FREIGHT_FREE,
    Said.PARTLY: PARTLY,
    Said.SET_OFF: SET_OFF,
    Said.OTHER_PAYER: OTHER_PAYER,
    Said.PART_BILL: PART_BILL,
    Said.GOODS_BACK: GOODS_BACK,
    Said.OTHER_PRICE: OTHER_PRICE,
    Said.NOT_DELIVERED: NOT_DELIVERED,
    Said.REST: REST,
    Said.NOT_SOLD: NOT_SOLD,
    Said.SETTLED: SETTLED,
    Said.NO_INVOICE: NO_INVOICE,
    Said.ORDER_ENDED: ORDER_ENDED,
    Said.BILLED: BILLED,
    Said.FOR_ANOTHER: FOR_ANOTHER,
    Said.CHARGE_ASIDE: CHARGE_ASIDE,
    Said.OTHER_ACCOUNT: None,
}
KINDS: Mapping[Said, Kind] = {said: with_pairs(said, kind) for said, kind in _PHRASES.items()}

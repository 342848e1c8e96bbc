"""How a page says that it is paid already or that its vendor collects the money: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by
from app.extraction.statements.other_tongues import PAID, PAID_LEADS

_THANKS = r"(?: ?[-–—,!.]* ?(?:with )?thank(?:s| you))?"
_BY = r"(?:by|via|through|per|durch|mittels|uber|par|por|mediante|con|tramite|door|middels)"
# A sum that may have no cents.
_SUM = r"(?:[€$£] ?)?\d[\d.,' ]*(?:eur|euros?|usd|gbp|chf|[€$£])?"
# Beside another means, or in a sentence that goes on, it is one of those on offer.
_ONLY = r"(?=$|[.,;!)](?! ?(?:or|oder|ou|o|of)\b)| (?:on|am|zum|le|el|il|op|\d))"
SETTLED = Kind(
    said_by(
        # "Invoices must be settled in full within 30 days" is a term.
        r"(?:already|fully) (?:been )?paid|paid in full|already (?:been )?settled"
        r"|(?<!be )settled in full(?! (?:within|by|before|upon|no later|in|at))"
        r"|paid (?:by|via|with|using|from) (?:\w+ )?(?:card|visa|mastercard"
        r"|amex|paypal|ach|check|cheque|wire|cash|transfer|direct debit)",
        # "A fee is charged to the card" is a term.
        r"(?:(?<!..)|(?:was|has been|have been) )(?:charged|debited) (?:to )?(?:your|the) (?:\w+ )?(?:card|visa"
        r"|mastercard|amex|paypal|bank account)",
        r"(?:per|mit|via|durch) (?:\w+ )?(?:paypal|kreditkarte|ec-?karte|girocard|visa|mastercard|vorkasse)"
        r" (?:\w+ )?(?:beglichen|bezahlt|gezahlt)(?! werden)",
        r"(?:importe|total|factura) (?:\w+ )?(?:abonad|pagad|cobrad)[oa] (?:con|por|mediante|el \d+)"
        r"|(?:abonad|cobrad)[oa] con (?:\w+ )?(?:tarjeta|visa|mastercard|paypal)",
        r"(?:check|cheque|payment|transfer|remittance|wire) (?:[^\s!?;]+ ){0,5}(?:settled|cleared|settles|clears)"
        r" (?:this|our) (?:invoice|bill)",
        r"(?:pagad|abonad|cobrad)[oa] en efectivo|(?:pagat|saldat|incassat)[oa] in contanti",
        r"saldat[oa] (?:con|tramite|mediante|il \d+)|voldaan (?:(?:per|met|via) (?:pin|ideal|paypal|bancontact"
        r"|credit ?card|creditcard|kas|contant)|op \d+)",
        r"(?<!once )(?<!once the )(?:we|seller|supplier|vendor) (?:has|have) (?:already )?received"
        r" (?:your |the |full )*payment",
        r"(?:amount|total|invoice|payment|balance) (?:[^\s;!?]+ ){0,3}(?:will be|is|has been|was|is being) (?:\w+"
        r" )?(?:debited|collected|withdrawn|drawn|settled|paid)",
        # "Do not pay from statement" asks to pay each invoice.
        r"(?:do not|don't) (?:send )?pay(?:ment)?(?! to (?:this|our (?:registered|head|street)) (?:address|office))"
        r"(?! (?:from|by|on) (?:(?:the|your|our|a|monthly) )*statements?)"
        r"|(?:do not|don't) (?:transfer|remit)",
        r"charged to (?:the |your )?(?:credit )?card on file|(?:payment|full amount|amount|sum) received(?: (?:on"
        r"|with thanks|in full)(?! or)| \d+|(?=$|[.,;!]))"
        r"|received with thanks|(?:invoice|bill|account) (?:was |is |has been )?(?:fully )?settled(?! by the)"
        r"|direct debit:? \d+|we (?:will |shall )?debit (?:your|the) (?:bank )?account|prepaid order"
        r"|payment (?:method|terms)?: ?prepaid",
        r"zahlung (?:dankend )?(?:eingegangen|erhalten)|bar (?:bezahlt|erhalten)|vorkasse (?:erhalten|bezahlt)"
        r"|(?:bereits|vollstandig) ausgeglichen|lastschrift (?:am|zum|vom) \d+|wir (?:buchen"
        r"|ziehen) (?:[^\s!?;]+ ){0,8}"
        r"(?:ab|ein)(?=$|[.,;!])|(?:per|durch|mit) (?:paypal|kreditkarte|vorkasse) erhalten",
        r"(?:paye|regle)e? (?:comptant|en especes)|(?:reglement|paiement) (?:bien )?recu(?! apres)|prelevement le \d+",
        r"pago (?:ya )?recibido|(?:giro|recibo) domiciliado|pagamento (?:gia )?ricevuto",
        r"betaling (?:reeds )?ontvangen|contant (?:betaald|voldaan)"
        # An Italian's "spese incasso 2,50" is a fee.
        r"|(?:automatische )?incasso (?:op \d+|\d{1,2}(?:[-/.]\d{1,2}[-/.]\d+"
        r"| (?:jan|feb|maa|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*))",
        # By the name of the means alone, as an electronic invoice says it by a number.
        rf"(?:payment|paid|payable|payment (?:method|means|terms)) ?:? (?:{_BY} )?(?:sepa[- ])?direct debit{_ONLY}",
        rf"zahl\w+ ?:? (?:{_BY} )?(?:sepa[- ]?)?(?:\w+-?)?(?:lastschrift\w*|bankeinzug|abbuchung){_ONLY}",
        rf"(?:paiement|reglement) ?:? (?:{_BY} )?prelevement(?: (?:automatique|sepa|bancaire))?{_ONLY}",
        rf"pago ?:? (?:{_BY} )?(?:domiciliacion|domiciliado|(?:recibo|giro) domiciliado){_ONLY}",
        rf"pagamento ?:? (?:{_BY} )?(?:sdd|rid|addebito sepa){_ONLY}",
        rf"beta(?:ling|alwijze|alwijs|almethode) ?:? (?:{_BY} )?(?:automatische )?incasso{_ONLY}",
        rf"we (?:will |shall )?(?:collect|debit|draw|withdraw) (?:{WORD}){{0,4}}(?:total|amount|invoice|balance|sum)"
        r"|direct debit (?:on|dated|of) (?:or (?:after|about|before) )?(?:\w+ )?\d+",
        r"(?:visa|mastercard|amex|card)(?: (?:no\.? |ending (?:in )?|number )?[\w*•.-]*\d)? (?:was |has been "
        r"|is )?charged",
        r"auto-?pay:? (?:is )?(?:on|active|enrolled|enabled|yes)|payment will be (?:taken|made|withdrawn) automatically"
        r"|automatic payment (?:is )?(?:scheduled|on|set up)",
        r"(?:will be|is being|was) (?:auto-?)?drafted (?:from|on)|(?:on )?auto-?draft(?:ed)? (?:on|from)",
        r"preleve(?:e|s|es)? (?:le|au|sur)|(?:cargad|adeudad)[oa]s? (?:en|a|con) (?:su|la) (?:tarjeta|cuenta)"
        r"|recibo domiciliado|domiciliacion bancaria|addebito (?:diretto|automatico)(?! (?:disponibile|possibile))",
        r"(?:reeds|al) (?:per|met|via) (?:\w+ )?(?:betaald|voldaan)",
        r"(?:mit|per) (?:\w+ )?(?:\w*karte) (?:beglichen|bezahlt|gezahlt)(?! werden)|auto-?debited(?= on|$)",
        r"addebito (?:in conto )?(?:il|al|del) \d+|settled (?:by|against|through) (?:our |your )?credit",
        rf"(?:deposit|down ?payment|advance) (?:of )?{_SUM} ?(?:{WORD}){{0,2}}(?:received|paid)",
        rf"(?:an|ab|voraus)(?:zahlung|schlag\w*) (?:{WORD})?{_SUM} ?(?:{WORD}){{0,2}}(?:geleistet"
        r"|bezahlt|gezahlt|erhalten|eingegangen)",
        rf"(?:acompte|arrhes|avance) (?:de )?{_SUM} ?(?:{WORD}){{0,2}}(?:verse|regle|paye|recu|encaisse)e?s?",
        rf"(?:anticipo|senal|entrega a cuenta) (?:de )?{_SUM} ?(?:{WORD}){{0,2}}(?:pagad[oa]|abonad[oa]|recibid[oa])",
        rf"(?:acconto|anticipo|caparra) (?:di )?{_SUM} ?(?:{WORD}){{0,2}}(?:versat|pagat|ricevut|incassat)[oa]",
        rf"(?:aan|vooruit)betaling (?:van )?{_SUM} ?(?:{WORD}){{0,2}}(?:voldaan|betaald|ontvangen)",
        # "Deposits are refunded by cheque" is a term.
        r"(?:(?<!..)|(?:was|has been|have been|amount|total|invoice|fully) )refunded (?:by|via|to|on)"
        r"(?! (?:request|return))",
        r"refunds? (?:has been |was |have been )?(?:issued|made|paid)(?= on|$|[.,;!])",
        r"bereits (?:\w+ ){0,3}(?:bezahlt|beglichen|gezahlt)|betrag (?:\w+ ){0,2}(?:dankend )?erhalten|bezahlt (?:per"
        r"|mit|durch|am|via)",
        r"(?:wird|werden|wurde) (?:[^\s!?;]+ ){0,8}(?:abgebucht|eingezogen|abgerechnet per)|(?:per|durch"
        r"|mittels) (?:sepa-?)? ?lastschrift (?:\w+ ){0,5}(?:eingezogen|abgebucht)",
        r"facture (?:deja )?acquittee|deja (?:paye|regle|acquitte)e?s?|(?:paye|regle|acquitte)e? (?:le \d+|par"
        r" (?:cb|carte|cheque|virement|prelevement|compensation))",
        r"sera (?:\w+ ){0,2}preleve\w*|prelevement automatique (?:le|du)",
        r"ya (?:ha sido )?(?:pagad|abonad|cobrad)[oa]|pagad[oa] (?:con|por|mediante|el \d+)|(?:se|sera) (?:cargara"
        r"|adeudara|cobrara|cargado|adeudado|domiciliado)",
        r"gia (?:stat[oa] )?(?:pagat|saldat|incassat)[oa]|pagat[oa] (?:con|tramite|mediante|il \d+)|sara"
        r" addebitat[oa]|addebito (?:diretto )?(?:sul|in) (?:vostro )?conto",
        r"(?:reeds|al) (?:betaald|voldaan)|betaald (?:met|per|via|op)|(?:wordt|zal|worden) (?:[^\s.!?;]+"
        r" ){0,8}(?:geincasseerd|afgeschreven)",
    ),
    any_of(
        # What was owed is given back or given up.
        rf"(?:to be |fully |amount )?(?:refunded|reversed|waived|written off|charged back|charge-?back):?(?: {_SUM})?",
        rf"(?:ruck)?erstattet:?(?: {_SUM})?|ausgebucht:?(?: {_SUM})?|erlassen|remboursee?:?(?: {_SUM})?"
        rf"|reembolsad[oa]:?(?: {_SUM})?|condonad[oa]|rimborsat[oa]:?(?: {_SUM})?|terugbetaald:?(?: {_SUM})?"
        r"|kwijtgescholden",
        rf"(?:(?:receipt|invoice(?: total)?|account|status|payment) ?[-–—:/]? )?paid(?: in full)?{_THANKS}",
        r"(?:official |payment )?receipt of payment|(?:quittung|rechnung) ?[-–—:/] ?bezahlt|recu ?[-–—:/] ?paye",
        r"bezahlt|beglichen|ausgeglichen|acquittee?|payee?|pagad[oa]|cobrad[oa]|domiciliad[oa]|pagat[oa]|saldat[oa]"
        r"|betaald"
        r"|voldaan",
        PAID,
        r"(?:c\.?o\.?d\.?|cash on delivery)(?: ?[-–—:] ?(?:collected|paid))?|cash sale|zero balance|paid on account"
        r"|barverkauf|(?:per )?nachnahme|contre[- ]remboursement|(?:contra ?)?reembolso|contrassegno"
        r"|(?:onder )?rembours|rid|sdd(?: core| b2b)?|(?:account )?balance after (?:this |your )?payment:?"
        r" (?:usd |eur |[$€£] ?)?0[.,]00",
    ),
    leads_of(
        "refunded reversed waived written chargeback charge-back erstattet ruckerstattet ausgebucht erlassen remboursee"
        " rembourse reembolsado reembolsada condonado condonada rimborsato rimborsata terugbetaald kwijtgescholden"
        " deposit down downpayment advance anzahlung abschlag abschlagszahlung vorauszahlung acompte arrhes avance"
        " anticipo senal entrega acconto caparra aanbetaling vooruitbetaling "
        "check cheque wire contanti efectivo karte ec-karte auto auto-debited autodebited addebito settled refund "
        "paid debit debited collect withdraw draw transfer remit collected withdrawn drawn settled pay payment"
        " bezahlt beglichen gezahlt erhalten abgebucht charged abonada cobrada saldato"
        " eingezogen"
        " acquittee paye payee regle reglee deja preleve prelevee prelevement pagado pagada abonado cobrado"
        " cargara adeudara cobrara"
        " cargado adeudado domiciliado pagato pagata saldato saldata incassato addebitato addebitata addebito"
        " betaald voldaan"
        " geincasseerd afgeschreven autopay auto-pay automatic automatically remit drafted draft autodraft"
        " auto-draft cargado cargada adeudado adeudada recibo"
        " domiciliacion visa mastercard amex card direct sepa lastschrift bankeinzug abbuchung incasso giro sdd rid"
        " received prepaid eingegangen bar vorkasse ausgeglichen wir reglement paiement recibido cobrado ricevuto"
        " ontvangen contant cod c.o.d cash zero barverkauf nachnahme contre reembolso contrareembolso contrassegno"
        f" rembours onder invoice bill account balance domiciliado domiciliada {PAID_LEADS}"
    ),
    any_of(
        r"not|until|nicht|noch|bis|non|unpaid|jusqu\w*|hasta|fino|tot|title|property|eigentum\w*|propriete"
        r"|propiedad|proprieta|eigendom|niet",
        r"(?:we|you) (?:may )?(?:accept|prefer|offer)|wir (?:akzeptieren|bieten)|acceptons|aceptamos|accettiamo"
        r"|accepteren",
        r"no(?!\.?\s?#?\d)|within|innerhalb|binnen|late|overdue|discounts?|skonto|cash to|drivers?|prompt\w*"
        r"|(?<!on or )before|(?<!on or )after|apres|vor|(?<!am oder )nach",
        # What is added for whoever pays by card.
        r"(?:fees?|surcharges?|\d ?%) (?:[^\s.!?;]+ ){0,4}(?:amounts|invoices|bills|orders|purchases|balances) paid"
        r" (?:by|with)|(?:amounts|invoices|bills|orders|purchases|balances) paid (?:by|with|via) (?:[^\s.!?;]+ ){0,3}"
        r"(?:will |shall |may |are |is )?(?:incur|be subject|subject|be charged|be assessed|carry|bear)",
        # What is collected from whoever cancels late.
        r"(?:cancel+ations?|stornierung(?:en)?|absagen?|annulations?|(?:las )?cancelaciones|cancelacion|anulaciones"
        r"|cancellazion[ei]|disdett[ae]|annulering(?:en)?) (?:con|made|received|notified|bei|avec|a|meno di) "
        r"(?:menos|less|weniger|moins|meno|minder) (?:than|als|de|di|dan)"
        # What was done already, or is done with this invoice, was done whoever cancels.
        r"(?!.*(?:this invoice|diese[rn]? rechnung|cette facture|esta factura|questa fattura|deze factuur"
        r"|(?:has|have|was|were) (?:already )?(?:been )?[a-z]+(?:ed|n)\b|wurden?\b|(?:a|ont) ete\b|(?:ha|han) sido"
        r"|e stat[oa]\b|is reeds))",
    ),
    beside_money=True,
)

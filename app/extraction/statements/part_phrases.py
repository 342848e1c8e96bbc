"""How a page says that its total is not all, or not now, owed by whom it is made out to: patterns over folded text.

A part of it is asked for, it is set off or paid in kind, or somebody else is to pay it. English, German, French,
Spanish, Italian, Dutch.
"""

from __future__ import annotations

import re

from app.domain.invoice import Invoice
from app.extraction.statements.company_forms import FORM, words_of_name
from app.extraction.statements.kinds import RATE, WORD, Kind, any_of, leads_of, said_by
from app.extraction.values.text_keys import fold_line, words_of

_HALF = (
    r"(?:(?:one |the |nur |die |eine? |la |una |un |de |het )*(?:half|third|quarter|halfte|drittel|viertel|moitie|tiers"
    rf"|quart|mitad|tercio|cuarta parte|meta|terzo|quarto|helft|derde|kwart)|{RATE})"
)
_WHOLE = (
    r"(?:total|amount|invoice|sum|price|bill|gesamtbetrag\w*|betrag\w*|rechnung\w*|summe|montant|total|facture|importe"
    r"|factura|importo|totale|fattura|totaalbedrag|bedrag|factuur)"
)
_NOW = (
    r"(?:now|today|immediately|at once|in advance|upfront|up front|for now|at present|jetzt|sofort|vorerst|zunachst"
    r"|vorab|im voraus|maintenant|immediatement|d'abord|d'avance|ahora|por ahora|ya|por adelantado|adesso|ora|subito"
    r"|per ora|in anticipo|nu|direct|eerst|vooruit|vooraf)"
)
_PAY = (
    r"(?:pay|paid|payable|due|remit|transfer|settle|zahlen|zahlbar|fallig|uberweisen|begleichen|payer|payez|regler"
    r"|reglez|verser|versez|payable|pagar|abonar|abonara|paguen?|abonen?|pagare|versare|pagate|betalen|betaalt?"
    r"|voldoen)"
)
_REST = (
    r"(?:(?:the )?(?:rest|remainder|balance|other half|remaining half)|(?:der )?rest|(?:die )?restliche\w*|restzahlung"
    r"|(?:le )?(?:reste|solde)|(?:el )?(?:resto|saldo)|(?:il )?saldo|(?:de )?(?:rest|restant))"
)
_LATER = (
    r"(?:on|upon|at|after|later|when|in|bei|nach|spater|mit|a la|a l'|apres|plus tard|lors|al|contra|despues|mas tarde"
    r"|alla|dopo|piu tardi|bij|na|later)"
)
# "Instalment 2 of 3", "2. Rate von 3", "segundo plazo de tres"; of one there is no other.
_INSTALMENT = (
    r"(?:(?:part |down |stage )?payments?|instal?ments?|rate|teilzahlung|teilbetrag|versement|echeance|tranche|paiement"
    r"|plazo|cuota|pago|rata|pagamento|termijn|deelbetaling)"
)
_ORDINAL = (
    r"(?:first|second|third|fourth|last|final|1st|2nd|3rd|\dth|erste|zweite|dritte|vierte|letzte|\d\.|premiere?"
    r"|deuxieme"
    r"|troisieme|derniere?|\d ?e(?:me)?|primer[ao]?|segund[ao]|tercer[ao]?|prim[ao]|second[ao]|terz[ao]|\d[ao]"
    r"|eerste|tweede|derde|laatste)"
)
_OF_SEVERAL = (
    r"(?:of|von|der|de|sur|di|van) (?:two|three|four|five|six|ten|twelve|zwei|drei|vier|funf|sechs|zehn|zwolf|deux"
    r"|trois|quatre|cinq|dix|douze|dos|tres|cuatro|cinco|seis|doce|due|tre|quattro|cinque|sei|dodici|twee|drie|vijf|zes"
    r"|twaalf|[2-9]|[1-9]\d)"
)
# A part of the total is asked for, and the rest another time.
PARTLY = Kind(
    said_by(
        rf"{_PAY} (?:{WORD}){{0,3}}(?:only )?{_HALF} ?(?:of (?:the |this )*{_WHOLE}|(?:{WORD}){{0,4}}{_NOW})",
        rf"{_PAY} (?:{WORD}){{0,2}}{_NOW} (?:{WORD}){{0,3}}{_HALF}",
        rf"{_HALF} ?(?:{WORD}){{0,5}}{_PAY} {_NOW}",
        rf"{_HALF} ?(?:{WORD}){{0,3}}{_NOW}(?:,| and| und| et| y| e| en)? {_REST} {_LATER}",
        rf"{_PAY} (?:{WORD}){{0,3}}(?:nur )?(?:die |la )?{_HALF}(?:$|[.,;!])",
        # "Payment 2/10 net 30" is a discount, "payment 3/5/2026" a day.
        rf"{_INSTALMENT}(?: no\.?| nr\.?| n°)?:? (?:\d{{1,2}} {_OF_SEVERAL}|\d ?/ ?[2-9](?![/.\d-]))",
        rf"{_ORDINAL} {_INSTALMENT} {_OF_SEVERAL}",
        r"(?:first|second|third|last|1st|2nd|3rd|next) of (?:two|three|four|five|six|ten|twelve|\d{1,2}) (?:\w+ )?"
        r"(?:payments?|instal?ments?|parts|invoices|bills)",
        r"(?:erste|zweite|dritte|letzte|\d\.) (?:von|der) (?:zwei|drei|vier|funf|sechs|zehn|zwolf|\d{1,2}) (?:\w+ )?"
        r"(?:raten|teilzahlungen|teilbetragen|rechnungen)",
        r"(?:premiere?|deuxieme|troisieme|derniere?) (?:de|sur|des) (?:deux|trois|quatre|cinq|six|dix|douze|\d{1,2})"
        r" (?:\w+ )?(?:paiements|versements|echeances|factures)",
        r"(?:primer[ao]?|segund[ao]|tercer[ao]?) de (?:dos|tres|cuatro|cinco|seis|doce|\d{1,2}) (?:\w+ )?(?:pagos"
        r"|plazos|cuotas|facturas)",
        r"(?:prima|seconda|terza) di (?:due|tre|quattro|cinque|sei|dodici|\d{1,2}) (?:\w+ )?(?:rate|pagamenti|fatture)",
        r"(?:eerste|tweede|derde|laatste) van (?:twee|drie|vier|vijf|zes|twaalf|\d{1,2}) (?:\w+ )?(?:termijnen"
        r"|betalingen|facturen)",
    ),
    None,
    leads_of(
        "half third quarter halfte drittel viertel moitie tiers quart mitad tercio meta terzo quarto helft derde kwart"
        " now today immediately advance upfront jetzt sofort vorerst zunachst vorab maintenant immediatement ahora"
        " adesso ora subito nu first second last next 1st 2nd 3rd erste zweite dritte letzte premier premiere deuxieme"
        " troisieme derniere primera primer segunda tercera prima seconda terza eerste tweede laatste d'avance"
        " payment payments instalment installment rate teilzahlung teilbetrag versement echeance tranche paiement plazo"
        " cuota pago rata"
        " pagamento termijn deelbetaling"
    ),
    any_of(
        r"all (?:new |future )?orders|new customers|neukunden|nouveaux clients|nuevos clientes|nuovi clienti|late"
        r"|discounts?|skonto|escompte|orders (?:over|above)|cancel\w*|stornierung\w*|annulation\w*|terms|restocking"
    ),
    beside_money=True,
)
_DEBT = (
    r"(?:debts?|claims?|credits?|accounts?|balances?|invoices?|what we owe(?: you)?|forderung\w*|guthaben|rechnung\w*"
    r"|schulden|verbindlichkeit\w*|konto|creances?|avoirs?|dettes?|factures?|compte|creditos?|deudas?|saldos?|facturas?"
    r"|cuenta|crediti?|credito|debiti?|fattur[ae]|conto|vordering\w*|schuld\w*|factu(?:ur|ren)|tegoed|rekening)"
)
SET_OFF = Kind(
    said_by(
        rf"(?:set[- ]?off|offset|netted|net(?: off)?|counted|credited|balanced|cleared)"
        rf" (?:{WORD}){{0,4}}(?:against|with)"
        rf" (?:{WORD}){{0,4}}{_DEBT}",
        r"(?:to be|is|will be|shall be) (?:set[- ]?off|offset|netted)",
        rf"(?:mit|gegen) (?:{WORD}){{0,3}}{_DEBT} (?:\w+"
        rf" ){{0,2}}(?:zu "
        r")?(?:verrechne\w*|aufrechne\w*|aufzurechnen)",
        rf"verrechnung (?:erfolgt )?(?:mit|gegen) (?:ihre[rnm]?|unsere[rnm]?) (?:{WORD}){{0,2}}{_DEBT}"
        rf"|compensacion con (?:su|nuestr[ao]) (?:{WORD}){{0,2}}{_DEBT}|compensazione con (?:la )?(?:vostr|nostr)[aoie]"
        rf" (?:{WORD}){{0,2}}{_DEBT}|verrekening met (?:uw|onze) (?:{WORD}){{0,2}}{_DEBT}",
        rf"se compensa(?:ra)? (?:{WORD}){{0,2}}con (?:{WORD}){{0,3}}(?:{_DEBT}|factura|abono)",
        rf"compensee? (?:{WORD}){{0,2}}(?:avec|par|sur) (?:votre|notre|vos|nos) (?:facture|avoir)s?",
        rf"(?:a )?compens(?:er|ee?s?|ation) (?:{WORD}){{0,2}}(?:avec|par|sur) (?:{WORD}){{0,3}}{_DEBT}",
        rf"(?:a )?compensar(?:se)? (?:{WORD}){{0,2}}con (?:{WORD}){{0,3}}{_DEBT}|compensad[oa]s? con",
        rf"(?:da )?compensar[ei] (?:{WORD}){{0,2}}con (?:{WORD}){{0,3}}{_DEBT}|compensat[oaie] con",
        rf"(?:te )?verreken(?:en|d|t) (?:{WORD}){{0,2}}met (?:{WORD}){{0,3}}{_DEBT}|verrekend met",
        r"(?:pay\w*|paid|settle\w*|settlement) (?:\w+ ){0,2}(?:in|by|with|through) (?:goods|kind|services|barter"
        r"|exchange)|barter(?: transaction| deal| invoice)?|contra account|in exchange for (?:your|our)",
        r"(?:zahlung|bezahlung|ausgleich|begleichung) (?:\w+ ){0,2}(?:in|durch|mit) (?:waren?|naturalien"
        r"|sachleistung\w*"
        r"|gegenlieferung\w*)|tauschgeschaft|gegengeschaft|kompensationsgeschaft",
        r"(?:paiement|regle\w*|reglement) en (?:nature|marchandises?)|(?:en )?troc|pago en (?:especie"
        r"|mercancias?)|trueque"
        r"|permuta|pagamento in (?:natura|merci?)|baratto|betaling in (?:natura|goederen)|ruilhandel|ruiltransactie",
    ),
    None,
    leads_of(
        "set offset netted net counted credited balanced cleared verrechnet aufgerechnet gegengerechnet saldiert"
        " verrechnen aufrechnen aufzurechnen compenser compense compensation compensa compensar compensado"
        " compensare compensato"
        " verrekenen verrekend goods kind services barter exchange contra waren ware naturalien sachleistung"
        " gegenlieferung tauschgeschaft gegengeschaft kompensationsgeschaft nature marchandise troc especie mercancia"
        " trueque permuta natura merce merci baratto goederen ruilhandel ruiltransactie"
    ),
    any_of(
        r"not|no(?!\.? ?#?\d)|never|without|only|entitled|right|rights|unless|nicht|kein\w*|nur|ausgeschlossen"
        r"|unzulassig|berechtigt"
        r"|zuruckbehaltung\w*|aufrechnung\w*|ne|pas|aucune?|interdite?|exclue?|sin|ninguna?|excluid[oa]|non"
        r"|senza|escluso"
        r"|esclusa|niet|geen|uitgesloten|included|enthalten|bereits|already|zeit\w*|stunden\w*|hours?|aufwand\w*"
    ),
    beside_money=True,
)
_PAYERS = (
    r"(?:insur(?:er|ance)(?: company)?|lessor|leasing company|landlord|tenant|parent company|head office|subsidiary"
    r"|main contractor|client|end customer|third party|\w*versicherung|versicherer|leasinggeber|leasinggesellschaft"
    r"|vermieter|mieter|muttergesellschaft|bauherr\w*|endkunden?|dritten?|assur(?:eur|ance)s?|bailleur|locataire"
    r"|maison mere|maitre d'ouvrage|aseguradora|compania de seguros|arrendador|arrendatario|casa matriz|tercero"
    r"|assicurazione|assicuratore|locatore|locatario|capogruppo|terzi|verzekera(?:ar|ring)|verzekering\w*|verhuurder"
    r"|huurder|moederbedrijf|derden?)"
)
_BUYING_GROUP = (
    r"(?:buying|purchasing) (?:group|organi[sz]ation|association|cooperative)|einkaufs(?:verband|gemeinschaft"
    r"|genossenschaft)|zentralregulier(?:er|ung)|centrale d'achats?|central de compras"
    r"|(?:centrale|gruppo) (?:d')?acquist[io]|inkoop(?:organisatie|combinatie|cooperatie)"
)
# Who pays for another by a contract with it; "payment will be made by the client within 30 days" is a term.
_FINANCERS = (
    r"(?:insur(?:er|ance)(?: company)?|lessor|leasing company|finance company|parent company|head office"
    r"|\w*versicherung"
    r"|versicherer|leasinggeber|leasinggesellschaft|muttergesellschaft|assur(?:eur|ance)s?|bailleur|credit-bailleur"
    r"|societe de (?:leasing|financement)|maison mere|aseguradora|compania de (?:seguros|leasing)|casa matriz"
    r"|assicurazione|assicuratore|societa di leasing|capogruppo|verzekera(?:ar|ring)|leasemaatschappij|moederbedrijf"
    rf"|{_BUYING_GROUP})"
)
_OWN = (
    r"(?:your|the|our|a|ihre?[rnm]?|die|der|den|dem|das|eine[rnm]?|von|votre|l'|la|le|une?|vos|su|el|los|una|un"
    r"|vostr[ao]"
    r"|il|lo|i|uw|de|het|een)"
)
_COMPANY = (
    rf"(?P<payer>(?:[^\s.;!?:]+ ){{1,4}}{FORM}\.?"
    r"|(?:la |die |the |de )?(?:societe|firma|sociedad|societa|company) [^\s.;]+)"
)
_COMPANY_PAYS = (
    r"(?:(?:(?:to be|is) )?(?:payable|paid|settled)|a (?:regler|payer)|(?:ist )?zahlbar|zu (?:zahlen|begleichen)"
    r"|a pagar"
    r"|da pagare|te betalen) (?:by|durch|von|par|por|da|dalla|door) (?:la |the |die |el |il |de |firma |societe "
    r"|sociedad"
    rf" |societa |company )*{_COMPANY}(?!\w)"
    r"|(?:payer|payor|bill payer|(?:abweichender )?(?:rechnungs)?zahler|(?:tiers )?payeur|pagador|pagatore"
    r"|betaler) ?: ?"
    r"(?P<label>[^.;!?:]{3,60})"
)
# "Ordered by: J. Free" is a person, and "Ordered by: X Inc" the company whose goods these are.
_COMPANY_ORDERED = (
    r"(?:(?:order(?:ed)?|order placed|purchased) by|besteller|bestellt (?:von|durch)|commande(?: passee)? par"
    rf"|pedido por|ordinato da|besteld door) ?: ?(?P<orderer>(?:[^\s.;!?:,]+ ){{1,4}}{FORM}\.?)(?!\w)"
)
OTHER_PAYER = Kind(
    said_by(
        rf"(?:charged?|billed?|invoiced?|sent|payable|paid|settled|borne|covered|paid for) (?:{WORD}){{0,2}}(?:to|by) "
        rf"(?:{_OWN} ?)*{_PAYERS}",
        rf"(?:von|durch) (?:{_OWN} ?)*{_PAYERS} (?:\w+ ){{0,2}}(?:bezahlt|beglichen|ubernommen|getragen|erstattet)"
        rf"|(?:an|zu lasten) (?:{_OWN} ?)*{_PAYERS}",
        rf"(?:regle[re]?e?|regler|paye[re]?e?|payer|facturee?|prise? en charge) (?:{WORD}){{0,1}}par (?:{_OWN} ?)*"
        rf"{_PAYERS}",
        rf"(?:pagad[oa]|pagar|abonar|cargo|cargar|a cargo) (?:\w+ )?(?:por|de|a) (?:{_OWN} ?)*{_PAYERS}",
        rf"(?:pagat[oa]|pagare|carico|addebitare) (?:\w+ )?(?:da|di|a|dalla|dall'|della|dell'|alla|all') ?(?:{_OWN} ?)*"
        rf"{_PAYERS}",
        rf"(?:betaald|betalen|voldaan|rekening) (?:\w+ )?(?:door|van) (?:{_OWN} ?)*{_PAYERS}|(?:door|voor rekening van)"
        rf" (?:{_OWN} ?)*{_PAYERS} (?:betaald|voldaan|te betalen)",
        rf"(?:payment|settlement) (?:{WORD}){{0,3}}(?:made|effected|arranged) by (?:{_OWN} ?)*{_FINANCERS}",
        rf"(?:zahlung|bezahlung|begleichung) (?:erfolgt|geschieht|wird) (?:{WORD}){{0,2}}(?:durch|uber|von)"
        rf" (?:{_OWN} ?)*"
        rf"{_FINANCERS}",
        rf"(?:reglement|paiement) (?:{WORD}){{0,2}}(?:effectue|assure|fait) par (?:{_OWN} ?)*{_FINANCERS}",
        rf"pago (?:{WORD}){{0,3}}(?:efectua(?:ra)?|realiza|efectuado por|realizado por) (?:{_OWN} ?)*{_FINANCERS}",
        rf"pagamento (?:{WORD}){{0,2}}(?:effettuato|eseguito) (?:da|dal|dalla|dall') ?(?:{_OWN} ?)*{_FINANCERS}",
        rf"betaling (?:{WORD}){{0,2}}door (?:{_OWN} ?)*{_FINANCERS}",
        _COMPANY_PAYS,
        _COMPANY_ORDERED,
        r"not (?:to |by )?(?:you|yourself|yourselves)(?=$|[.;!])",
        r"nicht (?:an|von|durch) (?:sie|ihnen)(?=$|[ .;!])|(?:et )?non (?:a|par) vous|(?:y )?no (?:a|por) ustedes"
        r"|(?:e )?non (?:a|da) voi|niet (?:aan|door) u(?=$|[ .;!])",
        r"(?:charge|bill|invoice) (?:this|it) (?:invoice |bill )?to (?!(?:you|your|our|this|the|my|account)\b)\w+",
    ),
    None,
    leads_of(
        "finance credit-bailleur societe societa leasemaatschappij insurer insurance lessor leasing landlord tenant"
        " parent head subsidiary main client end third versicherung"
        " versicherer leasinggeber leasinggesellschaft vermieter mieter muttergesellschaft bauherr endkunde dritte"
        " dritten assureur assurance l'assureur l'assurance bailleur locataire maison maitre aseguradora compania"
        " arrendador arrendatario casa tercero assicurazione assicuratore locatore locatario capogruppo terzi"
        " verzekeraar verzekering verhuurder huurder moederbedrijf derde you yourself yourselves ihnen sie vous ustedes"
        " voi niet charge bill invoice dall'assicurazione payable paid settled regler payer zahlbar zahlen"
        " begleichen pagar"
        " ordered order purchased besteller bestellt commande pedido ordinato besteld"
        " buying purchasing einkaufsverband einkaufsgemeinschaft zentralregulierung centrale central gruppo"
        " inkooporganisatie inkoopcombinatie"
        " pagare betalen payor zahler rechnungszahler abweichender payeur pagador pagatore betaler"
    ),
    any_of(
        r"delivery|goods|shipment|lieferung|livraison|transport\w*|liab\w+|haft\w+|damage\w*|schaden\w*|claims?"
        r"|abtretung\w*"
    ),
    beside_money=True,
    inside=("versicherung",),
)


_PAYER, _ORDERER = re.compile(_COMPANY_PAYS), re.compile(_COMPANY_ORDERED)
_NO_NAME = frozenset({"la", "the", "die", "el", "il", "de", "firma", "societe", "sociedad", "societa", "company", "of"})


def names_other_payer(words: str, invoice: Invoice) -> bool:
    """Tell whether somebody else is to pay than the buyer, or ordered.

    Words that name no company say so, and another's name does.

    Where it was not read whom the invoice is made out to, no name is another's.
    """
    found, ordered = _PAYER.search(words), _ORDERER.search(words)
    if found is None and ordered is None:
        return True
    named = (found["payer"] or found["label"]) if found is not None else ordered["orderer"] if ordered else ""
    parts = words_of_name(named) - _NO_NAME
    ours = set(words_of(fold_line(" ".join(block.value.replace("\n", " ") for block in invoice.header.bill_to))))
    return bool(ours) and bool(parts) and parts.isdisjoint(ours)

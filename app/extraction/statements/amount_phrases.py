"""How a page says what is kept back from its total, taken off it or added to it: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

import re

from app.extraction.statements.kinds import GRANTED, RATE, WORD, Kind, any_of, leads_of, said_by

_TERMS = any_of(
    r"late|overdue|interest|per (?:month|annum|year)|p\.a\.|restocking|skonto|within|innerhalb|binnen|bei"
    r" zahlung|days|tagen?|jours|dias|giorni|dagen",
    r"credit card|cards?|returned|cheques?|checks|new customers|(?:special|custom|all|future) orders|escompte"
    r"|pronto pago|pagando|abonando",
)
_KEPT_BACK = (
    r"(?:retentions?|retainage|withholding(?: tax)?|advances?|advance payments?|prepayments?|down ?payments?"
    r"|deposits?)"
)
_ADVANCE = (
    r"(?:deposit|down ?payment|advance(?: payment)?|anzahlung|vorauszahlung|acompte|anticipo|acconto|aanbetaling)"
)
OTHER_AMOUNT = Kind(
    said_by(
        rf"(?:less|minus|net of|after deduct\w+(?: of)?|deducting) (?:{WORD}){{0,2}}{RATE}?(?:{WORD}){{0,1}}"
        rf"{_KEPT_BACK}",
        rf"{RATE}(?:\w+ )?(?:retention|retainage)",
        rf"(?:deduct|set off|offset|subtract|take off) (?:{WORD}){{0,3}}credit (?:note|memo|balance)s?",
        rf"credit (?:note|memo|balance)s? (?:{WORD}|[^\s\w]?\d[\d.,]* ){{0,6}}(?:deducted|set off|offset|subtracted)",
        r"gutschrift\w*(?: [a-z]{0,4}[-/ ]?\d[\w/-]*)? (?:bitte )?(?:abziehen|abzuziehen|verrechnen|in abzug bringen)",
        r"(?:deduire|deduisez) (?:l'|votre |notre |un )?avoir|(?:deducir|descontar|restar|deduzcan?) (?:el "
        r"|la )?(?:abono"
        r"|nota de (?:credito|abono))|(?:dedurre|detrarre|sottrarre) (?:la )?nota (?:di )?credito",
        r"creditnota (?:[^\s.;]+ ){0,2}(?:in mindering|aftrekken|verrekenen)",
        r"(?:partial|progress|part|interim|instal?lment) (?:invoice|bill|billing|payment) (?:no\.? |nr\.? |#"
        r" ?)?\d+ ?(?:of|/) ?\d+",
        r"(?:teil|abschlags)rechnung (?:nr\.? )?\d+ ?(?:von|/) ?\d+|facture (?:partielle|d'acompte|de situation)"
        r" (?:no? ?)?\d+ ?(?:sur|/) ?\d+",
        r"factura parcial (?:no? ?)?\d+ ?(?:de|/) ?\d+|fattura parziale (?:n\.? ?)?\d+ ?(?:di|/) ?\d+|deelfactuur"
        r" (?:nr\.? )?\d+ ?(?:van|/) ?\d+",
        rf"(?:abzgl\.?|abzuglich|unter abzug|nach abzug) (?:{WORD}){{0,3}}{RATE}?(?:\w+ )?(?:\w*einbehalt\w*"
        rf"|abschlagszahlung(?:en)?"
        r"|abschlage|anzahlung(?:en)?|vorauszahlung(?:en)?|quellensteuer|bauabzugs?steuer)",
        rf"{RATE}(?:\w+ )?\w*einbehalt",
        rf"(?:deduction faite|sous deduction|moins|net) (?:des? |d')?(?:{WORD}){{0,2}}(?:retenue(?: de garantie)?"
        rf"|acomptes?|avances?)",
        rf"retenue de garantie (?:de )?{RATE}|retenue a la source",
        rf"(?:menos|deducid[oa]s?|neto de|previa deduccion de) (?:{WORD}){{0,2}}(?:retencion\w*|anticipos?|pagos a"
        rf" cuenta)",
        rf"retencion (?:de garantia )?(?:del? )?{RATE}",
        rf"(?:al netto|dedott[oaie]|meno|detratt[oaie]) (?:{WORD}){{0,2}}(?:ritenut\w+|accont[oi]|anticip\w+)",
        rf"ritenuta (?:d'acconto|di garanzia) (?:del )?{RATE}",
        rf"(?:minus|onder aftrek van|na aftrek van|verminderd met) (?:{WORD}){{0,2}}(?:\w*inhouding|voorschot\w*"
        rf"|aanbetaling\w*)",
        rf"(?:a )?(?:deposit|down ?payment|prepayment|advance payment) of {RATE}(?:\w+ ){{0,4}}(?:required|due"
        rf"|payable)",
        rf"(?:anzahlung|vorauszahlung) (?:von |in hohe von )?{RATE}(?:\w+ ){{0,2}}(?:erforderlich|fallig|zu leisten)",
        rf"acompte de {RATE}(?:\w+ ){{0,2}}(?:requis|exige|du|a verser)|anticipo del? {RATE}(?:\w+"
        rf" ){{0,2}}(?:requerido|exigido|a pagar)",
        rf"acconto del {RATE}(?:\w+ ){{0,2}}(?:richiesto|dovuto)|aanbetaling van {RATE}(?:\w+ ){{0,2}}(?:vereist"
        rf"|verschuldigd)",
    ),
    re.compile(rf"{RATE}{_ADVANCE}|{_ADVANCE} {RATE.removesuffix(')')})"),
    leads_of(
        "retention retainage withholding advance advances prepayment prepayments down deposit deposits partial"
        " progress part interim"
        " installment instalment teilrechnung abschlagsrechnung partielle acompte acomptes d'acompte situation"
        " parcial"
        " parziale deelfactuur"
        " einbehalt haftungseinbehalt sicherheitseinbehalt gewahrleistungseinbehalt garantieeinbehalt"
        " abschlagszahlung"
        " abschlagszahlungen abschlage"
        " anzahlung anzahlungen vorauszahlung vorauszahlungen quellensteuer bauabzugsteuer bauabzugssteuer"
        " retenue avances"
        " retencion retenciones anticipo anticipos cuenta ritenuta ritenute acconto acconti anticipi inhouding"
        " garantieinhouding"
        " gutschrift deduire deduisez deducir descontar restar deduzca dedurre detrarre sottrarre creditnota"
        " voorschot voorschotten aanbetaling aanbetalingen credit less minus abzgl abzuglich moins menos meno min"
    ),
    _TERMS,
    inside=("einbehalt", "inhouding"),
)
# A discount, or a charge, that no amount of the invoice can be.
DISCOUNT = Kind(
    said_by(
        rf"(?:less|minus|abzgl\.?|abzuglich|moins|menos|meno|min) {RATE}(?:\w+ ){{0,2}}(?:discount|rebate|\w*rabatt"
        rf"|nachlass|remise"
        r"|rabais|ristourne|descuento|sconto|korting)",
        rf"(?:discount|rebate|(?:mengen|sonder|treue)?rabatt) (?:of |von )?{RATE}(?:applies|gilt"
        r"|is (?:granted|given|agreed)|wird gewahrt)",
        rf"(?<!may )(?<!can )deduct {RATE}(?!.*\b(?:prompt|early|cash|payments?|paying)\b)"
        rf"|{RATE}(?:\w+ )?(?:discount|rebate) (?:applies|(?:is )?not yet"
        rf" applied|to be applied|to follow)|(?:discount|rebate) (?:of )?{RATE}(?:is )?not yet applied"
        rf"|(?:price )?reduction (?:of )?{RATE}(?:applies|is granted|granted|agreed)",
        rf"(?:remise|rabais|ristourne) (?:de )?{RATE}(?:\w+ ){{0,2}}(?:a deduire|applicable)"
        rf"|descuento (?:del? )?{RATE}(?:\w+ )?(?:a deducir|a descontar|por aplicar|a aplicar)"
        rf"|sconto (?:del )?{RATE}(?:\w+ )?(?:da dedurre|da detrarre|da applicare)"
        rf"|korting (?:van )?{RATE}(?:nog )?(?:af te trekken|te verrekenen|in mindering)",
        rf"(?=.*\d)(?!.*\b(?:prompt|early|cash|payments?|paying|\w*zahlung|paiement|pago|pagamento|pagando"
        rf"|abonando|betaling)\b)"
        rf"{GRANTED}",
    ),
    None,
    leads_of(
        "less minus abzgl abzuglich moins menos meno min discount rebate rabatt mengenrabatt sonderrabatt treuerabatt"
        " remise rabais ristourne descuento sconto korting reduction deduct take subtract abziehen kurzen deduire"
        " deducir descontar detrarre dedurre aftrekken"
    ),
    _TERMS,
)
SURCHARGE = Kind(
    said_by(
        rf"(?:plus|add|\+|zzgl\.?|zuzuglich|majore[es]* de|mas|piu|vermeerderd met) {RATE}(?:\w+"
        rf" ){{0,2}}(?:surcharge|fee|charge"
        r"|\w*zuschlag|\w*gebuhr|supplement|majoration|frais|recargo|supplemento|maggiorazione|\w*toeslag)",
        r"(?:additional|further|extra) charges (?:\w+ )?(?:apply|see|as per|on page|on sheet|attached|overleaf)",
        r"see (?:\w+ ){1,4}for (?:additional|further|extra) charges",
        r"[*†‡]+ ?(?:plus|add|zzgl\.?|zuzuglich|mas|piu) (?:\w+ ){0,2}(?:surcharge|fees?|charges?|\w*zuschlag"
        r"|\w*gebuhr|recargo"
        r"|supplemento|\w*toeslag)",
        r"(?:handling|service|delivery|pallet|packing|fuel|energy|processing|admin\w*) (?:fee|charge|surcharge)"
        r" (?:of )?[$€£]? ?\d[\d.,]*"
        r" ?[$€£]? ?(?:usd |eur |gbp )?(?:applies|will be added|to be added|is added|is due)",
    ),
    None,
    leads_of(
        "plus add + zzgl zuzuglich majore mas piu vermeerderd surcharge fee fees charge charges additional further"
        " extra"
    ),
    _TERMS,
)

"""How a page says that an amount is given back or taken off, in its own words and beside the figure: patterns.

English, German, French, Spanish, Italian, Dutch; over folded text (small letters, no accents). It counts only where the
amount is none of the invoice's, nor what its lines are less by.
"""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import ChargeKind, Invoice
from app.extraction.statements.amounts_said import SUM, amounts_in, amounts_of
from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

# Of the total: it is not owed by us, but to us.
_TO_US = (
    r"(?:in your favou?r|credit (?:balance|amount)|total credit|refund(?:s|ed)?|zu ihren gunsten|gutschriftsbetrag"
    r"|(?:ruck)?erstattung(?:sbetrag)?|en votre faveur|remboursements?|a su favor|reembolsos?"
    r"|a vostro (?:favore|credito)|rimborso|in uw voordeel|creditbedrag|terugbetaling"
    r"|owe you|schulden (?:wir )?ihnen|vous devons|les? debemos|(?:le|vi) dobbiamo|u verschuldigd)"
)
_OWED_TO_US = any_of(_TO_US)
# Banks of that name stand at the foot of a page, on a scan in one row with the sum of the company's capital; "crédit
# mutuel de 120,00" is an amount.
_NO_BANK = (
    r"(?! (?:agricole|mutuel|lyonnais|suisse|cooperatif|foncier|industriel|du nord|unions?|europe)\b(?! (?:de|of) \d))"
)
_GIVEN_BACK = (
    rf"(?:discounts?|rebates?|refund(?:ed|s)?|credits?{_NO_BANK}|credited|credit (?:notes?|memos?|balances?)"
    r"|allowances?"
    r"|deductions?|deducted|deduct|reductions?|reduced|(?:volume |loyalty |year-end )?bonus|overpa(?:id|yments?)"
    r"|cash ?back"
    r"|goodwill|compensation|trade-in|(?:prepaid|advance|deposit) (?:received|paid)"
    r"|\w*rabatte?|\w*nachlass|\w*bonus|\w*gutschrift(?:en)?|guthaben|gutgeschrieben\w*|\w*vergutung|\w*erstattung"
    r"|erstattet|uberzahlung|\w*minderung|\w*abzug|abgezogen|abzuziehen|kurzen|verrechnet\w*|\w*verrechnung"
    r"|remises?|ristournes?|rabais|(?:votre|un|l'|notre) ?avoir|avoir (?:n|no|du)|crediter?|creditee?s?"
    r"|rembourse\w*|reductions?|bonification|trop-?percu|a deduire|deduits?|deduite?s?"
    r"|descuentos?|rappel|bonificacion|abono|abonad[oa]s?|saldo a (?:su )?favor|a su favor|reembols\w+|rebaja"
    r"|deducid[oa]s?|a deducir|a descontar"
    r"|scont[oi]|abbuon\w+|rimbors\w+|a vostro credito|vostro credito|accredit\w+|nota di credito|ribasso"
    r"|detratt[oaie]|da detrarre|da dedurre"
    r"|korting(?:en)?|\w*tegoed|creditnota|gecrediteerd\w*|terugbetal\w+|terugbetaald|verrekend\w*|af te trekken"
    r"|in mindering|verrekening)"
)
# Another invoice's or order's, a condition, a card or a line of credit; what was saved is in the prices already.
_OTHERWISE = any_of(
    r"next|future|further orders?|refer|recommend|vouchers?|coupons?|saved?|savings?|points?|up to|from|per|each|over",
    r"late|overdue|interest|within|days|early|prompt|cash|skonto\w*|cards?|limit|lines?|rating|available|insurance"
    r"|(?:credit|tax) (?:code|terms|period)|liabilit\w+|warranty|cheques?|checks?|returns?",
    r"nachste\w*|kunftig\w*|empfehl\w*|gutschein\w*|gespart|punkte|bis zu|ab|je|pro|verzug|innerhalb|tagen?|bei zahlung"
    r"|kreditlimit|haftung|enthalten\w*|bereits (?:abgezogen|berucksichtigt)|berucksichtigt",
    r"prochaine?s?|parraine\w*|economis\w*|points|jusqu'a|des|par|retard|sous|jours|escompte|anticipe"
    r"|deja (?:deduite?s?|comprise?s?)|comprise?s?",
    r"proxim[oa]s?|puntos|hasta|por cada|mora|dias|pronto pago|incluid[oa]s?|prossim[oi]|punti|fino a|per ogni|entro"
    r"|giorni|inclus[oai]|gia (?:detratt\w+|compres\w+)",
    r"volgende?|punten|tot|per|binnen|dagen|betalingskorting|inbegrepen|already|included|including|applied to prices",
)
CREDITED = Kind(
    said_by(
        rf"(?:{_GIVEN_BACK}|{_TO_US})[:,]? (?:{WORD}){{0,6}}?(?:\d{{1,2}} ?% )?(?:[=:(-] ?)?{SUM}",
        rf"{SUM}\)? (?:{WORD}){{0,4}}?{_GIVEN_BACK}",
    ),
    None,
    leads_of(
        "discount rebate refund credit allowance deduct reduction reduced bonus overpaid overpayment cash goodwill"
        " compensation trade volume loyalty year prepaid advance deposit rabatt nachlass gutschrift guthaben"
        " gutgeschrieben vergutung erstattung erstattet uberzahlung minderung abzug abgezogen verrechnet verrechnung"
        " remise ristourne rabais votre l'avoir notre un avoir rembourse bonification trop deduit descuento rappel"
        " bonificacion abono abonado saldo a reembolso rebaja deducido sconto sconti abbuono rimborso vostro accredito"
        " deduire deducir descontar detrarre dedurre da abzuziehen kurzen trekken mindering af in nota ribasso"
        " detratto korting tegoed gecrediteerd terugbetaling terugbetaald verrekend verrekening cashback"
        " favour faveur favore gunsten voordeel gutschriftsbetrag creditbedrag owe schulden vous les le vi verschuldigd"
    ),
    _OTHERWISE,
    beside_money=True,
    inside=("rabatt", "nachlass", "bonus", "gutschrift", "vergutung", "erstattung", "minderung", "abzug", "tegoed"),
)


def is_total_owed_to_us(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words give the total of what is no credit note as one that is owed to us."""
    total = invoice.header.total
    if total is None or invoice.is_credit or not _OWED_TO_US.search(words):
        return False
    return abs(total.value) in amounts_in(words)


def is_given_back_besides(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words give an amount that the invoice is not less by already."""
    known = amounts_of(invoice)
    total = invoice.header.total
    taken = [abs(line.discount.value) for line in invoice.lines if line.discount is not None]
    taken += [abs(c.amount.value) for c in invoice.charges if c.kind is ChargeKind.DISCOUNT]
    known.update((*taken, sum(taken, Decimal(0))))
    known.update(abs(total.value) + one for one in taken if total is not None)
    return any(amount not in known for amount in amounts_in(words))

"""What a page says of an amount or a currency that may be another than its own: patterns, and what they are held to.

Such a sentence counts only where the amount or the currency in it is not that of the invoice.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.invoice import Invoice
from app.extraction.statements.amounts_said import CODES, MONEY, amounts_of, sums_in
from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by

_OWN = rf"(?:{WORD}|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})? ){{0,6}}(?:(?:{CODES}) )?{MONEY}"
_EXACTLY = (
    rf"(?:(?:us|only|exactly|instead|just) |the (?:amount|sum|total|balance) (?:of )?|an? (?:amount|sum|total) of )*"
    rf"(?:(?:{CODES}) )?"
)

_ZERO = Decimal(0)
# Names of dollars and others, as what the code of the currency is.
_NAMES = {
    "CAD": r"(?:canadian|kanadische[nr]?|canadese) dollars?|dollars canadiens|dolares canadienses|dollari canadesi",
    "AUD": r"(?:australian|australische[nr]?) dollars?|dollars australiens|dolares australianos|dollari australiani",
    "USD": r"(?:us|u\.s\.|american|united states|amerikanische[nr]?|amerikaanse)[ -]?dollars?|us-dollar"
    r"|dollars (?:us|americains)|dolares (?:estadounidenses|americanos)|dollari (?:usa|americani|statunitensi)",
    "EUR": r"euros?",
    "GBP": r"pounds? sterling|british pounds?|sterling|britische[nr]? pfund|pfund sterling|livres? sterling"
    r"|libras? esterlinas?|sterline|ponden",
    "CHF": r"swiss francs?|schweizer franken|francs? suisses?|francos suizos|franchi svizzeri|zwitserse franken?",
}
_NAMED = {code: re.compile(rf"\b(?:{names}|{code.casefold()})(?!\w)") for code, names in _NAMES.items()}
_CODE = re.compile(rf"\b({CODES})\b")
_CURRENCY = rf"(?:{'|'.join(_NAMES.values())}|{CODES})"

# The sign of the dollar is that of many.
_SIGNS = {"€": "EUR", "£": "GBP", "us$": "USD"}
_SIGN = re.compile(rf"(?:{CODES}|€|£|us\$)")
_WITH_SIGNS = re.compile(rf"(?:(?<!\w){_SIGN.pattern} ?)?[(\[]?{MONEY}[)\]]?(?: ?{_SIGN.pattern}(?!\w))?")

_OF_PLACE = (
    r"(?:canadian|australian|hong kong|singapore|new zealand|swiss|british|mexican|indian|chinese|japanese|swedish"
    r"|norwegian|danish|polish|czech|kanadisch\w*|schweizer|britisch\w*|canadiens?|suisses?|canadienses?|suizos?"
    r"|canades[ei]"
    r"|svizzer[ei]|zwitserse|canadese|local|foreign|auslandisch\w*|etrangere?s?|extranjer[ao]s?|ester[aei]"
    r"|buitenlandse)"
)
_OLD = (
    r"(?:dm|d-mark|deutsche mark|french francs?|belgian francs?|francs? (?:francais|belges?)|pesetas|lire|liras"
    r"|gulden|guilders|schillings?|riyals?|rial|lei|lira|dirhams?|zlot(?:y|ys|e|ych)|forints?|dinars?|rubles?|rubel"
    r"|shekels?|baht|ringgit|rupiah|kronen|kroner|kronor|yen|yuan|renminbi|rupees|pesos|bitcoins?)"
)
OTHER_CURRENCY = Kind(
    said_by(
        rf"(?:amounts?|prices?|figures|values|totals?|sums?|balance|betrage?|preise|angaben|werte|montants?|prix"
        rf"|importes?|precios?"
        rf"|importi|prezzi|bedragen|prijzen) (?:{WORD}){{0,3}}(?:in|en) (?:{WORD})?(?:{_OLD}|{_OF_PLACE} (?:currency"
        rf"|money"
        rf"|dollars?"
        r"|funds|francs?|pounds?|wahrung|devises?|monnaie|moneda|valuta|munt))",
        rf"[$€£] ?(?:means|=|stands for|is|denotes|refers to|bedeutet|steht fur|signifie|designe|significa"
        rf"|indica|betekent"
        rf"|staat voor) (?:the )?(?:{_CURRENCY}|{_OF_PLACE} dollars?|{_OLD})",
        rf"all (?:amounts|prices|figures|values|sums) (?:(?:are|shown|stated|quoted|given"
        rf"|expressed) )*(?:in )?{_CURRENCY}",
        rf"alle (?:betrage|preise|angaben|werte) (?:(?:sind|gelten|verstehen sich) )*(?:in )?{_CURRENCY}",
        rf"tous (?:les )?(?:montants|prix) (?:sont )?(?:en )?{_CURRENCY}|todos (?:los )?(?:importes"
        rf"|precios) (?:en )?{_CURRENCY}",
        rf"(?<!tax )(?<!vat )(?:amounts?|prices?|figures|values|totals?|sums?|invoice) (?:{WORD}){{0,4}}in"
        rf" (?:{WORD}){{0,2}}{_CURRENCY}",
        rf"(?:\w*betrag|betrage|preise|werte|angaben|summen|rechnung) (?:{WORD}){{0,4}}in (?:{WORD}){{0,2}}{_CURRENCY}",
        rf"(?:total|montants?|prix|valeurs|importes?|precios?"
        rf"|valores) (?:{WORD}){{0,4}}en (?:{WORD}){{0,2}}{_CURRENCY}",
        rf"(?:totale|totaal|importi|prezzi|valori|bedragen|prijzen"
        rf"|waarden) (?:{WORD}){{0,4}}in (?:{WORD}){{0,2}}{_CURRENCY}",
        rf"(?:payable|zahlbar|pagaderos?|pagabil[ei]|betaalbaar) (?:only |nur |solo |alleen )?(?:in|en) {_CURRENCY}",
        rf"(?:settlement|payment|billing|invoice) currency:? {_CURRENCY}|(?:zahlungs|rechnungs)wahrung:? {_CURRENCY}",
        r"(?:importes?|precios?|importi|prezzi|montants?|prix|bedragen|prijzen) (?:en|in) (?:dolares|dollari|dollars?)",
    ),
    None,
    leads_of(
        CODES.replace("|", " ")
        + " canadian australian hong singapore zealand swiss british mexican indian chinese japanese swedish"
        " norwegian danish polish czech kanadisch schweizer britisch canadien suisse canadiense suizo svizzero"
        " zwitserse canadese local foreign"
        " auslandisch etranger extranjera estera buitenlandse dm d-mark deutsche french belgian francais belges"
        " pesetas lire riyal riyals rial lei lira dirham zloty zlotys forint dinar rubel ruble shekel baht ringgit"
        " rupiah"
        " liras gulden guilders schilling kronen kroner kronor yen yuan renminbi rupees pesos bitcoin"
        " dollar dollars dollari dolares euro pound pounds sterling pfund livre libra sterline ponden franc francs"
        " francos franken franchi"
    ),
    any_of(r"equivalent\w*|exchange|converted|conversion|information|umgerechnet|gegenwert|kurs|taux|cambio|koers"),
)

# Behind an amount these ask for it, and are the label of the amount below it as well.
_LABEL_BEHIND = re.compile(r"(?:te betalen|te voldoen|zu bezahlen)$")
OTHER_SUM = Kind(
    said_by(
        rf"(?<!to )(?<!or )(?:transfer|remit|pay) {_EXACTLY}{MONEY}|you owe {_OWN}",
        rf"(?:please|kindly) (?:{WORD}){{0,2}}(?:transfer|remit|pay|wire) {_OWN}",
        rf"(?:uberweisen|zahlen|bezahlen|begleichen) sie {_OWN}|{MONEY} (?:{WORD}){{0,4}}zu (?:uberweisen|bezahlen)",
        rf"(?<!a )(?<!a le )(?:virer|virez|payer|payez|regler|reglez|verser|versez) {_OWN}",
        rf"(?<!a )(?<!por )(?:transferir|transfieran?|pagar|paguen?|abonar|abonen?|ingresar|ingresen?) {_OWN}",
        rf"(?<!da )(?<!a )(?:versare|versate|bonificare|pagare|pagate|trasferire) {_OWN}",
        rf"(?:betaal|betaalt|maak|maakt) {_OWN}|{MONEY} (?:{WORD}){{0,4}}(?:over te maken|te betalen|te voldoen)",
        rf"(?:open|outstanding|unpaid|overdue|past due) (?:items?|invoices|balances?|amounts?) {_OWN}",
        rf"(?:offene|uberfallige) (?:posten|rechnungen|betrage) {_OWN}|(?:factures?|montants?) impaye\w* {_OWN}",
        rf"(?:partidas|facturas) (?:abiertas|pendientes) {_OWN}|partite aperte {_OWN}|openstaande (?:posten|facturen)"
        rf" {_OWN}",
    ),
    None,
    leads_of(
        "transfer remit pay wire owe uberweisen zahlen bezahlen begleichen virer payer regler verser transferir pagar"
        " paguen abonar ingresar versare bonificare pagare trasferire transfieran betaal maak maken betalen voldoen"
        " open outstanding unpaid overdue past offene uberfallige impaye abiertas pendientes aperte openstaande"
    ),
    any_of(
        r"late|interest|fee|per (?:month|annum|year|day)|discount|skonto|escompte|sconto|korting|descuento|not"
        r"|nicht|instal?lments?|raten"
    ),
    beside_money=True,
)

_CHARGES = (
    r"(?:freight|shipping|carriage|postage|delivery|handling|surcharge|insurance|packing|packaging|pallets?|customs"
    r"|duty|sales tax|vat|chargebacks?|donations?|gratuity|tips?"
    r"|fracht\w*|versand\w*|porto|verpackung\w*|versicherung|zoll|mwst|umsatzsteuer|transports?"
    r"|port|fret|emballage|assurance|tva|portes|flete|embalaje|seguro|iva|trasporto|imballo|spedizione|assicurazione"
    r"|verzendkosten|vracht\w*|verpakking|btw)"
)
_CHARGE = rf"(?:[a-z]+ )?{_CHARGES}(?: (?:charges?|fees?|costs?|surcharge))?:?"
_FIGURE = rf"(?:(?:{CODES}) )?{MONEY}(?: ?[€$£]| (?:{CODES}))?"
# In a row that stands on its head the amount comes first.
CHARGE_ASIDE = Kind(
    said_by(r"(?!)"),
    re.compile(rf"{_CHARGE} {_FIGURE}|{_FIGURE} {_CHARGE}"),
    leads_of(
        "freight shipping carriage postage delivery handling surcharge insurance packing packaging pallet pallets"
        " customs duty tax vat chargeback donation gratuity tip tips"
        " fracht versand porto verpackung versicherung zoll mwst umsatzsteuer transport port"
        " portes fret emballage assurance tva flete embalaje seguro iva trasporto imballo spedizione assicurazione"
        " verzendkosten vracht verpakking btw"
    ),
)


def names_other_currency(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words name a currency that is not the invoice's."""
    named = {code for code, names in _NAMED.items() if names.search(words)}
    named.update(code.upper() for code in _CODE.findall(words))
    currency = invoice.header.currency
    return currency is None or currency.value not in named


def another_currency_beside(words: str, invoice: Invoice) -> bool:
    """Tell whether right before or behind an amount in the folded words stands a currency that is not the invoice's."""
    signs = [sign for found in _WITH_SIGNS.finditer(words) for sign in _SIGN.findall(found.group())]
    currency = invoice.header.currency
    return currency is not None and any(_SIGNS.get(sign, sign.upper()) != currency.value for sign in signs)


def asks_other_sum(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words give an amount, not nil, that is not the invoice's total."""
    total = invoice.header.total
    owed = {_ZERO, abs(total.value)} if total is not None else {_ZERO}
    tax = invoice.header.tax_total
    if tax is not None and _LABEL_BEHIND.search(words):
        owed.add(abs(tax.value))  # "240,00" of the tax, with the label of the total in the row below it
        owed.add(abs(sum((line.amount.value for line in invoice.lines if line.amount is not None), _ZERO)))  # its base
    return any(amount not in owed for amount in sums_in(words))


def is_in_no_sum(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words give an amount that is none of the invoice's."""
    known = amounts_of(invoice)
    return any(amount not in known for amount in sums_in(words))

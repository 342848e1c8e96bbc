"""How a page says that tax is still to be added, and why none is owed: patterns over folded text, as phrases.py has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.invoice import Invoice
from app.extraction.statements.amounts_said import amounts_in
from app.extraction.statements.kinds import LEAD, RATE, WORD, Kind, Said, any_of, leads_of, said_by
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_VAT = (
    r"(?:vat|v\.a\.t\.?|value added tax|g\.?s\.?t\.?|h\.?s\.?t\.?|mwst\.?|mehrwertsteuer|ust\.?|umsatzsteuer|tva"
    r"|t\.v\.a\.?"
    r"|iva|i\.v\.a\.?|btw|b\.t\.w\.?|omzetbelasting)"
)
_TAX = (
    rf"(?:{RATE}(?:the )?(?:sales )?tax(?:es)?|(?:sales )?tax(?:es)? (?:of|at)(?: (?:the|a) rate of)? {RATE}"
    rf"|{RATE}?(?:of )?{_VAT})"
)
_LAWFUL = (
    r"(?:(?:the|der|die|jeweils|geltenden?|gultigen?|gesetzl\.?|gesetzlichen?|statutory|legal|local|la|l'|de|de"
    r" la|il|del) ){0,3}"
)

# A bill of its own for the tax; that it is shown apart ("gesondert ausgewiesen") is the law.
_TAX_APART = (
    r"(?:sales tax|vat|gst|hst) (?:will be|is|are|shall be) (?:(?:invoiced|billed|charged) (?:separately|later)"
    r"|separately (?:invoiced|billed|charged))",
    rf"{_VAT} (?:wird |werden )(?:{WORD}){{0,2}}(?:gesondert|separat|extra|nachtraglich) (?:in rechnung gestellt"
    r"|berechnet|fakturiert|nachberechnet)",
    rf"{_VAT} (?:sera |est )(?:facturee|ajoutee) (?:separement|a part|ulterieurement)",
    rf"{_VAT} se (?:facturara|facturo|cobrara) (?:por separado|aparte)",
    rf"{_VAT} (?:sara |verra |viene )fatturata (?:a parte|separatamente|successivamente)",
    rf"{_VAT} wordt (?:apart|afzonderlijk|separaat|later) (?:gefactureerd|berekend|in rekening gebracht)",
)
TAX_TO_ADD = Kind(
    said_by(
        *_TAX_APART,
        rf"(?:plus|add|adding|excluding|excl\.?|exclusive of|excludes?|without|net of|do(?:es)? not include|not"
        rf" including"
        rf"|subject to|\+) {_LAWFUL}{_TAX}",
        r"(?<!no )sales tax(?:es)? (?:will|shall|must|is to|to) be (?:added|charged|paid)",
        rf"{_TAX} (?:{WORD}){{0,3}}(?:added|extra|in addition|on top|not included|excluded|exclusive)",
        rf"(?:zzgl\.?|zuzugl\.?|zuzuglich|exkl\.?|exklusive|ohne|ausschliesslich|nicht enthalten ist die|plus)"
        rf" {_LAWFUL}{_TAX}",
        rf"{_TAX} (?:{WORD}){{0,3}}(?:hinzu|zusatzlich|nicht enthalten|exklusive)",
        rf"(?:hors|sans|ajouter|majore[es]* de|plus) {_LAWFUL}{_TAX}",
        rf"{_TAX} (?:a {RATE})?{RATE}?(?:en sus|non comprise|non incluse|a ajouter|en plus|no incluido|excluido"
        rf"|aparte|a anadir)",
        rf"(?:mas|sin|anadir|anadase|oltre|piu|senza|aggiungere) {_LAWFUL}{_TAX}",
        rf"{_TAX} (?:del )?{RATE}?(?:esclusa|escl\.?|non inclusa|da aggiungere|a parte|niet inbegrepen"
        r"|exclusief|excl\.?)",
        rf"(?:exclusief|excl\.?|zonder|vermeerderd met|ex) {_LAWFUL}{_TAX}",
    ),
    None,
    leads_of(
        "plus add adding excluding excl exclusive without net not subject extra addition top zzgl zuzugl"
        " zuzuglich exkl"
        " ohne ausschliesslich hinzu zusatzlich hors sans ajouter majore sus comprise incluse mas sin anadir aparte"
        " incluido excluido oltre piu senza aggiungere esclusa escl inclusa inbegrepen zonder vermeerderd +"
        " added nicht parte ex separately later gesondert separat extra nachtraglich separement ulterieurement separado"
        " separatamente successivamente apart afzonderlijk separaat"
    ),
    any_of(r"where applicable|if applicable|as applicable|applicable|inclu(?:ding|sive)|tariff|zolle"),
)
_FREED = r"(?:suppl(?:y|ies)|sales?|deliver(?:y|ies)|shipments?|transactions?|acquisitions?|services?)"
# No tax is owed, and the page says why. "N° TVA intracommunautaire", "reverse side" and "Export GmbH" say nothing.
UNTAXED = Kind(
    said_by(
        rf"reverse[- ]charged?|exempt\w*|zero[- ]rated|(?:vat|gst|tva) (?:not|non) applicable|export(?:ed)? {_FREED}",
        rf"intra[- ]?community {_FREED}",
        rf"not subject to {_LAWFUL}{_TAX}|(?:outside|out of) (?:the )?scope|no {_TAX} (?:is )?(?:due|charged|payable"
        rf"|applie[sd])"
        r"|(?:vat|tax)[- ]free",
        rf"nicht (?:umsatz)?steuerbar\w*|(?:§ ?)?(?:13b|19|25a) (?:abs\. ?1 )?ustg|keine {_VAT}|differenzbesteuer\w*",
        r"franchise en base|hors champ|non (?:soumis|assujetti)\w*|tva due par|no sujet[oa]s?|exencion\w*",
        r"fuori campo|regime forfett?ario|regime dei minimi|non soggett[oaei]|geen btw|nultarief"
        r"|kleineondernemersregeling|margeregeling",
        r"steuerschuld\w*|\w*steuerbefrei\w*|(?:umsatz)?steuerfrei\w*",
        r"innergemeinschaftliche\w* (?:lieferung|leistung|erwerb)\w*",
        r"(?:ausfuhr|export)liefer\w*|kleinunternehmer\w*",
        r"exoner\w*|autoliquidation|(?:livraisons?|prestations?|acquisitions?|operations?) intra-?com\w*|293 ?b",
        r"exent[oa]s?|inversion del sujeto(?: pasivo)?|(?:entregas?|operacion(?:es)?) intra-?com\w*",
        r"esent[ei]|inversione contabile|non imponibil[ei]|(?:cession[ei]|operazion[ei]) intra-?com\w*",
        r"verlegd|vrijgesteld\w*|intra-?communautaire (?:levering|prestatie|verwerving)\w*",
    ),
    None,
    leads_of(
        "reverse exempt zero vat gst tva export intra steuerschuld umsatzsteuerfrei mehrwertsteuerbefreiung"
        " innergemeinschaftlich ausfuhr kleinunternehmer exoner autoliquidation livraison prestation acquisition"
        " operation 293 exent inversion entrega esent non cession operazion verlegd vrijgesteld"
        " subject outside out scope no vat-free tax-free nicht 13b 19 25a ustg keine differenz"
        " franchise hors exencion fuori regime geen nultarief kleineondernemersregeling margeregeling"
    ),
    any_of(
        r"not (?:vat |tax )?exempt\w*|nicht (?:umsatz)?steuerfrei\w*|non? (?:exoner|exent|esent)\w*|niet vrijgesteld"
    ),
    beside_money=True,
)

# The same in words that speak of this supply; "exempt" alone may stand over a column or beside one of the lines.
NO_TAX = Kind(
    said_by(
        rf"reverse[- ]charged?|exempt(?:ed)? from {_LAWFUL}{_TAX}|{_VAT}[- ]exempt(?:ed)?|tax[- ]exempt (?:sale|supply)"
        r"|(?:sale|purchase)s? for resale|resale exempt\w*|(?:resale|exemption) certificate (?:[^\s.;]+ ){0,4}on file"
        r"|tax[- ]exempt(?: (?:customer|buyer|purchase|organi[sz]ation))?(?=$|[.;,)])",
        r"tax (?:status|code|class|treatment) ?:? ?(?:tax[- ])?exempt(?:ed)?(?=$|[.;,)])",
        rf"zero[- ]rated {_FREED}|{_VAT} (?:not|non) applicable|(?:intra[- ]?community|export(?:ed)?) {_FREED}",
        r"steuerschuldner(?:schaft\w*| ist)|(?:umsatz)?steuerfreie? (?:\w+ )?\w*(?:lieferung|leistung)(?:en)?",
        r"innergemeinschaftliche\w* lieferung(?:en)?|steuerfreie ausfuhr\w*|kleinunternehmer\w*|19 (?:abs\. ?1 )?ustg",
        r"exoner\w* (?:de )?(?:la )?(?:t\.?v\.?a\.?|d'?iva|de iva)|autoliquidation|livraisons? intra-?com\w*|293 ?b",
        r"exent[oa]s? (?:de|del) (?:i\.?v\.?a\.?)|inversion del sujeto(?: pasivo)?|entregas? intra-?com\w*",
        r"esent[ei] (?:da )?(?:i\.?v\.?a\.?)|inversione contabile|non imponibil[ei]|cession[ei] intra-?com\w*",
        r"btw verlegd|verlegde btw|vrijgesteld van btw|intra-?communautaire levering\w*",
    ),
    None,
    leads_of(
        "reverse exempt vat gst tva iva zero intra export resale sale sales purchase purchases exemption tax"
        " steuerschuld"
        " steuerfrei umsatzsteuerfrei innergemeinschaftlich kleinunternehmer ustg exoner autoliquidation livraison"
        " livraisons 293 exento inversion entrega esente non cessione cessioni verlegd verlegde vrijgesteld"
    ),
    # "Tax payable on reverse charge: No", and what the letters beside the lines stand for
    any_of(
        r"reverse[- ]charged?(?: \w+){0,3}[:?]? ?\(?(?:y/n\)?[:?]? ?)?(?:no|n|nil|n/a|not applicable)",
        r"\w{1,3} ?= ?.*|marked|(?:items?|lines?|articles?|services?) (?:\w+ )?(?:are|is)"
        r"(?! tax[- ]exempt ?[-–—:(,;] ?(?:resale|exemption))",
        r"not (?:vat |tax )?exempt\w*|nicht (?:umsatz)?steuerfrei\w*|niet vrijgesteld",
    ),
    beside_money=True,
)
_FEES = (
    r"(?:other )?(?:fees?|charges?|handling|shipping|freight|delivery|surcharges?|services?|gebuhren?|kosten|versand\w*"
    r"|fracht\w*|zuschlage?|frais|port|gastos|portes|recargos?|spese|trasporto|verzendkosten|toeslag(?:en)?)"
)
_AND = r" ?(?:and|&|\+|/|und|et|y|e|en) ?"
_ANY_TAX = rf"(?:(?:sales )?tax(?:es)?|{_VAT}|steuern?|impuestos|imposte|tasse|belasting(?:en)?)"
_MIXED = re.compile(rf"(?<![\w.])(?:{_ANY_TAX}{_AND}{_FEES}|{_FEES}{_AND}{_ANY_TAX})(?!\w)")


def taxes_with_charges(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield each row that names tax and other charges with one amount: "Tax and fees  24.00"."""
    for row in rows:
        if any(key[:LEAD] in _MIXED_LEADS for key in row.keys) and (said := _MIXED.search(fold_line(row.text))):
            yield Said.TAX_MIXED, f"{said.group()} {fold_line(row.cells[-1].text)}", row


_MIXED_LEADS = leads_of(
    "tax taxes vat gst hst mwst mehrwertsteuer ust umsatzsteuer tva iva btw omzetbelasting steuer steuern impuestos"
    " imposte tasse belasting belastingen"
)


def is_mixed_tax(words: str, invoice: Invoice) -> bool:
    """Tell whether the amount behind the words was read as the invoice's tax."""
    tax = invoice.header.tax_total
    return tax is not None and bool(tax.value) and abs(tax.value) in amounts_in(words)


_HARDLY = Decimal("0.05")  # of what is taxed; where it is less, a part of the lines may be the taxed one


def taxes_all_the_same(_words: str, invoice: Invoice) -> bool:
    """Tell whether tax is charged, and more than a small part of the lines comes to."""
    tax, total = invoice.header.tax_total, invoice.header.total
    return tax is not None and total is not None and abs(tax.value) > _HARDLY * abs(total.value - tax.value)

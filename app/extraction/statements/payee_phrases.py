"""How a page says that somebody else than its vendor sells, bills or is to be paid: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

import re

from app.domain.invoice import Invoice
from app.extraction.statements.company_forms import FORM, form_of, words_of_name
from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by
from app.extraction.statements.trustee_phrases import TO_A_TRUSTEE, TO_A_TRUSTEE_LEADS
from app.extraction.values.text_keys import fold_line, words_of

# A claim that was handed on, in other words than those of the notices.
_CLAIM = (
    r"(?:(?:this |our )?invoice|receivables?|claims?|rights? to (?:the )?payment|(?:diese )?rechnung|forderung(?:en)?"
    r"|(?:cette )?facture|creances?|(?:esta )?factura|creditos?|(?:questa )?fattura|crediti?|(?:deze )?factuur"
    r"|vordering(?:en)?)"
)
_HANDED_ON = (
    r"(?:(?:assigned|sold|transferred|pledged) (?:to|and)|purchased by"
    r"|verkauft|verpfandet|abgetreten|cedee?s? (?:a|au)|transferee?s? (?:a|au)|nantiee?s?|cedid[oa]s? a|endosad[oa]s? a"
    r"|cedut[oaie] (?:a|alla?)|trasferit[oaie] (?:a|alla?)|verpand|overgedragen aan|gecedeerd)"
)
_OWN = r"(?:us|you|buyer|purchaser|customer|uns|sie|kaufer|nous|acheteur|client|comprador|acquirente|ons|koper)"
_ASSIGNMENT = (
    r"(?:abtretung|zession|(?:assignment|sale) of (?:receivables?|claims?|debts?|invoices?)|cession(?: de creances?)?"
    r"|cesion(?: del? creditos?)?|cessione (?:del credito|dei crediti)|cessie(?: van vordering(?:en)?)?)"
)
# "Assignment of claims to third parties is excluded" is a term.
_OTHERS = r"(?:(?:an?|any|un|une|des|de|die|den|einen|unos|i|gli) )?(?:third|dritte|tiers|tercer|terzi|derde)"
_ACCOUNT = r"(?:this )?(?:account|bill|balance)"
_LENDER = (
    r"(?:\w*factor\w*|capital|finance|financial|funding|bank|credit|collections?|receivables?|commercial"
    r"|llc|inc|ltd|limited|corp|lp|plc)"
)
_CLAIM_BUYER = r"(?:\w*factor(?:s|ing)?|capital|financ(?:e|ial)|funding|receivables?|acceptance)"
# What nobody gets back who paid it to the wrong one.
_UNTRACEABLE = (
    r"(?:bitcoins?|btc|ethereum|usdt|crypto\w*|gift ?cards?|gift vouchers?|western union|moneygram|paysafe ?cards?)"
)
_ONLY_TO = (
    r"(?:transfer|wire|remit|pay|payment|uberweis\w+|zahl\w+|virement|paiement|reglement|transferencia|pago|bonifico"
    r"|pagamento|overboeking|betaling) (?:only|exclusively|solely|nur|ausschliesslich|uniquement|exclusivement|solo"
    r"|unicamente|exclusivamente|esclusivamente|uitsluitend|alleen|enkel) (?:to|an|a|en faveur de|a favor de|a"
    r" favore di"
    r"|aan)"
)
# Who pays through a link pays whoever made it; "you can pay online" offers it.
_LINK = r"(?:(?:\w+ )?link|(?:zahlungs)?link|lien|enlace|collegamento|betaallink)"
_BY_LINK = (
    rf"(?:pay\w*|settle\w*) (?:{WORD}){{0,2}}(?:via|by|through) (?:the |our |this )?{_LINK} only"
    rf"|(?:only|exclusively|ausschliesslich|nur|uniquement|exclusivement|solo|unicamente|esclusivamente|uitsluitend"
    rf"|alleen)"
    rf" (?:via|by|through|uber|per|par|por|mediante|tramite) (?:the |our |den |unseren |le |notre |el |il |de |onze"
    rf" )*{_LINK}"
)
# The company that a page calls its seller, or in whose name it bills.
_NAMED = (
    r"(?:(?:lieferant|leistungserbringer|leistender|fournisseur|proveedor|fornitore|leverancier|supplier) ?: ?"
    r"|im namen (?:und auf rechnung )?(?:der |von )?|pour le compte de |por cuenta de |per conto (?:di |della )"
    rf"|(?:uitgereikt |gefactureerd )namens |{_ONLY_TO} )(?P<seller>(?:[^\s.;!?:,]+ ){{1,4}}{FORM}\.?)"
)
# The title, with marks, the invoice's number or day or a word such as "original", beside the label of the buyer and its
# name; what ends there has it below. A sentence has a verb.
_VERB = r"(?:is|are|was|were|has|have|had|be|been|being|hereby|may|might|will|shall)"
_LABEL = rf"invoice (?:(?!{_VERB}\b){WORD}){{0,5}}sold to"
_SOLD_TO = rf"{_LABEL} ?:? (?P<buyer>\S+(?: \S+){{0,4}})"
FOR_ANOTHER = Kind(
    said_by(
        r"(?:issued|invoiced|billed|sold|supplied|collected) (?:\w+ ){0,5}on behalf of",
        rf"on behalf of (?:[^\s.]+ ){{0,4}}[^\s.]+,? {FORM}\b",
        r"in the name and (?:on|for) (?:behalf|account) of|im namen und (?:auf|fur) rechnung|fur rechnung dritter",
        r"au nom et pour (?:le )?compte d(?:e|u|es|')?|en nombre y por cuenta de|in nome e per conto d\w*|in naam"
        r" en voor"
        r" rekening van|namens en voor rekening van",
        r"payments? (?:\w+ )?(?:in)?to (?:an? |the |our )?(?:escrow|trust|nominee|third[- ]party) account",
        rf"(?:pay\w*|accept\w*|transfer\w*|send) (?:[^\s.]+ ){{0,4}}{_UNTRACEABLE}",
        r"(?:zahl\w+|begleichen|paiement|payer|reglement|pago|pagar|pagamento|pagare|betaling|betalen)"
        r" (?:[^\s.]+ ){0,4}(?:geschenkkarten?|gutscheinkarten?|cartes? cadeaux?|tarjetas? (?:de )?regalo"
        rf"|(?:carta|carte|buoni) regalo|cadeaukaart(?:en)?|{_UNTRACEABLE})",
        rf"(?:remit\w*|pay\w*|checks?|cheques?)(?: [^\s;]+){{1,9}} c/o (?:{WORD}){{0,3}}{_CLAIM_BUYER}",
        r"(?:payment|pay|paid|payable) (?:\w+ ){0,2}(?:to )?our factors?|(?:zahlung|zahlbar|zahlen) (?:\w+"
        r" ){0,3}unsere[nm]? factor\w*",
        r"notre (?:factor|societe d'affacturage)|nuestro factor|nuestra (?:empresa|sociedad|entidad) de factoring"
        r"|nostr[ao] (?:societa di )?factor(?:ing)?"
        r"|onze factor(?:maatschappij)?",
        _SOLD_TO,
        rf"(?!{_LABEL}\b){_CLAIM} (?:(?!(?:title|risk|ownership|us|uns|nous|nosotros|noi"
        rf"|ons) ){WORD}){{0,5}}{_HANDED_ON}(?! (?:the |den |die |a |au |le |al |la )*{_OWN})",
        rf"{_ACCOUNT} (?:has been |is |was )?(?:hereby )?(?:assigned|sold|transferred"
        rf"|pledged) to (?:{WORD}){{0,3}}{_LENDER}",
        # The notice of it, as a title: "Abtretung an die X-Bank", "Cession de créance à X".
        rf"{_ASSIGNMENT} (?:an|to|in favou?r of|a|au|aux|ala|alla|aan) (?!{_OWN}\b|{_OTHERS})\w+",
        r"(?:this|the|our) debt (?:has been |is |was )?(?:hereby )?(?:assigned|sold|transferred)",
        r"subrogation au profit|subrogacion a favor|pro (?:soluto|solvendo)|einzug durch (?:die )?(?!uns)\w+"
        r"|endosad[oa]s? a \w+|(?<!..)overgedragen aan (?!ons)\w+",
        _BY_LINK,
        _NAMED,
        *TO_A_TRUSTEE,
    ),
    None,
    leads_of(
        "abtretung zession assignment sale cession cesion cessione cessie debt "
        "assigned sold transferred pledged purchased verkauft verpfandet abgetreten ubertragen cedee cede transferee"
        " nantie"
        " cedida cedido endosada endosado ceduta ceduto trasferita verpand overgedragen gecedeerd subrogation"
        " subrogacion"
        " pro einzug lieferant fournisseur proveedor fornitore leverancier leistender leistungserbringer supplier"
        " conto cuenta "
        "link zahlungslink betaallink paylink lien enlace collegamento settle settlement wire uberweisung"
        " uberweisen virement"
        " transferencia bonifico overboeking "
        "remit remittance pay payment payments payable pays accept accepted accepts transfer send check checks cheque"
        " cheques zahlung zahlen zahlbar begleichen paiement payer reglement pago pagar pagamento pagare betaling"
        " betalen"
        " escrow trust nominee third third-party bitcoin btc ethereum usdt crypto behalf name namen dritter nom"
        " compte nombre nome naam namens factor factors factoring affacturage"
        f" factormaatschappij d'affacturage {TO_A_TRUSTEE_LEADS}"
    ),
    # An agency buys for its client, as its mandate says: the invoice's own buyer.
    any_of(
        r"achats? d'espaces? (?:\w+ )?effectue\w* au nom et pour le compte (?:de l'annonceur|du client"
        r"|de (?:notre|son) client|de$)"  # whose, the next row says, which is read with it
    ),
)
_SELLER = re.compile(_NAMED)
_BUYER = re.compile(_SOLD_TO)
_TELLING = 3  # letters of a word of a name


def names_another(words: str, invoice: Invoice) -> bool:
    """Tell whether a company that is named as the seller is neither the vendor nor the buyer, by their names.

    So it does of one that the invoice was sold to, which is the buyer where that is the label of its name. A company
    that shares a word with the vendor is another where its form is another and its name has more.

    Words that name none say so by themselves; where it was not read who the vendor is, no name is another's.
    """
    buyers = [block.value.replace("\n", " ") for block in invoice.header.bill_to]
    sold = _BUYER.search(words)
    if sold is not None:
        return _parts_of(sold["buyer"]).isdisjoint(words_of(fold_line(" ".join(buyers))))
    found = _SELLER.search(words)
    if found is None:
        return True
    header = invoice.header
    names = [header.vendor_name.value] if header.vendor_name is not None else []
    parts = _parts_of(found["seller"])
    if not names or not parts:
        return False
    return parts.isdisjoint(words_of(fold_line(" ".join([*names, *buyers])))) or _is_sister(found["seller"], names[0])


def _is_sister(seller: str, vendor: str) -> bool:
    """Tell whether a company shares words with the vendor and is of another form, with a word more: its landlord."""
    forms = (form_of(seller), form_of(fold_line(vendor)))
    return all(forms) and forms[0] != forms[1] and not _parts_of(seller) <= set(words_of(fold_line(vendor)))


def _parts_of(name: str) -> set[str]:
    return {part for part in words_of_name(name) if len(part) >= _TELLING}

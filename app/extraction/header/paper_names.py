"""Names of commercial papers that are no invoices, as they stand in large letters: "Bill of Lading", "Leihschein".

Lists of titles (``header_words.toml``) have the common ones; here the noun that a title ends or begins with tells:
whatever stands before "note" or "-schein", it is none that is paid. English, German, French, Spanish, Italian, Dutch;
over folded text.
"""

from __future__ import annotations

import re

_LONGEST = 60  # characters
_AN_INVOICE = re.compile(r"invoice|rechnung|factur|faktur|fattur|\bbill\b(?! of)")
_WORD = r"[a-z][\w&'/.-]* "
_MORE = rf"(?:{_WORD}){{1,3}}"
_REST = rf"(?:{_WORD}){{0,3}}[\w'-]+"
_ENGLISH = (
    r"(?:delivery|dispatch|despatch|debit|consignment|goods? (?:received|returned|returns?)|returns?|advice|weight"
    r"|sold|contract|shipping|shipment|collection|loan|cover(?:ing)?|freight|carriage|booking|promissory"
    r"|confirmation|service|job|inspection|release|transfer|order|hire|rental|packing|handover|receipt|sales) note"
    rf"|{_MORE}(?:slip|notice|manifest|certificate|requisition|acknowledge?ment|confirmation|reminder|docket|quotation"
    r"|declaration|time ?sheet|memorandum|cancellation)"
    r"|(?:remittance|payment|shipping|delivery|dispatch|despatch|debit|collection|arrival|booking) advice"
    rf"|(?:{_WORD}){{0,2}}(?:rental|lease|hire|service|maintenance|sales?|purchase|supply|loan|framework|subscription"
    r"|consignment) (?:agreement|contract)"
    rf"|(?:{_WORD}){{0,2}}(?:pack(?:ing|age)?|pick(?:ing)?|parts|open items?|load(?:ing)?|price) list"
    rf"|(?:{_WORD}){{0,2}}(?:work|service|repair|job|purchase|sales|change|blanket|release|return|delivery) order"
    r"|(?:delivery|weigh(?:t|bridge)?|scale|load|pick|packing|job|work|field) ticket"
    r"|(?:inspection|test|service|goods receiving|receiving|expense|credit|work|field) report"
    rf"|(?:air|sea|road) ?waybill|bill of (?:lading|materials?|sale)|(?:notice|certificate|letter|proof) of {_REST}"
    r"|receipt of goods|order form|(?:demand|dunning|offer|cover(?:ing)?) letter|(?:payment|purchase|credit|return"
    r"|quote|refund) request|request for (?:payment|quotation|proposal|credit)|(?:formal|final|last|payment) demand"
    r"|(?:aged|open) (?:items?|balances?|receivables)|account (?:summary|overview|balance)|past due|overdue account"
    r"|debit memo|(?:deposit|rental|returns?|warranty) receipt|(?:warranty|damage|insurance|shortage|freight) claim"
    r"|return (?:merchandise |material )?authori[sz]ation|(?:material )?safety data sheet"
)
_GERMAN = (
    r"[\w-]*(?:schein|[a-z-]liste|[a-z]avis|[a-z]avisierung|mahnung|[a-z]protokoll|[a-z]vertrag|[a-z]zettel"
    r"|[a-z]schreiben"
    r"|[a-z]bescheid|[a-z]bescheinigung|[a-z]zertifikat|[a-z]zeugnis|[a-z]nachweis|[a-z]auszug|[a-z]ubersicht"
    r"|[a-z]bestatigung|[a-z]anzeige|[a-z]auftrag|[a-z]bericht|[a-z]anforderung|[a-z]aufforderung|[a-z]anmeldung"
    r"|anfrage|frachtbrief|mahnbrief|retoure|rucksendung|reklamation|kalkulation|lastschrift)"
    r"|(?:letzte|erste|zweite|dritte) (?:mahnung|zahlungserinnerung)"
)
_FRENCH = (
    rf"(?:bon|avis|lettre|bordereau|certificat|attestation|contrat|releve|ordre|demande|offre|accuse|liste|fiche"
    rf"|bulletin|rapport) (?:de |d'|du |des ){_REST}|declaration en douane"
    r"|note de (?:debit|frais|livraison|envoi)|feuille de (?:temps|route|presence|travail|heures)"
    r"|mise en demeure(?: de payer)?|(?:derniere?|premiere?|seconde?|deuxieme) (?:relance|rappel|avis)"
)
_SPANISH = (
    rf"(?:aviso|orden|hoja|certificado|contrato|solicitud|resguardo|parte|declaracion|oferta|justificante"
    rf"|comprobante|acuse|requerimiento|estado) de {_REST}"
    r"|nota de (?:debito|cargo|entrega|remision|pedido|gastos|envio)|lista de (?:empaque|embalaje|precios|materiales)"
    r"|carta de (?:porte|credito|reclamacion|pago)"
)
_ITALIAN = (
    rf"(?:avviso|ordine|bolla|distinta|richiesta|certificato|contratto|dichiarazione|verbale|preavviso)"
    rf" (?:di |d'|del |della ){_REST}"
    r"|documento di (?:trasporto|consegna|reso)|(?:lista|distinta)(?: di)? imballaggio"
    r"|nota di (?:debito|addebito|consegna|spese|reso)|lettera di (?:vettura|credito|sollecito|messa in mora)"
    r"|(?:sollecito|diffida|messa in mora)(?: di pagamento| ad adempiere)?|foglio ore|rapportino(?: di \w+)?"
)
_DUTCH = (
    r"(?:pak|werk|retour|aflever|lever|opdracht|bestel|afhaal|kassa|weeg|order|laad|los|uitleen)bon"
    r"|[\w-]*(?:[a-z]lijst|[a-z]bevestiging|[a-z]overzicht|[a-z]bewijs|[a-z]aanvraag|[a-z]overeenkomst|[a-z]contract"
    r"|[a-z]afschrift|opgave|[a-z]rapport|verzendadvies|urenstaat|debetnota|ingebrekestelling|sommatie)"
    r"|(?:laatste|eerste|tweede) (?:aanmaning|herinnering)"
)
_TITLE = re.compile("|".join((_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH)))
# One word alone may be the label of what stands by it; where nothing does, it is a title.
_ALONE_TEXT = (
    "order|bestellung|auftrag|commande|bon de commande|pedido|ordine|bestelling|opdracht|proposal|agreement"
    "|contract|vertrag|contrat|contrato|contratto|overeenkomst|timesheet|waybill|certificate|debit note|nota de cargo"
    "|acconto|acompte|anticipo|anzahlung|abschlag|voorschot|aanbetaling|advance payment|down payment"
    "|nota di debito|note de debit|belastung|frachtbrief|vrachtbrief|stundenzettel|retour"
)
_ALONE = re.compile(_ALONE_TEXT)
# An invoice for trying things out, one that is none any more, and one that was paid: the word stands before or behind.
_AS = (
    "(?:test|sample|example|dummy|specimen|draft|void(?:ed)?|cancell?ed|reversed|annulled|invalid|rejected|withdrawn"
    "|superseded|replaced|expired|paid|settled"
    "|muster|beispiel|stornierte|ungultige|annullierte|abgelehnte|zuruckgezogene|ersetzte|bezahlte|beglichene"
    "|storniert|ungultig|annulliert|abgelehnt|zuruckgezogen|ersetzt|bezahlt|beglichen"
    "|d'essai|d'exemple|exemple|annulee|acquittee|payee|reglee|soldee|invalide|non valable|refusee|rejetee|remplacee"
    "|de prueba|de ejemplo|de muestra|prueba|ejemplo|muestra|anulada|cancelada|pagada|cobrada|saldada|invalida"
    "|no valida|rechazada|sustituida"
    "|di prova|di esempio|prova|esempio|fac-?simile|annullata|stornata|quietanzata|saldata|pagata|non valida|nulla"
    "|rifiutata|sostituita"
    "|proef|voorbeeld|geannuleerde?|vervallen|betaalde?|voldane|voldaan|ongeldige?|afgewezen|ingetrokken|vervangen)"
)
_INVOICE = "(?:(?:tax |sales )?(?:invoice|bill)|rechnung|faktura|facture|factura|fattura|factuur)"
_BETWEEN = "[ (:,/–—-]{0,3}"
# An invoice that is cancelled, asked for, counted up, or only shown to others than its payer.
_CALLED_AN_INVOICE = re.compile(
    rf"{_AS}{_BETWEEN}{_INVOICE}|{_INVOICE}{_BETWEEN}{_AS}\)?"
    r"|(?:cancell?ation|reversal|interest|self[- ]?bill(?:ed|ing)?|preview) (?:tax )?invoice"
    r"|(?:commercial )?invoice (?:preview|request|list|cancell?ation|reversal|reminder|statement|register"
    r"|for customs(?: purposes)?(?: only)?)"
    r"|(?:list|statement|summary) of invoices"
    r"|(?:commercial )?invoice ?[-–—(:,/]+ ?(?:for )?customs(?: purposes)?(?: only)?\)?"
    r"|customs invoice|(?:zins|mahn|storno|vorab|verzugszins|zoll)-?rechnung|rechnungs-?(?:ubersicht|liste|storno"
    r"|anforderung|vorschau|aufstellung|ankundigung)"
    r"|facture (?:d'annulation|annulee|d'interets|provisoire|douaniere|pour la douane)|annulation de facture"
    r"|releve de factures|(?:avis|demande|liste|apercu) de factures?"
    r"|factura (?:de anulacion|anulada|de intereses|aduanera|previa)|anulacion de factura|(?:relacion|listado"
    r"|resumen) de facturas"
    r"|fattura (?:di annullamento|annullata|di storno|interessi|doganale)|annullamento fattura|(?:elenco"
    r"|riepilogo) fatture"
    r"|avviso di (?:parcella|fattura)|(?:annulerings|storno|rente|douane)-?factuur|factuur-?(?:overzicht|lijst"
    r"|aanvraag)"
    r"|annulering factuur"
)
# "Test invoice No. 4711".
_ITS_NUMBER = re.compile(r"[ :,–—-]{0,3}(?:\b(?:no|nr|number|nummer|numero|num)\b[.:]? ?)?[#(]?[\w/.-]*\d[\w/.-]*$")


def names_other_paper(folded: str, *, whole: bool) -> bool:
    """Tell whether a large text of one cell names a paper that is no invoice.

    ``whole`` is false where something stands beside it that its name may label.
    """
    text = folded.strip(" .:*-–—_|")
    if not text or len(text) > _LONGEST:
        return False
    if _CALLED_AN_INVOICE.fullmatch(_ITS_NUMBER.sub("", text)):
        return True
    if _AN_INVOICE.search(text) or any(ch.isdigit() for ch in text):
        return False
    return _TITLE.fullmatch(text) is not None or (whole and _ALONE.fullmatch(text) is not None)

"""Titles of bills for an advance, a part or a stage: what they ask for is no price of goods that were delivered.

"Abschlagsrechnung", "Deposit invoice No. 3", "Facture d'acompte"; a final bill where earlier payments stand on it.
English, German, French, Spanish, Italian, Dutch; over folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.extraction.statements.amounts_said import amounts_in
from app.extraction.statements.kinds import Kind, any_of, leads_of, said_by
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_TOP_ROWS = 40
_LONGEST = 10  # words of a title with its number and day
_ADVANCE = (
    r"(?:advance|part(?:ial)?|deposit|interim|progress|pre-?payment|stage(?:d)?|down-?payment|instal?lment|milestone"
    r"|on[- ]account|retainer|retention|pre-?billing)"
)
_BILL = r"(?:payment )?(?:tax )?(?:invoice|bill|billing|claim|request)"
_PART = (
    rf"(?:{_ADVANCE}[ -]?{_BILL}|(?:tax )?invoice for (?:an? )?(?:advance|deposit|part(?:ial)?|stage|interim"
    rf"|down) ?payment"
    r"|(?:tax )?invoice for (?:an? )?(?:deposit|advance)|application for payment|payment application"
    r"|(?:abschlags?|anzahlungs|teil|akonto|a-?conto|vorschuss|vorauszahlungs|vorauskasse|vorkasse|voraus|zwischen|raten|teilschluss)-?"
    r"(?:zahlungs)?-?(?:rechnung|anforderung)|rechnung uber (?:eine )?(?:anzahlung|abschlagszahlung|vorauszahlung)"
    r"|facture (?:d ?'?acomptes?|d ?'?avances?|d ?'?arrhes|d ?'?avancement|de situation|de provision|partielle"
    r"|intermediaire|intercalaire)|situation(?: de travaux)?(?= (?:no?|nr)?[.°]? ?\d)"
    r"|situation de travaux|(?:demande|appel|note) d(?:e |')(?:acompte|fonds"
    r"|provision|avance)"
    r"|factura (?:de |por |en concepto de )?(?:anticipos?|anticipada|a cuenta|parcial|entrega a cuenta|pago a cuenta"
    r"|de anticipos?|senal)|certificacion (?:parcial )?de obra"
    r"|certificacion(?= (?:no?|nr|num)?[.°]? ?\d)|stato (?:di )?avanzamento(?: (?:dei )?lavori)?"
    r"|fattura (?:di |in |d'|per |a titolo di )?(?:accont[oi]|anticip[oi]|anticipata|parziale|caparra"
    r"|avanzamento(?: lavori)?"
    r"|s\.?a\.?l\.?)|nota di acconto"
    r"|(?:voorschot|aanbetalings?|termijn|deel|vooruitbetalings?)-?(?:nota|factuur|rekening)|tussentijdse factuur)"
)
_NUMBER = (
    r"(?:(?:,? ?[-–—:#/]? ?(?:no|nr|n|num|nummer|number|numero)?\.? ?:? ?[a-z]{0,6}[-/ ]?\d[\w./-]*)|,? (?:vom|of"
    r"|dated|du|del|van|from|am|sur|von|di|de) [\w. /-]*\d[\w./-]*)*"
)
# How much of the whole it asks for, or which order it belongs to: "Factura de anticipo 50 %", "... zum Auftrag 4471".
_SHARE = (
    r"(?: ?[-–—:(]? ?(?:uber|de|del|von|of|du|van|avancement|al)? ?(?:a )?\d{1,3}(?:[.,]\d{1,2})? ?%\)?)?"
    r"(?: ?[-–—:(]? ?(?:zum?|zur|fur|for|on|pour|sur|para|per|su|voor|op)"
    r"(?: (?:ihre[mrn]?|den|die|your|the|la|le|votre|el|su|il|vostro|uw|de))?"
    r" (?:auftrag|bestellung|projekt|vertrag|order|project|contract|commande|chantier|marche|pedido|obra|proyecto"
    r"|ordine|contratto"
    r"|opdracht|bestelling)(?: (?:nr|no|n)?[.°]?:? ?[\w./-]*\d[\w./-]*)?\)?)?"
)
_TITLE = re.compile(rf"(?:(?:\d{{1,2}}\.|\d(?:st|nd|rd|th|e|ere|eme|a|o)) ?)?{_PART}{_NUMBER}{_SHARE}")
# "Invoice 1 of 2": another one asks for the rest. The last of them ends the row.
_OF_SEVERAL = re.compile(
    r"(?:this is )?(?:invoice|bill|part|rechnung|teil|facture|partie|factura|parte|fattura|factuur|deel)(?: no\.?"
    r"| nr\.?)?"
    r" (?P<number>\d)(?: ?/ ?| of | von | sur | de | di | van )(?P<count>\d)"
)
_OTHER_WAY = re.compile(
    r"(?:tax )?(?:invoice|rechnung|facture|factura|fattura|factuur) ?[-–—/(:,]+ ?(?:"
    rf"{_ADVANCE}(?: payment)?|abschlag\w*|anzahlung\w*|acompte|anticipo|acconto|voorschot|aanbetaling)\)?{_NUMBER}"
)
_FINAL = re.compile(
    r"(?:schluss|end|schlu)-?(?:rechnung|abrechnung)|final (?:tax )?(?:invoice|bill|account)|facture (?:de solde|finale"
    r"|definitive)|decompte (?:final|general)(?: definitif)?|factura (?:final|de liquidacion)|liquidacion final"
    rf"|fattura (?:a saldo|finale|di saldo)|(?:eind|slot)-?(?:afrekening|factuur|nota){_NUMBER}"
)
_EARLIER = any_of(
    r"deposits?(?: (?:paid|received|invoice))?|advance payments?|prepayments?|down ?payments?|progress payments?"
    r"|interim (?:payments?|invoices?)|previous(?:ly)? (?:payments?|invoices?|paid|invoiced|billed)|already (?:paid"
    r"|invoiced|billed)",
    r"abschlags(?:rechnung|zahlung)(?:en)?|anzahlung(?:en|srechnung)?|teilrechnung(?:en)?|vorauszahlung(?:en)?"
    r"|akonto\w*"
    r"|acomptes?(?: verses?)?|avances?|situations? (?:anterieures?|precedentes?)|anticipos?|pagos? a cuenta|accont[oi]"
    r"|anticip[oi]|voorschot\w*|aanbetaling\w*|termijn(?:nota|factuur)\w*",
)
_BEGIN = re.compile(
    r"(?:advan|part|depos|inter|progr|pre|stage|down|insta|miles|on|reta|rete|tax|invoi|bill|appli|payme|absch"
    r"|anzah|teil"
    r"|akon|a-?cont|vors|vork|vorau|zwisch|raten|rechn|fact|situa|deman|appel|note?|certi|fatt|voors|aanb|term|deel"
    r"|vooru|tuss|stato"
    r"|\d|schlu|end|final|decom|liqui|eind|slot)"
)
# The same in a sentence: "This is a deposit invoice".
PART_BILL = Kind(
    said_by(
        r"(?:this|it|dies(?:es)?|hier|ceci|ce document|est[ao]|quest[ao]|dit)(?: (?:invoice|bill|document"
        r"|rechnung|facture"
        r"|factura|fattura|factuur|documento))? (?:is|ist|handelt es sich um|est|es|e) (?:only |nur |lediglich"
        r" )?(?:an?|eine"
        rf"|une?|una|een)? ?{_PART}"
    ),
    None,
    leads_of(
        "advance part partial deposit interim progress prepayment pre-payment stage down installment instalment"
        " milestone"
        " account abschlagsrechnung anzahlungsrechnung teilrechnung akontorechnung vorschussrechnung"
        " vorauszahlungsrechnung zwischenrechnung ratenrechnung d'acompte d'avance situation factura fattura facture"
        " voorschotnota aanbetalingsnota termijnfactuur deelfactuur tussentijdse invoice rechnung factuur"
    ),
    beside_money=True,
)


def part_titles(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield each title of a bill for a part, and that of a final bill with what was paid before, and its row.

    One of several counts wherever it is all of a row.
    """
    for row in rows:
        several = _OF_SEVERAL.fullmatch(fold_line(row.text).strip(" .:*-–—()"))
        if several is not None and several["number"] < several["count"]:
            yield several.group(), row
    for row in rows[:_TOP_ROWS]:
        for cell in row.cells:
            if len(cell.words) > _LONGEST:
                continue
            text = fold_line(cell.text).strip(" .:*-–—")
            if not _BEGIN.match(text):
                continue
            if _TITLE.fullmatch(text) or _OTHER_WAY.fullmatch(text):
                yield text, row
            elif _FINAL.fullmatch(text) and (earlier := _earlier(rows)):
                yield f"{text} … {earlier}", row


def _earlier(rows: Sequence[Row]) -> str:
    """Return the words of a row that gives an amount paid or billed before; nothing where none does."""
    texts = (fold_line(row.text) for row in rows)
    found = (said.group() for text in texts if (said := _EARLIER.search(text)) and any(True for _ in amounts_in(text)))
    return next(found, "")

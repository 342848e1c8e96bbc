"""How a page says that it is no invoice, none any more, or none that asks for money: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD, Kind, any_of, leads_of, said_by
from app.extraction.statements.not_to_pay_phrases import (
    FOR_TEST,
    FOR_TEST_LEADS,
    NO_VALIDITY,
    NO_VALIDITY_LEADS,
    NOT_TO_BOOK,
    NOT_TO_BOOK_LEADS,
    NOT_TO_PAY,
    NOT_TO_PAY_LEADS,
    NOT_YET,
    NOT_YET_LEADS,
)
from app.extraction.statements.other_tongues import VOID, VOID_LEADS

# "No payment required", "Keine Zahlung erforderlich": where it is a condition, the sentence says so.
_NO_PAYMENT = (
    r"(?:no (?:further |additional )?(?:payment|remittance) (?:is )?(?:required|needed|necessary|due)"
    r"|payment (?:is )?not (?:required|needed|necessary|due)"
    r"|keine zahlung (?:\w+ )?(?:erforderlich|notwendig|notig|fallig)|zahlung (?:ist )?nicht (?:erforderlich|notwendig"
    r"|notig)"
    r"|aucun (?:paiement|reglement) (?:n'est )?(?:requis|necessaire|exige|attendu|du|a effectuer)"
    r"|no (?:se )?(?:requiere|necesita|precisa) (?:ningun )?pago|ningun pago (?:requerido|necesario)"
    r"|nessun pagamento (?:e )?(?:richiesto|dovuto|necessario)|non (?:e )?(?:richiesto|dovuto) alcun pagamento"
    r"|geen betaling (?:vereist|nodig|verschuldigd)|betaling (?:is )?niet (?:vereist|nodig))"
)
_NOTHING = (
    r"(?:nothing (?:is )?(?:(?:to (?:be )?(?:pay|paid))|due|owed|payable)|nichts (?:mehr )?zu (?:zahlen|bezahlen)"
    r"|rien a (?:payer|regler)|nada (?:que|por) pagar|(?:nulla|niente) (?:da pagare|e dovuto)"
    r"|niets (?:meer )?te betalen"
    r"|(?:(?:amount|balance|total) (?:due|payable|owing|to pay)|to pay|zu zahlen|zahlbetrag|(?:net )?a payer|a pagar"
    r"|da pagare|te betalen) ?:? ?(?:nil|nothing|none|zero|nichts|null|rien|neant|nada|cero|nulla|niente|niets"
    r"|nihil|nul)"
    r"(?=$|[.,;!)]))"
)
_PRO_FORMA = r"pro[- ]?forma"
_THIS = (
    r"(?:this (?:document |paper )?is|dies(?:es dokument)? ist|(?:ceci|ce document|la presente) est"
    r"|este documento es|quest[ao](?: documento)? e|dit (?:document )?is)"
)
_CREDIT = (
    r"(?:credit(?: note| memo| invoice)?|gutschrift|avoir|note de credit|nota de (?:abono|credito)|abono"
    r"|nota di credito"
    r"|creditnota|creditfactuur)"
)
# That something is given back to us.
_GIVEN = (
    r"(?:this |the |above |invoice )?amount (?:will be|has been|is) credited|we (?:hereby )?(?:credit|owe) you"
    r"|wir schreiben ihnen (?:[^\s!?;]+ ){0,6}gut(?=$|[.,;!])|(?:betrag|summe) (?:wird|wurde) ihnen gutgeschrieben"
    r"|nous vous creditons|(?:les|le) abonamos (?:este|el) importe|vi accreditiamo|wij crediteren u"
)
_NTH = (
    r"(?:premiere?|deuxieme|troisieme|derniere?|\de(?:me)?|primer|segundo|tercer|ultimo|primo|secondo|terzo|\d[°º.]?"
    r"|eerste|tweede|derde|laatste)"
)
NO_INVOICE = Kind(
    said_by(
        r"(?:this|the) (?:invoice|bill|document) (?:is|was|has been) (?:\w+ )?(?:cancel+ed|void|voided|annulled"
        r"|withdrawn|superseded)|invoice (?:cancel+ed|voided|annulled|withdrawn|superseded)",
        rf"(?:this|the) (?:{WORD}){{0,2}}is (?:only )?an? {_PRO_FORMA}|{_PRO_FORMA} (?:invoice )?only",
        rf"dies(?:es)? (?:\w+ )?ist (?:nur )?eine {_PRO_FORMA}|(?:ceci|ce document|cette facture) est (?:une )?"
        rf"(?:facture )?{_PRO_FORMA}|est[ea] (?:documento |factura )?es (?:una )?(?:factura )?{_PRO_FORMA}",
        rf"quest[ao] (?:documento |fattura )?e (?:una )?(?:fattura )?{_PRO_FORMA}",
        rf"dit (?:document )?is (?:slechts )?een {_PRO_FORMA}",
        r"(?:do not use|not (?:valid|to be used|intended)) (?:for payment|as an? (?:\w+ )?invoice)",
        r"(?:diese |die )?rechnung (?:ist|wurde) (?:\w+ )?(?:storniert|ungultig|annulliert|hinfallig)",
        r"(?:cette )?facture (?:est |a ete )?annulee|(?:esta )?factura (?:ha sido |esta )?anulada|(?:questa"
        r" )?fattura (?:e |e stata )?annullata",
        r"(?:deze )?factuur (?:is |werd )?(?:geannuleerd|vervallen|nietig)",
        rf"{_THIS} (?:a|an|une?|eine?|una|un|een)? ?{_CREDIT}(?! (?:card|application|check|sale|purchase|account"
        rf"|terms?)(?!\w))",
        rf"(?:{_GIVEN})(?!.*(?:return|retour|ruck|palet|pallet|pfand|leergut|deposit|reso|devol|emballage))",
        r"(?:cancel+ed|voided|storniert|annulliert|annulee|anulad[oa]|annullat[oa]|geannuleerd)"
        r" (?:on|am|zum|le|el|il|op) \d{1,2}",
        r"(?:superseded by|ersetzt durch|remplacee? par|(?:sustituid|reemplazad)[oa] por|sostituit[oa] da(?:lla)?"
        r"|vervangen door) (?:(?:invoice|rechnung|facture|la|factura|fattura|factuur|no|nr|n)\.? ){0,3}\S*\d",
        r"(?:reversal|cancellation|annulment) of (?:the |our )?(?:invoice|bill)(?= (?:no\.? |nr\.? |# ?)?\w*\d)"
        r"|storno (?:zu|der|von|della|di) (?:rechnung|fattura)(?= \D{0,6}\w*\d)"
        r"|(?:annulation|anulacion|annullamento|annulering) (?:de |van |della? )?(?:la |de )?(?:facture|factura|fattura"
        r"|factuur)(?= \D{0,6}\w*\d)",
        rf"(?:{_THIS} not|and not|(?<!..)not) an? (?:bill|invoice)(?=$| ?[.,;:!)-])|(?:dies(?:es \w+)?|das) ist"
        rf" keine rechnung"
        r"|(?:ceci|ce document) n'est pas une facture|est[eo](?: documento)? no es una factura"
        r"|quest[ao](?: documento)? non e una fattura|dit (?:document )?is geen factuur",
        r"not an? (?:valid |official |proper )?(?:vat|tax|sales|final|commercial) invoice",
        r"self[- ]?bill(?:ing|ed)(?: invoice)?|gutschriftsverfahren|gutschrift im abrechnungsverfahren"
        r"|autofacturation|autofactur\w+|autofattur\w+",
        r"self-?billing factuur|(?:issued )?for information (?:purposes )?only|nur zur information|a titre"
        r" d'information|a titre indicatif",
        rf"{_NO_PAYMENT}|{_NOTHING}|void ?[-–—:,] ?(?:see|use|replaced|cancel+ed|superseded|reissued|do not)",
        r"pour (?:votre )?information (?:seulement|uniquement)|(?:solo )?a (?:efectos|titulo|titolo) informativ[oi]s?"
        r"|ter informatie|this is (?:only )?(?:a|an) (?:quote"
        r"|quotation|estimate|statement|reminder|order confirmation)",
        r"(?:copy|kopie|copie|copia) (?:only )?(?:for|zur|pour|per|para) (?:your |ihrer |votre |su "
        r"|vostra )?(?:information"
        r"|kenntnisnahme|informacion|informazione)(?=$|[.,;!])",
        *NOT_TO_PAY,
        *NOT_YET,
        *NOT_TO_BOOK,
        *NO_VALIDITY,
        *FOR_TEST,
    ),
    any_of(
        rf"ungultig|nicht mehr gultig|non valable|(?:{_NTH} )?(?:relance|herinnering|rappel|aanmaning)"
        rf"|{_NTH} (?:sollecito|recordatorio)(?: di pagamento| de pago)?"
        r"|(?:quotation|quote)(?: only| ?[-–—:,(] ?valid .+| only ?[-–—:,(] ?valid .+)"
        r"|angebot ?[-–—:,(] ?gultig .+"
        r"|(?:devis|presupuesto|preventivo|offerte) ?[-–—:,(]? ?(?:valable|valid[oa]|geldig) .+"
        r"|cancel+ed|void|annulled|storniert|annulliert|annulee?|anulad[oa]|annullat[oa]|geannuleerd|vervallen"
        r"|draft|specimen|entwurf|(?:test|please ignore|test,? (?:- )?please ignore)|do not process"
        r"|(?:sample|test|example|dummy)[ -](?:invoice|bill)|(?:muster|test)[ -]?rechnung"
        r"|facture[ -](?:d'essai|test|exemple)|factura de (?:prueba|muestra)|fattura di prova"
        r"|(?:test|voorbeeld)[ -]?factuur"
        r"|(?:for )?your records(?: only)?|for your files(?: only)?"
        r"|(?:\w+ )?(?:payment |friendly )?reminder|(?:final|last|second|third|\d(?:nd|rd|th)|overdue) (?:notice"
        r"|demand)"
        r"|(?:\d\. |letzte |erste |zweite |dritte )?(?:mahnung|(?:zahlungs)?erinnerung)|(?:dernier )?rappel"
        r"|recordatorio(?: de pago)?"
        r"|sollecito(?: di pagamento)?|(?:laatste )?(?:aanmaning|betalingsherinnering)"
        rf"|statement of account|not for payment|{VOID}"
    ),
    leads_of(
        "reversal cancellation annulment storno annulation anulacion annullamento annulering"
        " gultig valable relance herinnering ersetzt remplacee remplace sustituido sustituida reemplazado"
        " sostituito sostituita vervangen "
        "cancelled canceled void voided annulled withdrawn superseded storniert ungultig annulliert hinfallig"
        " annulee annule anulada"
        " anulado annullata annullato geannuleerd vervallen nietig not self self-billing self-billed"
        " selfbilling gutschriftsverfahren abrechnungsverfahren autofacturation autofactura autofacturacion"
        " autofattura"
        " autofatturazione information d'information informativo informatie indicatif quote quotation estimate"
        " statement reminder confirmation"
        " sample example dummy musterrechnung testrechnung d'essai exemple prueba muestra prova testfactuur"
        " voorbeeldfactuur"
        " test ignore process records files notice demand mahnung zahlungserinnerung erinnerung rappel recordatorio"
        " sollecito"
        " aanmaning betalingsherinnering"
        " bill invoice keine n'est geen factura fattura angebot devis presupuesto preventivo offerte"
        " draft specimen entwurf pro pro-forma proforma payment zahlung paiement reglement pago pagamento betaling"
        " nil none zero null neant cero nihil nul"
        " nothing nichts rien nada nulla niente niets informativos credit credited owe gutschrift gutgeschrieben gut"
        " avoir"
        " note nota abono abonamos creditnota creditfactuur creditons accreditiamo crediteren"
        f" {VOID_LEADS} {NOT_TO_PAY_LEADS} {NOT_YET_LEADS} {NOT_TO_BOOK_LEADS} {NO_VALIDITY_LEADS} {FOR_TEST_LEADS}"
        " copy kopie copie copia"
    ),
    any_of(
        r"orders|order confirmation|prices? (?:is|are)|auftrage",
        # What is only given as a guide in these is not the amount; named behind it, they excuse nothing.
        r"(?:delais?(?: de livraison)?|dates? de livraison|photos?|poids|dimensions|horaires|plazos? de entrega|fotos?"
        r"|termini di consegna|levertijd(?:en)?|lieferzeit(?:en)?|delivery (?:times?|dates?))(?=[^,;:]* (?:titre|titolo"
        r"|titulo|indicati\w+|informati\w+))",
    ),
)

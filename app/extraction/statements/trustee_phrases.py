"""How a page says that its vendor is insolvent or that a trustee is paid in its place: patterns over folded text.

English, German, French, Spanish, Italian, Dutch. What happens when a buyer is insolvent is a term of business: it names
nobody who is paid, and stands behind no company's name.
"""

from __future__ import annotations

from app.extraction.statements.kinds import WORD

_PAY = (
    r"(?:pay\w*|remit\w*|transfers?|zahl\w*|uberweis\w*|paiements?|payer|reglements?|regler|virements?|pagos?|pagar"
    r"|transferencias?|pagament[oi]|pagare|bonific\w*|betaling\w*|betalen|overmaken)"
)
# The officers whom a court puts in the vendor's place; "our sales administrator" and a receiver of goods are none.
_OFFICERS = (
    r"(?:(?:(?:the|joint|appointed|court-appointed) )+(?:administrators|liquidators?)"
    r"|(?:(?:joint|official|appointed|court-appointed) )+receivers?|insolvency (?:administrator|practitioner)"
    r"|(?:trustee|administrator) in (?:bankruptcy|insolvency)|bankruptcy trustee"
    r"|(?:vorlaufigen )?(?:insolvenz|masse|konkurs|sach)(?:verwalter|walter)\w*"
    r"|(?:mandataire|administrateur|liquidateur) judiciaire|administracion concursal"
    r"|administrador(?:es)? concursal(?:es)?"
    r"|(?:curatore|liquidatore)(?: fallimentare| giudiziale)?|commissario giudiziale|curator(?:en)?|bewindvoerders?)"
)
# Terms of a credit speak of the buyer's.
_NO_BUYERS = (
    r"(?! (?:of|des|der|du|de|del|dell[ao]?|van) (?:the |la |el |il |de |l'|het )?(?:buyer|customer|purchaser"
    r"|client|debtor"
    r"|kaufers|bestellers|kunden|acheteur|debiteur|comprador|deudor|compratore|acquirente|debitore|koper|klant"
    r"|afnemer))"
)
_INSOLVENT = (
    r"(?:in (?:administration|receivership|compulsory liquidation|bankruptcy)|in insolvenz(?:verwaltung)?"
    r"|en (?:redressement|liquidation) judiciaire|en (?:situacion de )?concurso(?: de acreedores)?"
    r"|in (?:fallimento|concordato preventivo|liquidazione (?:giudiziale|coatta)|amministrazione straordinaria)"
    r"|in (?:staat van )?faillissement|in surseance(?: van betaling)?)"
)
# It is the vendor's where it stands behind a company's form, in brackets, behind a dash or in its own mouth.
_OURS = (
    r"(?:(?:ltd|limited|plc|inc|llc|corp|gmbh|ag|kg|sarl|sas|sa|s\.a\.|s\.l\.|sl|srl|s\.r\.l\.|spa|s\.p\.a\.|bv"
    r"|b\.v\.|nv"
    r"|n\.v\.)\.?,? ?[(–-]? ?|(?<=[(–-])|[(–-] ?|(?:we|company|wir|uns|nous sommes|estamos|siamo|wij zijn|verkeren)"
    r" (?:(?:is|are|now|currently|befinden|sind|derzeit|nun) (?:uns )?){0,3})"
)
_ESCROW = (
    r"(?:(?:notar)?anderkonto|treuhandkonto|compte (?:sequestre|de tiers|carpa)|cuenta (?:fiduciaria"
    r"|de garantia bloqueada"
    r"|de terceros)|conto (?:fiduciario|di terzi|vincolato)|derden(?:gelden)?rekening)"
)
_GAP = r"(?:[^\s;!?]+ ){0,8}"  # "bei der Volksbank, Nr. 88120047,"
TO_A_TRUSTEE = (
    rf"{_PAY} (?:{WORD}){{0,6}}{_OFFICERS}{_NO_BUYERS}",
    rf"{_OURS}{_INSOLVENT}{_NO_BUYERS}",
    # Where money is said to be paid; that somebody keeps deposits there asks for nothing.
    rf"{_PAY} (?:{WORD}){{0,4}}(?:auf|an|sur|au|en|a|sul|al|op) (?:{WORD}){{0,2}}{_ESCROW}",
    rf"(?:auf|an) (?:{WORD}){{0,2}}{_ESCROW} {_GAP}(?:zu )?(?:uberweisen|(?:be)?zahlen)",
    rf"op (?:{WORD}){{0,2}}{_ESCROW} {_GAP}(?:te )?(?:betalen|overmaken|storten)",
)
TO_A_TRUSTEE_LEADS = (
    "administrators liquidator receiver insolvency trustee bankruptcy insolvenz insolvenzverwalter masseverwalter"
    " konkursverwalter sachwalter mandataire administrateur liquidateur administracion administrador curatore"
    " liquidatore commissario curator bewindvoerder administration receivership liquidation redressement concurso"
    " fallimento concordato liquidazione amministrazione faillissement surseance anderkonto notaranderkonto"
    " treuhandkonto compte cuenta conto derdenrekening derdengeldenrekening"
)

"""How a page says that a part of its total will be credited later: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

from app.extraction.statements.kinds import RATE, WORD

_NOTE_ES = r"(?:nota de credito|nota de abono|factura de abono)"
CREDIT_FOLLOWS = (
    rf"(?<!\bno )(?:credit note|credit memo|a credit|credits) (?:{WORD}){{0,4}}"
    r"(?:(?:will|shall|to) (?:\w+ )?(?:follow|be"
    rf" issued|be sent)|follows)(?! (?:{WORD}){{0,6}}(?:return\w*|empties|inspection))",
    rf"(?:rebate|refund|discount|reduction|allowance) (?:of {RATE})?(?:will be|to be) (?:\w+ )?(?:credited|refunded"
    rf"|paid)",
    rf"gutschrift (?:{WORD}){{0,4}}(?:folgt|folgen|nachgereicht|erteilt)",
    rf"(?:nachlass|rabatt|minderung) (?:von {RATE})?wird (?:{WORD}){{0,3}}(?:gutgeschrieben|erstattet|vergutet)",
    rf"(?:(?:un|notre) )?avoir (?:{WORD}){{0,4}}(?:suivra|a suivre|sera (?:emis|etabli|envoye))",
    rf"(?:remise|rabais|reduction|ristourne) (?:de {RATE})?(?:vous )?sera (?:{WORD}){{0,5}}(?:(?:un|par) avoir"
    rf"|creditee?"
    r"|remboursee?)",
    rf"(?:seguira|se emitira) (?:\w+ ){{0,2}}{_NOTE_ES}|(?:{_NOTE_ES}|abono) (?:{WORD}){{0,4}}(?:seguira|pendiente)",
    r"se (?:abonara|reembolsara) (?:un |el |la )?(?:descuento|rebaja)",
    r"(?:seguira|segue|sara emessa) (?:\w+ ){0,2}nota di credito",
    rf"nota di credito (?:{WORD}){{0,4}}(?:seguira|a seguire|segue)",
    rf"sconto (?:del? {RATE})?(?:sara|verra) (?:{WORD}){{0,4}}(?:accreditato|rimborsato|nota di credito)",
    rf"creditnota (?:{WORD}){{0,4}}(?:volgt|wordt (?:\w+ )?(?:gestuurd|nagestuurd))",
    rf"korting (?:van {RATE})?wordt (?:{WORD}){{0,3}}(?:gecrediteerd|terugbetaald)",
)

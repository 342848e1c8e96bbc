"""The words around a spelled amount: currencies, cents, what ends it, labels before it; folded, in six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.extraction.statements.kinds import any_of


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# By the codes that a name stands for; a name of many currencies has none.
_NAMED: Mapping[str, str] = {
    "EUR": "euro euros eur",
    "USD CAD AUD NZD SGD HKD": "dollar dollars dollaro dollari dolar dolares",
    "USD": "usd",
    "GBP": "sterling gbp",
    "GBP EGP LBP SYP": "pound pounds pfund livre livres libra libras sterlina sterline pond ponden",
    "INR PKR LKR NPR MUR": "rupee rupees roupie roupies rs inr",
    "CHF XOF XAF": "franc francs franken franchi francos",
    "CHF": "chf",
    "CAD": "cad",
    "AUD": "aud",
    "MXN": "mxn",
    "": "peso pesos sol soles yen yuan rand dirham dirhams dinar dinars riyal riyals naira ringgit baht shilling"
    " shillings krone kronen krona kronor real reais aed sar cop clp pen dkk sek nok pln czk jpy cny zar mad tnd $ € £",
}
CURRENCIES: Mapping[str, frozenset[str]] = {
    name: frozenset(codes.split()) for codes, names in _NAMED.items() for name in names.split()
}
_HUNDREDTHS = words_of(
    "cent cents eurocent eurocents ct cts pence penny paise paisa centime centimes centimo centimos centavo centavos"
    " centesimo centesimi rappen"
)
_THOUSANDTHS = words_of("fils millime millimes baisa")
MINORS: Mapping[str, int] = {
    **dict.fromkeys(_HUNDREDTHS, 100),
    **dict.fromkeys(_THOUSANDTHS, 1000),
}
JOINTS = words_of("and und et y e en con avec mit met with plus &")
NOUGHT = words_of("no zero nil null nul cero xx nulle keine")
AS_SHOWN = words_of("wie as comme como come zoals")  # "Cent wie nebenstehend"
POINTS = words_of("point punto virgule virgola coma komma")
ENDS = words_of("only exactly exact exactement exactamente genau netto exactos")
# What may stand among the words of an amount and changes nothing.
FILLS = words_of(
    "us u s american united states canadian australian swiss singapore indian de d of di the usa canadiens americains"
    " suisses americanos mexicanos colombianos argentinos chilenos moneda nacional corriente m n mn statunitensi"
    " amerikanische schweizer canadese sum amount a la le der die das von somme somma suma"
)

LABELS = any_of(
    r"in words?(?! of)|in worten|en (?:toutes )?lettres|(?:en|con) letras?|in lettere|in woorden|in letters"
    r"|uitgeschreven|in buchstaben|ausgeschrieben|spelled out|written out",
    r"arret\w* (?:\S+ ){1,8}?(?:a|de) (?:la |le )?(?:somme|montant)(?: \S+){0,5}? de|diconsi|dicesi|dicasi|zegge",
)
# These begin other sentences as well, and label an amount where one follows at once.
WEAK_LABELS = re.compile(r"(?:say|son|sage)(?!\w)")
LABEL_WORDS = words_of(
    "words word worten lettres lettre letras letra lettere woorden letters uitgeschreven buchstaben ausgeschrieben"
    " spelled written arretee arrete arretons diconsi dicesi dicasi zegge say son sage"
)

"""Sentences that announce another bank account to pay to: the commonest way of being paid what is another's.

Such a notice has no fixed words. What it has is a word of accounts and, in one sentence with it, a word of change:
"our IBAN has changed", "wir haben die Bank gewechselt", "no longer use the old account".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.overlap import in_one_column
from app.extraction.header.account_kept import warns, without_unchanged
from app.extraction.values.general_terms import clause, general_terms, is_particular
from app.extraction.values.next_row import next_row
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line

# What is left of an address: "100 New Bank Street".
_NO_STREET = r"(?!\W+(?:street|st|strasse|str|road|rd|avenue|ave|lane|square|plaza)\b)"
# English, German, French, Spanish, Italian, Dutch; accents folded. These words name accounts to pay to; no others.
_ACCOUNT = (
    r"(?:ibans?|bics?|(?:ach|wire)\s(?:instructions|details)|payment\sinstructions|lock\s?box(?:es)?|rib|banks?|banking|bank\s?accounts?|bank\s?details|remit(?:tance)?(?:\s(?:details|address|to))?"
    r"|bankverbindung(?:en)?|kontoverbindung(?:en)?|bankdaten|kontodaten|bankkonto|kontonummer|konto-nr|hausbank"
    r"|banque|coordonnees\sbancaires|comptes?\sbancaires?|domiciliation"
    r"|bancos?|cuentas?\sbancarias?|datos\sbancarios|numero\sde\scuenta"
    r"|banca|banche|coordinate\sbancarie|conto\s(?:corrente|bancario)"
    r"|bankgegevens|bankrekening(?:nummer)?|rekeningnummer|rekening-nummer)" + rf"\b{_NO_STREET}"
)
# These name accounts of other kinds as well ("your new customer account"): only where it is paid to them.
_ANY_ACCOUNT = rf"(?:{_ACCOUNT}|accounts?|konto|compte|cuenta|conto|rekening)"
_OURS = r"(?:our|the|unser\w*|d[ae][sn]|notre|le|nuestr[ao]|la|nostr[ao]|il|onze?|het)"
_PAYING = re.compile(
    r"\b(?:use|using|verwenden|nutzen|utiliser|usar|usare|gebruik\w*|pay|pays|paid|payments?|remit"
    r"|remittances?|transfers?|wire|zahl\w*|ueberweis\w*|uberweis\w*|virement\w*|virer|paie\w*|payer|reglement\w*|pagos?|pagar"
    r"|paguen|transferencias?|pagament\w*|bonific\w*|betal\w*|overmak\w*)\b"
)
_NEW = (
    r"(?:new|different|another|changed|updated|revised|amended"
    r"|neue[nmrs]?|andere[nmrs]?|geaendert\w*|geandert\w*"
    r"|nouve(?:au|aux|l|lle|lles)|autres?"
    r"|nuev[oa]s?|otr[oa]s?|nuov[oaie]|altr[oaie]"
    r"|nieuwe?|andere|gewijzigde?)"
)
_OLD = r"(?:old|former|previous|alte[nmrs]?|bisherige[nmrs]?|ancien(?:ne)?s?|antigu[oa]s?|vecchi[oae]?|oude)"
_CHANGED = (
    r"(?:changed|changes|change|update|updating|changing|switched|switching|moved|updated|replaced"
    r"|supersed(?:es?|ed|ing)|not\svalid|invalid|any\s?more|replaces?|(?:do\snot|don't)\suse|nicht\s(?:verwenden|benutzen)|ungultig"
    r"|no\slonger|from\snow\son|effective\simmediately|geaendert|geandert|andern|andert|anderung|aenderung|gewechselt|wechseln|nicht\smehr"
    r"|ab\ssofort|kuenftig"
    r"|change|changent|changement|modifiee?s?|desormais|cambi\w*|modificad[oa]s?|ya\sno|cambiat[oaie]|variazione"
    r"|variat[oaie]|modificat[oaie]|gewijzigd|wijziging|veranderd|voortaan|niet\smeer)"
)
# Bounded: over a row of thousands of dashes an open one takes quadratic time.
_GAP = r"\W{1,80}(?:[^\s.!?;]{1,200}\s+){0,%d}?"
# "Bank of New York", "New England Bank"
_PLACES = r"(?!\W+(?:york|zealand|england|jersey|mexico|hampshire|orleans|delhi|haven|south|century|brunswick)\b)"
# What the buyer is to tell of its own account announces nothing.
_YOURS = r"(?<!\byour\s)(?<!\bihre\s)(?<!\bihrer\s)(?<!\bvotre\s)(?<!\bvos\s)(?<!\bsus\s)(?<!\bvostre\s)(?<!\buw\s)"
_ANNOUNCED = re.compile(
    rf"\b{_NEW}\b{_PLACES}{_GAP % 2}{_YOURS}{_ACCOUNT}\b"
    rf"|{_YOURS}\b{_ACCOUNT}\b{_GAP % 6}{_CHANGED}\b"
    rf"|\b{_CHANGED}\b{_GAP % 6}{_YOURS}{_ACCOUNT}\b"
    r"|\b(?:bank|konto)wechsel\b"
    # Money that went there is nobody's any more.
    r"|\b(?:0x[0-9a-f]{40}|bc1[a-z0-9]{25,60})\b"
)
_WEAKLY = re.compile(
    rf"\b(?:{_NEW}|{_OURS}\s{_OLD})\s{_ANY_ACCOUNT}\b|\b{_ANY_ACCOUNT}\b{_GAP % 4}{_CHANGED}\b"
    rf"|\b{_CHANGED}\b{_GAP % 4}{_ANY_ACCOUNT}\b"
    # "Effective immediately pay by ACH to routing 021000021 account 99887766"
    rf"|\b(?:effective\simmediately|from\snow\son|ab\ssofort|desormais|voortaan)\b{_GAP % 8}{_ANY_ACCOUNT}\b"
)
# In general terms of business the buyer's own account may change, and it is to tell of that.
_OF_BUYERS = re.compile(
    r"\b(?:buyer|purchaser|customer|client|debtor|kaufers?|bestellers?|kunden?|auftraggebers?|acheteur|clients?|comprador"
    r"|cliente|acquirente|compratore|committente|koper|afnemer|klant|opdrachtgever)\b"
)
_OF_OURS = re.compile(
    r"\b(?:of (?:the )?(?:seller|supplier|vendor)s?|(?:seller|supplier|vendor)'?s"
    r"|(?:des|unseres) (?:verkaufers|lieferanten)|du (?:vendeur|fournisseur)"
    r"|del (?:vendedor|proveedor|venditore|fornitore)|van de (?:verkoper|leverancier)"
    r"|our|ours|we|us|unser\w*|wir|uns|notre|nos|nous|nuestr\w+|nosotros|nostr\w+|noi|onze|ons|wij)\b"
)
_TOLD = re.compile(
    r"\b(?:notif\w*|inform\w*|advis\w*|tell|report\w*|mitzuteilen|mitteil\w*|anzuzeigen|anzeig\w*|meld\w*|avis\w*"
    r"|signal\w*|comm?uni\w*|avvis\w*|mede(?:delen|gedeeld)|gemeld)\b"
)
# Words without any of these name no account; rows and cells of nothing else are passed over at once.
_OF_ACCOUNTS = re.compile(
    r"iban|bic|rib|\b0x[0-9a-f]{40}|\bbc1[a-z0-9]{25}"
    r"|\bach\b|lock ?box|wire|instruct|ban[ckq]|remit|konto|account|compte|cuenta|conto|rekening|coordon"
    r"|domicil",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9ÄÖÜÉÈÀ¡¿])")
# Rates of exchange, bills of exchange and fees.
_AS_NAME = re.compile(
    r"\b(?:bank\s(?:charges|holidays?)|tipo\sde\scambio|tasso\sdi\scambio|(?:taux|lettre|cours)\sde\schange"
    r"|cambio\s(?:banca\sd|banco\sd)\w*)\b"
)


def account_notice(rows: Sequence[Row]) -> str:
    """Return the words that announce another account, as printed but for case and accents; else nothing.

    They count wherever on the page they stand, between its lines too.
    """
    for at, text in _texts(rows):
        paying = _PAYING.search(_folded(text))
        for sentence in _SENTENCE.split(text):
            folded = _folded(sentence)
            found = _ANNOUNCED.search(folded) or (paying and _WEAKLY.search(folded))
            if not found or warns(folded, found.start(), clause(rows, at, found.group())):
                continue
            if not _is_the_buyers(rows, at, found.group()):
                return found.group().strip(" .:,-–")
    return ""


def _folded(text: str) -> str:
    return without_unchanged(_AS_NAME.sub(" ", fold_line(text)))


def _is_the_buyers(rows: Sequence[Row], at: int, words: str) -> bool:
    """Tell whether a row is one of general terms that bind the buyer to tell of its account."""
    text = clause(rows, at, words)
    of_buyers = _OF_BUYERS.search(text) is not None and _OF_OURS.search(text) is None
    if not of_buyers or _TOLD.search(text) is None or is_particular(text):
        return False
    return at in general_terms(rows)


def _texts(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Yield the texts that name an account: rows, and cells with the one below them, where a sentence may go on.

    Each comes with the place of the row that names it.
    """
    telling = [any(map(_names_account, row.texts)) for row in rows]
    for index, row in enumerate(rows):
        if telling[index]:
            yield index, row.text
        below = next_row(rows, index)
        if below is None:
            continue
        if not telling[index] and not telling[index + 1]:
            continue
        for cell in row.cells:
            under = next((other for other in below.cells if _goes_on(cell, other)), None)
            if under is None:
                continue
            if any(_names_account(word.text) for word in under.words):
                yield index + 1, f"{cell.text} {under.text}"
            elif any(_names_account(word.text) for word in cell.words):
                yield index, f"{cell.text} {under.text}"


@lru_cache(maxsize=16384)
def _names_account(word: str) -> bool:
    return _OF_ACCOUNTS.search(word) is not None


def _goes_on(cell: Cell, below: Cell) -> bool:
    return len(cell.words) > 1 and in_one_column(cell, below)

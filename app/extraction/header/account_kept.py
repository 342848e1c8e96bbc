"""Sentences that name bank accounts and changes and announce none: those that did not change, and warnings of others.

A message that announces an account likes to sound like these ("our name has not changed, our bank has"; "ignore any
letter that says otherwise"). So they count only where nothing in the sentence says that something changed all the same.
"""

from __future__ import annotations

import re

# What did not change and never will, and what a false message may say: "Our bank details have not changed."
_UNCHANGED = re.compile(
    r"\b(?:(?:has|have|had|did|do|does|will|would)(?: not|n't)|never|cannot) (?:be(?:en)? )?(?:\w+ ){0,4}?"
    r"chang(?:ed?|es|ing)\b"
    r"|\b(?:nicht|nie|niemals|unverandert|keine) (?:ge)?ander(?:n|t|ung|ungen)\b"
    r"|\bandern (?:\w+ ){1,4}(?:nie|niemals|nicht)\b"
    r"|\b(?:n'(?:a|ont|est|sont)|ne) (?:pas|jamais)? ?(?:change\w*|modifi\w+)(?: (?:pas|jamais))?\b"
    r"|\b(?:no|nunca|jamas) (?:ha|han|hemos|ha sido|han sido)? ?(?:cambi\w+|modific\w+)\b"
    r"|\b(?:non|mai) (?:e|sono|ha|abbiamo|sara|saranno)? ?(?:stat[oaie] )?(?:cambi\w+|variat\w+|modificat\w+)\b"
    r"|\b(?:niet|nooit|ongewijzigd) (?:is |zijn )?(?:gewijzigd|veranderd|wijzigen|veranderen)\b"
)
# Who reads it has not changed it yet, or something else has: "not again", "our name has not, but our bank has".
_ALL_THE_SAME = re.compile(
    r"\b(?:you (?:have|had|did|do)|have you|yet|again|only|but|however|although|though"
    r"|haben sie|sie haben|noch|aber|sondern|jedoch|wohl|erneut|vous (?:n'avez|avez)|avez-vous|mais|encore|toutefois"
    r"|(?:ha|han) usted\w*|pero|sino|todavia|aun|avete|ma|bensi|ancora|tuttavia|heeft u|u heeft|maar|echter|nog|wel)\b"
)
_OTHERWISE = re.compile(
    r"[,;:–-]\s*(?:\w+ ){0,2}?(?:our|the|unser\w*|notre|nos|nuestr\w+|l[ae] nostr\w+|nostr\w+|onze?) "
    r"(?:\w+ ){0,2}?(?:ibans?|bank\w*|accounts?|konto\w*|comptes?|coordonnees|banque|cuentas?|banco|cont[oi]|banca"
    r"|coordinate|rekening\w*)\b"
)
_FALSE_MESSAGE = re.compile(
    r"\b(?:if|should) (?:you|anyone|somebody) (?:should )?(?:ever )?(?:receives?|gets?) (?:an?|any|such) "
    r"(?:\w+ ){0,2}(?:e-?mails?|messages?|letters?|calls?|notices?)\b"
    r"|\b(?:sollten sie|falls sie|wenn sie) (?:jemals )?(?:eine?n?|derartige|solche) (?:\w+ ){0,2}"
    r"(?:e-?mail|mail|nachricht|brief|anruf)\b"
    r"|\bsi vous recevez (?:une?|tout|de tels) (?:\w+ ){0,2}"
    r"(?:courriels?|e-?mails?|messages?|courriers?|appels?)\b"
    r"|\bsi (?:recibe[ns]?|reciben) (?:una?|algun|cualquier) (?:\w+ ){0,2}"
    r"(?:correo|e-?mail|mensaje|carta|llamada)\b"
    r"|\b(?:se|qualora) (?:ricevete|riceveste|doveste ricevere) (?:una?|qualsiasi) (?:\w+ ){0,2}"
    r"(?:e-?mail|messaggio|lettera|telefonata)\b"
    r"|\b(?:als|indien|mocht) u (?:ooit )?een (?:\w+ ){0,2}(?:e-?mail|bericht|brief|telefoontje)\b"
)
# What whoever gets such a message is to do: not to believe it, and to ask.
_DISBELIEVED = re.compile(
    r"(?<!not )(?<!never )(?<!n't )\b(?:ignore|disregard)\b"
    r"|\b(?:(?:do|is|are|was|it|will|must)(?: not|n't)|never|fraud\w*|scam\w*"
    r"|false|fake|phishing|suspicious|(?:call|phone|contact|ask|tell|inform|alert|notify) us"
    r"|(?:by )?(?:tele)?phone|report it|verify|check with)\b"
    r"|(?<!nicht )\bignorieren\b|\b(?:nicht von uns|betrug\w*|gefalscht\w*|falsch\w*|telefonisch|rufen sie"
    r"|rucksprache|(?:fragen|kontaktieren|informieren|melden) sie|uberprufen|misstrauen)\b"
    r"|\b(?:ignor\w+|ne (?:pas|payez)|fraud\w*|faux|fausse|appelez|contact\w+|prevenez|verifi\w+|par telephone)\b"
    r"|\b(?:no (?:lo|la|le|haga|pague)|fraude\w*|fals[oa]s?|llame\w*|contacte\w*|verifique\w*|por telefono)\b"
    r"|\b(?:non (?:e|sono|pagate|date)|frod\w+|truff\w+|fals[oaie]|chiamate\w*|contattate\w*|verificate\w*)\b"
    r"|\b(?:negeer|fraude|vals|bel ons|neem contact|controleer|niet van ons|telefonisch)\b"
)
_DIGITS = re.compile(r"\d(?:[ ./-]?\d){7}")


def without_unchanged(folded: str) -> str:
    """Return a folded sentence without what it says did not change, so that no change is found there."""
    found = _UNCHANGED.search(folded)
    if found is None or _ALL_THE_SAME.search(folded) or _OTHERWISE.search(folded, found.end()):
        return folded
    return _UNCHANGED.sub(" ", folded)


def warns(folded: str, announced: int, around: str) -> bool:
    """Tell whether a sentence warns of messages by others, and gives no account itself.

    Args:
        folded: The sentence.
        announced: Where in it another account is named.
        around: The folded clause with it, which may run on in the next row: there stands what to do.
    """
    message = _FALSE_MESSAGE.search(folded)
    if message is None or announced < message.start() or _DIGITS.search(folded) is not None:
        return False
    return _DISBELIEVED.search(folded) is not None or _DISBELIEVED.search(around) is not None

"""Whether a line's own words say that other goods came than its code and figures name (S2.80, S2.87).

"Replaces F-2014" or "Ersatzartikel" under a line that otherwise agrees is the vendor saying that it substituted: the
buyer confirms it. A word that the order or the item master has as well ("milk substitute") is the item's name and
says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.letters import without_accents
from app.domain.match import Pattern
from app.domain.money import ZERO
from app.policy.facts import GroupFacts
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text

# English, German, French, Spanish, Italian, Dutch; accents folded. Bare "replacement", "Ersatz" and "remplacement"
# name spare parts as often as substitutes and are told only with what makes them the latter.
_SAYS = re.compile(
    r"""\b(?:
    subst | substitut\w* | sub\.?\s+for | alternat(?:e|ive)\s+(?:for|to|item)
    | replaces | replaced\s+by | replacement\s+(?:for|of|item) | in\s+lieu\s+of | instead\s+of
    | supersed(?:es|ed) | ersatzartikel | ersatzlieferung | ersatzweise | ersatz\s+fuer | ersetzt | anstelle | statt
    | alternativartikel | (?:article|produit|reference)\s+de\s+remplacement | en\s+remplacement | remplace | au\s+lieu
    | sustitu\w+ | reemplaza\w* | en\s+lugar\s+de | sostituisce | sostitu(?:zione|tiv[oa]|it[oa]) | al\s+posto\s+di
    | anziche | invece\s+d[ie] | vervangt | vervangend\w* | ter\s+vervanging | vervangingsartikel | in\s+plaats\s+van
    )\b""",
    re.VERBOSE,
)

_NONE = re.compile(r"\b(?:no|without|any|keine?n?|ohne|sans|aucune?|sin|ningun\w*|nessun\w*|senza|geen|zonder)\s+$")


def said_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield a verdict for each line that says it bills a substitute and was not found to be one."""
    if facts.has(Pattern.SUBSTITUTION) or not facts.order_lines or facts.group.ambiguous:
        return
    for line in facts.lines:
        words = _own_words(facts, line.line.description.value)
        if words:
            yield verdict(
                "substitution.said",
                exposure=abs(facts.amount or ZERO),
                words=words,
                order_lines=lines_text(facts.order_lines),
            )


def _own_words(facts: GroupFacts, text: str) -> str:
    """Return the words of a line that say so and are not the name of what was ordered; nothing where none do."""
    named = " ".join(line.description for line in facts.order_lines)
    items = (facts.desk.items.get(line.sku) for line in facts.order_lines)
    named = _folded(" ".join([named, *(item.description for item in items if item is not None)]))
    told = _folded(text)
    found = next((one for one in _SAYS.finditer(told) if not _NONE.search(told[: one.start()])), None)
    return "" if found is None or _SAYS.search(named) else found.group()


def _folded(text: str) -> str:
    return without_accents(text.casefold().replace("für", "fuer"))

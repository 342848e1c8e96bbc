"""The things a page can say against paying its total, and how a pattern of one is written.

Where a sentence is a condition ("if paid by card …") it says nothing; ``UNLESS`` and ``Kind.unless`` tell such
sentences. A kind is looked for where a word of the page begins with one of its ``leads`` only, so that most rows cost
one look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LEAD = 4  # letters of a word that are looked up
_AROUND = 48  # signs before and behind a pair of words in which something may deny it

# Parts of patterns.
RATE = r"(?:\d{1,2}(?:[.,]\d{1,2})?\s?(?:%|percent|prozent|pct|v\.?h\.?)\s?)"
WORD = r"(?:[^\s.!?;]{1,30} )"  # any word between two others

# Leave to pay less, which is no condition though it says "may".
GRANTED = (
    r"(?:you (?:may|can) (?:deduct|take off|subtract)|sie (?:konnen|durfen)(?= (?:[^\s;!?]+ ){0,8}(?:abziehen|kurzen))"
    r"|vous pouvez deduire|puede[ns]? (?:deducir|descontar)|puo (?:detrarre|dedurre)"
    r"|u kunt(?= (?:[^\s;!?]+ ){0,8}aftrekken))"
)


class Said(StrEnum):
    """What a page says."""

    TAX_TO_ADD = "tax_to_add"
    SCALED = "amounts_scaled"
    PRICES_PER = "prices_per_said"
    NOT_FINAL = "not_final"
    OTHER_AMOUNT = "other_amount_said"
    OTHER_SUM = "other_sum_said"
    OWED = "other_sum_owed"
    ASLANT = "amount_aslant"
    SPELLED = "other_sum_spelled"
    SPELLED_PARTLY = "spelled_sum_doubtful"
    SPELLED_UNREAD = "spelled_sum_unread"
    OTHER_CURRENCY = "other_currency_said"
    HEADED = "other_currency_headed"
    HEADED_AS = "heading_unclear"
    HEADED_WITH = "heading_changes_figures"
    REDEFINED = "unit_redefined"
    BEHIND = "sign_behind_total"
    CHARGE_ASIDE = "charge_aside"
    DISCOUNT = "discount_said"
    CREDITED = "amount_given_back"
    SURCHARGE = "charge_said"
    FREIGHT_FREE = "freight_free_said"
    PARTLY = "part_asked"
    SET_OFF = "set_off_said"
    OTHER_PAYER = "other_payer"
    PART_BILL = "part_invoice"
    GOODS_BACK = "goods_back_said"
    OTHER_PRICE = "other_price_said"
    NO_TAX = "no_tax_said"
    NOT_DELIVERED = "not_delivered"
    REST = "rest_to_follow"
    NOT_SOLD = "goods_not_sold"
    SETTLED = "already_settled"
    NO_INVOICE = "not_an_invoice"
    BILLED = "billed_before"
    ORDER_ENDED = "order_ended_said"
    OTHER_ORDER = "other_order_said"
    TAX_MIXED = "tax_with_charges"
    TAX_RATE = "tax_above_rate"
    TO_US = "total_owed_to_us"
    FOR_ANOTHER = "other_payee"
    OTHER_ACCOUNT = "other_account"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists of words that say it where one of each stands near the other, and the words that deny it near them."""

    says: re.Pattern[str]
    unless: re.Pattern[str] | None

    def find(self, text: str) -> str:
        """Return the words of a folded text that say it; nothing where none do."""
        for found in self.says.finditer(text):
            around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            if self.unless is None or self.unless.search(around) is None:
                return found.group()
        return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one thing is said.

    Attributes:
        says: Patterns that say it anywhere in a sentence, as ``said_by`` makes them: ``find`` asks them.
        alone: Patterns that say it where they are all that stands in a row.
        leads: The first letters of the words without which nothing of this is said.
        inside: The same, where it is the end of a word that begins as it likes.
        unless: What in the same sentence makes it say something else.
        beside_money: It says so beside an amount, too; else that is the label of a sum, which is read as such.
        pairs: Pairs of words that say it, in sentences that nobody writes alike.
    """

    says: re.Pattern[str] | None
    alone: re.Pattern[str] | None
    leads: frozenset[str]
    unless: re.Pattern[str] | None = None
    beside_money: bool = False
    inside: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def find(self, text: str) -> str:
        """Return the words of a folded text that say it; nothing where none do."""
        found = self.says.search(f" {text}") if self.says is not None else None
        if found is not None:
            return found.group()[1:]
        return next((words for pair in self.pairs if (words := pair.find(text))), "")


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return the pattern that finds any of these as whole words."""
    return re.compile(r"(?<![\w.])(?:" + "|".join(patterns) + r")(?!\w)")


def said_by(*patterns: str) -> re.Pattern[str]:
    """Return the pattern that finds any of these as whole words, and the sign before them, behind a blank.

    It finds what ``any_of`` does. As it begins with a sign that is no part of a word, the search passes over all
    others at once: most of what is looked through says nothing. ``(?<!..)`` is the beginning of the text in it.
    """
    return re.compile(r"[^\w.](?:" + "|".join(patterns) + r")(?!\w)")


def leads_of(text: str) -> frozenset[str]:
    """Return the first letters of each of these words."""
    return frozenset(word[:LEAD] for word in text.split())


# A condition, a possibility, or terms for other cases. "Every amount" and "without any exception" are none.
_SUMS = (
    r"(?! (?:(?:single|einzelne[rs]?) )?(?:amounts?|prices?|figures?|sums?|totals?|betrag|preis|summe|ausnahme|montant"
    r"|prix|importo|prezzo|prijs|uitzondering)\b)"
)
# "Als" begins a condition in Dutch; in German it says as what: "als bezahlt verbucht".
_IF_NL = (
    r"als(?= (?:u|uw|de|het|een|er|deze|dit|die|dat|je|jij|jullie|wij|we|men|hij|zij|ze|ik|betaling\w*|betaald|binnen"
    r"|niet|geen|partijen|klant\w*|koper|afnemer|goederen|levering\w*|facturen|meerdere|blijkt)\b)"
)
UNLESS = any_of(
    r"if|(?<!\d )may(?! \d)|might|can|could|should|when|whenever|unless|where|in case|in the event|otherwise"
    r"|(?:up)?on request|(?<!without )any|every" + _SUMS,
    r"^sollten sie",
    r"never|wenn|falls|sofern|soweit|kann|konnen|moglich"
    # "Könnten" is a condition; "wir konnten noch keinen Zahlungseingang feststellen" is none.
    r"|konnten(?! (?:wir |leider |noch |bisher |bislang |bis heute )*(?:kein|nicht))"
    r"|auf wunsch|im falle|bei bedarf|ggfs?|jede[rs]?" + _SUMS + r"|grundsatzlich",
    r"si(?! preg(?:a|ano)\b)|peut|peuvent|pourra|pourront|en cas|le cas echeant|sur demande|sauf(?! erreur)|tout|toute"
    r"|puede|pueden|podra|podran|en caso",
    r"salvo que|bajo peticion|toda|se (?:avete|aveste|avesse|doveste|dovesse|fosse|foste|pagate)|puo|possono"
    r"|potra|in caso|su richiesta"
    r"|qualora",
    r"ogni" + _SUMS + r"|" + _IF_NL + r"|indien|kan|kunnen|mogelijk|op verzoek|wanneer|mocht|elke" + _SUMS,
)

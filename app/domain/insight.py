"""What insight comes to where more than one room of the program has to speak of it: habits, fixes, samples, reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.certainty import Rate
from app.domain.item import CrossReference, UomConversion
from app.domain.policy import Role


class Scope(StrEnum):
    """What a habit is a habit of."""

    VENDOR = "vendor"
    VENDOR_ITEM = "vendor_item"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Habit:
    """The same failure mode again and again (S2.183), far beyond what chance explains.

    Attributes:
        scope: Whether it is a vendor's, a vendor's with one item, or an item's with several vendors.
        vendor_id: The vendor; empty for an item's.
        item: The item; empty for a vendor's.
        failure: The pattern or category.
        rate: Invoices that had it, of all of this vendor (that bill this item) from ``first`` to ``last``; documents
            and cases are named.
        others: The same of the desk's others, those with this habit left out.
        chance: How likely it is by chance alone (Fisher's exact test).
        corrected: The chance corrected for every test that was made (Holm).
        since: The day of the invoice it began with; None: for as long as the desk looks back.
        latest: The day of the last invoice that had it.
        at_stake: Exposure of its cases by currency.
        rules: How often each rule held it.
    """

    scope: Scope
    vendor_id: str
    vendor_name: str
    item: str
    failure: str
    rate: Rate
    others: Rate
    chance: Decimal
    corrected: Decimal
    first: date
    last: date
    since: date | None
    latest: date
    at_stake: Mapping[str, Decimal] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names the habit in commands and in the log."""
        return "/".join((self.vendor_id or "*", self.item or "*", self.failure))


class FixKind(StrEnum):
    """What can be done about a habit, the cheapest first."""

    CONVERSION = "conversion"
    CROSS_REFERENCE = "cross_reference"
    TERM = "term"
    PROFILE = "profile"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that would end a habit. ``what`` says it in one sentence, ``decides`` who has to agree.

    ``conversions`` and ``references`` are what would be put on file; ``term`` the term of the vendor that would
    change, ``value`` what to.
    """

    kind: FixKind
    what: str
    decides: Role
    vendor_id: str = ""
    conversions: tuple[UomConversion, ...] = ()
    references: tuple[CrossReference, ...] = ()
    term: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a fix would have saved, by deciding the past again.

    ``saved`` are documents that would have cleared, ``against`` those of them that people rejected or put right: they
    speak against it. ``complete`` False: only the newest ``looked_at`` were decided again. ``a_quarter`` is how many
    cases a quarter it would save, going by the past.
    """

    fix: Fix
    looked_at: int
    saved: tuple[int, ...]
    against: tuple[int, ...] = ()
    complete: bool = True
    a_quarter: Decimal = Decimal(0)
    how: str = ""


class Record(StrEnum):
    """A vendor's record, as far as it moves its tolerance bands (S2.156)."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class TierProposal:
    """Another tier for a vendor because of its record: never applied by itself.

    ``clears`` and ``holds`` are documents that would have cleared or been held under it, ``against`` those of
    ``clears`` that people rejected, put right or decided otherwise. ``at_stake``: exposure of what would clear, by
    currency. ``advised``: nothing speaks against it.
    """

    vendor_id: str
    vendor_name: str
    record: Record
    exceptions: Rate
    others: Rate
    before: str
    after: str
    looked_at: int
    clears: tuple[int, ...]
    holds: tuple[int, ...]
    against: tuple[int, ...]
    at_stake: Mapping[str, Decimal]
    advised: bool
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A random sample of invoices that cleared by themselves, to be looked at by a person (S1.84).

    ``entry`` is its entry in the journal; ``population`` are how many cleared in the period that were never in one,
    ``documents`` those drawn. The seed gives the same draw again.
    """

    entry: int
    time: datetime
    by: str
    seed: str
    share_percent: Decimal
    population: int
    documents: tuple[int, ...]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SampleVerdict:
    """What a person found who looked at an invoice that had cleared by itself."""

    entry: int
    time: datetime
    by: str
    document_id: int
    right: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Outreach:
    """A message to a vendor about a habit that somebody says was sent."""

    entry: int
    time: datetime
    by: str
    vendor_id: str
    item: str
    failure: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PolicyReview:
    """Somebody looked the tolerances over: of the whole policy, or of one vendor or line class."""

    entry: int
    time: datetime
    by: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class InsightLog:
    """What people did about insight, as the journal says it, oldest first."""

    samples: tuple[Sample, ...] = ()
    verdicts: tuple[SampleVerdict, ...] = ()
    outreach: tuple[Outreach, ...] = ()
    reviews: tuple[PolicyReview, ...] = ()

    @property
    def found_wrong(self) -> tuple[int, ...]:
        """Documents that cleared and that the last person who looked found wrong."""
        last = {verdict.document_id: verdict.right for verdict in self.verdicts}
        return tuple(sorted(document_id for document_id, right in last.items() if not right))

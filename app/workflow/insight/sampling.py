"""Looking at what cleared by itself (S1.84): a random sample of a stated share, seeded and logged, and what was found.

The draw sorts the documents by the SHA-256 of the seed and their number and takes the first: whoever has the seed draws
the same again, and nobody chooses. A document is drawn once; what an earlier sample drew is left out.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from decimal import ROUND_CEILING, Decimal

from app.domain.case import DocumentState, JournalKind, NewEntry
from app.domain.errors import InputError, RuleError
from app.domain.insight import Sample
from app.domain.money import HUNDRED, ZERO, trimmed
from app.workflow.services import Services

DEFAULT_SHARE = Decimal(2)


def draw_sample(
    services: Services,
    share_percent: Decimal = DEFAULT_SHARE,
    *,
    seed: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Sample:
    """Draw so many percent of the invoices that cleared by themselves in a period (at least one), and log the draw.

    Raises:
        InputError: The share is none, or nothing cleared in the period that was not drawn before.
    """
    if not ZERO < share_percent <= HUNDRED:
        raise InputError(
            "no_such_share",
            f"{share_percent} % is no share of a sample.",
            next_step="Give more than 0 and at most 100.",
        )
    log = services.store.insight_log()
    drawn_before = {document_id for sample in log.samples for document_id in sample.documents}
    facts = services.store.insight_facts(since, until, parts=())
    cleared = [i.document_id for i in facts.invoices if i.state is DocumentState.CLEARED]
    population = [document_id for document_id in cleared if document_id not in drawn_before]
    if not population:
        raise InputError(
            "nothing_to_sample",
            "No invoice cleared by itself in this period that was not in a sample before.",
            next_step="Choose another period, or wait for more invoices.",
        )
    seed = seed or secrets.token_hex(8)
    documents = drawn(population, share_percent, seed)
    record = {
        "seed": seed, "share_percent": trimmed(share_percent), "population": len(population),
        "documents": list(documents), "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }  # fmt: skip
    summary = f"Drew {len(documents)} of {len(population)} invoices that cleared by themselves, to be looked at"
    entry = services.store.append(NewEntry(JournalKind.REVIEWED, services.actor, summary, after={"sample": record}))
    return next(sample for sample in services.store.insight_log().samples if sample.entry == entry)


def drawn(population: list[int], share_percent: Decimal, seed: str) -> tuple[int, ...]:
    """Return which documents a seed draws, in the order they came."""
    wanted = (len(population) * share_percent / HUNDRED).to_integral_value(rounding=ROUND_CEILING)
    by_chance = sorted(population, key=lambda i: hashlib.sha256(f"{seed}/{i}".encode()).digest())
    return tuple(sorted(by_chance[: max(1, int(wanted))]))


def record_verdict(services: Services, document_id: int, *, right: bool, note: str) -> int:
    """Log what a person found who looked at an invoice that cleared by itself; return the entry.

    The invoice itself is left as it is: what follows (a credit memo, a debit memo) is for people. From then on the
    finding speaks against every policy and fix that would clear it.

    Raises:
        RuleError: No person acts, the invoice did not clear by itself, or a wrong one has no reason.
        InputError: There is no such document.
    """
    if not services.actor.person:
        raise RuleError("not_a_person", "Only a person can review what the program cleared.")
    document = services.store.document(document_id)
    if document.state is not DocumentState.CLEARED:
        raise RuleError(
            "not_cleared",
            f"Document {document_id} did not clear by itself, so there is nothing to find out about that.",
            next_step="Reopen its case instead.",
        )
    if not right and not note.strip():
        raise RuleError("reason_needed", "A wrong clearance needs a reason.", next_step="Write what was wrong with it.")
    number = document.invoice.header.invoice_number if document.invoice else None
    named = f"invoice {number.value}" if number else document.reading.file
    found = "rightly" if right else "WRONGLY"
    entry = NewEntry(
        JournalKind.REVIEWED, services.actor, f"Looked at {named}: it cleared {found}", document_id,
        after={"verdict": "right" if right else "wrong"}, reason=note.strip(),
    )  # fmt: skip
    return services.store.append(entry)


def mark_reviewed(services: Services, subject: str, note: str) -> int:
    """Stamp that the tolerances were looked over: of the whole policy, or of one vendor (S2.158); return the entry.

    Raises:
        RuleError: No person acts, or nothing was said about it.
    """
    if not services.actor.person:
        raise RuleError("not_a_person", "Only a person can look a policy over.")
    if not note.strip():
        raise RuleError(
            "reason_needed", "This needs a few words.", next_step="Write what you came to; auditors read it."
        )
    what = "the policy" if subject == "policy" else f"the tolerances of {subject}"
    entry = NewEntry(
        JournalKind.REVIEWED, services.actor, f"Looked over {what}", after={"looked_over": subject}, reason=note.strip()
    )
    return services.store.append(entry)

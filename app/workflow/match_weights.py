"""How much each likeness of two lines tells on this desk: estimated from what people confirmed, kept when told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.case import Document, DocumentState, QueueFilter
from app.domain.errors import InputError
from app.domain.invoice import Invoice
from app.domain.match import LEARNED_WEIGHTS, Desk, Match
from app.matching.estimation import LevelEstimate, estimated
from app.workflow.rights import WEIGHTS, require
from app.workflow.services import Services

# The newest so many released documents are counted: what a desk did years ago says little of today's vendors.
_MOST_DOCUMENTS = 2000


@dataclass(frozen=True, slots=True)
class WeightsProposal:
    """Every level with its weight as shipped and as counted, the documents counted, and whether the desk keeps any."""

    levels: tuple[LevelEstimate, ...]
    documents: int
    kept: bool

    @property
    def changed(self) -> tuple[LevelEstimate, ...]:
        """Return the levels whose weight differs from the shipped one."""
        return tuple(level for level in self.levels if level.after != level.before)


def propose_weights(services: Services) -> WeightsProposal:
    """Estimate the weights from the documents that people released; nothing is kept.

    What the program cleared by itself is left out: it would only confirm itself. The shipped weights are moved, not
    those kept before, so that estimating again and again does not drift.
    """
    released = list(_released(services))
    levels = estimated(services.weights, released)
    return WeightsProposal(levels, len(released), bool(services.store.setting(LEARNED_WEIGHTS)))


def keep_weights(services: Services, proposal: WeightsProposal, reason: str) -> None:
    """Keep the estimated weights for what is decided from now on, with a journal entry.

    Raises:
        InputError: ``no_reason``, or ``nothing_learned`` where nothing was confirmed yet.
    """
    if not proposal.changed:
        raise InputError(
            "nothing_learned",
            "No weight would change: people have released too few invoices to learn from.",
            next_step="Try again when more invoices were released.",
        )
    kept = {level.name: level.after for level in proposal.changed}
    _set(services, json.dumps(kept, sort_keys=True), reason)


def forget_weights(services: Services, reason: str) -> None:
    """Go back to the weights that come with the program, with a journal entry.

    Raises:
        InputError: ``no_reason``.
    """
    _set(services, "", reason)


def _set(services: Services, value: str, reason: str) -> None:
    require(services, WEIGHTS, "change the weights of matching")
    if not reason.strip():
        raise InputError("no_reason", "The log needs to know why.", next_step="Add --note WHY.")
    services.store.set_setting(LEARNED_WEIGHTS, value, services.actor, reason.strip())


def _released(services: Services) -> Iterator[tuple[Invoice, Desk, Match]]:
    wanted = QueueFilter(states=(DocumentState.RELEASED,), sort="received", descending=True)
    for row in services.store.queue(wanted, limit=_MOST_DOCUMENTS):
        document: Document = services.store.document(row.document_id)
        if document.invoice is not None and document.desk is not None and document.match is not None:
            yield document.invoice, document.desk, document.match

"""Everything the window needs of one document, looked up in one go on a background thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.case import Action, Case, Document, DocumentState, JournalEntry
from app.domain.urgency import Urgency
from app.policy.urgency import most_urgent
from app.ui.case.in_language import in_language
from app.workflow.case_life import allowed_actions
from app.workflow.comparison import compare
from app.workflow.comparison_values import Comparison
from app.workflow.figures import Figures
from app.workflow.services import Services


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it is shown: with its comparison, its entries of the journal, and how urgent its cases are."""

    document: Document
    comparison: Comparison
    entries: tuple[JournalEntry, ...] = ()
    urgencies: Mapping[int, Urgency] = field(default_factory=dict)

    def allowed(self, case: Case) -> tuple[Action, ...]:
        """Return what can be done with a case; on a rejected invoice nothing but opening it again, and notes."""
        found = allowed_actions(self.document, case)
        if self.rejected:
            return tuple(action for action in found if action in (Action.REOPEN, Action.NOTE))
        return found

    def most_urgent(self, cases: Iterable[Case]) -> Urgency | None:
        """Return how urgent these cases are: as the most urgent of them."""
        return most_urgent(self.urgencies[case.case_id] for case in cases if case.case_id in self.urgencies)

    @property
    def rejected(self) -> bool:
        """Whether the invoice as a whole was rejected."""
        return self.document.state is DocumentState.REJECTED

    @property
    def currency(self) -> str | None:
        """The invoice's currency, where it is known."""
        header = self.document.invoice.header if self.document.invoice else None
        return header.currency.value if header and header.currency else None


def load_document(services: Services, document_id: int, figures: Figures) -> Opened:
    """Look a document up and lay it out beside its orders."""
    document = services.store.document(document_id)
    return laid_out(services, document, figures)


def laid_out(services: Services, document: Document, figures: Figures) -> Opened:
    """Lay out a document that a command just returned."""
    entries = services.store.journal(document_id=document.document_id)
    urgencies = services.store.urgencies(document.document_id)
    return Opened(document, in_language(compare(document, figures)), entries, urgencies)

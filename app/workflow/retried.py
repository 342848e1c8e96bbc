"""After a Retry that could read the file: the case that said it could not be read is settled, with its entry."""

from __future__ import annotations

from app.domain.case import PENDING, Action, Command, Document
from app.domain.errors import ConflictError, RuleError
from app.domain.inbox import InboxItem, InboxState
from app.workflow.resolve_case import apply
from app.workflow.services import Services

RETRY = "retry"
_LOOKED_AT = 10_000


def replace_unreadable(services: Services, item: InboxItem, document: Document) -> tuple[int, ...]:
    """Reject what was refused of this file before, in the name of whoever pressed Retry; return those documents.

    Looked at are the tries since the file came in last; what came under the same name earlier is another arrival, and
    so are other bytes: a scanner writes the next paper under the name of the one before.
    A case that this person may not settle stays open.
    """
    replaced = []
    for number in _refused_before(services, item):
        refused = services.store.document(number)
        if refused.reading.sha256 != document.reading.sha256:
            continue
        for case in refused.cases:
            if case.state in PENDING:
                note = f"Read after Retry: document {document.document_id} takes its place"
                try:
                    apply(services, case.case_id, Command(Action.REJECT, case.version, note=note))
                except (RuleError, ConflictError):
                    continue
                replaced.append(number)
    return tuple(replaced)


def _refused_before(services: Services, item: InboxItem) -> list[int]:
    found = []
    for before in services.store.inbox(limit=_LOOKED_AT):
        if before.path != item.path or before.inbox_id >= item.inbox_id:
            continue
        if before.state is not InboxState.REFUSED:
            break
        if before.document_id is not None and services.store.document(before.document_id).invoice is None:
            found.append(before.document_id)
        if before.channel != RETRY:
            break
    return found

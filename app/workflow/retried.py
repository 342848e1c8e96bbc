"""A file that could not be read and can be now: what was read takes the place of what was refused, in one stroke."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.case import PENDING, TAKES_ITS_PLACE, Action, Command, Document
from app.domain.errors import ConflictError, RuleError
from app.domain.inbox import InboxItem
from app.domain.invoice import Reading
from app.workflow.folder_watch import CHANNEL as FOLDER
from app.workflow.one_stroke import in_one_stroke
from app.workflow.process_document import decide_or_hold
from app.workflow.resolve_case import apply
from app.workflow.services import Services

RETRY = "retry"


def unread_before(services: Services, item: InboxItem, reading: Reading) -> tuple[int, ...]:
    """Return the documents that a file takes the place of: the same bytes, refused so far, each time they came.

    A person has to give the file in anew: what a watched folder brings by itself settles no older case.
    """
    if reading.invoice is None or item.channel == FOLDER or not services.actor.person:
        return ()
    sha256 = reading.sha256 or _hash_of(Path(item.path))
    return services.store.unread_copies(sha256) if sha256 else ()


def process_in_place_of(services: Services, item: InboxItem, reading: Reading, refused: tuple[int, ...]) -> Document:
    """Take a file in and decide it, and reject what was refused of it before, in the name of whoever gave it again.

    All of it comes to stand or none. A case that this person may not settle stays open.
    """

    def work(parts: Services) -> Document:
        document_id = parts.store.take_in(Path(item.path), reading, item.channel, parts.actor, inbox_id=item.inbox_id)
        for number in refused:
            _reject(parts, number, document_id)
        return decide_or_hold(parts, document_id, cause="taken in")

    return in_one_stroke(services, work)


def _reject(services: Services, refused: int, document_id: int) -> None:
    for case in services.store.document(refused).cases:
        if case.state in PENDING:
            note = TAKES_ITS_PLACE.format(document_id)
            try:
                command = Command(Action.REJECT, case.version, note=note)
                apply(services, case.case_id, command, replaced_by=document_id)
            except (RuleError, ConflictError):
                continue


def _hash_of(path: Path) -> str:
    """Return the hash of a file's bytes; empty where it cannot be read, which taking it in says better."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

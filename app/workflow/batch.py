"""A batch of files: read in worker processes, decided one after the other in their order, each outcome recorded.

Reading runs ahead of deciding by a few files; deciding keeps the order of the files, so that which of two invoices
for the same order comes first never depends on the speed of a worker. Where a batch stands lives in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.domain.case import Document
from app.domain.errors import AppError, ConflictError, EnvironmentFault
from app.domain.invoice import Reading, ReadingError
from app.workflow.arrival_notes import note_of, refusal_of
from app.workflow.folder_watch import CHANNEL, watched_folder
from app.workflow.import_data import look_again_at
from app.workflow.inbox import expand_paths, refused_link
from app.workflow.ports import CancelToken, InboxItem, InboxState, Progress
from app.workflow.process_document import decide_or_hold, process
from app.workflow.profiles import log_found_profiles
from app.workflow.read_batch import LONG, read_in_order
from app.workflow.retried import process_in_place_of, unread_before
from app.workflow.services import Services

OnDocument = Callable[[InboxItem, Document | None], None]


def process_files(
    services: Services,
    paths: Sequence[Path],
    *,
    channel: str = "command line",
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
    on_document: OnDocument | None = None,
    profile: str | None = None,
) -> tuple[InboxItem, ...]:
    """Take files (and the documents of folders) in; return what became of each, in their order.

    A file that cannot be read is refused by name and the rest goes on. When the user cancels, what is finished is
    kept and the others are marked cancelled. A file that an earlier batch left waiting is read as the one that waits.

    Raises:
        EnvironmentFault: The machine cannot go on (disk full, workspace gone); what is finished is kept, and the
            rest waits in the inbox.
    """
    items = _taken_in_hand(services, expand_paths(paths), channel)
    with _let_go_of(services, items):
        return _run(services, items, progress, cancel, on_document, profile)


def _taken_in_hand(services: Services, paths: Sequence[Path], channel: str) -> tuple[InboxItem, ...]:
    """Put files into the inbox; whoever names one again that a full disk left waiting there means that one."""
    store, wanted = services.store, {str(path.absolute()) for path in paths}
    waiting: dict[str, InboxItem] = {}
    if any(item.path in wanted for item in store.inbox((InboxState.WAITING,))):
        free = store.take_in_hand()
        waiting = {item.path: item for item in reversed(free) if item.path in wanted}
        mine = {item.inbox_id for item in waiting.values()}
        store.let_go([item for item in free if item.inbox_id not in mine])
    try:
        new = store.enqueue([p for p in paths if str(p.absolute()) not in waiting], channel, in_hand=True)
    except BaseException:
        store.let_go(waiting.values())
        raise
    following = iter(new)
    return tuple(waiting.get(str(path.absolute())) or next(following) for path in paths)


def resume(
    services: Services,
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
    on_document: OnDocument | None = None,
    on_begun: Callable[[int], None] | None = None,
) -> tuple[InboxItem, ...]:
    """Go on with what was under way when the program or the machine stopped.

    Documents that were taken in and not decided are decided, those whose grounds changed are decided again; files that
    still wait are read, but for those that another running program has in hand. ``on_begun`` hears how many are read.
    """
    log_found_profiles(services)
    decide_due(services, progress=progress, cancel=cancel)
    waiting = services.store.take_in_hand()
    if on_begun and waiting:
        on_begun(len(waiting))
    with _let_go_of(services, waiting):
        return _run(services, waiting, progress, cancel, on_document, None)


def decide_due(
    services: Services, *, progress: Progress | None = None, cancel: CancelToken | None = None
) -> tuple[int, ...]:
    """Decide what a program that stopped had not come to: taken in, or to be looked at again; return those documents.

    Nobody can accept on them before: what is accepted on is decided again first where its grounds changed.
    """
    again, done = list[int](), list[int]()
    for number in services.store.due_decisions():
        if services.store.document(number).decision is None:
            decide_or_hold(services, number, cause="the program had stopped before deciding")
            done.append(number)
        else:
            again.append(number)
    cause = "the program had stopped before looking again"
    return (*done, *look_again_at(services, again, cause=cause, progress=progress, cancel=cancel))


@contextmanager
def _let_go_of(services: Services, items: tuple[InboxItem, ...]) -> Iterator[None]:
    """Let go of files that are in hand, whatever happens to them here."""
    try:
        yield
    finally:
        services.store.let_go(items)


def _run(
    services: Services,
    items: tuple[InboxItem, ...],
    progress: Progress | None,
    cancel: CancelToken | None,
    on_document: OnDocument | None,
    profile: str | None,
) -> tuple[InboxItem, ...]:
    outcome: list[InboxItem] = []
    paths = [Path(item.path) for item in items]
    on_page = partial(_tell_page, progress, len(items)) if progress else None
    watched = watched_folder(services) if any(item.channel == CHANNEL for item in items) else None
    refuse = partial(refused_link, within=watched)
    readings = read_in_order(
        services.readers, paths, profile=profile, jobs=services.jobs, cancel=cancel, on_page=on_page, refuse=refuse
    )
    for done, (item, (_, reading)) in enumerate(zip(items, readings, strict=True)):
        if progress:
            # A long file was told by its pages, and is at the last one now.
            read = (reading.pages, reading.pages) if reading.pages >= LONG else (0, 0)
            progress.step(done, len(items), Path(item.path).name, read)
        # A link may have come in the place of a file that was read; its bytes would be kept under that name.
        link = refuse(Path(item.path))
        finished, document = _take_in(services, item, reading) if link is None else (_refused(item, link), None)
        if finished.code != "already_taken":
            services.store.finish(
                item.inbox_id,
                finished.state,
                document_id=finished.document_id,
                code=finished.code,
                message=finished.message,
                next_step=finished.next_step,
            )
        outcome.append(finished)
        if on_document:
            on_document(finished, document)
    if progress:
        progress.step(len(items), len(items), "")
    return tuple(outcome)


def _tell_page(progress: Progress, files: int, place: int, path: Path, page: int, pages: int) -> None:
    progress.step(place, files, f"{path.name}, page {page:,} of {pages:,}", (page - 1, pages))


def _refused(item: InboxItem, why: ReadingError | AppError) -> InboxItem:
    return replace(item, state=InboxState.REFUSED, code=why.code, message=why.message, next_step=why.next_step)


def _take_in(services: Services, item: InboxItem, reading: Reading) -> tuple[InboxItem, Document | None]:
    """Take one reading in; a failure that concerns this file alone becomes its refusal."""
    if reading.error is not None and reading.error.code == "cancelled":
        return replace(item, state=InboxState.CANCELLED, code="cancelled", message=reading.error.message), None
    try:
        document = _processed(services, item, reading)
    except EnvironmentFault:
        raise
    except ConflictError as error:
        return replace(item, state=InboxState.DONE, code=error.code, message=error.message), None
    except AppError as error:
        # A file that could not even be opened was refused by its reader already, in better words.
        return _refused(item, refusal_of(Path(item.path), reading.error) if reading.error is not None else error), None
    if reading.error is not None:
        refused = _refused(item, refusal_of(Path(item.path), reading.error))
        return replace(refused, document_id=document.document_id), document
    code, message, next_step = note_of(document)
    return replace(
        item,
        state=InboxState.DONE,
        document_id=document.document_id,
        code=code,
        message=message,
        next_step=next_step,
    ), document


def _processed(services: Services, item: InboxItem, reading: Reading) -> Document:
    if refused := unread_before(services, item, reading):
        return process_in_place_of(services, item, reading, refused)
    return process(services, Path(item.path), reading, item.channel, item.inbox_id)

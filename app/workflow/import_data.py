"""Importing master data and orders, and looking again at what was held for want of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.domain.case import DocumentState, JournalKind, NewEntry
from app.domain.errors import AppError, InputError, RuleError
from app.domain.settlement import LOOKED_AGAIN
from app.domain.table_forms import Form
from app.workflow.inbox import master_data_files
from app.workflow.ports import CancelToken, ImportKind, ImportResult, Progress, QueueFilter, RowProblem
from app.workflow.process_document import redecide_or_hold
from app.workflow.rights import require_for_import
from app.workflow.services import Services, program_actor
from app.workflow.wording import counted

_PENDING = (DocumentState.NEEDS_ME, DocumentState.WAITING)


def import_folder(
    services: Services,
    folder: Path,
    *,
    written: Sequence[Form] = (),
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[ImportResult, ...]:
    """Import every file of master data, orders and policy found in a folder, in the right order.

    ``written`` says how numbers and dates are written in them; unsaid: as in our own files.

    Raises:
        InputError: The folder holds none of them.
    """
    if folder.is_file():
        raise InputError(
            "nothing_to_import",
            f"{folder} is a file; what it holds has to be said.",
            next_step=f"Import it as one of {', '.join(kind.value for kind in ImportKind)}: tieout import KIND FILE.",
        )
    if not folder.is_dir():
        raise InputError("nothing_to_import", f"There is no folder {folder}.", next_step="Look at how it is written.")
    found = master_data_files(folder)
    if not found:
        names = ", ".join(f"{kind.value}.csv" for kind in ImportKind if kind is not ImportKind.POLICY)
        raise InputError(
            "nothing_to_import",
            f"There is no file to import in {folder}.",
            next_step=f"It should hold at least one of {names} (or .xlsx), or policy.toml.",
        )
    return import_files(services, found, written=written, progress=progress, cancel=cancel)


def import_files(
    services: Services,
    files: Iterable[tuple[ImportKind, Path]],
    *,
    written: Sequence[Form] = (),
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[ImportResult, ...]:
    """Import files in the given order; one that cannot be used at all is reported like its rows, the rest goes on."""
    todo = tuple(files)
    results: list[ImportResult] = []
    for done, (kind, path) in enumerate(todo):
        if cancel is not None and cancel.cancelled:
            break
        if progress:
            progress.step(done, len(todo), path.name)
        results.append(_one(services, kind, path, written))
    if progress:
        progress.step(len(todo), len(todo), "")
    return tuple(results)


def import_one(
    services: Services, kind: ImportKind, path: Path, *, mapping: Path | None = None, written: Sequence[Form] = ()
) -> ImportResult:
    """Import one file.

    Raises:
        RuleError: The desk has a controller, and whoever acts has no role for this kind of file.
        InputError: The file as a whole cannot be used; nothing of it was imported.
    """
    require_for_import(services, kind)
    return services.store.import_file(kind, path, services.actor, mapping=mapping, written=written)


def look_again(services: Services, *, cause: str = "new data was imported") -> tuple[int, ...]:
    """Decide the documents that still wait for somebody again; return those whose decision changed."""
    waiting = services.store.queue(QueueFilter(states=_PENDING), limit=100_000)
    return look_again_at(services, [row.document_id for row in waiting], cause=cause)


def look_again_at(
    services: Services,
    documents: Sequence[int],
    *,
    cause: str,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[int, ...]:
    """Decide these documents again, which are all that may need it; return those whose decision changed.

    What stays as it was says nothing of it: the log does, so that the next start need not look again.
    """
    up_to, _ = services.store.head()
    changed = list[int]()
    for done, number in enumerate(documents):
        if cancel is not None and cancel.cancelled:
            return tuple(changed)
        if progress:
            progress.step(done, len(documents), "")
        before = services.store.document(number)
        if redecide_or_hold(services, number, cause=cause).version != before.version:
            changed.append(number)
    if len(changed) < len(documents):
        told = f"Looked again at {counted(len(documents), 'waiting document')}: {len(changed)} decided otherwise"
        entry = NewEntry(JournalKind.SETTING, program_actor(services), told, after={LOOKED_AGAIN: up_to}, reason=cause)
        services.store.append(entry)
    return tuple(changed)


def look_again_after(services: Services, results: Iterable[ImportResult]) -> tuple[int, ...]:
    """Look again after an import, where it brought anything; return the documents whose decision changed."""
    return look_again(services) if any(result.added or result.changed for result in results) else ()


def _one(services: Services, kind: ImportKind, path: Path, written: Sequence[Form]) -> ImportResult:
    try:
        return import_one(services, kind, path, written=written)
    except (InputError, RuleError) as error:
        return _refused(kind, path, error)


def _refused(kind: ImportKind, path: Path, error: AppError) -> ImportResult:
    problem = RowProblem(path.name, 0, error.context.get("column", ""), str(error))
    return ImportResult(kind, path.name, 0, 0, 0, 0, 0, 0, "", (problem,))

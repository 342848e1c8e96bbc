"""Which files come in: folders opened up, what is no document left aside with a reason, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.domain.invoice import ReadingError
from app.domain.own_files import desk_that_keeps
from app.workflow.ports import ImportKind

DOCUMENT_SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".xml"})
TABLE_SUFFIXES = frozenset({".csv", ".xlsx"})


def as_named(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return what was named by itself, each link replaced by the file it leads to: who names it means that one."""
    return tuple(path.resolve() if path.is_symlink() and path.is_file() else path for path in paths)


def refused_link(path: Path, within: Path | None = None) -> ReadingError | None:
    """Return why a file is not read that is a link, or lies behind one below the folder it was found ``within``.

    What lies in a folder is to be an invoice of its own: a link leads out of it, or to the same one twice.
    """
    above = [folder for folder in path.parents if within is not None and within in folder.parents]
    if not any(part.is_symlink() for part in (path, *above)):
        return None
    return ReadingError(
        "is_a_link",
        f"{path.name} is a link to another place and no file of its own.",
        next_step="Put the file itself there, or name it by itself.",
    )


def expand_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Replace each folder by the invoice documents below it, by name; files are taken as they are, whatever their name.

    A file named by itself is never dropped: reading it says what is wrong with it. The same path twice counts once.
    What a desk below a folder keeps was taken in there once and is left out; :func:`desks_left_out` names it.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= {child: None for child in _documents_below(path) if desk_that_keeps(child, path) is None}
        else:
            found.setdefault(path, None)
    return tuple(found)


def desks_left_out(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the desks at or below these folders whose stored documents :func:`expand_paths` leaves out."""
    desks = (desk_that_keeps(child, path) for path in paths if path.is_dir() for child in _documents_below(path))
    return tuple(dict.fromkeys(desk for desk in desks if desk is not None))


def _documents_below(folder: Path) -> Iterator[Path]:
    """Yield the documents in a folder and below it by name, nothing hidden.

    What is called a document and is no file (a pipe, a link) is among them: reading it says what it is. So is a link to
    a folder, whatever it is called, as nothing is looked for in it.
    """
    inside = (p for p in folder.rglob("*") if _is_called_document(p) or (p.is_symlink() and p.is_dir()))
    for child in sorted(inside, key=lambda p: str(p.relative_to(folder)).casefold()):
        if not any(part.startswith(".") for part in child.relative_to(folder).parts):
            yield child


def _is_called_document(path: Path) -> bool:
    return path.suffix.lower() in DOCUMENT_SUFFIXES and (path.is_symlink() or not path.is_dir())


def master_data_files(folder: Path) -> tuple[tuple[ImportKind, Path], ...]:
    """Return the files of master data, orders and policy in a folder, in the order they are imported."""
    by_stem: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if path.is_file() and (suffix in TABLE_SUFFIXES or path.name.lower() == "policy.toml"):
            by_stem.setdefault(path.stem.lower(), path)
    return tuple((kind, by_stem[kind.value]) for kind in ImportKind if kind.value in by_stem)


def split_drop(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Sort what was dropped on the program into tables to import and documents to read.

    Of a folder both are taken: its tables of our own names, and the invoices in it and below. A table that is named by
    itself is one whatever it is called: other systems call their exports as they like, and no invoice is a table.
    """
    tables: list[tuple[int, Path]] = []
    documents: list[Path] = []
    order = {kind.value: place for place, kind in enumerate(ImportKind)}
    for path in as_named(paths):
        if path.is_dir():
            tables += ((order[kind.value], file) for kind, file in master_data_files(path))
            documents += expand_paths([path])
        elif path.suffix.lower() in TABLE_SUFFIXES or path.name.lower() == "policy.toml":
            tables.append((order.get(path.stem.lower(), len(order)), path))
        else:
            documents.append(path)
    return tuple(path for _, path in sorted(tables, key=lambda pair: pair[0])), tuple(documents)

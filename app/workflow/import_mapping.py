"""What another system's columns are here: proposed by their names, settled by a person, remembered by the desk.

The words that propose are data (``resources/import_headings.toml``). A proposal is never applied by itself: the
assistant shows it with the first rows of the file, and a dry run shows what it would do.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from app.domain.durable import make_folder, move_into_place
from app.domain.errors import EnvironmentFault
from app.domain.import_preview import ImportPlan, TableColumn, TableSketch
from app.domain.imports import ImportKind
from app.domain.table_forms import FORMS_OF, DateForm, Form, NumberForm
from app.shipped_files import resource_path
from app.workflow.services import Services

# Below this likeness a name proposes nothing; a wrong proposal costs more than an empty one.
_LIKE = 0.84
_FOLDER = "mappings"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which of our columns each heading of a file is; headings that are none of ours are not in it.

    Attributes:
        columns: Heading of the file → our column.
        missing: Columns of ours that must be there and are not.
    """

    columns: Mapping[str, str]
    missing: tuple[str, ...]


def propose_mapping(
    kind: ImportKind, sketch: TableSketch, columns: Sequence[TableColumn], known: Mapping[str, str] | None = None
) -> ColumnMapping:
    """Propose which heading is which column: as remembered, by the same name, by a known word, by a like name."""
    found: dict[str, str] = {}
    free = [heading for heading in sketch.headings if heading.strip()]
    wanted = [column.name for column in columns]
    remembered = {theirs: ours for theirs, ours in (known or {}).items() if theirs in free and ours in wanted}
    _take(found, free, wanted, remembered)
    _take(found, free, wanted, {h: n for h in free for n in wanted if _key(h) == _key(n)})
    words = _words(kind)
    for position in range(max((len(said) for said in words.values()), default=0)):
        said = {words[n][position]: n for n in wanted if position < len(words.get(n, ()))}
        _take(found, free, wanted, {h: said[_key(h)] for h in free if _key(h) in said})
    for heading in tuple(free):
        near = max(wanted, key=lambda name: _likeness(heading, name), default="")
        if near and _likeness(heading, near) >= _LIKE:
            _take(found, free, wanted, {heading: near})
    needed = (column.name for column in columns if column.needed)
    return ColumnMapping(found, tuple(name for name in needed if name not in found.values()))


def likely_kind(path: Path, looked: Mapping[ImportKind, tuple[TableSketch, tuple[TableColumn, ...]]]) -> ImportKind:
    """Return what a file most likely holds: what its name says, else the kind whose columns its headings fill best."""
    stem = _key(path.stem)
    for kind in looked:
        if stem == _key(kind.value):
            return kind
    scores = {
        kind: _fill(propose_mapping(kind, sketch, columns), columns) for kind, (sketch, columns) in looked.items()
    }
    named = [kind for kind in scores if _key(kind.value).rstrip("s") in stem]
    return max(scores, key=lambda kind: (scores[kind], kind in named))


def remembered_mapping(services: Services, kind: ImportKind) -> dict[str, str]:
    """Return the mapping this desk used last for a kind of table; nothing where there is none that can be used."""
    return _remembered(services, kind, "columns")


def remembered_forms(services: Services, kind: ImportKind) -> dict[str, Form]:
    """Return by our column how it was written when this desk imported such a table last."""
    known: dict[str, Form] = {form.value: form for forms in FORMS_OF.values() for form in forms}
    said = _remembered(services, kind, "forms")
    return {column: known[form] for column, form in said.items() if form in known}


def _remembered(services: Services, kind: ImportKind, section: str) -> dict[str, str]:
    path = _place(services, kind)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get(section, {}) if path.is_file() else {}
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def keep_mapping(services: Services, plan: ImportPlan) -> Path | None:
    """Write mapping and forms where the next import finds them; None where the file needs none.

    Raises:
        EnvironmentFault: The workspace cannot be written.
    """
    needed = {theirs: ours for theirs, ours in plan.columns.items() if theirs != ours}
    forms = {column: form for column, form in plan.forms.items() if form not in (NumberForm.PLAIN, DateForm.ISO)}
    if not needed and not forms:
        return None
    path = _place(services, plan.kind)
    lines = [f"{json.dumps(theirs, ensure_ascii=False)} = {json.dumps(ours)}" for theirs, ours in plan.columns.items()]
    if forms:
        lines += ["", "[forms]", *(f"{column} = {json.dumps(form.value)}" for column, form in forms.items())]
    text = "[columns]\n" + "\n".join(lines) + "\n"
    try:
        make_folder(path.parent)
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        move_into_place(part, path)
    except OSError as error:
        raise EnvironmentFault(
            "cannot_write",
            f"The mapping cannot be saved to {path.parent}: {error.strerror or error}.",
            next_step="Check that the workspace may be written and that the disk is not full.",
        ) from error
    return path


def _place(services: Services, kind: ImportKind) -> Path:
    return services.store.folder / _FOLDER / f"{kind.value}.toml"


def _take(found: dict[str, str], free: list[str], wanted: list[str], pairs: Mapping[str, str]) -> None:
    """Settle pairs whose two sides are both free still."""
    for heading, name in pairs.items():
        if heading in free and name in wanted:
            found[heading] = name
            free.remove(heading)
            wanted.remove(name)


def _fill(mapping: ColumnMapping, columns: Sequence[TableColumn]) -> tuple[int, int, int]:
    needed = sum(1 for column in columns if column.needed)
    return (int(not mapping.missing), -len(mapping.missing), len(mapping.columns) if needed else 0)


def _likeness(heading: str, name: str) -> float:
    return SequenceMatcher(None, _key(heading), _key(name)).ratio()


def _key(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


@cache
def _words(kind: ImportKind) -> Mapping[str, tuple[str, ...]]:
    whole = tomllib.loads(resource_path("import_headings.toml").read_text(encoding="utf-8"))
    return {name: tuple(_key(word) for word in words) for name, words in whole.get(kind.value, {}).items()}

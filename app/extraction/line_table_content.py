"""What a column with an unknown heading is for, told from what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.extraction.figures import looks_like_figure
from app.extraction.knowledge import Knowledge
from app.extraction.line_table_codes import is_code
from app.extraction.line_table_grid import GridRow
from app.extraction.line_table_headings import Column, Role
from app.extraction.rows import join_words
from app.extraction.words import Word

_MOST = 0.6
_TEXT_WORDS = 2.0


def name_by_content(columns: tuple[Column, ...], grids: Sequence[GridRow], knowledge: Knowledge) -> tuple[Column, ...]:
    """Give columns with an unknown heading a role by their content: units, codes or texts; figures stay unknown."""
    present = {column.role for column in columns}
    result = list(columns)
    for index, column in enumerate(columns):
        if column.role is not Role.UNKNOWN:
            continue
        role = _role([grid.cells[index] for grid in grids if grid.cells[index]], present, knowledge)
        if role is not None:
            present.add(role)
            result[index] = replace(column, roles=(role,))
    return tuple(result)


def _role(cells: Sequence[Sequence[Word]], present: set[Role], knowledge: Knowledge) -> Role | None:
    texts = [join_words(cell) for cell in cells]
    if not texts:
        return None
    if Role.UOM not in present and _share(texts, knowledge.units.is_unit) >= _MOST:
        return Role.UOM
    if _share(texts, looks_like_figure) >= _MOST and not _share(texts, is_code) >= _MOST:
        return None
    if Role.ITEM_CODE not in present and Role.BUYER_CODE not in present and _share(texts, is_code) >= _MOST:
        return Role.ITEM_CODE
    words = sum(len(text.split()) for text in texts) / len(texts)
    if Role.DESCRIPTION not in present and words >= _TEXT_WORDS:
        return Role.DESCRIPTION
    return None


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(test(text) for text in texts) / len(texts)

"""Every code that a finding about a document can have, as the code of the program says it."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import app
from app.extraction.statements.kinds import Said

ROOT = Path(app.__file__ or "").parent
_MAKERS = frozenset({"Finding", "_hold", "_note"})  # what makes a finding of a code
_PASSED_ON = frozenset({"code", "statement.said.value"})  # what another call, or a kind of statement, has named


def finding_codes() -> frozenset[str]:
    """Return the codes of all findings that reading, matching and processing make."""
    found = {said.value for said in Said}
    for room in ("extraction", "matching", "workflow"):
        for path in (ROOT / room).rglob("*.py"):
            for code in _codes_in(ast.parse(path.read_text(encoding="utf-8"))):
                found |= _values(code, path)
    return frozenset(found)


def _codes_in(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
            yield from node.args[:1] or [word.value for word in node.keywords if word.arg == "code"]


def _values(code: ast.expr, path: Path) -> set[str]:
    written = ast.unparse(code)
    if isinstance(code, ast.Constant):
        return {str(code.value)}
    if isinstance(code, ast.IfExp):
        return _values(code.body, path) | _values(code.orelse, path)
    if written in _PASSED_ON:
        return set()
    module = importlib.import_module(".".join(("app", *path.relative_to(ROOT).with_suffix("").parts)))
    value = getattr(module, written)  # a code with a name; anything else must be added to what is known here
    assert isinstance(value, str), f"{path}: {written}"
    return {value}

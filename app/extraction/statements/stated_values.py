"""What a label says of the paper with one of the values that it may have: "Terms: COD", "Delivery status: pending".

The lists are in ``resources/stated_values.toml``, in six languages; over folded text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from app.extraction.statements.kinds import Said
from app.extraction.statements.word_pairs import written_as
from app.extraction.values.knowledge_files import load_toml, strings
from app.shipped_files import resource_path

_EDGES = " .:"
_WHOLE = re.compile(r"100(?:[.,]0+)? ?(?:%|percent|prozent)")  # all is done: no part


def stated_value(label: str, value: str) -> Said | None:
    """Return what a folded label says with its folded value; None where it says nothing."""
    found = _shipped().get(label.strip(_EDGES), ())
    said = next((said for said, values in found if values.fullmatch(value)), None)
    return None if said is Said.PART_BILL and _WHOLE.fullmatch(value) else said


def stated_labels() -> frozenset[str]:
    """Return the labels that say something with one of their values."""
    return frozenset(_shipped())


@cache
def _shipped() -> Mapping[str, tuple[tuple[Said, re.Pattern[str]], ...]]:
    found: dict[str, tuple[tuple[Said, re.Pattern[str]], ...]] = {}
    for entry in load_toml(resource_path("stated_values.toml"))["values"]:
        said, values = Said(entry["said"]), re.compile(written_as(strings(entry["values"], "values")))
        for label in {label.strip(_EDGES) for label in strings(entry["labels"], "labels")}:
            found[label] = (*found.get(label, ()), (said, values))
    return found

"""What became of earlier cases of the same kind from the same vendor, in two sentences (S1.27, S1.53)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from app.domain.case import SettledCase
from app.workflow.wording import OUTCOMES, words_for

_LONGEST_NOTE = 160


def similar_by_category(settled: Iterable[SettledCase]) -> Mapping[str, str]:
    """Return per category how many earlier cases there were, how they ended, and the note on the latest one."""
    by_category: dict[str, list[SettledCase]] = {}
    for case in settled:
        by_category.setdefault(case.category, []).append(case)
    return {category: _sentence(cases) for category, cases in by_category.items()}


def _sentence(cases: list[SettledCase]) -> str:
    ends = Counter(words_for(case.outcome, OUTCOMES) for case in cases)
    counted = ", ".join(f"{count} {words}" for words, count in sorted(ends.items(), key=lambda p: (-p[1], p[0])))
    latest = cases[-1]
    invoice = f" (invoice {latest.invoice_number})" if latest.invoice_number else ""
    note = " ".join(latest.note.split())
    short = note if len(note) <= _LONGEST_NOTE else note[: _LONGEST_NOTE - 1] + "…"
    said = f": “{short}”" if short else ""
    return (
        f"This vendor's earlier cases of the kind: {counted}. "
        f"The latest{invoice} was {words_for(latest.outcome, OUTCOMES)}{said}."
    )

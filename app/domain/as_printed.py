"""Words that were found in a folded text (small letters, no accents), as they are printed."""

from __future__ import annotations

from collections.abc import Callable


def as_printed(text: str, part: str, fold: Callable[[str], str]) -> str:
    """Return what of ``text`` folds to ``part``, single-spaced; ``part`` itself where nothing does.

    ``fold`` is applied to one character at a time and may give any number of them; blanks count as one.
    """
    folded: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        told = " " if letter.isspace() else fold(letter)
        if told == " " and (not folded or folded[-1] == " "):
            continue
        folded += told
        places += [at] * len(told)
    start = "".join(folded).find(part) if part else -1
    if start < 0:
        return part
    return " ".join(text[places[start] : places[start + len(part) - 1] + 1].split())

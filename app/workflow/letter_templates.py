"""Templates of letters: text files whose first line is the subject, the rest the body, ``$name`` a figure.

Filling one executes nothing: a name that is not known stays as it is written, and what stands on an invoice is never
read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from app.domain.errors import EnvironmentFault

_LONGEST = 400  # of a value, which may be a page's whole text
_SUBJECT = "Subject:"
_COLUMNS = 110  # no template breaks its paragraphs before
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u0085\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# A figure's place after a space; a line's indentation is none.
_AFTER_SPACE = re.compile(r"(?<=\S) \$(?:([a-z_][a-z0-9_]*)|\{([a-z_][a-z0-9_]*)\})")


def load_templates(folder: Path) -> dict[str, str]:
    """Read the message templates of a folder, by file name without its ending; another language's as ``de/buyer``.

    Raises:
        EnvironmentFault: ``no_templates``; the folder holds none or cannot be read.
    """
    try:
        found = {
            path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.txt"))
        }
    except OSError as error:
        raise _no_templates(folder) from error
    if not found:
        raise _no_templates(folder)
    return found


def filled(template: str, values: Mapping[str, str], blocks: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Fill a template; return subject and body.

    ``blocks`` are texts of several lines, each cleaned line by line.
    """
    subject, body = _split(template)
    plain = {name: clean(text) for name, text in values.items()}
    kept = {
        name: "\n".join("    " + clean(line) for line in text.splitlines()) for name, text in (blocks or {}).items()
    }
    return (
        _one_line(_put_in(subject, plain)),
        _put_in(body, {**plain, **kept}).strip() + "\n",
    )


def _put_in(template: str, values: Mapping[str, str]) -> str:
    """Fill a template; the space before a figure that there is none of goes with it: "(12.00)" without a currency."""

    def without_gap(place: re.Match[str]) -> str:
        return "" if values.get(place[1] or place[2]) == "" else place[0]

    return Template(_AFTER_SPACE.sub(without_gap, template)).safe_substitute(values)


def clean(text: str, longest: int = _LONGEST) -> str:
    """Return a text in one line, without what commands a terminal or turns it round, cut where it is very long."""
    flat = _one_line(text)
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _one_line(text: str) -> str:
    return _UNSAFE.sub(" ", text).strip()


def _split(template: str) -> tuple[str, str]:
    first, _, rest = template.partition("\n")
    if first.startswith(_SUBJECT):
        return first[len(_SUBJECT) :].strip(), _unwrapped(rest)
    return "Invoice $invoice_number", _unwrapped(template)


def _unwrapped(body: str) -> str:
    """Return a body with each paragraph in one line: where it is broken is up to the panel or mail that shows it.

    A line of a template goes on in the next one where the first word of that had no room on it; an indented, numbered
    or quoted line begins anew.
    """
    lines: list[str] = []
    before = ""
    for line in body.split("\n"):
        word = line.partition(" ")[0]
        goes_on = (line[:1].isalpha() or line[:1] == "$") and before[:1].strip(" >#")
        if goes_on and len(before) + 1 + len(word) > _COLUMNS:
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines)


def _no_templates(folder: Path) -> EnvironmentFault:
    return EnvironmentFault(
        "no_templates",
        f"No message templates were found in {folder}.",
        next_step="Install the program again, or restore the folder.",
        context={"folder": str(folder)},
    )

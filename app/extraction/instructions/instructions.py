"""Instructions in plain English or German turned into the rules of a profile (S2.171, S2.192).

A small grammar and no guessing: each clause is understood whole or handed back, and nothing said is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.extraction.instructions.grammar import is_understood, rules_of
from app.extraction.instructions.hints import reason_why
from app.extraction.instructions.rules import Rule
from app.extraction.instructions.said_values import Reader, UnclearError
from app.extraction.instructions.spoken_words import Quotations
from app.extraction.profiles.model import Profile
from app.extraction.values.knowledge import Knowledge

LONGEST = 4000  # characters of all instructions together
_LONGEST_CLAUSE = 300
_MOST_CLAUSES = 100
_LONGEST_NOTES = 20_000
_COURTESIES = "please|and|also|then|note that|always|but|furthermore|bitte|und|auch|dann|immer|außerdem|ferner"
_LEAD = re.compile(rf"^(?:[-*•]\s+|[0-9]{{1,2}}[.)]\s+|(?:{_COURTESIES})[, ]\s*)+", re.IGNORECASE)
_TAIL = re.compile(r"[, ]+(?:please|thanks|thank you|bitte|danke)$", re.IGNORECASE)
_FROM_SIDE = re.compile(r"\b(?P<nth>[\w.]+) columns? from (?:the )?(?P<side>right|left)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\S)the\s+", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[\w\ue001)*])(?<!\bno)(?<!\bNo)(?<!nr)(?<!Nr)(?<!\bcol)[.!]\s+")
_BRACKETS = re.compile(r"(?P<before>[^()]+) \((?P<inside>[^()]+)\)")
_JOINTS = (r",?\s+(?:and|und)\s+", r",\s+")


@dataclass(frozen=True, slots=True)
class Missed:
    """A clause that was not understood, in the words it was written in, with the reason where there is one.

    ``words`` is empty where the text was not read at all.
    """

    words: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.reason})" if self.words and self.reason else self.words or self.reason


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of some instructions.

    Attributes:
        rules: What goes into the profile, in the order it was said.
        said: The same in words, one sentence for each rule.
        missed: Clauses that were not.
        words: The instructions as they were written.
    """

    rules: tuple[Rule, ...]
    said: tuple[str, ...]
    missed: tuple[Missed, ...]
    words: str = ""

    @property
    def not_understood(self) -> tuple[str, ...]:
        """Clauses that were not understood, each as one text with its reason."""
        return tuple(str(missed) for missed in self.missed)


def understand(text: str, knowledge: Knowledge) -> Understood:
    """Understand instructions: clauses parted by semicolons, lines, full stops, or "and".

    Whatever the text is, there is an answer; a text that is too long is not read at all.
    """
    text = "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in text)
    if len(text) > LONGEST:
        return Understood((), (), (Missed("", f"The text is longer than {LONGEST} characters; say it in parts."),))
    quotations = Quotations()
    reader = Reader(quotations, knowledge)
    rules: dict[str, Rule] = {}
    failed: list[Missed] = []
    clauses = [clause for part in re.split(r"[;\n]", quotations.take_out(text)) for clause in _clauses(part, reader)]
    for clause in clauses[:_MOST_CLAUSES]:
        shown = quotations.put_back(clause).strip()
        try:
            found = _read(clause, reader)
        except UnclearError as reason:
            failed.append(Missed(shown, str(reason)))
            continue
        if not found:
            failed.append(Missed(shown))
        for rule in found:
            earlier = rules.setdefault(rule.about, rule)
            if earlier != rule:
                failed.append(Missed(shown, f"it was said otherwise before: {earlier.said()}"))
    failed += [Missed(quotations.put_back(clause).strip()) for clause in clauses[_MOST_CLAUSES:]]
    kept = tuple(rules.values())
    return Understood(kept, tuple(rule.said() for rule in kept), tuple(failed), text.strip())


def apply(profile: Profile, understood: Understood) -> Profile:
    """Put what was understood into a profile; the words are kept in its notes."""
    for rule in understood.rules:
        profile = rule.change(profile)
    words = " ".join(understood.words.split())
    if not understood.rules or not words or words in profile.notes:
        return profile
    notes = f"{profile.notes}\n{words}".strip()
    return replace(profile, notes=notes[-_LONGEST_NOTES:].strip())


def _clauses(part: str, reader: Reader) -> Iterator[str]:
    """Yield the clauses of a part: the whole of it where it is understood, else its sentences."""
    part = _LEAD.sub("", part.strip())
    if not part.strip(".,!? "):
        return
    if _understood(part, reader):
        yield part
        return
    yield from (sentence for sentence in _SENTENCES.split(part) if sentence.strip(".,!? "))


def _read(clause: str, reader: Reader) -> tuple[Rule, ...]:
    """Return the rules of a clause; where it is not understood as a whole, as parts that are understood each."""
    clause = _bare(clause)
    if len(clause) > _LONGEST_CLAUSE:
        raise UnclearError(f"longer than {_LONGEST_CLAUSE} characters")
    unclear: UnclearError | None = None
    try:
        found = rules_of(clause, reader)
    except UnclearError as reason:
        found, unclear = (), reason
    if found:
        return found
    for joint in _JOINTS:
        parts = [_bare(piece) for piece in re.split(joint, clause)]
        if 1 < len(parts) <= 8 and all(_understood(piece, reader) for piece in parts):
            return tuple(rule for piece in parts for rule in rules_of(piece, reader))
    bracketed = _BRACKETS.fullmatch(clause)
    if bracketed is not None and all(_understood(part, reader) for part in bracketed.groups()):
        return tuple(rule for part in bracketed.groups() for rule in rules_of(_bare(part), reader))
    if unclear is not None:
        raise unclear
    why = reason_why(clause, reader)
    if why is not None:
        raise UnclearError(why)
    return ()


def _understood(clause: str, reader: Reader) -> bool:
    clause = _bare(clause)
    return 0 < len(clause) <= _LONGEST_CLAUSE and is_understood(clause, reader)


def _bare(clause: str) -> str:
    """Return a clause with single blanks, without bullets, courtesies, "the" and the stop at its end."""
    plain = " ".join(clause.split())
    bare = _TAIL.sub("", _ARTICLE.sub("", _LEAD.sub("", plain)).rstrip(".,!? "))
    return _FROM_SIDE.sub(r"\g<nth> from \g<side> column", bare).strip()

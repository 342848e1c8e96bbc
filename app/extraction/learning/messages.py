"""What the program and a worker say to each other about learning: requests, answers, and what comes of them.

Light: nothing here reads a document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import ProfileError
from app.domain.invoice import Invoice, Reading
from app.domain.record import from_record, to_record
from app.extraction.profiles.model import Profile
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.writing import profile_toml
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.words import Word


@dataclass(frozen=True, slots=True)
class LearnedProfile:
    """A proposed profile.

    Attributes:
        profile: What was learned, ready to be tried on other documents and saved.
        reasons: For each rule, in plain words, what speaks for it.
        missed: What the profile still reads otherwise than the person says it is.
    """

    profile: Profile
    reasons: tuple[str, ...]
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedProfile:
    """One document as the desk reads it today, and as it would read it once the profile is saved."""

    today: Reading
    then: Reading


def learn_request(
    path: Path, options: ReadingOptions, read: Invoice, corrected: Invoice, profile_id: str
) -> dict[str, Any]:
    """Return the message that asks a worker to learn."""
    return {
        "do": "learn",
        "path": str(path.absolute()),
        "options": to_record(replace(options, profile=None)),
        "read": to_record(read),
        "corrected": to_record(corrected),
        "profile": profile_id,
    }


def try_request(path: Path, options: ReadingOptions, profile: Profile) -> dict[str, Any]:
    """Return the message that asks a worker to try a profile."""
    return {
        "do": "try",
        "path": str(path.absolute()),
        "options": to_record(replace(options, profile=None)),
        "profile": profile_toml(profile),
    }


def words_request(path: Path, options: ReadingOptions) -> dict[str, Any]:
    """Return the message that asks a worker for the words of a document."""
    return {"do": "words", "path": str(path.absolute()), "options": to_record(replace(options, profile=None))}


def words_answer(words: Sequence[Word]) -> dict[str, Any]:
    """Return the message with the words of a document."""
    return {"event": "words", "words": [to_record(word) for word in words]}


def words_in(answer: Mapping[str, Any]) -> tuple[Word, ...]:
    """Return the words a worker found; raises as learned_in does."""
    return tuple(from_record(Word, record) for record in answer["words"])


def learned_answer(learned: LearnedProfile) -> dict[str, Any]:
    """Return the message that says what was learned."""
    return {
        "event": "learned",
        "profile": profile_toml(learned.profile),
        "reasons": list(learned.reasons),
        "missed": list(learned.missed),
    }


def tried_answer(tried: TriedProfile) -> dict[str, Any]:
    """Return the message that says how a document is read with a profile."""
    return {"event": "tried", "today": to_record(tried.today), "then": to_record(tried.then)}


def learned_in(answer: Mapping[str, Any]) -> LearnedProfile:
    """Return what a worker learned.

    Raises:
        KeyError, ValueError: The answer is not of this form.
    """
    texts = [tuple(str(text) for text in answer[name]) for name in ("reasons", "missed")]
    return LearnedProfile(profile_from_text(str(answer["profile"])), *texts)


def tried_in(answer: Mapping[str, Any]) -> TriedProfile:
    """Return what a worker found with a profile; raises as learned_in does."""
    return TriedProfile(from_record(Reading, answer["today"]), from_record(Reading, answer["then"]))


def profile_from_text(text: str) -> Profile:
    """Return the profile that a TOML text holds.

    Raises:
        ProfileError: There are faults in it.
        ValueError: It is not TOML.
    """
    profile, faults = parse_profile(tomllib.loads(text))
    if profile is None:
        raise ProfileError("profile_faults", "The rules of the profile cannot be used.", faults=faults)
    return profile

"""Trying ideas for a profile on the document they come from: what brings its reading nearer to the right is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.invoice import Invoice
from app.extraction.learning.differences import Difference, differences, weight_of
from app.extraction.learning.ideas import Idea, changed_rules, without_rule
from app.extraction.pipeline import read_beside
from app.extraction.profiles.model import Profile
from app.extraction.reading_choice import ReadingPass
from app.extraction.reading_pass import read_once
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import PageText

_READINGS = (16, 160)  # fewest and most trial readings
_WORDS_READ = 40_000  # words that all trial readings together may have
_LOOKS = 2  # at what a learned profile reads, for what it suggests

Suggest = Callable[[Invoice], tuple[Sequence[Idea], Sequence[Idea]]]


class TrialDesk:
    """The document with what is right, where profiles are tried."""

    def __init__(self, pages: Sequence[PageText], wanted: Invoice, knowledge: Knowledge) -> None:
        self._pages = pages
        self._wanted = wanted
        self._knowledge = knowledge
        self._plain: ReadingPass = read_once(pages, knowledge, None)
        words = sum(len(page.words) for page in pages)
        self.readings_left = min(max(_WORDS_READ // max(words, 1), _READINGS[0]), _READINGS[1])
        self.plain_differences = differences(self._plain.invoice, wanted)
        self._accepted: frozenset[tuple[str, str]] = frozenset()

    def accept_today(self, profile: Profile, corrections: Sequence[Difference]) -> None:
        """Take what a present profile reads otherwise than was stored, and no person changed, for right as well.

        A document may have been read before the profile was made; then its values stand for no opinion of a person.
        """
        changed = {correction.place for correction in corrections}
        today = self.differences(profile)
        self._accepted = frozenset((d.place, d.read) for d in today if d.place not in changed)

    @property
    def plain(self) -> Invoice:
        """The reading without any profile."""
        return self._plain.invoice

    def reading(self, profile: Profile) -> Invoice:
        """Read with a profile."""
        self.readings_left -= 1
        return read_beside(self._plain, self._pages, knowledge=self._knowledge, profile=profile)

    def differences(self, profile: Profile) -> tuple[Difference, ...]:
        """Read with a profile and compare."""
        return self.tried(profile)[0]

    def tried(self, profile: Profile) -> tuple[tuple[Difference, ...], bool]:
        """Read with a profile and compare; tell as well whether it counted, or the reading without it closes better."""
        read = self.reading(profile)
        found = tuple(d for d in differences(read, self._wanted) if (d.place, d.read) not in self._accepted)
        return found, read.profile == profile.id


@dataclass(frozen=True, slots=True)
class Rounds:
    """Ideas that are certain, ideas that must prove their worth, and those that are only tried when these are done.

    ``again`` returns the last two kinds anew, from how the document is read with what was learned.
    """

    certain: tuple[Idea, ...]
    ideas: tuple[Idea, ...]
    last: tuple[Idea, ...]
    again: Suggest


@dataclass(frozen=True, slots=True)
class _Gain:
    """What an idea makes of a profile, and what then still differs."""

    idea: Idea
    profile: Profile
    left: tuple[Difference, ...]
    counted: bool

    @property
    def rank(self) -> tuple[int, int]:
        """Return the order among gains: nearest to what is right, then with the fewest rules."""
        return weight_of(self.left), self.idea.size


class Search:
    """Takes ideas into a profile as long as each brings the reading nearer to what is right."""

    def __init__(self, desk: TrialDesk, start: Profile) -> None:
        self._desk = desk
        self._start = start
        self._why: dict[str, str] = {}
        self._kept: set[str] = set()
        self.profile = start
        self.left = desk.differences(start)

    @property
    def weight(self) -> int:
        """How far the reading is from what is right."""
        return weight_of(self.left)

    def learn(self, rounds: Rounds) -> None:
        """Take what is certain, then what helps, then drop what is not needed."""
        for idea in rounds.certain:
            gain = self._try(idea)
            # A profile that loses to the reading without it is dead weight, and hides what later ideas are worth.
            if gain.counted and weight_of(gain.left) <= self.weight:
                self._take(gain)
        self._take_helpful(rounds.ideas)
        self._take_helpful(rounds.last)
        self._look_again(rounds.again)
        self._drop_needless()

    def _look_again(self, again: Suggest) -> None:
        """Take what only the lines suggest that were found by what has been learned so far."""
        for _ in range(_LOOKS):
            if not self.left or self._desk.readings_left <= 0:
                return
            before = self.weight
            ideas, last = again(self._desk.reading(self.profile))
            self._take_helpful(ideas)
            self._take_helpful(last)
            if self.weight == before:
                return

    def _take_helpful(self, ideas: Sequence[Idea]) -> None:
        """Take the best idea, then the others that helped, as far as they still do; and once more through all."""
        waiting = list(ideas)
        while waiting and self.left:
            gains = [gain for idea in waiting if (gain := self._gain(idea)) is not None]
            if not gains:
                return
            gains.sort(key=lambda gain: gain.rank)
            self._take(gains[0])
            for other in gains[1:]:
                again = self._gain(other.idea)
                if again is not None:
                    self._take(again)
            waiting = [idea for idea in waiting if idea is not gains[0].idea]

    def _gain(self, idea: Idea) -> _Gain | None:
        if not self.left or self._desk.readings_left <= 0:
            return None
        gain = self._try(idea)
        return gain if weight_of(gain.left) < self.weight else None

    def _try(self, idea: Idea) -> _Gain:
        changed = idea.change(self.profile)
        return _Gain(idea, changed, *self._desk.tried(changed))

    def _take(self, gain: _Gain) -> None:
        self.profile, self.left = gain.profile, gain.left
        self._why.update(gain.idea.why)
        self._kept |= gain.idea.certain

    def _drop_needless(self) -> None:
        """Leave out columns and fields without which the document is read just as well, unless they are certain."""
        for name in changed_rules(self._start, self.profile):
            if name in self._kept or not name.startswith(("columns.", "fields.")) or self._desk.readings_left <= 0:
                continue
            changed = without_rule(self.profile, name)
            found = self._desk.differences(changed)
            if weight_of(found) <= self.weight:
                self.profile, self.left = changed, found

    def reasons(self, before: Profile) -> tuple[str, ...]:
        """Say for each rule that is new what speaks for it."""
        return tuple(self._why[name] for name in changed_rules(before, self.profile) if name in self._why)

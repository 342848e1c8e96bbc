"""The texts of one language by their English: what the window shows, and what a letter says.

A catalogue is all TOML files of one folder, ``resources/i18n/<language>``:

- ``[texts]``: whole texts by their English, ``"Accept" = "Annehmen"``
- ``[counted]``: texts with ``%n``, for one and for more, ``"%n entries" = ["%n Eintrag", "%n Einträge"]``
- ``[sentences]``: what the rules of the program say, with figures in it. ``{0}`` stands for whatever stands there:
  ``"Unit price {0} ({1})" = "Stückpreis {0} ({1})"``. What is stored (cases, the journal) stays English, so that a log
  reads the same on every desk.
- ``[commands]``: what a journal entry says before the sentence that a command is about, ``"Accepted: {0}"``: what
  stands in the last place is said as it is by itself.
- ``[figures]``: the same, where only a figure may stand in a place: ``"{0} lines" = "{0} Zeilen"`` must not catch the
  end of a sentence that is not in the catalogue.
- ``[seams]``: what joins parts that are looked up by themselves, ``" and " = " und "``; it is put over only where all
  of the parts are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.shipped_files import resource_path
from app.workflow.sentence_patterns import FIGURE, PLACE, SentencePatterns, sentence_pattern

# What stands in quotes is quoted: put over, nobody would find it on the page.
_QUOTED = re.compile(r"„\{(\d)\}“")
# Where a text is put together from several, each is looked up by itself.
_SEAMS = (" · ", "\n", "; ", ": ", " + ", ", ", " or ", " and ", " line ")
_BETWEEN_SENTENCES = (" · ", "\n", " ")
_BESIDE = (" · ", "\n", "; ")
_JOINT = "; "
# A joint, or the end of a sentence, within brackets or quotes is out of the way while the others are looked at.
_BOUND = (("; ", ";\x00"), (". ", ".\x01"))
_BRACKETED = re.compile(r"\([^()]*\)|“[^“”]*”")
_HEAD = ": "
# What a case takes from the guide of its kind.
_GUIDE_PARTS = ("title", "first_action")
_WORD = re.compile(r"[a-z]{2,}")
_SENTENCE_BEGINS = re.compile(r"[A-Z“]\S* (?:\S+ ){2}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z“\d])")
_BETWEEN_STATEMENTS = re.compile(rf"({_JOINT}|{_SENTENCE_END.pattern})")
_MOST_KEPT = 10_000  # sentences and parts of them


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language. ``language`` is its code ("de")."""

    language: str
    texts: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sentences: SentencePatterns = field(default_factory=SentencePatterns)
    seams: Mapping[str, str] = field(default_factory=dict)
    commands: SentencePatterns = field(default_factory=SentencePatterns)
    _told: dict[str, str | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, source: str, count: int = -1) -> str | None:
        """Return a whole text, None where the catalogue has none. ``count`` is what ``%n`` stands for."""
        if count >= 0 and source in self.counted:
            one, many = self.counted[source]
            return one if count == 1 else many
        return self.texts.get(source)

    def sentence(self, source: str) -> str | None:
        """Return a text with figures in it; every part is looked up, None where not even one is known.

        It is taken apart in every way, so that its parts come up again and again: each is put over once.
        """
        if source in self._told:
            return self._told[source]
        if len(self._told) >= _MOST_KEPT:
            self._told.clear()
        told = self._told[source] = self._said(source)
        return told

    def _said(self, source: str) -> str | None:
        commanded = self._commanded(source)
        if commanded is not None:
            return commanded
        # What stands within a sentence in the catalogue may begin one here.
        within = source[:1].lower() + source[1:]
        found = self.text(source) or self.text(within) or self._headed(source) or self._side_by_side(source)
        if found is None and _JOINT in source:
            found = self.statements(source)
        if found is not None:
            return found
        reaching: tuple[str, tuple[str, ...]] | None = None
        for one in self.sentences.that_may_match(source, within):
            match = one.match(source) or one.match(within)
            if match and not any(self._reaches_over(part) for part in match.groups()):
                return self._put_over(one.target, match.groups())
            reaching = reaching or (match and (one.target, match.groups()))
        apart = self._sentences(source) if reaching is not None else None
        if apart is None and _SENTENCE_END.search(source):
            apart = self.statements(source)
        if apart is None and reaching is not None:
            return self._put_over(*reaching)
        return apart or self._in_pieces(source) or self._without_full_stop(source)

    def _commanded(self, source: str) -> str | None:
        """Return a command and what it is about, where that is known by itself: no mark in it parts the two."""
        for one in self.commands.that_may_match(source):
            match = one.match(source)
            about = self.sentence(match.groups()[-1]) if match else None
            if match and about is not None:
                return _filled(one.target, [*(self.sentence(part) or part for part in match.groups()[:-1]), about])
        return None

    def _put_over(self, target: str, parts: tuple[str, ...]) -> str:
        quoted = _quoted_places(target)
        return _filled(
            target,
            [
                part if place in quoted else self._unstopped(part) or self.sentence(part) or part
                for place, part in enumerate(parts)
            ],
        )

    def _unstopped(self, part: str) -> str | None:
        """Return a whole sentence whose full stop ends the sentence that it stands in."""
        whole = f"{part}."
        if not _SENTENCE_BEGINS.match(part):
            return None
        if not any(one.match(whole) for one in self.sentences.that_may_match(whole)):
            return None
        told = self.sentence(whole)
        return told and told.removesuffix(".")

    def _reaches_over(self, part: str) -> bool:
        """Say whether what stands in a place took in the beginning of a statement of its own, or the end of one."""
        return bool(_SENTENCE_END.search(part)) or (_HEAD in part and self.sentence(part) is None)

    def _sentences(self, source: str) -> str | None:
        """Return sentences that stand one after the other, where there are several and each is known."""
        one_by_one = _SENTENCE_END.split(source)
        told = [self.sentence(each) for each in one_by_one] if len(one_by_one) > 1 else [None]
        return None if None in told else " ".join(each for each in told if each is not None)

    def _without_full_stop(self, source: str) -> str | None:
        told = self.sentence(source[:-1]) if source.endswith(".") else None
        return f"{told}." if told is not None else None

    def _headed(self, source: str) -> str | None:
        """Return what is said about something named before it: else its first statement alone would be taken for it."""
        head, mark, told = source.partition(_HEAD)
        if not mark or not _BETWEEN_STATEMENTS.search(told) or _BETWEEN_STATEMENTS.search(head):
            return None
        about, whole = self.sentence(head), self._whole(told)
        return f"{about}{_HEAD}{whole}" if about is not None and whole is not None else None

    def _whole(self, told: str) -> str | None:
        """Return statements put over, the full stop of the sentence they end kept."""
        whole = self.statements(told)
        if whole is None and told.endswith("."):
            whole = self.statements(told[:-1])
            return whole and f"{whole}."
        return whole

    def _side_by_side(self, source: str) -> str | None:
        """Return sentences that stand side by side, where each is known: else one of them would take in the others."""
        for seam in (seam for seam in _BESIDE if seam in source):
            told = [self.sentence(piece) if _has_words(piece) else piece for piece in source.split(seam)]
            if None not in told:
                return self.seams.get(seam, seam).join(piece for piece in told if piece is not None)
        return None

    def statements(self, source: str) -> str | None:
        """Return a reason put together of several statements, each put over whole; None where one is not known.

        A statement may have semicolons and sentences of its own, so that every way to take the text apart is tried;
        what stands in a place of a statement never reaches into the next one.
        """
        # What stands in brackets or quotes belongs to its statement, whatever marks it has.
        bound = _BRACKETED.sub(lambda held: _bound(held[0]), source)
        return self._joined(bound) or (self._joined(source) if bound != source else None)

    def _joined(self, source: str) -> str | None:
        # Statements, and between any two of them what parts them.
        pieces = _BETWEEN_STATEMENTS.split(source)
        told: list[str | None] = [None] * len(pieces) + ["", ""]
        for start in range(len(pieces) - 1, -1, -2):
            for end in range(len(pieces), start, -2):
                rest = told[end + 1]
                one = self._statement("".join(pieces[start:end])) if rest is not None else None
                if one is not None and rest is not None:
                    told[start] = one + (pieces[end] + rest if end < len(pieces) else "")
                    break
        return told[0]

    def _statement(self, source: str) -> str | None:
        """Return one statement, which may begin or end a sentence here and stand within one in the catalogue."""
        plain = _unbound(source)
        stopped = source.removesuffix(".")
        found = self.text(plain) or self._matched(source)
        if found is not None or not _has_words(source):
            return found or plain
        if stopped == source:
            return _without_stop(self._matched(f"{source}."))
        ended = self.text(_unbound(stopped)) or self._matched(stopped)
        return f"{ended}." if ended is not None else None

    def _matched(self, source: str) -> str | None:
        for text in dict.fromkeys((source, source[:1].lower() + source[1:])):
            for one in self.sentences.that_may_match(text):
                match = one.match(text)
                if match and not any(_BETWEEN_STATEMENTS.search(part) for part in match.groups()):
                    held = [_unbound(part) for part in match.groups()]
                    quoted = _quoted_places(one.target)
                    told = _filled(
                        one.target,
                        [
                            part if place in quoted else self._unstopped(part) or self.sentence(part) or part
                            for place, part in enumerate(held)
                        ],
                    )
                    return told if text is source else told[:1].upper() + told[1:]
        return None

    def _in_pieces(self, source: str) -> str | None:
        for pieces, seam in _pieces(source):
            told = [self.sentence(piece) if _has_words(piece) else piece for piece in pieces]
            known = [piece is not None for piece in told]
            # Half a sentence in another language helps nobody; whole ones may stand beside each other.
            if all(known) or (seam in _BETWEEN_SENTENCES and any(known)):
                shown = [new if new is not None else old for new, old in zip(told, pieces, strict=True)]
                return self.seams.get(seam, seam).join(shown)
        return None


def spoken(catalogue: Catalogue, text: str) -> str:
    """Return a sentence of the program's rules in a language; what is not known stays as it is."""
    if not text:
        return text
    told = catalogue.sentence(text) or text
    # A sentence may begin with a word that stands within one elsewhere.
    return told[:1].upper() + told[1:] if text[:1].isupper() else told


@cache
def load_catalogue(language: str) -> Catalogue:
    """Read every file of a language."""
    texts = _from_help(language)
    counted: dict[str, tuple[str, str]] = {}
    sentences: dict[str, str] = {}
    figures: dict[str, str] = {}
    seams: dict[str, str] = {}
    commands: dict[str, str] = {}
    for path in catalogue_files(language):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        texts |= data.get("texts", {})
        counted |= {source: (one, many) for source, (one, many) in data.get("counted", {}).items()}
        sentences |= data.get("sentences", {})
        figures |= data.get("figures", {})
        seams |= data.get("seams", {})
        commands |= data.get("commands", {})
    sentences |= commands
    # What has more words of its own is tried first: it says more exactly what the sentence is.
    ordered = sorted(sentences, key=lambda source: (-len(PLACE.sub("", source)), source))
    # A sentence without a place is said as it stands there, whatever else would fit ("one invoice line").
    patterns = [sentence_pattern(source, sentences[source]) for source in ordered if not PLACE.search(source)]
    patterns += [sentence_pattern(source, target, FIGURE) for source, target in figures.items()]
    patterns += [sentence_pattern(source, sentences[source]) for source in ordered if PLACE.search(source)]
    heads = [sentence_pattern(source, target) for source, target in commands.items()]
    return Catalogue(language, texts, counted, SentencePatterns(patterns), seams, SentencePatterns(heads))


def _from_help(language: str) -> dict[str, str]:
    """Return what cases take from the guides: their titles and first steps, in a language the guides have."""
    told = resource_path("help") / f"patterns.{language}.toml"
    if not told.is_file():
        return {}
    source = tomllib.loads(resource_path("help", "patterns.toml").read_text(encoding="utf-8"))
    target = tomllib.loads(told.read_text(encoding="utf-8"))
    return {source[name][part]: target[name][part] for name in source for part in _GUIDE_PARTS if name in target}


def catalogue_files(language: str) -> tuple[Path, ...]:
    """Return the files of a language, by name."""
    folder = resource_path("i18n") / language
    return tuple(sorted(folder.glob("*.toml"))) if folder.is_dir() else ()


def _bound(text: str) -> str:
    for mark, out_of_the_way in _BOUND:
        text = text.replace(mark, out_of_the_way)
    return text


def _unbound(text: str) -> str:
    for mark, out_of_the_way in _BOUND:
        text = text.replace(out_of_the_way, mark)
    return text


def _without_stop(text: str | None) -> str | None:
    return None if text is None else text.removesuffix(".")


def _has_words(piece: str) -> bool:
    return bool(_WORD.search(piece))


def _quoted_places(target: str) -> frozenset[int]:
    return frozenset(int(place) for place in _QUOTED.findall(target))


def _filled(target: str, parts: list[str]) -> str:
    return PLACE.sub(lambda place: parts[int(place[0][1:-1])], target)


def _pieces(source: str) -> Iterator[tuple[list[str], str]]:
    """Split a text that was put together, at one kind of seam after the other."""
    sentences = _SENTENCE_END.split(source)
    if len(sentences) > 1:
        yield sentences, " "
    for seam in _SEAMS:
        if seam in source:
            yield source.split(seam), seam

"""Patterns a clerk can write and nobody can make hang: ``*`` any run, ``?`` a character, ``#`` a digit, ``@`` a letter.

Everything else stands for itself, without regard to case; a backslash makes the next character plain. A match takes at
most length of pattern times length of text steps. These are no regular expressions, which can be written so that a text
takes them years; one that is given all the same is refused, since it would quietly fit nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 200  # characters of a pattern
_ANY_RUN, _ANY_ONE, _DIGIT, _LETTER = "*", "?", "#", "@"
_SPECIAL = frozenset((_ANY_RUN, _ANY_ONE, _DIGIT, _LETTER))

# What only a regular expression has: classes, ranges, counts, repeated groups, ".+", ".*" and "^" at the beginning.
_FOREIGN = re.compile(
    r"\\[A-Za-z0-9]|\[\^?[^\]\s]{0,40}[0-9A-Za-z]-[0-9A-Za-z][^\]\s]{0,40}\]|\{[0-9]{1,9}(?:,[0-9]{0,9})?\}|\(\?[:=!<P]|\)[+{]|\.\+|"
    r"\A\.\*|\A\^"
)
_ESCAPED = re.compile(r"\\[^A-Za-z0-9]")

Token = tuple[str, bool]  # the character, and whether it is one of the special ones


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text fits the pattern."""
    tokens, text = _tokens(pattern), text.lower()
    at = place = 0
    star, resume = -1, 0
    while place < len(text):
        if at < len(tokens) and tokens[at] == (_ANY_RUN, True):
            star, resume = at, place
            at += 1
        elif at < len(tokens) and _fits(tokens[at], text[place]):
            at += 1
            place += 1
        elif star >= 0:
            resume += 1
            at, place = star + 1, resume
        else:
            return False
    return all(token == (_ANY_RUN, True) for token in tokens[at:])


def literally(text: str) -> str:
    """Return the pattern that a text alone fits: its special characters made plain."""
    return "".join(f"\\{ch}" if ch in _SPECIAL or ch == "\\" else ch for ch in text)


def matches_any(patterns: Iterable[str], text: str) -> bool:
    """Tell whether the whole text fits one of the patterns."""
    return any(matches(pattern, text) for pattern in patterns)


def fault_of(pattern: str) -> str | None:
    """Return what is wrong with a pattern; None if nothing is."""
    if not pattern.strip():
        return "is empty"
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if set(pattern.replace(" ", "")) <= {_ANY_RUN, _ANY_ONE}:
        return "fits every text"
    if found := _FOREIGN.search(_ESCAPED.sub("_", pattern)):
        return (
            f"holds “{found[0]}” of a regular expression; write # for a digit, @ for a letter, ? for any character and "
            "* for any run of them"
        )
    return None


@lru_cache(maxsize=512)
def _tokens(pattern: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    plain = False
    for character in pattern.lower():
        if character == "\\" and not plain:
            plain = True
            continue
        token = (character, character in _SPECIAL and not plain)
        if not (tokens and token == (_ANY_RUN, True) == tokens[-1]):
            tokens.append(token)
        plain = False
    return tuple(tokens)


def _fits(token: Token, character: str) -> bool:
    wanted, special = token
    if not special:
        return wanted == character
    if wanted == _ANY_ONE:
        return True
    return character.isdigit() if wanted == _DIGIT else character.isalpha() if wanted == _LETTER else False

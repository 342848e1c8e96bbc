"""Parts of a PDF that say one thing twice: an object of one number, a key of one dictionary. Programs differ on which.

Where they are told otherwise the second time, one program shows the one page and another one the other.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

from app.extraction.pages.packed_objects import packed_objects

_END = re.compile(rb"%%EOF")
_OBJECT = re.compile(rb"(?:^|[\r\n\t ])(\d{1,9}) \d{1,5} obj(?![a-z])")
_NUMBERS = re.compile(rb"[\0\t\n\f\r ]*(?:\d{1,9}[\0\t\n\f\r ]+\d{1,9}[\0\t\n\f\r ]+)++")
_EDGE = re.compile(rb"(?<![a-z])obj|endobj|stream[\r\n]|trailer|startxref")
_BEGINS = (b"obj", b"trailer")
_LONGEST = 200_000  # bytes of a part
_NAME = re.compile(rb"/[^\0\t\n\f\r ()<>\[\]{}/%]+")
# A string that does not end is one token: with its beginning left out, what begins in it would be gone through again.
_TOKEN = re.compile(
    rb"<<|>>|\[|\]|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)?|<[0-9A-Fa-f\s]*>|/[^\0\t\n\f\r ()<>\[\]{}/%]*"
    rb"|[^\0\t\n\f\r ()<>\[\]{}/%]+|%[^\r\n]*",
    re.S,
)
# Keys and values that any file has again and again, of its structure and kinds; they show nothing.
_USUAL = frozenset(
    (b"/P", b"/S", b"/K", b"/Pg", b"/Type", b"/Subtype", b"/StructElem", b"/Font", b"/Page", b"/XObject")
)
_DELIMITERS = frozenset((b"<<", b">>", b"[", b"]"))
_DEEPEST = 50


def object_told_twice(data: bytes) -> int | None:
    """Return the number of an object that one revision of a file holds twice; an update lawfully has it again."""
    packed = deque(_packed_numbers(data))
    start = 0
    for end in (*(found.end() for found in _END.finditer(data)), len(data)):
        numbers = Counter(int(found[1]) for found in _OBJECT.finditer(data, start, end))
        while packed and packed[0][0] < end:
            numbers.update(packed.popleft()[1])
        if numbers and (most := numbers.most_common(1)[0])[1] > 1:
            return most[0]
        start = end
    return None


def key_told_twice(data: bytes) -> str:
    """Return the first key that a dictionary of a file has twice with different values; nothing where none has."""
    for part in _parts(data):
        names = Counter(_NAME.findall(part))
        if all(count == 1 or name in _USUAL for name, count in names.items()):
            continue
        found = _twice_in([token for token in _TOKEN.findall(part) if token[:1] != b"%"])
        if found:
            return found.decode("ascii", errors="replace").lstrip("/")[:40]
    return ""


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield what stands between the streams of a file, object by object, and what is packed in streams."""
    begun: int | None = None
    for found in _EDGE.finditer(data):
        if begun is not None and b"<<" in (part := data[begun : min(found.start(), begun + _LONGEST)]):
            yield part
        begun = found.end() if found.group() in _BEGINS else None
    yield from (packed.content for packed in packed_objects(data))


def _packed_numbers(data: bytes) -> Iterator[tuple[int, list[int]]]:
    """Yield where objects are packed in a stream, and their numbers."""
    for packed in packed_objects(data):
        head = _NUMBERS.match(packed.content)
        if head is not None:
            yield packed.place, [int(number) for number in head.group().split()[::2]]


def _twice_in(tokens: list[bytes]) -> bytes:
    """Return a key that a dictionary among these tokens has twice with different values."""
    at = 0
    while at < len(tokens):
        if tokens[at] == b"<<":
            at, found = _dictionary(tokens, at, 0)
            if found:
                return found
        at += 1
    return b""


def _dictionary(tokens: list[bytes], start: int, depth: int) -> tuple[int, bytes]:
    """Return where the dictionary that begins at ``start`` ends, and a key that it or one within has twice."""
    values: dict[bytes, list[bytes]] = {}
    at = start + 1
    while at < len(tokens) and tokens[at] != b">>":
        key = tokens[at]
        at += 1
        if not key.startswith(b"/"):
            continue
        first = at
        at, found = _value(tokens, at, depth)
        if found:
            return at, found
        if values.setdefault(key, tokens[first:at]) != tokens[first:at]:
            return at, key
    return at, b""


def _value(tokens: list[bytes], at: int, depth: int) -> tuple[int, bytes]:
    """Return where the value that begins at ``at`` ends, and a key that a dictionary in it has twice."""
    if at >= len(tokens) or tokens[at] == b">>" or depth > _DEEPEST:
        return at, b""
    if tokens[at] == b"<<":
        at, found = _dictionary(tokens, at, depth + 1)
        return at + 1, found
    if tokens[at] == b"[":
        at += 1
        while at < len(tokens) and tokens[at] != b"]":
            at, found = _value(tokens, at, depth + 1) if tokens[at] in (b"<<", b"[") else (at + 1, b"")
            if found:
                return at, found
        return at + 1, b""
    if tokens[at].startswith(b"/"):
        return at + 1, b""
    while at < len(tokens) and tokens[at] not in _DELIMITERS and not tokens[at].startswith(b"/"):
        at += 1
    return at, b""

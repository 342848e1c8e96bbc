"""A tree of hashes over the journal (RFC 6962): one root stands for all entries, a short path proves one of them.

The leaves are the entries' own hashes, which carry the zero byte of a leaf already (journal_hash); nodes are hashed
under a one byte, so that no node can pass for an entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().hexdigest()


def root_of(hashes: Iterable[str]) -> str:
    """Return the root over entry hashes (hexadecimal) in their order; memory grows with the depth only."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in hashes:
        size, node = 1, bytes.fromhex(leaf)
        while peaks and peaks[-1][0] == size:
            size, node = 2 * size, _node(peaks.pop()[1], node)
        peaks.append((size, node))
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()[1]
    while peaks:
        root = _node(peaks.pop()[1], root)
    return root.hex()


def path_of(hashes: Sequence[str], index: int) -> tuple[str, ...]:
    """Return the hashes that lead from one entry (counted from 0) to the root, the nearest first.

    Raises:
        IndexError: There is no such entry.
    """
    if not 0 <= index < len(hashes):
        raise IndexError(f"no entry {index} among {len(hashes)}")
    if len(hashes) == 1:
        return ()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:middle], hashes[middle:]
    if index < middle:
        return (*path_of(left, index), root_of(right))
    return (*path_of(right, index - middle), root_of(left))


def root_from(leaf: str, index: int, size: int, path: Sequence[str]) -> str:
    """Return the root that an entry's hash and its path lead to, for a tree of ``size`` entries.

    Raises:
        ValueError: The path is too short or too long for this place.
    """
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    if size == 1:
        if path:
            raise ValueError("the path is too long")
        return leaf
    if not path:
        raise ValueError("the path is too short")
    middle = 1 << (size - 1).bit_length() - 1
    if index < middle:
        left, right = root_from(leaf, index, middle, path[:-1]), path[-1]
    else:
        left, right = path[-1], root_from(leaf, index - middle, size - middle, path[:-1])
    return _node(bytes.fromhex(left), bytes.fromhex(right)).hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

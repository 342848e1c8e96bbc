"""What a disk may hold after a power cut: names and bytes that nobody made sure of may be there or not.

While it is entered, :class:`PowerCut` notes every file that is made, every name that is given or taken away, and every
sync, below one folder. Afterwards :meth:`states` tells, for a cut after each of them, what may lie there: of a folder
everything up to its last sync and any number of the changes since, in their order; of a file what was synced, else
nothing. What SQLite writes by itself is not looked at: it makes sure of its own files.
"""

from __future__ import annotations

import builtins
import io
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

Tree = dict[str, bytes]  # of each file, by its path below the root; of a folder, with a slash at its end, nothing
Event = tuple[str, str, str | bytes]
_MOST_STATES = 300


@dataclass(eq=False)
class _File:
    synced: bytes = b""


@dataclass(eq=False)
class _Folder:
    now: dict[str, Any] = field(default_factory=dict)
    synced: dict[str, Any] = field(default_factory=dict)
    since: list[dict[str, Any]] = field(default_factory=list)

    def change(self, name: str, node: Any, gone: str = "") -> None:  # noqa: ANN401 - a file, a folder or nothing
        if gone:
            self.now.pop(gone, None)
        if node is None:
            self.now.pop(name, None)
        else:
            self.now[name] = node
        self.since.append(dict(self.now))


class PowerCut:
    """Notes what happens to files below a folder; entered once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self._start = tree_of(root)
        self._patches = ExitStack()
        self._names: dict[int, str] = {}

    def __enter__(self) -> Self:
        """Note from now on."""
        enter = self._patches.enter_context
        for module in (builtins, io):
            enter(patch.object(module, "open", partial(self._opened, module.open)))
        enter(patch.object(os, "open", partial(self._opened_low, os.open)))
        enter(patch.object(os, "fsync", partial(self._synced, os.fsync)))
        for name in ("replace", "rename", "link", "unlink", "mkdir", "rmdir"):
            enter(
                patch.object(os, name, partial(self._named, "replace" if name == "rename" else name, getattr(os, name)))
            )
        return self

    def __exit__(self, *_: object) -> None:
        """Note no more."""
        self._patches.close()

    def states(self) -> Iterator[tuple[bool, Tree]]:
        """Yield what may lie there after a cut at each moment, and whether that was after the end."""
        for number in range(len(self.events) + 1):
            top = _folder_of(self._start)
            for event in self.events[:number]:
                _play(top, *event)
            for tree in itertools.islice(_possible(top), _MOST_STATES):
                yield number == len(self.events), tree

    def _below(self, path: object) -> str | None:
        if isinstance(path, int):
            return None
        found = Path(os.fsdecode(path)).absolute()  # type: ignore[arg-type]
        return found.relative_to(self.root).as_posix() if found.is_relative_to(self.root) else None

    def _opened(self, real: Callable[..., Any], file: Any, mode: str = "r", *values: Any, **named: Any) -> Any:  # noqa: ANN401
        name = self._below(file) if set(mode) & set("wxa") else None
        new = name is not None and not os.path.lexists(file)
        opened = real(file, mode, *values, **named)
        if new and name is not None:
            self.events.append(("create", name, ""))
        return opened

    def _opened_low(self, real: Callable[..., int], path: Any, flags: int, *values: Any, **named: Any) -> int:  # noqa: ANN401
        name = self._below(path) if flags & os.O_CREAT else None
        new = name is not None and not os.path.lexists(path)
        handle = real(path, flags, *values, **named)
        if new and name is not None:
            self.events.append(("create", name, ""))
        return handle

    def _synced(self, real: Callable[[int], None], handle: int) -> None:
        real(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if (name := self._below(path)) is not None:
            self.events.append(("sync", name, b"" if path.is_dir() else path.read_bytes()))

    def _named(self, kind: str, real: Callable[..., Any], first: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401
        there = kind in ("link", "replace")
        name, target = self._below(first), self._below(values[0]) if there else ""
        body = b""
        if there and name is not None and Path(os.fsdecode(first)).is_file():
            body = Path(os.fsdecode(first)).read_bytes()
        real(first, *values, **named)
        if name is not None and target is not None and not named.get("dir_fd"):
            if there and not any(event[1] == name for event in self.events):
                self.events.append(("found", name, body))
            self.events.append((kind, name, target))


def tree_of(root: Path) -> Tree:
    """Return everything below a folder."""
    return {
        path.relative_to(root).as_posix() + ("/" if path.is_dir() else ""): b"" if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def write_tree(tree: Tree, root: Path) -> None:
    """Put a state onto the disk."""
    root.mkdir()
    for name, body in sorted(tree.items()):
        if name.endswith("/"):
            (root / name).mkdir(parents=True, exist_ok=True)
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(body)


def _folder_of(tree: Tree) -> _Folder:
    top = _Folder()
    for name, body in tree.items():
        place, last = _place(top, name.rstrip("/"))
        place.now[last] = place.synced[last] = _Folder() if name.endswith("/") else _File(body)
    return top


def _place(top: _Folder, name: str) -> tuple[_Folder, str]:
    *folders, last = name.split("/")
    for folder in folders:
        top = top.now[folder]
    return top, last


def _play(top: _Folder, kind: str, name: str, more: str | bytes) -> None:
    if name == ".":
        top.synced, top.since = dict(top.now), []
        return
    place, last = _place(top, name)
    node = place.now.get(last)
    if kind == "sync" and isinstance(node, _Folder):
        node.synced, node.since = dict(node.now), []
    elif kind == "sync":
        assert isinstance(node, _File)
        assert isinstance(more, bytes)
        node.synced = more
    elif kind == "found" and node is None:
        assert isinstance(more, bytes)
        place.change(last, _File(more))
    elif kind in ("create", "mkdir"):
        place.change(last, _File() if kind == "create" else _Folder())
    elif kind in ("unlink", "rmdir"):
        place.change(last, None)
    elif kind in ("link", "replace"):
        other, target = _place(top, str(more))
        if kind == "replace" and other is place:
            place.change(target, node, gone=last)
        else:
            other.change(target, node)
            if kind == "replace":
                place.change(last, None)


def _possible(node: Any) -> Iterator[Tree]:  # noqa: ANN401 - a file or a folder
    for names in (node.synced, *node.since):
        folders = [name for name, child in names.items() if isinstance(child, _Folder)]
        files = {name: child.synced for name, child in names.items() if isinstance(child, _File)}
        for inside in itertools.product(*(list(itertools.islice(_possible(names[name]), 20)) for name in folders)):
            tree = dict(files)
            for name, below in zip(folders, inside, strict=True):
                tree[f"{name}/"] = b""
                tree |= {f"{name}/{path}": body for path, body in below.items()}
            yield tree

"""Parses XML from outside into a small tree of local names: no document type, no entities, nothing fetched, all capped.

Namespaces are dropped, because vendors' prefixes and versions differ while the local names mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LARGEST_XML = 25_000_000  # bytes
_DEEPEST = 60
_MOST_ELEMENTS = 400_000
_MOST_ATTRIBUTES = 30
_LONGEST_TEXT = 20_000  # characters of one element; longer ones are attachments and not figures
_STEP = 65_536


class XmlRefusedError(Exception):
    """The text is not XML that may be read; the message says why, to be put after the file's name."""


@dataclass(slots=True)
class Node:
    """An element: local name, attributes by local name, text without blanks around it, children in order."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Node]:
        """Yield every element below on this path; a step may name several ways of saying it: ``"ID|IssuerID"``."""
        if not path:
            yield self
            return
        wanted = path[0].split("|")
        for child in self.children:
            if child.name in wanted:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Node | None:
        """Return the first element on this path."""
        return next(self.all(*path), None)

    def words(self, *path: str) -> str:
        """Return the text of the first element on this path that has any; nothing where there is none."""
        return next((node.text for node in self.all(*path) if node.text), "")


def parse_xml(content: bytes) -> Node:
    """Return the root element.

    Raises:
        XmlRefusedError: It is too large or too deep, carries a document type, or is not well-formed.
    """
    if len(content) > LARGEST_XML:
        raise XmlRefusedError(f"has more than {LARGEST_XML // 1_000_000} MB")
    tree = _Tree()
    try:
        parser = DefusedXMLParser(target=tree, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        for start in range(0, len(content), _STEP):
            parser.feed(content[start : start + _STEP])
        parser.close()
    except DefusedXmlException as error:
        raise XmlRefusedError("carries a document type or entities, which an invoice has no use for") from error
    except ParseError as error:
        line, column = error.position
        raise XmlRefusedError(f"is not well-formed (line {line}, column {column})") from error
    except (LookupError, ValueError) as error:
        raise XmlRefusedError("is in an encoding that cannot be read") from error
    if tree.root is None:
        raise XmlRefusedError("is empty")
    return tree.root


class _Tree:
    """Builds the tree as the parser goes, and stops it where a cap is reached."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS or len(attributes) > _MOST_ATTRIBUTES:
            raise XmlRefusedError("is nested deeper or has more elements than an invoice can have")
        named = {_local(name): value[:_LONGEST_TEXT] for name, value in attributes.items()}
        node = Node(_local(tag), named)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])
        self._lengths.append(0)

    def data(self, text: str) -> None:
        """Take in characters; what is too long to be a value is left out."""
        if self._open and self._lengths[-1] <= _LONGEST_TEXT:
            self._texts[-1].append(text)
            self._lengths[-1] += len(text)

    def end(self, tag: str) -> None:
        """Close an element."""
        del tag
        node, pieces, length = self._open.pop(), self._texts.pop(), self._lengths.pop()
        node.text = "".join(pieces).strip() if length <= _LONGEST_TEXT else ""

    def close(self) -> Node | None:
        """Return the root."""
        return self.root


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]

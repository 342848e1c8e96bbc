"""What the window remembers between starts: geometry, view, zoom, scheme, keys. Business settings are in the store."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.ui.theme import Scheme

# Saved layouts of another version are ignored, so that a changed window never comes back broken.
LAYOUT_VERSION = 1


class WindowSettings:
    """Typed access to the stored settings; anything unreadable falls back to its default."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._store = QSettings("Tieout", "Tieout")
        else:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def scheme(self) -> Scheme:
        """Return the colour scheme that was chosen."""
        text = self._text("scheme")
        return Scheme(text) if text in set(Scheme) else Scheme.SYSTEM

    def set_scheme(self, scheme: Scheme) -> None:
        """Remember the colour scheme."""
        self._store.setValue("scheme", scheme.value)

    def geometry(self) -> QByteArray | None:
        """Return where the window was."""
        return self._bytes("window/geometry")

    def layout(self) -> QByteArray | None:
        """Return how the docks lay, if they were saved by this version of the layout."""
        return self._bytes("window/layout") if self._text("window/version") == str(LAYOUT_VERSION) else None

    def set_window(self, geometry: QByteArray, layout: QByteArray) -> None:
        """Remember where the window is and how its docks lie."""
        self._store.setValue("window/version", str(LAYOUT_VERSION))
        self._store.setValue("window/geometry", geometry)
        self._store.setValue("window/layout", layout)

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered text, such as the view or the sort order."""
        return self._text(f"state/{name}") or default

    def set_text(self, name: str, value: str) -> None:
        """Remember a text."""
        self._store.setValue(f"state/{name}", value)

    def desk_text(self, desk: Path, name: str) -> str:
        """Return a text remembered for one desk; numbers of documents and cases mean nothing on another."""
        return self._text(_desk_key(desk, name))

    def set_desk_text(self, desk: Path, name: str, value: str) -> None:
        """Remember a text for one desk, on the disk at once; an empty one is forgotten."""
        if value:
            self._store.setValue(_desk_key(desk, name), value)
        else:
            self._store.remove(_desk_key(desk, name))
        self._store.sync()

    def keys(self) -> dict[str, str]:
        """Return the keys a person changed, by action id."""
        try:
            found = json.loads(self._text("keys") or "{}")
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def set_keys(self, keys: dict[str, str]) -> None:
        """Remember changed keys."""
        self._store.setValue("keys", json.dumps(keys, sort_keys=True))

    def forget_window(self) -> None:
        """Forget the layout, so that the next start has the original one."""
        self._store.remove("window")

    def sync(self) -> None:
        """Write everything down now."""
        self._store.sync()

    def _text(self, name: str) -> str:
        value = self._store.value(name)
        return value if isinstance(value, str) else ""

    def _bytes(self, name: str) -> QByteArray | None:
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None


def _desk_key(desk: Path, name: str) -> str:
    return f"desk/{hashlib.sha256(str(desk.absolute()).encode()).hexdigest()[:16]}/{name}"

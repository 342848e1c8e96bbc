"""The last line of defence: an unexpected exception becomes a report without invoice content, never a silent end."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from app.ui.errors import crash_text

Show = Callable[[BaseException], object]
# Where a fault below Python (a library that touches memory it must not) writes its last words.
_NATIVE = "native-fault.txt"


def install_crash_hook(folder: Path, show: Show) -> Callable[[], None]:
    """Write a report to ``folder`` for every unexpected exception and show it; returns what takes the hook away.

    A fault that comes again and again, as one in painting does, is written down once.
    """
    before = sys.excepthook
    written: set[str] = set()

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        text = crash_text(error)
        if text not in written:
            written.add(text)
            write_report(folder, error)
        show(error)

    sys.excepthook = hook

    def remove() -> None:
        sys.excepthook = before

    return remove


def write_report(folder: Path, error: BaseException) -> Path | None:
    """Write a report and return its path; None where not even that is possible."""
    return _write(folder, crash_text(error))


def take_native_report(folder: Path) -> Path | None:
    """Make a report of what a fault below Python left at the last run; None: there was none."""
    left = folder / _NATIVE
    try:
        text = left.read_text(encoding="utf-8", errors="replace")
        left.unlink()
    except OSError:
        return None
    return _write(folder, _without_folders(text)) if text.strip() else None


def watch_native_faults(folder: Path) -> Callable[[], None]:
    """Have a fault below Python write where it happened to ``folder``; returns what ends that.

    Only files, lines and names of functions are written: nothing of an invoice.
    """
    path = folder / _NATIVE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError:
        return lambda: None
    before = faulthandler.is_enabled()
    faulthandler.enable(file)

    def end() -> None:
        faulthandler.disable()
        file.close()
        with suppress(OSError):
            path.unlink()
        if before:
            with suppress(OSError, ValueError, RuntimeError, AttributeError):
                faulthandler.enable()

    return end


def _write(folder: Path, text: str) -> Path | None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"crash-{stamp}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError:
        return None
    return path


def _without_folders(text: str) -> str:
    """Leave the names of files, not the folders they are in: those may name a person."""
    told = []
    for line in text.splitlines():
        head, quote, rest = line.partition('"')
        path, end, tail = rest.partition('"')
        name = path.replace("\\", "/").rpartition("/")[2]
        told.append(f"{head}{quote}{name}{end}{tail}")
    return "\n".join(told)

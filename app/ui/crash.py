"""The last line of defence: an unexpected exception becomes a report without invoice content, never a silent end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from app.ui.errors import crash_text

Show = Callable[[BaseException], object]


def install_crash_hook(folder: Path, show: Show) -> Callable[[], None]:
    """Write a report to ``folder`` for every unexpected exception and show it; returns what takes the hook away."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        write_report(folder, error)
        show(error)

    sys.excepthook = hook

    def remove() -> None:
        sys.excepthook = before

    return remove


def write_report(folder: Path, error: BaseException) -> Path | None:
    """Write a report and return its path; None where not even that is possible."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"crash-{stamp}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(crash_text(error) + "\n", encoding="utf-8")
    except OSError:
        return None
    return path

"""Whether the database still lies where it was opened: what is written to one that was replaced is lost."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import EnvironmentFault


class SameFile:
    """Remembers which file a name led to.

    A restored backup or a copy put back by hand takes the name; where the system lets it, an open connection goes on
    writing to the file that nobody finds any more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, int] | None = None

    def remember(self) -> None:
        """Take the file that lies there now for the right one."""
        self._known = self._found()

    def check(self) -> None:
        """Refuse to go on with another file, or with none.

        Raises:
            EnvironmentFault: ``database_replaced``.
        """
        if self._known is None or self._found() == self._known:
            return
        raise EnvironmentFault(
            "database_replaced",
            f"{self._path} was replaced or removed while it was open here; nothing of this step was written.",
            next_step="Close this window or command, see that the desk lies in its folder, and open it again.",
            context={"path": str(self._path)},
        )

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

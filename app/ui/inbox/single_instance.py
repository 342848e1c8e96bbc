"""One window a desk: a second start hands its files to the first and ends; a crashed one never blocks the next.

The name of the socket belongs to the account and the workspace, so that two desks, or two people at one machine,
never meet.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PROBE_MS = 400
_ANSWER_MS = 3_000
_LARGEST = 1 << 20
_TAKEN = b"taken\n"


def socket_name(workspace: Path) -> str:
    """Return the name under which the window of a workspace listens."""
    account = "unknown"
    with suppress(OSError, KeyError):
        account = getpass.getuser()
    whose = f"{account}\0{workspace.absolute()}"
    return f"tieout-{hashlib.sha256(whose.encode()).hexdigest()[:24]}"


def hand_over(name: str, files: Sequence[Path]) -> bool:
    """Give files to the window that is open already; False where there is none, or it does not answer."""
    if not is_own(name):
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PROBE_MS):
        return False
    message = json.dumps([str(path.absolute()) for path in files]).encode() + b"\n"
    socket.write(message)
    while socket.bytesToWrite():
        if not socket.waitForBytesWritten(_ANSWER_MS):
            return False
    answer = b""
    while b"\n" not in answer and socket.waitForReadyRead(_ANSWER_MS):
        answer += socket.readAll().data()
    socket.disconnectFromServer()
    return answer == _TAKEN


def is_own(name: str) -> bool:
    """Tell whether a socket of this name belongs to this account, or there is none.

    The name can be worked out, and the folder of sockets is everybody's: somebody else's window that says "taken"
    would have the files' names, and nobody would read them.
    """
    if not hasattr(os, "getuid"):
        return True  # Windows has no folder of sockets
    try:
        return Path(QDir.tempPath(), name).lstat().st_uid == os.getuid()
    except OSError:
        return True


class InstanceServer(QObject):
    """Listens for second starts.

    Signals:
        files_arrived: Files a second start brought (none: only the window is wanted).
    """

    files_arrived = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._half: dict[QLocalSocket, bytes] = {}

    def listen(self) -> bool:
        """Begin to listen; a socket that a crashed program left is removed first. False where it cannot be done."""
        # Asked first: listening would push a window that answers aside, since the socket's file is replaced.
        if not is_own(self._name):
            return False
        probe = QLocalSocket()
        probe.connectToServer(self._name)
        if probe.waitForConnected(_PROBE_MS):
            probe.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._half[socket] = b""
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._gone(socket))
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        data = self._half.get(socket, b"") + socket.readAll().data()
        if len(data) > _LARGEST:
            socket.abort()
            return
        self._half[socket] = data
        if b"\n" not in data:
            return
        paths = _paths_in(data)
        if paths is None:
            socket.abort()
            return
        socket.write(_TAKEN)
        socket.flush()
        self.files_arrived.emit(paths)

    def _gone(self, socket: QLocalSocket) -> None:
        self._half.pop(socket, None)
        socket.deleteLater()


def _paths_in(data: bytes) -> tuple[Path, ...] | None:
    try:
        found = json.loads(data.partition(b"\n")[0])
    except ValueError:
        return None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        return None
    return tuple(Path(one) for one in found)

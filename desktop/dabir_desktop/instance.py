"""One window for each data folder: a second start hands its arguments to the first and ends.

A lock file tells who is first (Qt sees through the lock of a program that was killed), a local socket carries the
arguments, one JSON list in each connection. Source: QLockFile, QLocalServer.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOG = logging.getLogger(__name__)
_PATIENCE_MS: Final = 2000
_LOCK_PATIENCE_MS: Final = 100
_TRIES: Final = 30
_PAUSE_MS: Final = 100


class Instance(QObject):
    """`called` carries the arguments of a later start, as a list of str."""

    called = Signal(list)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._name = f"dabir-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
        self._lock = QLockFile(str(folder / "desktop.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._speaking: list[QLocalSocket] = []

    def begin(self, arguments: list[str]) -> bool:
        """Whether this is the first one; if not, the first one was given the arguments, if it listens."""
        if not self._lock.tryLock(_LOCK_PATIENCE_MS):
            self._hand_over(arguments)
            return False
        QLocalServer.removeServer(self._name)  # of a program that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        self._server.listen(self._name)
        return True

    def end(self) -> None:
        """The next start is the first one."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _hand_over(self, arguments: list[str]) -> None:
        """Says them to the first one, which may be starting at this moment and not listen yet."""
        socket = QLocalSocket()
        for _ in range(_TRIES):
            socket.connectToServer(self._name)
            if socket.waitForConnected(_PATIENCE_MS):
                break
            QThread.msleep(_PAUSE_MS)
        else:
            _LOG.error("another window holds %s and does not answer", self._name)
            return
        socket.write(json.dumps(arguments).encode())
        socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_PATIENCE_MS)

    def _receive(self) -> None:
        assert self._server is not None, "listening"
        while (socket := self._server.nextPendingConnection()) is not None:
            self._speaking.append(socket)
            socket.disconnected.connect(self._hear)
        self._hear()

    def _hear(self) -> None:
        """Reads what those said that are gone again; some are before they are met."""
        gone = [each for each in self._speaking if each.state() is QLocalSocket.LocalSocketState.UnconnectedState]
        for socket in gone:
            self._speaking.remove(socket)
            said = bytes(socket.readAll().data())
            socket.deleteLater()
            self._pass_on(said)

    def _pass_on(self, said: bytes) -> None:
        try:
            arguments = json.loads(said or b"[]")
        except ValueError:  # a start that was killed while it spoke
            return
        if isinstance(arguments, list):
            self.called.emit([str(each) for each in arguments])

"""A line between clients and a server of this machine, which breaks now and then."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from types import TracebackType

from postgres_server import free_port

_PIECE = 1 << 16


class BrokenLine:
    """Hands on what either side says, byte for byte, but for one piece in so many of the server's.

    With that piece the connection is cut: the server has done what it was asked, and no answer
    comes.
    """

    def __init__(self, server: int, one_in: int) -> None:
        self.port = free_port()
        self.cuts = 0
        self._one_in = one_in
        self._server = server
        self._open: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=100)

    def __enter__(self) -> BrokenLine:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._listener.close()
        with self._lock:
            pairs = list(self._open)
        for pair in pairs:
            self._cut(pair)

    def mend(self) -> None:
        """Break no more."""
        self._one_in = 0

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server), timeout=5)
                except OSError:
                    client.close()
                    continue
                server.settimeout(None)
                pair = (client, server)
                with self._lock:
                    self._open.add(pair)
                for one, other in (pair, pair[::-1]):
                    threading.Thread(
                        target=self._pump, args=(one, other, pair), daemon=True
                    ).start()

    def _pump(
        self, one: socket.socket, other: socket.socket, pair: tuple[socket.socket, socket.socket]
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(_PIECE):
                if one is pair[1] and self._one_in and not secrets.randbelow(self._one_in):
                    self.cuts += 1
                    break
                other.sendall(piece)
        self._cut(pair)

    def _cut(self, pair: tuple[socket.socket, socket.socket]) -> None:
        with self._lock:
            self._open.discard(pair)
        for one in pair:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

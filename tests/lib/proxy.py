# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP proxy on loopback that counts, and that can behave like a bad network.

A flight is what one side sends until the other side answers: the number of a client's flights is
the number of round trips it asks for. Bytes are those of the TCP stream, TLS included.
"""

import asyncio
import dataclasses
import re
import threading

from processes import PATIENCE

_LITERAL = re.compile(rb"\{\d+\}\r\n")


@dataclasses.dataclass
class Traffic:
    connections: int = 0
    flights_up: int = 0
    flights_down: int = 0
    bytes_up: int = 0
    bytes_down: int = 0

    def __sub__(self, other):
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return Traffic(*(a - b for a, b in zip(mine, theirs)))


@dataclasses.dataclass(eq=False)
class _Link:
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter = None  # until the target has taken the connection
    swallowed: bool = False
    cut_literal: bool = False


class Proxy:
    """Forward to target_port on loopback. delay_s is the delay in each direction. Both may be
    changed at any time; the port, for the connections that come then."""

    def __init__(self, target_port, delay_s=0):
        self.target_port = target_port
        self.delay_s = delay_s
        self._links = set()
        self._stalled_until = 0
        self._traffic = Traffic()
        self._last_up = None
        self._recorded = None
        self._loop = asyncio.new_event_loop()
        self._server = None
        self._refuses = False
        self.port = 0
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def traffic(self):
        """What went through until now; subtract two of them."""
        return dataclasses.replace(self._traffic)

    def record(self):
        """Keep what goes through from now on, in place of what was kept before."""
        self._recorded = bytearray(), bytearray()

    def recorded(self):
        """What went up, and what went down."""
        return tuple(map(bytes, self._recorded))

    def reset(self):
        """Break every connection."""
        self._call(self._abort_all)

    def swallow(self, drop_server=False):
        """Let nothing more through on the connections there are, not even their end, and keep them
        open; new ones work. DROP_SERVER: the server's side of them is closed, of which the client
        hears nothing (a half-open connection)."""

        def swallow():
            for link in self._links:
                link.swallowed = True
                if drop_server and link.server:
                    link.server.transport.abort()

        self._call(swallow)

    def cut_literal(self):
        """Stop in the middle of the next literal that the server sends, and swallow the rest."""

        def cut():
            for link in self._links:
                link.cut_literal = True

        self._call(cut)

    def stall(self, seconds):
        """Hold everything back for SECONDS, then let it all through in order."""

        def stall():
            self._stalled_until = self._loop.time() + seconds

        self._call(stall)

    def refuse(self):
        """Break every connection and refuse new ones, as if the server were down."""

        async def close():
            self._refuses = True
            self._server.close()
            self._abort_all()

        self._call(close)

    def accept(self):
        """Undo refuse(), on the same port."""
        self._call(self._listen)

    # ── In the thread of the loop ─────────────────────────────────────────────────────────────

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._loop.call_soon(ready.set)
        self._loop.run_forever()

    def _call(self, function):
        async def run():
            result = function()
            if asyncio.iscoroutine(result):
                await result

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    async def _listen(self):
        self._refuses = False
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def _abort_all(self):
        for link in self._links:
            self._abort(link)

    @staticmethod
    def _abort(link):
        link.client.transport.abort()
        if link.server:
            link.server.transport.abort()

    async def _serve(self, client_reader, client):
        link = _Link(client)
        self._links.add(link)
        try:
            await self._connect(link, client_reader)
        finally:
            self._links.discard(link)

    async def _connect(self, link, client_reader):
        try:
            server_reader, server = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            link.client.transport.abort()
            return
        link.server = server
        if self._refuses or link.client.transport.is_closing():  # broken meanwhile
            self._abort(link)
            return
        self._traffic.connections += 1
        self._last_up = None
        await asyncio.gather(
            self._pump(link, client_reader, server, up=True),
            self._pump(link, server_reader, link.client, up=False),
        )

    async def _pump(self, link, reader, writer, up):
        last = 0
        try:
            while data := await reader.read(65536):
                self._count(len(data), up)
                if self._recorded is not None:
                    self._recorded[not up].extend(data)
                if link.cut_literal and not up and (cut := _LITERAL.search(data)):
                    data = data[: cut.end() + 3]
                    last = self._forward(last, writer.write, data)
                    link.swallowed = True
                elif not link.swallowed:
                    last = self._forward(last, writer.write, data)
            if not link.swallowed:
                self._forward(last, writer.close)
        except OSError:
            if not link.swallowed:
                writer.transport.abort()

    def _forward(self, last, action, *arguments):
        """Do it when it is its time, never before what was LAST; return that time."""
        now = self._loop.time()
        at = max(now + self.delay_s, self._stalled_until, last)
        if at > now:
            at += 1e-6  # the loop keeps no order among equals
            self._loop.call_at(at, action, *arguments)
        else:
            action(*arguments)
        return at

    def _count(self, size, up):
        traffic = self._traffic
        turned = self._last_up is not up
        self._last_up = up
        if up:
            traffic.flights_up += turned
            traffic.bytes_up += size
        else:
            traffic.flights_down += turned
            traffic.bytes_down += size

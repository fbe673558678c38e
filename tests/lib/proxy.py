# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP proxy on loopback that counts, and that can behave like a bad network.

A flight is what one side sends until the other side answers: the number of a client's flights is
the number of round trips it asks for. Bytes are those of the TCP stream, TLS included.
"""

import asyncio
import dataclasses
import threading


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


class Proxy:
    """Forward to TARGET_PORT on loopback. delay_s is the delay in each direction."""

    def __init__(self, target_port, delay_s=0):
        self.delay_s = delay_s
        self.black_hole = False
        self._target_port = target_port
        self._traffic = Traffic()
        self._last_up = None
        self._writers = set()
        self._loop = asyncio.new_event_loop()
        self._server = None
        self.port = 0
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def traffic(self):
        """What went through until now; subtract two of them."""
        return dataclasses.replace(self._traffic)

    def reset(self):
        """Break every connection."""
        self._call(self._abort_all)

    def refuse(self):
        """Break every connection and refuse new ones, as if the server were down."""

        async def close():
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

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    async def _listen(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def _abort_all(self):
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, client_reader, client_writer):
        try:
            server_reader, server_writer = await asyncio.open_connection(
                "127.0.0.1", self._target_port
            )
        except OSError:
            client_writer.transport.abort()
            return
        self._traffic.connections += 1
        self._last_up = None
        pair = {client_writer, server_writer}
        self._writers |= pair
        await asyncio.gather(
            self._pump(client_reader, server_writer, up=True),
            self._pump(server_reader, client_writer, up=False),
        )
        self._writers -= pair

    async def _pump(self, reader, writer, up):
        try:
            while data := await reader.read(65536):
                self._count(len(data), up)
                if not self.black_hole:
                    self._forward(writer.write, data)
            self._forward(writer.close)
        except OSError:
            writer.transport.abort()

    def _forward(self, action, *arguments):
        if self.delay_s:
            self._loop.call_later(self.delay_s, action, *arguments)
        else:
            action(*arguments)

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

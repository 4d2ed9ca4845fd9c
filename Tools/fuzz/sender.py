"""The processes of a run: senders over kept connections, one that breaks connections, and one that asks for health."""
import json
import os
import random
import socket
import time
from collections import Counter

from requests import Requests

PIPELINE = 12
POOL = 400


class Reader:
    """Answers from a connection, one after another."""

    def __init__(self, connection):
        self.connection, self.buffer = connection, b""

    def more(self):
        piece = self.connection.recv(262144)
        if not piece:
            raise ConnectionError
        self.buffer += piece

    def answer(self, method):
        """Status, whether the connection goes on, and the body."""
        while True:
            while (end := self.buffer.find(b"\r\n\r\n")) < 0:
                self.more()
            head, self.buffer = self.buffer[:end].lower(), self.buffer[end + 4:]
            status = int(head[9:12])
            if status != 100:
                break
        goes_on = b"\r\nconnection: close" not in head
        body = b""
        if method != "HEAD" and status != 204:
            at = head.find(b"\r\ncontent-length:")
            if at >= 0:
                size = int(head[at + 17:].split(b"\r\n", 1)[0])
                while len(self.buffer) < size:
                    self.more()
                body, self.buffer = self.buffer[:size], self.buffer[size:]
            elif b"\r\ntransfer-encoding: chunked" in head:
                while True:
                    while (end := self.buffer.find(b"\r\n")) < 0:
                        self.more()
                    size = int(self.buffer[:end].split(b";")[0], 16)
                    while len(self.buffer) < end + 4 + size:
                        self.more()
                    body += self.buffer[end + 2:end + 2 + size]
                    self.buffer = self.buffer[end + 4 + size:]
                    if size == 0:
                        break
        return status, goes_on, body


def send(port, document, known, tokens, seed, count, results, stop):
    """Sends so many requests over one connection at a time, several before their answers are read."""
    maker, chance = Requests(document, known, seed), random.Random(seed)
    statuses, operations, bad, done, cut = Counter(), Counter(), [], 0, 0
    connection = reader = None
    roles, pool, begun = list(tokens), [], time.time()
    try:
        while done < count and not stop.is_set():
            batch = []
            for _ in range(min(PIPELINE, count - done)):
                # Most requests are new; some are sent again, as clients do.
                if len(pool) < POOL or chance.random() < 0.7:
                    request = maker.one()
                    (pool.append if len(pool) < POOL else lambda new: pool.__setitem__(chance.randrange(POOL), new))(request)
                else:
                    request = chance.choice(pool)
                role = chance.choice(roles)
                method, operation, head, body = request
                text = head + b"Authorization: Bearer " + tokens[role] + b"\r\n"
                if method not in ("GET", "HEAD", "OPTIONS") or body:
                    if chance.random() < 0.1:
                        text += b"Transfer-Encoding: chunked\r\n\r\n"
                        text += (b"%x\r\n" % len(body) + body + b"\r\n" if body else b"") + b"0\r\n\r\n"
                    else:
                        text += b"Content-Length: %d\r\n\r\n" % len(body) + body
                else:
                    text += b"\r\n"
                batch.append((method, operation, role, text))
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", port), timeout=90)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                reader = Reader(connection)
            answered = 0
            try:
                connection.sendall(b"".join(text for *_, text in batch))
                for method, operation, role, text in batch:
                    status, goes_on, body = reader.answer(method)
                    answered += 1
                    statuses[status] += 1
                    operations[operation] += 1
                    if status == 500 or status >= 504:
                        bad.append((status, role, text[:3000].decode("utf-8", "replace"), body[:600].decode("utf-8", "replace")))
                    if not goes_on:
                        break
                else:
                    done += answered
                    continue
            except (ConnectionError, TimeoutError, OSError) as error:
                cut += 1
                if isinstance(error, TimeoutError):
                    bad.append((0, batch[answered][2], batch[answered][3][:3000].decode("utf-8", "replace"), "no answer within 90 s"))
                elif isinstance(error, ConnectionRefusedError):
                    bad.append((0, "-", "", "connection refused"))
                    time.sleep(0.5)
                    if len(bad) > 20:
                        break
            done += answered
            connection.close()
            connection = None
    finally:
        results.put(("sent", done, dict(statuses), dict(operations), bad[:40], cut, time.time() - begun))


def annoy(port, tokens, seed, results, stop):
    """Breaks off, sends slowly, sends what is no HTTP, until the others are done."""
    chance, count, held = random.Random(seed), 0, []
    token = list(tokens.values())[0]
    post = b"POST /v1/cycles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + b"\r\n"
    kinds = [
        b"\x00\x01\x02", b"GET /\xff\xfe HTTP/1.1\r\n\r\n", "GET /v1/people?name=书 HTTP/1.1\r\n\r\n".encode(), b"G@T / HTTP/1.1\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", post + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        post + b"Content-Length: -5\r\n\r\n", post + b"Content-Length: 99999999999\r\n\r\n" + b"x" * 70000,
        post + b"Content-Length: 10\r\nContent-Length: 12\r\n\r\n{}", b"GET /v1/me HTTP/1.1\r\n" + b"X: y\r\n" * 3000 + b"\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", post + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        post + b"Content-Length: 16000000\r\n\r\n" + b"[" * 1_000_000, b"GET /v1/me HTTP/1.1\r\n",
    ]
    while not stop.is_set():
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=5)
            connection.sendall(chance.choice(kinds))
            count += 1
            if chance.random() < 0.3 and len(held) < 40:
                held.append(connection)
            elif chance.random() < 0.5:
                connection.settimeout(0.2)
                try:
                    connection.recv(4096)
                except OSError:
                    pass
                connection.close()
            else:
                connection.close()
        except OSError:
            pass
        for slow in list(held):
            try:
                slow.send(b"1")
                count += 0
            except OSError:
                held.remove(slow)
        time.sleep(0.02)
    results.put(("annoyed", count))


def probe(port, results, stop, pause=0.05):
    """Asks for health again and again: over a kept connection and over a new one in turn."""
    # A late turn of the prober is none of the server's.
    try:
        os.nice(-10)
    except OSError:
        pass
    request, times, failed, kept = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", [], 0, None
    turn = 0
    while not stop.is_set():
        turn += 1
        start = time.perf_counter()
        try:
            if turn % 2 or kept is None:
                connection = socket.create_connection(("127.0.0.1", port), timeout=10)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            else:
                connection = kept
            connection.sendall(request)
            if Reader(connection).answer("GET")[0] != 200:
                failed += 1
            times.append(time.perf_counter() - start)
            if kept is None:
                kept = connection
            elif connection is not kept:
                connection.close()
        except OSError:
            failed += 1
            if kept is not None and turn % 2 == 0:
                kept = None
        time.sleep(max(0, pause - (time.perf_counter() - start)))
    results.put(("health", times, failed))

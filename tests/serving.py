"""A built book behind a server on this machine that compresses what it sends, as a host of pages does."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Kinds of file that a host compresses; the others are compressed already.
_PACKED = (".html", ".css", ".js", ".svg", ".json", ".csv", ".txt", ".ttf")


@cache
def packed(path: Path) -> bytes:
    """What is sent for a file."""
    content = path.read_bytes()
    return gzip.compress(content, 6, mtime=0) if path.suffix in _PACKED else content


class _Server(ThreadingHTTPServer):
    """Keeps connections waiting while this machine is busy: one that is refused comes back seconds later."""

    request_queue_size = 128


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; gives the address of its root, with a slash."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = folder / unquote(urlsplit(self.path).path).lstrip("/")
            is_there = path.is_file() and path.resolve().is_relative_to(folder.resolve())
            body = packed(path) if is_there else b""
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            if is_there and path.suffix in _PACKED:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()

"""Serving a preview, to this machine only: pages as they stand, with a banner that the server puts in."""

from __future__ import annotations

import html
import json
import mimetypes
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from scoledger.site.preview.board import Board, News
from scoledger.site.preview.faults import PortTakenError

#: The only address that is listened on: nobody else on the network sees a preview.
HOST = "127.0.0.1"
#: Address at which a page asks for news.
NEWS = "/-preview/news"
#: Seconds after which it is answered that there are none.
_PATIENCE = 20.0
#: Longer numbers are none of ours.
_DIGITS = 12
_BODY = re.compile(rb"<body[^>]*>")
_GAP = re.compile(r"\{(told|words|fault)\}")
_BANNER = Path(__file__).with_name("banner.html")


class PreviewServer:
    """A server in a thread of its own.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Where pages and files stand; an earlier folder wins.
    board : Board
    port : int
        0 for any that is free.

    Raises
    ------
    PortTakenError
        If another program listens on the port.
    """

    def __init__(self, folders: Sequence[Path], board: Board, port: int) -> None:
        self._board = board
        handler: Any = type(
            "Handler", (_Handler,), {"folders": [folder.resolve() for folder in folders], "board": board}
        )
        try:
            self._server = ThreadingHTTPServer((HOST, port), handler)
            self._port = self._server.server_port
        except OSError as error:
            raise PortTakenError(
                f"port {port} of {HOST} cannot be listened on: {error.strerror or error}.\n"
                "Name another one with --port; without it, a free one is taken."
            ) from error
        handler.names = frozenset(f"{host}:{self._port}" for host in (HOST, "localhost"))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def address(self, page: str) -> str:
        """Address of a page."""
        return f"http://{HOST}:{self._port}/{page}.html"

    def close(self) -> None:
        """Stop serving and free the port."""
        self._board.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def find_file(folders: Sequence[Path], address: str) -> Path | None:
    """File that an address names; None where there is none, or where the address leads out of the folders.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Without links in their names; an earlier one wins.
    address : str
    """
    name = unquote(urlsplit(address).path).lstrip("/")
    if "\0" in name or ".." in name.split("/"):
        return None
    for folder in folders:
        path = folder / name
        # A name may be longer than any file's: os.path says that there is none, where a path object raises an error.
        path = path / "index.html" if os.path.isdir(path) else path  # noqa: PTH112
        if os.path.isfile(path) and path.resolve().is_relative_to(folder):  # noqa: PTH113
            return path
    return None


def put_banner(content: bytes, page: str, news: News) -> bytes:
    """Put the banner, with its script, at the top of a page."""
    told = json.dumps({"page": page, "address": NEWS, **asdict(news)}).replace("<", "\\u003c")
    filled = {"told": told, "words": html.escape(news.words), "fault": html.escape(news.fault)}
    banner = _GAP.sub(lambda gap: filled[gap[1]], _BANNER.read_text("utf-8"))
    found = _BODY.search(content)
    end = found.end() if found else 0
    return content[:end] + banner.encode() + content[end:]


class _Handler(BaseHTTPRequestHandler):
    """Answers whoever asks for a page, a file or news."""

    protocol_version = "HTTP/1.1"
    folders: ClassVar[list[Path]] = []
    names: ClassVar[frozenset[str]] = frozenset()
    board: ClassVar[Board]

    def do_GET(self) -> None:
        """Answer."""
        if self.headers.get("Host") not in self.names:  # a page from elsewhere that has our address under its own name
            self._send(421, "text/plain", b"This preview is served under 127.0.0.1 only.\n")
        elif urlsplit(self.path).path == NEWS:
            self._tell()
        else:
            self._give()

    def do_HEAD(self) -> None:
        """Answer without the content."""
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the library's
        """Say nothing: the terminal is for what changes."""

    def _tell(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        page, seen = asked.get("page", [""])[0], asked.get("seen", [""])[0]
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < _DIGITS else -1
        news = self.board.wait(page, number, _PATIENCE)
        self._send(200, "application/json", json.dumps(asdict(news)).encode())

    def _give(self) -> None:
        # The news come first: a page that is made after them is loaded once more, not missed.
        page = unquote(urlsplit(self.path).path).strip("/").removesuffix(".html")
        news = self.board.news(page)
        path = find_file(self.folders, self.path)
        if path is None:
            self._send(404, "text/plain; charset=utf-8", b"The book has no such page.\n")
            return
        kind, content = mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes()
        if kind == "text/html":
            content, kind = put_banner(content, page, news), "text/html; charset=utf-8"
        self._send(200, kind, content)

    def _send(self, status: int, kind: str, content: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):  # the page was left before the answer came
            self.close_connection = True

"""What a preview tells those who look at its pages; the one thing that its threads share."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class News:
    """How things stand with one page.

    Parameters
    ----------
    number : int
        Counts what was said; who has seen this number waits for the next.
    made : int
        Counts how often the page was made; who shows another one loads the page again.
    words : str
        One sentence on what is shown.
    fault : str
        What is wrong, when something is.
    """

    number: int
    made: int
    words: str
    fault: str


class Board:
    """News by page."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._made: dict[str, tuple[int, str]] = {}
        self._lists = frozenset[str]()
        self._everything = 0
        self._faults: dict[str, str] = {}
        self._work, self._waiting = "", set[str]()
        self._book = ""
        self._is_closed = False

    def begin(self, lists: frozenset[str], book: str) -> None:
        """Name the pages that stay as they are until the next book, and say of when the last one is."""
        with self._changed:
            self._lists, self._book = lists, book
            self._say()

    def made(self, page: str) -> None:
        """Tell that a page was made anew."""
        with self._changed:
            number, _ = self._made.get(page, (0, ""))
            self._made[page] = (number + 1, _now())
            self._faults.pop(page, None)
            self._waiting.discard(page)
            self._say()

    def made_all(self) -> None:
        """Tell that every page looks different, because a style or a script has changed."""
        with self._changed:
            self._everything += 1
            self._say()

    def working(self, words: str, pages: Iterable[str] = ()) -> None:
        """Tell what is under way, and which pages wait for it; nothing, when all is done."""
        with self._changed:
            self._work, self._waiting = words, set(pages)
            self._say()

    def fault(self, page: str, words: str) -> None:
        """Tell what is wrong with a page, or, under the empty name, with the checkout."""
        with self._changed:
            self._faults[page] = words
            self._say()

    def mended(self, page: str) -> None:
        """Tell that it is wrong no more."""
        with self._changed:
            if self._faults.pop(page, None) is not None:
                self._say()

    def news(self, page: str) -> News:
        """How things stand with a page."""
        with self._changed:
            return self._news(page)

    def wait(self, page: str, seen: int, seconds: float) -> News:
        """Wait for news that are newer than a number; after a while, give what there is."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen or self._is_closed, seconds)
            return self._news(page)

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _news(self, page: str) -> News:
        number, time = self._made.get(page, (0, ""))
        if page in self._lists:
            words = f"Preview: this page is that of the last book, {self._book}."
        elif page in self._waiting:
            words = f"Preview: {self._work}; this page is made anew after that."
        else:
            when = f" (made {time})" if time else ""
            words = f"Preview: this page is current{when}; lists and counts are those of the last book, {self._book}."
        fault = self._faults.get(page) or self._faults.get("", "")
        if fault:
            words = "Preview: something is wrong, and this page is the last whole one."
        return News(self._number, number + self._everything, words, fault)

    def _say(self) -> None:
        self._number += 1
        self._changed.notify_all()


def _now() -> str:
    return dt.datetime.now().astimezone().strftime("%H:%M:%S")

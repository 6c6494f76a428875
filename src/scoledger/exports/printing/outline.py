"""The outline of a PDF, closed: a reader sees its parts first, and opens what is looked for."""

from __future__ import annotations

import re
from collections import Counter

#: An entry of the outline as Chromium writes it: number, title and place, parent, and how many entries stand below.
_ENTRY = re.compile(
    rb"(?P<number>\d+) 0 obj\n<</Title (?P<title>\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>)\n"
    rb"(?P<middle>/Dest \[[^\]]*\]\n/Parent (?P<parent>\d+) 0 R\n(?:/\w+ \d+ 0 R\n?)*)(?P<below>/Count \d+)?>>",
    re.DOTALL,
)
_ROOT = re.compile(rb"(?P<number>\d+) 0 obj\n(?P<start><</Type /Outlines\n[^>]*)(?P<below>/Count \d+)>>")


def close_outline(pdf: bytes) -> bytes:
    """Close every entry of an outline.

    Parameters
    ----------
    pdf : bytes
        As Chromium has written it.

    Returns
    -------
    bytes
        As many bytes: every offset in the file stays true.

    Notes
    -----
    A closed entry names as a negative number how many entries it would show.  The room for the sign is a space before
    the title that the format does not need.
    """
    children = Counter(found["parent"] for found in _ENTRY.finditer(pdf))

    def close(found: re.Match[bytes]) -> bytes:
        if not found["below"]:
            return found[0]
        below = b"/Count -%d" % children[found["number"]]
        head = b"%s 0 obj\n<</Title%s\n%s" % (found["number"], found["title"], found["middle"])
        return (head + below).ljust(len(found[0]) - 2) + b">>"

    def shorten(found: re.Match[bytes]) -> bytes:
        text = b"%s 0 obj\n%s/Count %d" % (found["number"], found["start"], children[found["number"]])
        return text.ljust(len(found[0]) - 2) + b">>"

    return _ROOT.sub(shorten, _ENTRY.sub(close, pdf))

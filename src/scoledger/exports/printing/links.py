"""Where the links of a page lead once it stands in a document with others."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Links:
    """The addresses of one document.

    Parameters
    ----------
    anchors : mapping of str to str
        Prefix of ids by page: those of ``book/claims/an-id`` may begin with ``p7``.
    url : str
        Address of the published book without a slash at its end; empty while it is not published.
    """

    anchors: Mapping[str, str]
    url: str = ""

    def resolve(self, page: str, address: str) -> str | None:
        """Say where a link of a page leads to.

        Parameters
        ----------
        page : str
            The page that it stands on.
        address : str
            As it stands there.

        Returns
        -------
        str or None
            A place in the document, an absolute address, or nothing where it leads to a file of a book that is not
            published.

        Examples
        --------
        >>> links = Links({"book/a": "p1", "book/c/b": "p2"})
        >>> links.resolve("book/c/b", "../a.html#top"), links.resolve("book/c/b", "#end")
        ('#p1-top', '#p2-end')
        >>> links.resolve("book/a", "../exports/a.csv") is None
        True
        >>> Links({}, "https://example.org").resolve("book/a", "../exports/a.csv")
        'https://example.org/exports/a.csv'
        """
        if "://" in address or address.startswith(("mailto:", "data:")):
            return None if address.startswith("file:") else address
        path, _, fragment = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else f"{page}.html"
        anchor = self.anchors.get(target.removesuffix(".html"))
        if anchor is not None:
            return f"#{anchor}-{unquote(fragment)}" if fragment else f"#{anchor}"
        if not self.url or target.startswith(".."):
            return None
        return f"{self.url}/{target}" + (f"#{fragment}" if fragment else "")

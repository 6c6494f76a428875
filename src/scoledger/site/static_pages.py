"""Small pages outside Sphinx: the way to the front page, from an old address to a new one, and for a wrong address."""

from __future__ import annotations

import html
from pathlib import Path

from scoledger.site.nodes import relative_address
from scoledger.site.templating import html_templates

_TEMPLATES = Path(__file__).parent / "templates"


def write_front(front: str) -> str:
    """Write the page at the root, which leads to the first page of the book.

    Parameters
    ----------
    front : str
        The first page, below the root.
    """
    address = html.escape(front)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<title>To the book</title>\n</head>\n'
        f'<body><p><a href="{address}">To the book</a></p></body>\n</html>\n'
    )


def write_redirect(old: str, new: str, url: str) -> str:
    """Write the page of an old address; with a script it also keeps the place on the page.

    Parameters
    ----------
    old, new : str
        Pages, ``book/claims/an-id``.
    url : str
        Address of the published book; empty while it is not published.
    """
    target = relative_address(old, f"{new}.html")
    canonical = f"{url}/{new}.html" if url else target
    return html_templates(_TEMPLATES).get_template("moved.html.j2").render(target=target, canonical=canonical)


def write_not_found(title: str, url: str) -> str:
    """Write the page that a host shows for an address that the book does not have.

    Parameters
    ----------
    title : str
        Of the book.
    url : str
        Address of the published book, from which links start; while it is empty, a script guesses it.
    """
    return (
        html_templates(_TEMPLATES)
        .get_template("404.html.j2")
        .render(title=title, url=f"{url.rstrip('/')}/" if url else "")
    )

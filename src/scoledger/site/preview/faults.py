"""Mistakes of previews.

They stand here and not in `scoledger.errors`, on which every run of a notebook rests: a preview repeats no run.
"""

from __future__ import annotations

from scoledger.errors import LedgerError


class BookNeededError(LedgerError):
    """There is no whole book, made by the present code, from which a preview could begin."""


class PreviewRunningError(LedgerError):
    """Another preview is at work in this checkout."""


class PortTakenError(LedgerError):
    """Another program listens on the port that a preview should be served on."""


class RestartNeededError(LedgerError):
    """Code or configuration, which a preview reads once, has changed under it."""


class PageError(LedgerError):
    """Sphinx finds fault with a page of a preview."""

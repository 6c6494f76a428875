"""Mistakes of printing.

They stand here and not in `scoledger.errors`, on which every run of a notebook rests: printing repeats no run.
"""

from __future__ import annotations

from scoledger.errors import LedgerError


class BookMissingError(LedgerError):
    """There is no built book to print."""


class UnknownPageError(LedgerError):
    """A page that the built book does not have, or a short name that fits several."""


class BrowserError(LedgerError):
    """Chromium is not installed, or does not print."""

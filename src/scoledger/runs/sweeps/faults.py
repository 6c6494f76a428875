"""Mistakes of sweeps.

They stand here and not in `scoledger.errors`, on which every run of a notebook rests: a sweep's words repeat no run.
"""

from __future__ import annotations

from scoledger.errors import LedgerError


class GridError(LedgerError):
    """A file that should be a grid of parameters and is none, or plans nothing or too much."""


class SweepTableError(LedgerError):
    """A file was named for the table of a sweep that cannot be one."""


class BookNotBuiltError(LedgerError):
    """Pages were asked for that show what the published book, which has not been built here, says."""

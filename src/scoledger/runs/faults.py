"""Mistakes of runs.

They stand here and not in `scoledger.errors`, on which every run of a notebook rests: how runs are kept repeats none.
"""

from __future__ import annotations

from scoledger.errors import UnknownRunError


class DamagedRunError(UnknownRunError):
    """A run of the store is no longer what was stored: to whoever passes over missing runs, it is missing too."""

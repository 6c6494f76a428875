"""What a build has read and made, so that an unchanged book is known without importing what makes one.

Nothing here imports a library that takes long to load, nor a part of the package that does.
"""

from __future__ import annotations

from scoledger.builds.checkout import hold_checkout
from scoledger.builds.commit import read_commit
from scoledger.builds.holding import hold_alone
from scoledger.builds.index import FileIndex, file_index
from scoledger.builds.listing import Listing, file_state, list_files, read_clock
from scoledger.builds.stamp import Stamp
from scoledger.builds.whole import WholeBook

__all__ = [
    "FileIndex",
    "Listing",
    "Stamp",
    "WholeBook",
    "file_index",
    "file_state",
    "hold_alone",
    "hold_checkout",
    "list_files",
    "read_clock",
    "read_commit",
]

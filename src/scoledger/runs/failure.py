"""Why a notebook did not come to its end."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TypeGuard

#: What the system says where there is no room, or where nobody may write: every other run would be told the same.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES})


@dataclass(frozen=True)
class Failure:
    """Why a notebook did not come to its end.

    Parameters
    ----------
    error : str
        Class and message of the error.
    cell : int or None
        The cell that raised it, counted from 1 in the stored notebook; None when no cell is to blame.

    Examples
    --------
    >>> print(Failure("ValueError: no luck", cell=4))
    cell 4: ValueError: no luck
    """

    error: str
    cell: int | None = None

    def __str__(self) -> str:
        return self.error if self.cell is None else f"cell {self.cell}: {self.error}"


def has_no_room(error: BaseException | None) -> TypeGuard[OSError]:
    """Whether an error says that nothing can be written here: that ends a batch, all others the run that meets them."""
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def worker_died(jobs: int) -> Failure:
    """Make the failure of a run whose worker process is gone.

    Parameters
    ----------
    jobs : int
        Number of runs at once.  Where it is one, there is no --jobs to lower, or nothing to be gained by it.

    Returns
    -------
    Failure
    """
    advice = " (try fewer --jobs)" if jobs > 1 else ""
    return Failure(f"its worker process died, twice: it was killed, or memory ran out{advice}")

"""Why a notebook did not come to its end."""

from __future__ import annotations

from dataclasses import dataclass


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


def worker_died() -> Failure:
    """The failure of runs whose worker process is gone."""
    return Failure("its worker process died, twice: it was killed, or memory ran out (try fewer --jobs)")

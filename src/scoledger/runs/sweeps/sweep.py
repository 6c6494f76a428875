"""A sweep: the runs of a grid, each checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.errors import LedgerError, WindowError
from scoledger.parameters import Declaration, check_names, read_declaration
from scoledger.paths import Project
from scoledger.runs.plan import PlannedRun, plan_declared
from scoledger.runs.sweeps.faults import GridError
from scoledger.runs.sweeps.grid import read_grid
from scoledger.runs.values import brief


@dataclass(frozen=True)
class Sweep:
    """The runs of a grid.

    Parameters
    ----------
    declaration : scoledger.parameters.Declaration
        Of the notebook.
    varied : tuple of str
        Parameters that the grid names, in its order.
    runs : tuple of PlannedRun
        Each once, in the order of the grid.
    listed : int
        Number of combinations of the grid.
    impossible : tuple of str
        Combinations that were left out, in words.
    """

    declaration: Declaration
    varied: tuple[str, ...]
    runs: tuple[PlannedRun, ...]
    listed: int
    impossible: tuple[str, ...]

    @property
    def notebook(self) -> str:
        """Name of the notebook without ``.ipynb``."""
        return self.declaration.name

    @property
    def repeated(self) -> int:
        """Number of combinations that name a run that the grid has named before."""
        return self.listed - len(self.impossible) - len(self.runs)


def read_sweep(project: Project, notebook: str, path: Path, *, skip_impossible: bool = False) -> Sweep:
    """Read a grid and plan its runs.

    Parameters
    ----------
    project : Project
    notebook : str
    path : pathlib.Path
        See `read_grid`.
    skip_impossible : bool
        Leave out combinations whose window ends before it begins, instead of refusing the grid.

    Returns
    -------
    Sweep

    Raises
    ------
    GridError
        If the file cannot be read as a grid, or no run is left.
    WindowError
        At the first combination whose window ends before it begins.
    LedgerError
        If the notebook, a parameter or one of its values is refused (`scoledger.parameters.validate`).
    """
    # Read once: it opens the declarations of all notebooks.
    declaration = read_declaration(project, notebook)
    grid = read_grid(path)
    try:
        check_names(declaration, grid.names)
    except LedgerError as error:
        raise type(error)(f"{path}: {error}") from error
    runs, impossible = dict[str, PlannedRun](), list[str]()
    for where, given in grid.combinations:
        try:
            run = plan_declared(declaration, given)
        except WindowError as error:
            if not skip_impossible:
                message = f"{path}, {where or _describe(given)}: {error}\nLeave such runs out with: --skip-impossible"
                raise WindowError(message) from error
            impossible.append(_describe(given))
        except LedgerError as error:
            raise type(error)(f"{path}, {where or _describe(given)}: {error}") from error
        else:
            runs.setdefault(run.key, run)
    if not runs:
        raise GridError(
            f"{path}: the window of each of its {grid.size:,} runs ends before it begins, so nothing is left.\n"
            "Expected a combination with first_year <= last_year."
        )
    return Sweep(declaration, grid.names, tuple(runs.values()), grid.size, tuple(impossible))


def _describe(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={brief(value)}" for name, value in given.items())

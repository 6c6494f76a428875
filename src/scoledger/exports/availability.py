"""The list of outputs as a file: what makes every figure and table of the book."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.outputs import list_outputs

COLUMNS = ["id", "kind", "title", "page", "notebook", "cell", "functions"]


def tabulate_outputs(project: Project) -> pd.DataFrame:
    """Tabulate every current figure and table.

    Returns
    -------
    pandas.DataFrame, shape (n_outputs, 7)
        Columns `COLUMNS`, all text, sorted by id; functions are parted by spaces.  Notebook and cell of results about
        the ledger itself are empty: they come from the verdicts.

    Raises
    ------
    StaleResultError
        If a result names a cell that its notebook does not have.
    """
    rows = [
        {name: getattr(output, name) for name in COLUMNS} | {"functions": " ".join(output.functions)}
        for output in list_outputs(project)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def write_outputs_csv(project: Project) -> Path:
    """Write ``exports/outputs.csv``."""
    path = project.exports / "outputs.csv"
    write_text(path, tabulate_outputs(project).to_csv(index=False, lineterminator="\n"))
    return path

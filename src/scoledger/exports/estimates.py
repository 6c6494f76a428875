"""The chapters' main estimates as one table: for citers, and as the golden table of the tests."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.site.estimates import main_estimates

COLUMNS = ["id", "chapter", "title", "value", "low", "high", "unit", "n"]


def tabulate_estimates(project: Project) -> pd.DataFrame:
    """Main estimates of the current runs.

    Returns
    -------
    pandas.DataFrame, shape (n_estimates, 8)
        Columns `COLUMNS`, all text; numbers with six significant digits, so that another processor's rounding is no
        difference; what is missing is empty.
    """
    rows = [
        {"id": result.id, "chapter": result.notebook, "title": result.title, "unit": result.unit}
        | {name: _write(getattr(result, name)) for name in ("value", "low", "high", "n")}
        for result in main_estimates(project)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def write_estimates_csv(project: Project) -> Path:
    """Write ``exports/estimates.csv``."""
    path = project.exports / "estimates.csv"
    write_text(path, _to_csv(project))
    return path


def write_golden_estimates(project: Project) -> int:
    """Write ``tests/golden/estimates.csv`` from the registry; returns the number of rows.

    A changed estimate is then a difference that a reviewer sees, and the changelog says why.
    """
    write_text(project.root / "tests" / "golden" / "estimates.csv", _to_csv(project))
    return len(tabulate_estimates(project))


def _to_csv(project: Project) -> str:
    return tabulate_estimates(project).to_csv(index=False, lineterminator="\n")


def _write(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"

"""What citers take: the ledger as JSON and CSV, and the files of every figure and table."""

from __future__ import annotations

from pathlib import Path

from scoledger.exports.estimates import tabulate_estimates, write_estimates_csv, write_golden_estimates
from scoledger.exports.files import write_files
from scoledger.exports.ledger import make_ledger, write_ledger
from scoledger.exports.readme import write_readme
from scoledger.exports.summary import write_summary
from scoledger.paths import Project

__all__ = [
    "make_ledger",
    "tabulate_estimates",
    "write_estimates_csv",
    "write_exports",
    "write_files",
    "write_golden_estimates",
    "write_ledger",
    "write_readme",
    "write_summary",
]


def write_exports(project: Project) -> Path:
    """Write the summary results, then everything below ``exports/``.

    Call it after the registry is installed and before the book is built: pages cite the summary.

    Returns
    -------
    pathlib.Path
        ``exports/ledger.json``.
    """
    write_summary(project)
    write_files(project)
    write_estimates_csv(project)
    return write_ledger(project)

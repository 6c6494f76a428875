"""What citers take: the ledger as JSON and CSV, and the files of every figure and table."""

from __future__ import annotations

from pathlib import Path

from scoledger.builds import Stamp, file_index, read_commit
from scoledger.editions import present_edition
from scoledger.exports.availability import tabulate_outputs, write_outputs_csv
from scoledger.exports.colophon import write_colophon
from scoledger.exports.comparison import (
    describe_side,
    make_comparison,
    plain,
    write_comparison_json,
    write_comparison_page,
)
from scoledger.exports.crate import make_crate, write_crate
from scoledger.exports.estimates import tabulate_estimates, write_estimates_csv, write_golden_estimates
from scoledger.exports.files import write_files
from scoledger.exports.filling import fill_registry
from scoledger.exports.ledger import make_ledger, write_ledger
from scoledger.exports.readme import write_readme
from scoledger.exports.result_pages import find_gone, write_result_pages
from scoledger.exports.single import export_result
from scoledger.exports.summary import write_summary
from scoledger.exports.terms import write_terms
from scoledger.paths import Project
from scoledger.results import MANIFEST
from scoledger.site.stamp import files_of

__all__ = [
    "describe_side",
    "export_registry",
    "export_result",
    "fill_registry",
    "find_gone",
    "make_comparison",
    "make_crate",
    "make_ledger",
    "plain",
    "tabulate_estimates",
    "tabulate_outputs",
    "write_comparison_json",
    "write_comparison_page",
    "write_crate",
    "write_estimates_csv",
    "write_exports",
    "write_files",
    "write_golden_estimates",
    "write_ledger",
    "write_outputs_csv",
    "write_readme",
    "write_result_pages",
    "write_summary",
    "write_terms",
]


def write_exports(project: Project) -> Path:
    """Write the summary results, then everything below ``exports/`` and the page of every result.

    Call it after the registry is installed and before the book is built: pages cite the summary.

    Returns
    -------
    pathlib.Path
        ``exports/ledger.json``.
    """
    write_summary(project)
    return export_registry(project)


def export_registry(project: Project) -> Path:
    """Write everything below ``exports/`` and the page of every result, from a registry that has the summary.

    Returns
    -------
    pathlib.Path
        ``exports/ledger.json``.
    """
    ledger = project.exports / "ledger.json"
    stamp = Stamp(project.build / "exports.json", (project.exports, project.result_pages))
    digest = _digest(project)
    if stamp.is_current(digest):
        return ledger
    stamp.forget()
    write_files(project)
    write_estimates_csv(project)
    write_ledger(project)
    present = present_edition(project)
    write_result_pages(project, present)
    write_outputs_csv(project)
    write_colophon(project, present)
    write_crate(project)
    stamp.note(digest)
    return ledger


def _digest(project: Project) -> str:
    """Digest of everything that exports are made from: results by their runs, words about data, editions, and code."""
    package = Path(__file__).parents[1]
    paths = [package / name for name in ("exports", "citations", "editions", "site", "runs", "builds")]
    paths += [path for path in files_of(project.data) if path.suffix != ".parquet"]
    paths += sorted(project.notebooks.glob("*.ipynb"))
    paths += [project.registry / MANIFEST, project.book / "references.bib"]
    paths += [project.root / name for name in ("CITATION.cff", "datapackage.json")]
    return file_index(project).digest_files(paths, project.root, read_commit(project))

"""The files of figures and tables under stable addresses: ``exports/figures/<id>.svg`` and so on."""

from __future__ import annotations

from pathlib import Path

from scoledger.paths import Project
from scoledger.results import output_error, write_bytes
from scoledger.site.registry import current_results, result_file

#: Kind of result -> folder below exports/.
FOLDERS = {"figure": "figures", "table": "tables"}


def write_files(project: Project) -> list[Path]:
    """Copy the files of every current figure and table, and remove those of ids that are gone.

    Returns
    -------
    list of pathlib.Path
        All files, sorted.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    written = []
    for kind, folder in FOLDERS.items():
        kept = list(_copy(project, kind, project.exports / folder))
        for path in sorted((project.exports / folder).glob("*.*")):
            if path not in kept:
                _remove(path)
        written += kept
    return sorted(written)


def _copy(project: Project, kind: str, folder: Path) -> list[Path]:
    copies = []
    for result in current_results(project, kind):
        for suffix in sorted(result.files):
            source = result_file(project, result, suffix)
            if source is not None and source.is_file():
                copy = folder / f"{result.id}.{suffix}"
                write_bytes(copy, source.read_bytes())
                copies.append(copy)
    return copies


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise output_error(path, error) from error

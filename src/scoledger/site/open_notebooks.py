"""The notebooks of the book's pages with their parameters, as the built book offers them: ``open/<page>.ipynb``."""

from __future__ import annotations

from pathlib import Path

from scoledger.citations import Repository, fetch_code
from scoledger.paths import Project
from scoledger.results import write_text
from scoledger.runs import short_page, write_notebook
from scoledger.site.registry import current_runs
from scoledger.site.stamp import files_of, remove_files

#: Folder below `_build` and in the built book; in it, the folder of those that fetch the repository themselves.
FOLDER, COLAB = "open", "colab"


def write_open_notebooks(project: Project, repository: Repository | None) -> Path:
    """Write the notebook of every current run; where a repository is known, also one that fetches it first.

    Returns
    -------
    pathlib.Path
        The folder that holds them.

    Raises
    ------
    NotebookError
        If a notebook lacks a parameter of its run.
    OutputError
        If a file cannot be written or removed.
    """
    folder, written = project.build / FOLDER, set()
    variants = {"": ""} | ({f"{COLAB}/": fetch_code(repository)} if repository else {})
    for entry in current_runs(project).values():
        if not (project.notebooks / f"{entry['notebook']}.ipynb").is_file():  # its page offers none either
            continue
        for below, first in variants.items():
            path = folder / f"{below}{short_page(entry['page'])}.ipynb"
            write_text(path, write_notebook(project, entry["notebook"], entry["parameters"], first))
            written.add(path)
    remove_files(set(files_of(folder)) - written)
    return folder

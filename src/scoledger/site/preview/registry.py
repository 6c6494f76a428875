"""The results of one run, put into the preview's registry in the place of those that its page had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat as untyped

from scoledger.errors import DuplicateIdError
from scoledger.paths import Project
from scoledger.results import MANIFEST, read_manifest, write_bytes, write_json, write_text
from scoledger.results.cells import read_cells
from scoledger.runs import RunRecord, RunStore
from scoledger.site.argument import write_chapters
from scoledger.site.registry import result_path
from scoledger.site.run_pages import make_page
from scoledger.site.stamp import remove_files

#: nbformat carries no types.
nbformat: Any = untyped

_FIELDS = ("run", "notebook", "slug", "page", "heading", "parameters")


def installed_run(copy: Project, slug: str) -> str:
    """Id of the run whose results are installed for a slug; empty when there is none."""
    return next((str(entry["run"]) for entry in read_manifest(copy)["runs"] if entry["slug"] == slug), "")


def install_run(copy: Project, record: RunRecord) -> set[Path]:
    """Put the results of a run into the preview's registry.

    Parameters
    ----------
    copy : Project
        The preview's checkout.
    record : RunRecord

    Returns
    -------
    set of pathlib.Path
        Files of results that were written or removed.

    Raises
    ------
    DuplicateIdError
        If another run makes one of the ids; nothing is then installed.
    OutputError
        If the registry cannot be written.
    """
    store, manifest = RunStore(copy), read_manifest(copy)
    results = {result.id: result for result in store.results(record)}
    replaced = {entry["run"] for entry in manifest["runs"] if entry["slug"] == record.slug}
    others = {name: run for name, run in manifest["results"].items() if run not in replaced}
    for name in results:
        if name in others:
            raise DuplicateIdError(
                f"the run of {record.slug!r} makes the result {name!r}, and so does run {others[name]}.\n"
                "Give one of them another name."
            )
    changed: set[Path] = set()
    for result in results.values():
        for name in result.files.values():
            content = (store.folder(record.run) / "files" / name).read_bytes()
            if write_bytes(copy.registry / "files" / name, content):
                changed.add(copy.registry / "files" / name)
        path = result_path(copy, result.id)
        if write_json(path, result.to_dict()):
            changed.add(path)
    gone = {
        result_path(copy, name) for name, run in manifest["results"].items() if run in replaced and name not in results
    }
    remove_files(path for path in gone if path.is_file())
    runs = [entry for entry in manifest["runs"] if entry["run"] not in replaced]
    runs.append({name: getattr(record, name) for name in _FIELDS})
    known = others | dict.fromkeys(results, record.run)
    runs.sort(key=lambda entry: str(entry["slug"]))
    write_json(copy.registry / MANIFEST, {**manifest, "runs": runs, "results": known})
    return changed | gone


def write_run_page(copy: Project, record: RunRecord) -> str:
    """Write the source of the page of a run, and give its docname."""
    notebook = nbformat.read(copy.runs / record.run / "notebook.ipynb", as_version=4)
    entry = {name: getattr(record, name) for name in _FIELDS}
    names, explained = read_cells(copy, record.notebook), write_chapters(copy).get(record.slug, "")
    page = make_page(notebook, entry, names, explained)
    write_text(copy.root / f"{record.page}.ipynb", nbformat.writes(page) + "\n")
    return record.page

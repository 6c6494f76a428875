"""The small book of a sweep: a checkout in miniature below `_build/sweeps`, built as the book is.

It has its own registry, contents and configuration.  Data and notebooks are those of the checkout; pages that it lacks
are links into the published book.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

import scoledger
from scoledger.builds import hold_checkout
from scoledger.exports.files import write_files
from scoledger.exports.result_pages import write_result_pages
from scoledger.exports.sweeps.banner import Difference, find_difference, write_banner
from scoledger.exports.sweeps.index import FORMATS, SHOWN_ROWS, write_index
from scoledger.exports.sweeps.naming import name_runs, rename_ids, rename_notebook, rename_result
from scoledger.paths import Project
from scoledger.results import MANIFEST, output_error, read_manifest, read_result, write_bytes, write_json, write_text
from scoledger.runs import PlannedRun, RunRecord, RunStore, read_plan
from scoledger.runs.installation import FILES
from scoledger.runs.store import RECORD
from scoledger.runs.sweeps import Sweep, make_rows, write_tables
from scoledger.runs.work import EXECUTED
from scoledger.site import build_book
from scoledger.site.stamp import files_of, remove_files
from scoledger.site.sweep_links import SETTING

#: Folder of the small books below `_build`, and the published book as seen from one of them.
FOLDER, PUBLISHED = "sweeps", "../../html"
#: What of the folder `data` concerns the published book only.
_NOT_SHARED = {"redirects.toml", "editions"}
#: What ``CITATION.cff`` says of the published book and its repository, neither of which has the pages of a sweep.
_PUBLISHED_KEYS = {"url", "doi", "identifiers", "repository-code", "repository", "repository-artifact"}
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

#: Pages of the book that every page of a run leans on: its terms and its references.
_LEANT_ON = ("book/glossary", "book/bibliography")


def build_sweep_book(project: Project, sweep: Sweep, runs: Sequence[PlannedRun], name: str) -> Path:
    """Build a page for every run of a sweep, and a first page with the table of their results.

    Nothing outside ``_build/sweeps/NAME`` is written.

    Parameters
    ----------
    project : Project
    sweep : Sweep
    runs : sequence of PlannedRun
        Those of its runs that have come to their end.
    name : str
        Of the folder below ``_build/sweeps``.

    Returns
    -------
    pathlib.Path
        First page.

    Raises
    ------
    BuildFailedError
        If Sphinx warns of anything.
    BuildRunningError
        If the same small book is being built already.
    OutputError
        If a folder cannot be written.
    """
    small = Project(project.build / FOLDER / name)
    small.build.mkdir(parents=True, exist_ok=True)
    with hold_checkout(small):
        _share(project, small)
        store = RunStore(project)
        records = {run.key: record for run in runs if (record := store.latest(run)) is not None}
        entries = _install(project, small, sweep, [(run, records[run.key]) for run in runs if run.key in records])
        tables = {item["id"] for record in records.values() for item in record.inputs if item["kind"] == "table"}
        _write_contents(project, small, sweep, entries, sorted(tables))
        small.exports.mkdir(parents=True, exist_ok=True)
        write_files(small)
        write_result_pages(small)
        finished = Sweep(sweep.declaration, sweep.varied, tuple(runs), len(runs), ())
        files = [small.exports / f"results.{kind}" for kind in FORMATS]
        rows = write_tables(files, finished, make_rows(store, finished, {}))
        shown = itertools.islice(make_rows(store, finished, {}), SHOWN_ROWS)
        write_index(small, finished, entries, list(shown), rows)
        return build_book(small)


def _share(project: Project, small: Project) -> None:
    """Put what the small book has in common with the book where a build looks for it."""
    small.data.mkdir(parents=True, exist_ok=True)
    sources = {path.name: path for path in sorted(project.data.iterdir()) if path.name not in _NOT_SHARED}
    links = {small.data / name: path for name, path in sources.items()} | {small.notebooks: project.notebooks}
    try:
        for old in [path for path in small.data.iterdir() if path not in links]:
            old.unlink()
        for link, path in links.items():
            if not link.is_symlink() or link.resolve() != path.resolve():  # the checkout may have been moved
                link.unlink(missing_ok=True)
                link.symlink_to(path.resolve(), target_is_directory=path.is_dir())
    except OSError as error:
        raise output_error(small.data, error) from error
    leant_on = [project.root / f"{page}.md" for page in _LEANT_ON]
    copied = [*files_of(project.book / "_static"), project.book / "references.bib", project.lock, *leant_on]
    for path in copied:
        if path.is_file():
            write_bytes(small.root / path.relative_to(project.root), path.read_bytes())


def _install(
    project: Project, small: Project, sweep: Sweep, finished: Sequence[tuple[PlannedRun, RunRecord]]
) -> list[dict[str, Any]]:
    """Fill the registry and the runs of the small book; give its runs, in the order of the sweep."""
    store, plan = RunStore(project), read_plan(project)
    names = name_runs([record for _, record in finished])
    entries, results, kept, words = list[dict[str, Any]](), dict[str, str](), set[Path](), set[str]()
    for run, record in finished:
        slug, page = names[record.run]
        made, paths, seen = _install_run(store, small, record, slug, page)
        results |= dict.fromkeys(made, record.run)
        kept |= paths
        words |= seen
        entries.append(_entry(record, slug, page, find_difference(run, sweep.declaration, plan)))
    cited, paths = _install_cited(project, small, words - set(results))
    ours = {entry["run"] for entry in entries}  # a run of the sweep may be published too, with another page
    listed = entries + [entry for entry in cited if entry["run"] not in ours]
    manifest = {"edition": scoledger.__version__, "runs": listed, "results": results}
    write_json(small.registry / MANIFEST, manifest)
    kept |= paths | {small.registry / MANIFEST}
    remove_files(path for folder in (small.registry, small.runs) for path in files_of(folder) if path not in kept)
    return entries


def _entry(record: RunRecord, slug: str, page: str, difference: Difference) -> dict[str, Any]:
    kept = {name: getattr(record, name) for name in ("run", "notebook", "heading", "parameters")}
    told = {"banner": write_banner(difference), "differs": str(difference)}
    return {**kept, **told, "slug": slug, "page": page}


def _install_run(
    store: RunStore, small: Project, record: RunRecord, slug: str, page: str
) -> tuple[list[str], set[Path], set[str]]:
    """Install one run; give its ids, the files written, and every word that may be the id of another result."""
    folder, target = store.folder(record.run), small.runs / record.run
    results = store.results(record)
    names = rename_ids([result.id for result in results], record.slug, slug)
    kept = {target / EXECUTED, target / RECORD}
    for result in results:
        renamed = rename_result(result, names, page)
        for kind, file in result.files.items():
            path = small.registry / FILES / renamed.files[kind]
            write_bytes(path, (folder / FILES / file).read_bytes())
            kept.add(path)
        path = small.registry / f"{renamed.id}.json"
        write_json(path, renamed.to_dict())
        kept.add(path)
    notebook = rename_notebook(json.loads((folder / EXECUTED).read_text("utf-8")), names)
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    write_text(target / EXECUTED, text + "\n")
    write_bytes(target / RECORD, (folder / RECORD).read_bytes())
    return [names[result.id] for result in results], kept, set(_TOKEN.findall(text))


def _install_cited(project: Project, small: Project, words: set[str]) -> tuple[list[dict[str, Any]], set[Path]]:
    """Install the published results that pages of the sweep cite, such as verdicts; give their runs and files.

    They are not listed as results of the small book, which neither exports nor cites them.
    """
    manifest = read_manifest(project)
    runs, kept = set[str](), set[Path]()
    for name in sorted(words & set(manifest["results"])):
        result = read_result(project, name)
        runs.add(result.run)
        for file in result.files.values():
            path = small.registry / FILES / file
            write_bytes(path, (project.registry / FILES / file).read_bytes())
            kept.add(path)
        path = small.registry / f"{name}.json"
        write_json(path, result.to_dict())
        kept.add(path)
    return [entry for entry in manifest["runs"] if entry["run"] in runs], kept


def _write_contents(
    project: Project, small: Project, sweep: Sweep, entries: Sequence[dict[str, Any]], tables: Sequence[str]
) -> None:
    """Write configuration, contents and citation: the book's own, but for what makes this one another book."""
    config = yaml.safe_load((project.root / "_config.yml").read_text("utf-8"))
    config["title"] = f"Sweep of {sweep.declaration.title}"
    config["sphinx"]["extra_extensions"].append("scoledger.site.sweep_links")
    config["sphinx"]["config"][SETTING] = PUBLISHED
    _write_yaml(small.root / "_config.yml", config)
    contents: dict[str, Any] = {"format": "jb-book", "root": "book/index", "options": {"titlesonly": True}}
    leant_on = [page for page in _LEANT_ON if (small.root / f"{page}.md").is_file()]
    runs = [{"file": entry["page"], "title": _short_title(entry)} for entry in entries]
    sources = [{"file": page} for page in (*leant_on, *(f"book/data/{table}" for table in tables), "book/status")]
    contents["parts"] = [{"caption": "Runs", "chapters": runs}, {"caption": "Terms and sources", "chapters": sources}]
    _write_yaml(small.root / "_toc.yml", contents)
    cited = yaml.safe_load((project.root / "CITATION.cff").read_text("utf-8"))
    cited["title"] = f"{cited['title']}: a sweep of {sweep.declaration.title}, not published"
    kept = {key: value for key, value in cited.items() if key not in _PUBLISHED_KEYS}
    _write_yaml(small.root / "CITATION.cff", kept)


def _short_title(entry: dict[str, Any]) -> str:
    """Title in the list of pages: two runs with one heading are told apart."""
    heading = entry["heading"] or entry["slug"]
    return f"{heading} ({entry['differs']})" if entry["differs"] else heading


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    write_text(path, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))

"""Editions and stored runs made by hand, for tests of what compares them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from scoledger.editions import Edition, Entry, RunBasis
from scoledger.paths import Project

BASIS = RunBasis(
    notebook="plain",
    page="book/plain/kgz",
    parameters={"country": "KGZ", "year": 2001},
    notebook_digest="a" * 16,
    code_digest="c" * 16,
    lock_digest="d" * 16,
    inputs={"table tiny": "e" * 16},
    vintages={"tiny": "2025-06"},
)


def number(entry_id: str = "plain-kgz-total", value: float = 3.0, **keys: Any) -> Entry:
    """A number, in bcm unless another unit is given."""
    given = {"unit": "bcm", "text": f"{value:.1f} bcm", **keys}
    return Entry(entry_id, "number", given.pop("run", "r1"), "Total", value, **given)


def verdict(word: str, digest: str = "1" * 16, entry_id: str = "plain-kgz") -> Entry:
    """A verdict with its word."""
    return Entry(entry_id, "verdict", "r1", "A claim", text=word, digest=digest)


def table(digest: str, entry_id: str = "plain-kgz-rows", kind: str = "table") -> Entry:
    """A table or figure, of which an edition keeps a digest alone."""
    return Entry(entry_id, kind, "r1", "All rows", digest=digest)


def edition(name: str, *entries: Entry, **changes: Any) -> Edition:
    """An edition whose entries all come from one run, made from `BASIS` with some changes."""
    basis = replace(BASIS, **changes)
    return Edition(name, {entry.id: entry for entry in entries}, {entry.run: basis for entry in entries})


def result(result_id: str, kind: str = "number", **keys: Any) -> dict[str, Any]:
    """A result as its file holds it."""
    if kind == "number":
        value = keys.setdefault("value", 3.0)
        keys = {"unit": "bcm", "format": ".1f", "text": f"{value:.1f} bcm", **keys}
    if kind == "figure":
        keys = {"alt": "A line.", **keys}
    return {"id": result_id, "kind": kind, "title": f"Title of {result_id}", **keys}


def store_run(
    project: Project,
    run: str,
    results: list[dict[str, Any]],
    tables: dict[str, str] | None = None,
    *,
    slug: str = "plain-kgz",
    parameters: dict[str, Any] | None = None,
    is_in_book: bool = False,
    **record: Any,
) -> None:
    """Put a finished run into the store, and into the registry if it is one of the book.

    Parameters
    ----------
    project : Project
    run : str
        Its id.
    results : list of dict
        As `result` makes them.
    tables : dict of str to str, optional
        CSV by id of the result.
    slug, parameters, **record
        Of the run, as ``run.json`` has them.
    is_in_book : bool
    """
    parameters = parameters or {"country": "KGZ", "year": 2001}
    about = {"notebook": "plain", "page": f"book/plain/{slug[-3:]}", "parameters": parameters, "code_digest": "c" * 64}
    about |= {"notebook": record.pop("notebook", "plain")}
    inputs = [{"kind": "table", "id": "tiny", "digest": "e" * 64, "vintage": "2025-06"}]
    folders = [project.runs / run / "results", *([project.registry] if is_in_book else [])]
    for folder in folders:
        files = (folder.parent if folder.name == "results" else folder) / "files"
        files.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for item in results:
            has_table = item["id"] in (tables or {})
            named = {"files": {"csv": f"{item['id']}.csv"}} if has_table else {}
            content = {**item, **about, "run": run, "inputs": inputs, "edition": "2026.1", **named}
            (folder / f"{item['id']}.json").write_text(json.dumps(content), encoding="utf-8")
        for result_id, text in (tables or {}).items():
            (files / f"{result_id}.csv").write_text(text, encoding="utf-8")
    stored = {**about, "run": run, "slug": slug, "heading": "", "inputs": inputs, "notebook_digest": "a" * 64}
    stored |= {"code_files": {}, "lock_digest": "d" * 64, "edition": "2026.1", "started": "", "seconds": 1.0}
    kept = {name: project.runs / run / name for name in (f"results/{item['id']}.json" for item in results)}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()}
    stored |= {"versions": {}, "files": digests, **record}
    (project.runs / run / "run.json").write_text(json.dumps(stored), encoding="utf-8")
    if is_in_book:
        _list_run(project, stored, [item["id"] for item in results])


def _list_run(project: Project, stored: dict[str, Any], ids: list[str]) -> None:
    path = project.registry / "manifest.json"
    manifest = json.loads(path.read_text("utf-8")) if path.is_file() else {"edition": "", "runs": [], "results": {}}
    manifest["runs"].append(
        {name: stored[name] for name in ("run", "notebook", "slug", "page", "heading", "parameters")}
    )
    manifest["results"] |= dict.fromkeys(ids, stored["run"])
    path.write_text(json.dumps(manifest), encoding="utf-8")

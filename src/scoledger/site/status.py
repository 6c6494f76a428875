"""The status page: what was run, how long it took, with which versions and which data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoledger.cards import read_cards
from scoledger.paths import Project
from scoledger.results import read_manifest
from scoledger.runs import digest_of
from scoledger.site.run_pages import planned_pages
from scoledger.site.writing import write_template


def write_status(project: Project) -> Path:
    """Write ``book/status.md``; no other page depends on it."""
    runs = read_runs(project)
    versions = merge_versions(runs)
    files = {name: digest for run in runs for name, digest in run["code_files"].items()}
    colophon = project.exports / "edition.json"
    digests = {
        "code_digest": digest_of(files)[:12] if files else "",
        "lock_digest": _merge_words(run["lock_digest"] for run in runs),
    }
    path = project.book / "status.md"
    write_template(
        path,
        "status.md.j2",
        edition=read_manifest(project)["edition"],
        runs=runs,
        seconds=sum(run["seconds"] for run in runs),
        versions=versions,
        digests=digests,
        made=json.loads(colophon.read_text(encoding="utf-8")) if colophon.is_file() else {},
        cards=list(read_cards(project).values()),
    )
    return path


def read_runs(project: Project) -> list[dict[str, Any]]:
    """Read what the current runs noted of themselves, in the order of their pages: time, versions, digests."""
    return [_read_run(project, docname, entry) for docname, entry in planned_pages(project).items()]


def _read_run(project: Project, docname: str, entry: dict[str, Any]) -> dict[str, Any]:
    path = project.runs / entry["run"] / "run.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        "page": docname,
        "heading": entry["heading"],
        "notebook": entry["notebook"],
        "run": entry["run"],
        "seconds": float(stored.get("seconds") or entry.get("seconds") or 0),
        "started": str(stored.get("started", "")).replace("T", " ")[:16],
        "versions": stored.get("versions") or {},
        "code_files": stored.get("code_files") or {},
        "lock_digest": stored.get("lock_digest", ""),
    }


def merge_versions(runs: list[dict[str, Any]]) -> dict[str, str]:
    """Merge the versions that runs saw, sorted by name: more than one of a library is shown as such."""
    seen: dict[str, set[str]] = {}
    for run in runs:
        for name, version in run["versions"].items():
            seen.setdefault(name, set()).add(str(version))
    return {name: ", ".join(sorted(found)) for name, found in sorted(seen.items())}


def _merge_words(words: Any) -> str:
    return ", ".join(sorted({word[:12] for word in words if word}))

"""What a page or an export needs to know about a result beyond what its file says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.citations import read_card_once
from scoledger.errors import StaleResultError
from scoledger.paths import Project
from scoledger.results import Result, read_manifest

#: Number at the beginning of a text, with the bound of one too small to print.
_NUMBER = re.compile(r"(below )?[-+]?[\d,]*\.?\d+(e[-+]?\d+)?")

#: Results about the ledger itself begin with this; their sources are the verdicts.
SUMMARY_PREFIX = "ledger-"


@dataclass(frozen=True)
class Source:
    """A table that a result was computed from."""

    table: str
    producer: str
    title: str
    vintage: str

    @property
    def label(self) -> str:
        """Producer and vintage in words."""
        return f"{self.producer} ({self.vintage})" if self.vintage else self.producer


def result_path(project: Project, result_id: str) -> Path:
    """Path of the registry file of an id, whether or not it is there."""
    return project.registry / f"{Path(result_id).name or '_'}.json"


def result_file(project: Project, result: Result, suffix: str) -> Path | None:
    """Path of the svg, png or csv file of a result, when it has one.

    Raises
    ------
    StaleResultError
        If the result names a file outside the folder of such files.
    """
    name = result.files.get(suffix)
    if name and (name != Path(name).name or "\\" in name):
        raise StaleResultError(
            f"{result.kind} {result.id!r} is damaged: its {suffix} file is {name!r}.\n"
            "Expected the name of a file in _build/registry/files. Remove _build/registry, then run 'scoledger book'."
        )
    return project.registry / "files" / name if name else None


def current_runs(project: Project) -> dict[str, dict[str, Any]]:
    """Read the manifest's entries of the current runs, by run id."""
    return {entry["run"]: entry for entry in read_manifest(project)["runs"]}


def current_results(project: Project, kind: str = "") -> list[Result]:
    """Read all current results, or those of one kind, sorted by id; stale ones are left out."""
    manifest, runs = read_manifest(project), current_runs(project)
    found = []
    for result_id in sorted(manifest["results"]):
        path = result_path(project, result_id)
        if path.is_file():
            result = Result.from_dict(json.loads(path.read_text(encoding="utf-8")))
            if result.run in runs and kind in {"", result.kind}:
                found.append(result)
    return found


def number_of(result: Result) -> str:
    """Text of a number without its unit.

    Examples
    --------
    >>> number_of(Result("a", "number", "A", value=45.0, unit="billion USD", text="45.0 billion USD"))
    '45.0'
    >>> number_of(Result("b", "number", "B", value=0.01, unit="share per year", text="+1.06 percentage points a year"))
    '+1.06'
    """
    found = _NUMBER.match(result.text)
    return found[0] if found else result.text


def sources_of(project: Project, result: Result) -> list[Source]:
    """Tables that a result was computed from, sorted by id, each with producer and vintage."""
    tables = {item["id"]: item.get("vintage", "") for item in result.inputs if item.get("kind") == "table"}
    cards = {table: read_card_once(project, table) for table in sorted(tables)}
    return [Source(table, card.producer, card.title, tables[table] or card.vintage) for table, card in cards.items()]


def source_line(project: Project, result: Result) -> str:
    """Write producers and their vintages in one line, each once."""
    sources = sources_of(project, result)
    if not sources:
        return "the verdicts of this book" if result.id.startswith(SUMMARY_PREFIX) else "no table"
    return "; ".join(dict.fromkeys(source.label for source in sources))

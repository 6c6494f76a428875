"""``exports/ledger.json``: the public interface, stable from the first release; claims and joint tests as CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

from scoledger import __version__
from scoledger.cards import read_cards
from scoledger.claims import read_family
from scoledger.paths import Project
from scoledger.results import Result, write_json, write_text
from scoledger.site.family import tabulate_family
from scoledger.site.registry import current_results

#: Columns of ledger.csv; of the readings, the first is the one that decides.
CSV_COLUMNS = (
    "id",
    "source",
    "kind",
    "topic",
    "testability",
    "verdict",
    "sentence",
    "readings",
    "specifications",
    "share_supporting",
    "share_contradicting",
    "decisive_dimension",
)


def write_ledger(project: Project) -> Path:
    """Write ``exports/ledger.json``, ``exports/ledger.csv`` and ``exports/tests.csv``.

    Returns
    -------
    pathlib.Path
        The JSON file.
    """
    path = project.exports / "ledger.json"
    verdicts = current_results(project, "verdict")
    write_json(path, make_ledger(project, verdicts))
    write_text(project.exports / "ledger.csv", _write_csv(verdicts))
    tests = tabulate_family(read_family(project), {result.id: result for result in verdicts})
    write_text(project.exports / "tests.csv", tests.to_csv(index=False, lineterminator="\n"))
    return path


def make_ledger(project: Project, verdicts: list[Result]) -> dict[str, Any]:
    """Make the ledger as plain data.

    Returns
    -------
    dict
        ``edition``, ``data_digest``, ``code_digest`` and ``claims``, sorted by id; each claim has its verdict and its
        readings, each reading its figures.
    """
    producers = {card.id: f"{card.producer} ({card.id})" for card in read_cards(project).values()}
    return {
        "edition": __version__,
        "data_digest": data_digest(project),
        "code_digest": code_digest(verdicts),
        "claims": [_claim(result, producers) for result in verdicts],
    }


def data_digest(project: Project) -> str:
    """Digest of every card (with its table's checksum), correction, claim and record."""
    digest = hashlib.sha256()
    for path in sorted(project.data.rglob("*")):
        if path.is_file() and path.suffix == ".toml":
            digest.update(f"{path.relative_to(project.data).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def code_digest(verdicts: list[Result]) -> str:
    """Digest of the code that made the verdicts."""
    digests = sorted({result.code_digest for result in verdicts})
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _claim(result: Result, producers: dict[str, str]) -> dict[str, Any]:
    claim = result.details.get("claim", {})
    return {
        "id": result.id,
        **{key: claim.get(key, "") for key in ("source", "kind", "topic", "testability")},
        "verdict": result.text,
        "readings": [_reading(reading, producers) for reading in result.details.get("readings") or []],
    }


def _reading(reading: dict[str, Any], producers: dict[str, str]) -> dict[str, Any]:
    keys = ("name", "verdict", "share_supporting", "share_contradicting", "specifications", "decisive_dimension")
    return {
        **{key: reading.get(key) for key in keys},
        "figures": [_figure(figure, producers) for figure in reading.get("figures", [])],
    }


def _figure(figure: dict[str, Any], producers: dict[str, str]) -> dict[str, Any]:
    """Name the sources of the figure itself: a claim may rest on tables that this figure has not seen."""
    keys = ("id", "name", "claimed", "value", "unit", "low", "high", "years")
    sources = [producers.get(source, source) for source in figure.get("sources") or []]
    return {**{key: figure.get(key) for key in keys}, "sources": sources}


def _write_csv(verdicts: list[Result]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for result in verdicts:
        claim, readings = result.details.get("claim", {}), result.details.get("readings") or []
        first = readings[0] if readings else {}
        row = {name: claim.get(name, "") for name in ("source", "kind", "topic", "testability")}
        row |= {name: first.get(name, "") for name in CSV_COLUMNS[9:]}
        row |= {"id": result.id, "verdict": result.text, "sentence": result.caption, "readings": len(readings)}
        row["specifications"] = sum(reading.get("specifications") or 0 for reading in readings)
        writer.writerow(row)
    return text.getvalue()

"""Results about the ledger itself: how many claims were tested, how many stand, and the scoreboards."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from scoledger import __version__
from scoledger.builds.underway import part_of
from scoledger.errors import StaleResultError, UnknownResultError
from scoledger.exports.findings import findings_path, make_findings, read_findings
from scoledger.paths import Project
from scoledger.results import Result, output_error, read_manifest, read_result, to_json, write_bytes, write_json
from scoledger.site.badges import VERDICTS, slug
from scoledger.site.indexes import article_name
from scoledger.site.registry import SUMMARY_PREFIX, current_results
from scoledger.units import write_value

#: Page on which the summary stands.
PAGE = "book/index"
_NOTEBOOK = "summary"
#: Modules that decide what the summary's results look like.
_SOURCES = ("summary.py", "scoreboard.py", "topics.py", "findings.py", "finding_figure.py")
#: The summary's entry among the current runs.
_ENTRY = {"notebook": _NOTEBOOK, "slug": "ledger", "page": PAGE, "heading": "", "parameters": {}}


def write_summary(project: Project) -> list[str]:
    """Write the summary results into the registry and list their run as current.

    The same verdicts give the same files with the same times, so that no page is built again for them, even though
    installing the registry has removed them in between.

    Returns
    -------
    list of str
        Ids of the summary results, sorted; none before the first verdict.
    """
    verdicts = current_results(project, "verdict")
    needed = _needed(project, verdicts)
    run = _run_id(project, needed)
    results, files = make_summary(project, verdicts, run, needed) if verdicts else ([], {})
    store = project.build / "summary"
    contents = {f"{result.id}.json": to_json(result.to_dict()).encode() for result in results}
    contents |= {f"files/{name}": content for name, content in files.items()}
    for name, content in contents.items():
        write_bytes(store / name, content)
    _install(project, store, set(contents))
    _list_run(project, run, results)
    return sorted(result.id for result in results)


def make_summary(
    project: Project, verdicts: list[Result], run: str, needed: dict[str, Result]
) -> tuple[list[Result], dict[str, bytes]]:
    """Make the summary results and their files.

    Parameters
    ----------
    project : Project
    verdicts : list of Result
    run : str
        Run id of the summary.
    needed : dict of str to Result
        What the findings are made from, by id.

    Returns
    -------
    results : list of Result
    files : dict of str to bytes
        Contents by file name.
    """
    counts = Counter(result.text for result in verdicts)
    common = {
        "notebook": _NOTEBOOK,
        "page": PAGE,
        "run": run,
        "edition": __version__,
        "code_digest": _one(verdicts),
        "inputs": [_input(result) for result in verdicts],
    }
    numbers = {"claims": ("Claims tested", len(verdicts))}
    numbers |= {slug(word): (f"Claims with the verdict: {word}", counts[word]) for word in VERDICTS}
    numbers["stand"] = ("Claims supported or confirmed", counts["supported"] + counts["confirmed"])
    numbers["specifications"] = ("Specifications computed", sum(map(count_specifications, verdicts)))
    results = [_number(name, title, value, common) for name, (title, value) in numbers.items()]
    board, files = _make_scoreboard(project, verdicts, common)
    topics, more = _make_topics(project, verdicts, common)
    findings, pictures = make_findings(project, needed, common)
    return [*results, board, *topics, *findings], files | more | pictures


def count_specifications(verdict: Result) -> int:
    """Count the specifications behind a verdict, over all its readings."""
    return sum(reading.get("specifications") or 0 for reading in verdict.details.get("readings") or [])


def _number(name: str, title: str, value: int, common: dict[str, Any]) -> Result:
    text = write_value(value, "count")
    return Result(
        id=f"{SUMMARY_PREFIX}{name}", kind="number", title=title, value=value, unit="count", text=text, **common
    )


def _make_scoreboard(
    project: Project, verdicts: list[Result], common: dict[str, Any]
) -> tuple[Result, dict[str, bytes]]:
    from scoledger.exports.scoreboard import draw_scoreboard, write_alt  # noqa: PLC0415 - matplotlib takes long to import

    result_id = f"{SUMMARY_PREFIX}scoreboard"
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        article = article_name(project, verdict.details.get("claim", {}).get("source", ""))
        counts.setdefault(article, Counter())[verdict.text] += 1
    counts = dict(sorted(counts.items()))
    files = {f"{result_id}.{suffix}": content for suffix, content in draw_scoreboard(counts, result_id).items()}
    board = Result(
        id=result_id,
        kind="figure",
        title="Verdicts by article",
        caption="Verdicts by article: one tile per claim.",
        alt=write_alt(counts),
        files={name.rsplit(".", 1)[1]: name for name in files},
        **common,
    )
    return board, files


def _make_topics(
    project: Project, verdicts: list[Result], common: dict[str, Any]
) -> tuple[list[Result], dict[str, bytes]]:
    """Make the drawing by topic and the table by topic and article."""
    from scoledger.exports.topics import (  # noqa: PLC0415 - matplotlib takes long to import
        Counts,
        draw_topics,
        tabulate_counts,
        write_counts,
        write_topics_alt,
    )

    drawing, table = f"{SUMMARY_PREFIX}topics", f"{SUMMARY_PREFIX}verdicts"
    counts: Counts = {}
    for verdict in verdicts:
        claim = verdict.details.get("claim", {})
        key = str(claim.get("topic", "")), article_name(project, claim.get("source", ""))
        counts.setdefault(key, Counter())[verdict.text] += 1
    files = {f"{drawing}.{suffix}": content for suffix, content in draw_topics(counts, drawing).items()}
    figure = Result(
        id=drawing,
        kind="figure",
        title="Verdicts by topic",
        caption="Verdicts by topic: one tile per claim.",
        alt=write_topics_alt(counts),
        files={name.rsplit(".", 1)[1]: name for name in files},
        **common,
    )
    title = "Verdicts by topic and article"
    details = tabulate_counts(counts)
    tabled = Result(
        id=table, kind="table", title=title, caption=title, details=details, files={"csv": f"{table}.csv"}, **common
    )
    return [figure, tabled], files | {f"{table}.csv": write_counts(counts)}


def _needed(project: Project, verdicts: list[Result]) -> dict[str, Result]:
    """The current results that the findings are made from, by id; what is not current is left out."""
    found = {result.id: result for result in verdicts}
    for name in dict.fromkeys(name for finding in read_findings(project) for name in finding.needs):
        with contextlib.suppress(UnknownResultError, StaleResultError):
            found.setdefault(name, read_result(project, name))
    return found


def _run_id(project: Project, needed: dict[str, Result]) -> str:
    seen = "\n".join(f"{name} {result.run} {result.text}" for name, result in sorted(needed.items()))
    paths = [Path(__file__).parent / name for name in _SOURCES]
    sources = "".join(path.read_text("utf-8") for path in [*paths, findings_path(project)] if path.is_file())
    return hashlib.sha256(f"{seen}\n{sources}".encode()).hexdigest()[:12]


def _input(result: Result) -> dict[str, str]:
    return {"kind": "result", "id": result.id, "digest": result.run, "vintage": ""}


def _one(verdicts: list[Result]) -> str:
    return min(result.code_digest for result in verdicts)


def _install(project: Project, store: Path, names: set[str]) -> None:
    """Copy with times: Sphinx compares times to see what has changed."""
    for path in [*store.glob("*.json"), *store.glob("files/*")]:
        name = path.relative_to(store).as_posix()
        target = project.registry / name
        if name not in names:
            path.unlink()
            target.unlink(missing_ok=True)
        elif not target.is_file() or target.read_bytes() != path.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = part_of(target)
            try:
                shutil.copy2(path, part)
                part.replace(target)
            except OSError as error:
                part.unlink(missing_ok=True)
                raise output_error(target, error) from error


def _list_run(project: Project, run: str, results: list[Result]) -> None:
    manifest = read_manifest(project)
    runs = [entry for entry in manifest["runs"] if entry["notebook"] != _NOTEBOOK]
    known = {key: made_by for key, made_by in manifest["results"].items() if not key.startswith(SUMMARY_PREFIX)}
    if results:
        runs.append({**_ENTRY, "run": run})
        known |= {result.id: run for result in results}
    write_json(project.registry / "manifest.json", {**manifest, "runs": runs, "results": known})

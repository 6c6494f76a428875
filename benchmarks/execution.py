"""How fast notebooks are executed, beside the stock tools: the same runs, cold store, two at once, several rounds.

    python benchmarks/execution.py [--claims N] [--chapters N] [--rounds N] [--jobs N] [--ways WAY,WAY]
        [--out FILE [--add]]

Each round executes the same runs in every way, in an order drawn by lot, since machines are noisy: only ratios within a
round are told, their median and their extremes.  Every way begins with nothing kept, in a copy of the checkout below a
temporary folder, and imports what it needs while the clock runs; the floor alone has imported everything before.  For
tools that take no parameters, the notebooks are written beforehand, which is not counted.  All ways must make the same
numbers, texts and verdicts, or the benchmark stops.

The runs are those of the plan: the claim pages, and the chapters.  `--claims` and `--chapters` take a sample of each,
the same one every time, spread evenly over the plan.  `--out` writes every measurement as CSV, and `--add` goes on
with what such a file keeps.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kept
import pandas as pd
from ways import WAYS

from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import PlannedRun, read_plan

#: What runs read of a checkout.
CONTENTS = ("data", "notebooks", "requirements.lock")
TOOLS = {"ploomber-engine": "ploomber_engine"}
OURS = "ours"


@dataclass(frozen=True)
class Measured:
    """One way in one round: seconds for all runs of the group, and the parent's peak of memory in MiB."""

    group: str
    runs: int
    jobs: int
    number: int
    way: str
    seconds: float
    peak: float


def main() -> None:
    """Measure and print."""
    given = read_options()
    project = Project.find()
    groups = group_runs(read_plan(project), given.claims, given.chapters)
    ways = [way for way in given.ways if way not in TOOLS or importlib.util.find_spec(TOOLS[way])]
    for way in sorted(set(given.ways) - set(ways)):
        print(f"{way}: not installed, left out (pip install {way})")
    rows = read_kept(given.out, groups, given.jobs) if given.add else []
    stamp, before = kept.stamp(), max((row["round"] for row in rows), default=0)
    for number in range(before + 1, before + given.rounds + 1):
        for group, runs in groups.items():
            found = measure_round(project, group, runs, ways, given.jobs, number)
            rows += [row | stamp for row in list_rows(found)]
            if given.out:
                kept.write_rows(given.out, rows)
        print(f"round {number} done", flush=True)
    print(kept.tabulate_execution(pd.DataFrame(rows)))


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, help="claim pages; by default all")
    parser.add_argument("--chapters", type=int, help="runs of chapters; by default all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, help="CSV file for the measurements")
    parser.add_argument("--add", action="store_true", help="add rounds to those that the file of --out keeps")
    parser.add_argument("--ways", type=lambda words: words.split(","), default=list(WAYS))
    given = parser.parse_args()
    unknown = set(given.ways) - set(WAYS)
    if unknown or OURS not in given.ways:
        parser.error(f"--ways takes some of {', '.join(WAYS)}, and {OURS} always")
    return given


def group_runs(plan: Sequence[PlannedRun], claims: int | None, chapters: int | None) -> dict[str, list[PlannedRun]]:
    """The runs that are measured."""
    pages = [run for run in plan if run.notebook == "claim"]
    others = [run for run in plan if run.notebook != "claim"]
    groups = {"claims": spread(pages, claims), "chapters": spread(others, chapters)}
    return {name: runs for name, runs in groups.items() if runs}


def spread(runs: list[PlannedRun], wanted: int | None) -> list[PlannedRun]:
    """As many as wanted, evenly over the plan.

    Examples
    --------
    >>> spread(["a", "b", "c", "d"], 2)
    ['a', 'c']
    """
    if wanted is None or wanted >= len(runs):
        return runs
    return [runs[place * len(runs) // wanted] for place in range(wanted)]


def measure_round(
    project: Project, group: str, runs: list[PlannedRun], ways: list[str], jobs: int, number: int
) -> list[Measured]:
    """Execute the runs in every way once."""
    found, made = [], dict[str, Any]()
    for way in random.sample(ways, len(ways)):
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            seconds, peak, results = measure(project, Path(name), way, runs, jobs)
        print(f"  {group} {way}: {seconds:.1f} s", flush=True)
        found.append(Measured(group, len(runs), jobs, number, way, seconds, peak))
        made[way] = results
    for way in ways:
        if made[way] != made[OURS]:
            unlike = [slug for slug in made[OURS] if made[way].get(slug) != made[OURS][slug]]
            raise SystemExit(f"{way} made other results than {OURS}, first in {unlike[0]}: nothing can be compared.")
    return found


def measure(
    project: Project, room: Path, way: str, runs: list[PlannedRun], jobs: int
) -> tuple[float, float, dict[str, Any]]:
    """Execute the runs in one way, in a fresh copy of the checkout: seconds, peak of memory and what was found."""
    copy = room / "checkout"
    copy.mkdir()
    for name in CONTENTS:
        source = project.root / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy / name)
    rows = [{"notebook": run.notebook, "slug": run.slug, "parameters": run.parameters} for run in runs]
    (room / "plan.json").write_text(json.dumps(rows), encoding="utf-8")
    (room / "runs").mkdir()
    command = [sys.executable, Path(__file__).with_name("ways.py"), way, room / "plan.json", room / "runs", jobs]
    variables = {ROOT_VARIABLE: str(copy), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    environment = {**os.environ, **variables, "PYTHONWARNINGS": "ignore", "PLOOMBER_STATS_ENABLED": "false"}
    start = time.perf_counter()
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{way} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    said = json.loads(done.stdout.splitlines()[-1])
    if said["failed"]:
        raise SystemExit(f"{way} failed at {', '.join(said['failed'][:5])}: nothing can be compared.")
    results = {run.slug: read_results(room / "runs" / run.slug / "run") for run in runs}
    return said["seconds"] if way == "floor" else seconds - said["prepared"], said["peak"], results


def read_results(folder: Path) -> dict[str, Any]:
    """What a run has found: value, text and verdict by result."""
    rows = [json.loads(path.read_text("utf-8")) for path in sorted((folder / "results").glob("*.json"))]
    return {row["id"]: [row.get(key) for key in ("kind", "value", "text", "verdict")] for row in rows}


def list_rows(measured: list[Measured]) -> list[dict[str, Any]]:
    """Every measurement as a row of the table that is kept."""
    return [
        {
            "group": one.group,
            "runs": one.runs,
            "jobs": one.jobs,
            "round": one.number,
            "way": one.way,
            "seconds": round(one.seconds, 1),
            "parent_mib": round(one.peak),
        }
        for one in measured
    ]


def read_kept(path: Path | None, groups: dict[str, list[PlannedRun]], jobs: int) -> list[dict[str, Any]]:
    """Rounds of the same runs that are kept already."""
    if path is None or not path.is_file():
        raise SystemExit("--add needs the file of --out: there are no rounds to which others could be added.")
    rows: list[dict[str, Any]] = kept.read_rows(path).to_dict("records")
    if found := {(row["group"], row["runs"], row["jobs"]) for row in rows} - {
        (group, len(runs), jobs) for group, runs in groups.items()
    }:
        raise SystemExit(f"{path} keeps other runs, of which {min(found)}: nothing can be added to them.")
    return rows


if __name__ == "__main__":
    main()

"""What a sweep costs as it grows: seconds a run and peak memory of the parent, for 10, 100 and 1,000 runs.

Run it from the root of the checkout: ``python benchmarks/sweeps.py --help``.
The notebook makes one number, so that what is measured is everything else.  Each sweep is made in a fresh checkout in
a temporary folder and by a fresh process; the repository is left as it is.  Other work on the machine shows in the
seconds: read the ratios, and repeat.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kept
import nbformat

from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import RunStore, execute_runs, read_basis
from scoledger.runs.sweeps import make_rows, read_sweep, write_tables

PARAMETERS = """
[square]
title = "A square"
summary = "Makes one number."
slug = "square-{side}"
page = "squares/{side}"

[square.parameters.side]
type = "integer"
default = 1
minimum = 1
maximum = 1000000
help = "Side"
"""
CELLS = (
    "side = 1  # Side",
    'from scoledger import results\n\nrun = results.begin("square", side=side)',
    'run.number("area", side**2, "index", title="Area")',
)
#: What is measured of one sweep, with the words of the table.
MEASURES = {
    "plan": "plan, ms a run",
    "execute": "execute, s a run",
    "again": "find it current, ms a run",
    "table": "table, ms a run",
    "memory": "peak memory of the parent, MB",
}
_SCALES = {"plan": 1000.0, "execute": 1.0, "again": 1000.0, "table": 1000.0}


def make_checkout(root: Path, runs: int) -> None:
    """Write a checkout with the notebook and a grid of so many runs."""
    for folder in ("data/cards", "data/claims", "notebooks"):
        (root / folder).mkdir(parents=True)
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(CELLS)]
    cells[0].metadata["tags"] = ["parameters"]
    (root / "notebooks" / "parameters.toml").write_text(PARAMETERS, "utf-8")
    (root / "notebooks" / "plan.toml").write_text("runs = []\n", "utf-8")
    nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "notebooks" / "square.ipynb")
    (root / "grid.toml").write_text(f"[parameters]\nside = {{ from = 1, to = {runs} }}\n", "utf-8")


def measure_here(root: Path, jobs: int) -> dict[str, float]:
    """Make the sweep of a checkout; give seconds of each step, and megabytes."""
    project, times = Project(root), [time.perf_counter()]
    sweep = read_sweep(project, "square", root / "grid.toml")
    times.append(time.perf_counter())
    outcomes = execute_runs(project, sweep.runs, jobs=jobs)
    times.append(time.perf_counter())
    failed = [outcome for outcome in outcomes if outcome.failure]
    if failed or len(outcomes) != len(sweep.runs):
        raise SystemExit(f"{len(failed)} of {len(sweep.runs)} runs failed, the first: {failed[0].failure}")
    store, basis = RunStore(project), read_basis(project)
    stale = [run for run in sweep.runs if store.why(run, basis)]
    times.append(time.perf_counter())
    rows = write_tables([root / "results.csv", root / "results.parquet"], sweep, make_rows(store, sweep, {}))
    times.append(time.perf_counter())
    if stale or rows != len(sweep.runs):
        raise SystemExit(f"{len(stale)} runs are stale and the table has {rows} rows of {len(sweep.runs)}")
    unit = 1 << (20 if sys.platform == "darwin" else 10)  # bytes there, kilobytes here
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    steps = ("plan", "execute", "again", "table")
    return {step: times[place + 1] - times[place] for place, step in enumerate(steps)} | {"memory": memory}


def measure(runs: int, jobs: int) -> dict[str, float]:
    """Make a sweep in a fresh checkout and a fresh process."""
    with tempfile.TemporaryDirectory(prefix="sweep-") as folder:
        root = Path(folder) / "checkout"
        make_checkout(root, runs)
        command = [sys.executable, __file__, "--here", str(root), "--jobs", str(jobs)]
        environment = {**os.environ, ROOT_VARIABLE: str(root)}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return {name: value * _SCALES[name] / runs if name in _SCALES else value for name, value in measured.items()}


def list_rows(jobs: int, found: dict[int, list[dict[str, float]]], stamp: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Every measurement, a row for each sweep."""
    for size, sweeps in found.items():
        for number, one in enumerate(sweeps, start=1):
            values = {words.replace(", ", " in "): float(f"{one[name]:.4g}") for name, words in MEASURES.items()}
            yield {"runs": size, "jobs": jobs, "repeat": number, **values, **stamp}


def main() -> None:
    """Measure every size, and print a table with the ratios to the smallest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], help="runs (default 10 100 1000)")
    parser.add_argument("--repeat", type=int, default=3, help="sweeps of each size (default 3)")
    parser.add_argument("--jobs", type=int, default=2, help="runs at once (default 2)")
    parser.add_argument("--out", type=Path, help="CSV file for every measurement")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure_here(options.here, options.jobs)))
        return
    found: dict[int, list[dict[str, float]]] = {size: [] for size in options.sizes}
    stamp = kept.stamp()
    for _ in range(options.repeat):  # sizes take turns, so that other work hits all of them
        for size in options.sizes:
            found[size].append(measure(size, options.jobs))
            print(f"{size} runs: {json.dumps(found[size][-1])}", file=sys.stderr, flush=True)
    if options.out:
        kept.write_rows(options.out, list_rows(options.jobs, found, stamp))
    print("runs  what                            median      lowest     highest   to the first size")
    for name, words in MEASURES.items():
        first = statistics.median(one[name] for one in found[options.sizes[0]])
        for size in options.sizes:
            values = [one[name] for one in found[size]]
            middle = statistics.median(values)
            numbers = f"{middle:9.3f}  {min(values):9.3f}  {max(values):9.3f}  {middle / first:9.2f}"
            print(f"{size:<5} {words:<30} {numbers}")
    for small, large in itertools.pairwise(options.sizes):
        begun, ended = (size * statistics.median(one["execute"] for one in found[size]) for size in (small, large))
        print(f"each run from {small} to {large}: {(ended - begun) / (large - small):.3f} s")


if __name__ == "__main__":
    main()

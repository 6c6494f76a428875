"""Measurements as they are kept: one CSV file for each benchmark, and the tables that README.md makes of them.

    python benchmarks/kept.py

writes the tables of README.md anew.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent
README, RESULTS = HERE / "README.md", HERE / "results"
GROUPS = {"claims": "Claim pages", "chapters": "Runs of chapters"}
#: What is wanted: a way takes at least so many times as long as ours, on the claim pages; seconds at most.
WANTED_RATIOS = {"papermill-loop": 5.0, "papermill-pool": 3.0, "floor": 0.5}
WANTED_SECONDS = {"unchanged book": 2.0, "edit to page": 5.0}
#: A table with the sentence above it, between two comments that name it.
_BLOCK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def stamp() -> dict[str, str]:
    """Today, and the commit of the code: with ``-dirty`` where files beside the measurements differ from it."""
    commit = _git("rev-parse", "--short", "HEAD").stdout.strip()
    differs = _git("diff", "--quiet", "HEAD", "--", ".", ":!benchmarks/results", ":!benchmarks/README.md").returncode
    return {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "commit": f"{commit}-dirty" if differs else commit,
    }


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=HERE.parent, capture_output=True, text=True, check=False)


def read_rows(path: Path) -> pd.DataFrame:
    """Read what is kept."""
    return pd.read_csv(path, dtype={"commit": str, "measured": str})  # a commit may look like a number


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write every measurement, a row each; all or nothing."""
    staged = path.with_name(f"{path.name}.new")
    pd.DataFrame(list(rows)).to_csv(staged, index=False, lineterminator="\n")
    staged.replace(path)


def tabulate_execution(frame: pd.DataFrame) -> str:
    """For each group of runs one line for each way: how many seconds, how often ours, the memory of the parent.

    A ratio is one within a round, since machines are noisy; of several rounds the median and the extremes are told.
    """
    parts = []
    for group, rows in frame.groupby("group", sort=False):
        ours = rows[rows["way"] == "ours"].set_index("round")["seconds"]
        rows = rows.assign(ratio=rows["seconds"] / rows["round"].map(ours))  # noqa: PLW2901
        lines = [
            [
                way,
                str(len(one)),
                f"{one['seconds'].median():.1f}",
                f"{(one['seconds'] / one['runs']).median():.2f}",
                f"{one['ratio'].median():.2f}",
                f"{one['ratio'].min():.2f} to {one['ratio'].max():.2f}",
                f"{one['parent_mib'].max():.0f}",
            ]
            for way, one in rows.groupby("way", sort=False)
        ]
        lines.sort(key=lambda line: float(line[2]))
        first = rows.iloc[0]
        heading = ["Way", "Rounds", "Seconds", "A run, s", "Times ours", "Lowest to highest", "Parent, MiB"]
        parts.append(
            f"{GROUPS[str(group)]}: {first['runs']}, {first['jobs']} at once{_when(rows)}.\n\n{_table(heading, lines)}"
        )
        if group == "claims":
            found = rows.groupby("way")["ratio"].median()
            wanted = [
                f"{way} at least {least:g} ({found[way]:.2f}, {'met' if found[way] >= least else 'not met'})"
                for way, least in WANTED_RATIOS.items()
                if way in found
            ]
            parts.append(f"Wanted, as times ours: {'; '.join(wanted)}.\n")
    return "\n".join(parts)


def tabulate_books(frame: pd.DataFrame) -> str:
    """One line for the unchanged book, and one for each claim that was edited."""
    cases = frame.fillna({"claim": ""}).groupby(["what", "claim"], sort=False)["seconds"]
    lines = [
        [
            str(what),
            f"`{claim}`" if claim else "",
            str(len(one)),
            f"{one.median():.2f}",
            f"{one.min():.2f} to {one.max():.2f}",
        ]
        for (what, claim), one in cases
    ]
    heading = ["What", "Claim", "Times", "Median, s", "Lowest to highest"]
    worst = cases.median().groupby("what").max()
    wanted = [
        f"{what} under {most:g} s ({worst[what]:.2f}, {'met' if worst[what] < most else 'not met'})"
        for what, most in WANTED_SECONDS.items()
        if what in worst
    ]
    told = f"Wanted, of the slowest claim the median: {'; '.join(wanted)}.\n"
    return f"The whole book, 2 at once{_when(frame)}.\n\n{_table(heading, lines)}\n{told}"


def tabulate_sweeps(frame: pd.DataFrame) -> str:
    """One line for each size of sweep, medians of its repeats."""
    names = [name for name in frame if name not in ("runs", "jobs", "repeat", "measured", "commit")]
    lines = [
        [f"{runs:,}", str(len(one)), *(_short(float(one[name].median())) for name in names)]
        for runs, one in frame.groupby("runs")
    ]
    heading = ["Runs", "Times", *(f"{name[0].upper()}{name[1:]}".replace(" in ", ", ") for name in names)]
    return f"Medians, {frame['jobs'].iloc[0]} at once{_when(frame)}.\n\n{_table(heading, lines)}"


TABLES: dict[str, Callable[[pd.DataFrame], str]] = {
    "execution": tabulate_execution,
    "books": tabulate_books,
    "sweeps": tabulate_sweeps,
}


def fill(text: str, results: Path = RESULTS) -> str:
    """Put the tables of what is kept into a page that has their places.

    Raises
    ------
    SystemExit
        If the page lacks a place.
    """
    if missing := set(TABLES) - {found[2] for found in _BLOCK.finditer(text)}:
        raise SystemExit(
            f"README.md has no place for {', '.join(sorted(missing))}: <!-- begin NAME --> <!-- end NAME -->"
        )

    def write(found: re.Match[str]) -> str:
        path = results / f"{found[2]}.csv"
        told = TABLES[found[2]](read_rows(path)) if path.is_file() else "No measurement is kept yet.\n"
        return f"{found[1]}{told}{found[3]}"

    return _BLOCK.sub(write, text)


def _when(frame: pd.DataFrame) -> str:
    days, commits = ([str(one) for one in frame[name].unique()] for name in ("measured", "commit"))
    return f"; measured {' and '.join(days)} at commit {' and '.join(commits)}"


def _short(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}"


def _table(heading: list[str], lines: list[list[str]]) -> str:
    rows = [heading, ["---"] * len(heading), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    README.write_text(fill(README.read_text("utf-8")), "utf-8")

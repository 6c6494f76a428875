"""How long runs will take, from how long runs of the same notebook took before."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from scoledger.paths import Project
from scoledger.runs.store import RECORD

#: Earlier runs that are asked, the latest first; and records that are opened to find them.
_ASKED, _OPENED = 25, 1_000


def estimate_seconds(project: Project, notebook: str, runs: int, jobs: int) -> float | None:
    """Estimate how long runs will take: the median of earlier runs of the notebook, times their number, by jobs.

    Parameters
    ----------
    project : Project
    notebook : str
    runs, jobs : int
        How many, and how many at once.

    Returns
    -------
    float or None
        Seconds; None when no run of the notebook is among the latest of the store.

    Examples
    --------
    >>> from pathlib import Path
    >>> estimate_seconds(Project(Path("nowhere")), "plain", 10, 2) is None
    True
    """
    if not runs:
        return 0.0
    known: list[float] = []
    for path in sorted(project.runs.glob(f"*/{RECORD}"), key=_time, reverse=True)[:_OPENED]:
        try:
            record = json.loads(path.read_text("utf-8"))
            if record["notebook"] == notebook:
                known.append(float(record["seconds"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue  # not a whole record: whoever needs that run is told so, and here others will do
        if len(known) == _ASKED:
            break
    return statistics.median(known) * runs / min(jobs, runs) if known else None


def _time(path: Path) -> int:
    """When a record was written; a run that has just been removed is older than all others."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

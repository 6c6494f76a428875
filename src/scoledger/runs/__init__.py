"""Runs: the plan of the book, the store of what was executed, and the kernels that execute it."""

from __future__ import annotations

from scoledger.runs.digests import Basis, digest_of, read_basis
from scoledger.runs.executors import default_jobs, execute_runs, stale_runs
from scoledger.runs.failure import Failure
from scoledger.runs.installation import install_registry
from scoledger.runs.opening import (
    Opened,
    find_planned,
    open_notebook,
    save_notebook,
    scratch_path,
    short_page,
    write_notebook,
)
from scoledger.runs.plan import PlannedRun, plan_run, read_plan
from scoledger.runs.preflight import check_sources, check_tables
from scoledger.runs.sources import refuse_source
from scoledger.runs.store import RunRecord, RunStore, clear_leftovers
from scoledger.runs.work import Outcome, execute_run

__all__ = [
    "Basis",
    "Failure",
    "Opened",
    "Outcome",
    "PlannedRun",
    "RunRecord",
    "RunStore",
    "check_sources",
    "check_tables",
    "clear_leftovers",
    "default_jobs",
    "digest_of",
    "execute_run",
    "execute_runs",
    "find_planned",
    "install_registry",
    "open_notebook",
    "plan_run",
    "read_basis",
    "read_plan",
    "refuse_source",
    "save_notebook",
    "scratch_path",
    "short_page",
    "stale_runs",
    "write_notebook",
]

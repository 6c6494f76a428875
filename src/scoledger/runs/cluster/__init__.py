"""Runs on a cluster: the plan of a batch, sent to the workers of a Dask scheduler.

Here stands the executor that hands runs to the scheduler (`executor`), and what happens on a worker: Dask calls the
functions of `worker`, which keep one process beside it (`runner`), and that process executes the runs as a local one
does.  All machines share the checkout: the store is a folder of it.
"""

from __future__ import annotations

from scoledger.runs.cluster.connection import check_scheduler, count_workers
from scoledger.runs.cluster.executor import ClusterExecutor
from scoledger.runs.cluster.faults import (
    ClusterMissingError,
    SchedulerAddressError,
    SchedulerLostError,
    SchedulerMissingError,
    WorkerDiffersError,
    WorkersMissingError,
)

__all__ = [
    "ClusterExecutor",
    "ClusterMissingError",
    "SchedulerAddressError",
    "SchedulerLostError",
    "SchedulerMissingError",
    "WorkerDiffersError",
    "WorkersMissingError",
    "check_scheduler",
    "count_workers",
]

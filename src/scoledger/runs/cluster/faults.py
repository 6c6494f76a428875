"""Mistakes and mishaps of a cluster.

They stand here and not in `scoledger.errors`, on which every run of a notebook rests: a cluster repeats no run.
"""

from __future__ import annotations

from scoledger.errors import LedgerError


class ClusterMissingError(LedgerError):
    """The library that speaks with a cluster is not installed."""


class SchedulerAddressError(LedgerError):
    """What was given as the address of a scheduler is none."""


class SchedulerMissingError(LedgerError):
    """No scheduler answers at the address."""


class SchedulerLostError(LedgerError):
    """The scheduler was there and has gone."""


class WorkersMissingError(LedgerError):
    """The scheduler has no worker, or none any more."""


class WorkerDiffersError(LedgerError):
    """A worker would not make the results that this machine makes, or not put them into the same store."""

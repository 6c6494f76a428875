"""Sweeps: one notebook over a grid of parameters, and one table of what came out."""

from __future__ import annotations

from scoledger.runs.sweeps.estimate import estimate_seconds
from scoledger.runs.sweeps.faults import BookNotBuiltError, GridError, SweepTableError
from scoledger.runs.sweeps.grid import Grid, read_grid
from scoledger.runs.sweeps.sweep import Sweep, read_sweep
from scoledger.runs.sweeps.tidy import check_table_path, make_rows, table_schema, write_tables

__all__ = [
    "BookNotBuiltError",
    "Grid",
    "GridError",
    "Sweep",
    "SweepTableError",
    "check_table_path",
    "estimate_seconds",
    "make_rows",
    "read_grid",
    "read_sweep",
    "table_schema",
    "write_tables",
]

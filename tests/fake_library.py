"""A library of frames made up in a test, for measures: they ask for `read` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from scoledger.errors import UnknownTableError
from scoledger.tables import Input

Flow = tuple[str, str, str, int, float]


class FakeLibrary:
    """Hands out copies of the frames that it is given, and remembers which were read."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables
        self._read: set[str] = set()

    def read(self, table_id: str) -> pd.DataFrame:
        """A fresh copy of a frame."""
        if table_id not in self._tables:
            raise UnknownTableError(f"no table {table_id!r}")
        self._read.add(table_id)
        return self._tables[table_id].copy()

    def flags(self, table_id: str) -> tuple[()]:
        """No value of these tables is remarked on."""
        return ()

    @property
    def inputs(self) -> list[Input]:
        """What was read."""
        return [Input("table", name, "digest", "2020-01") for name in sorted(self._read)]


def make_library(**tables: pd.DataFrame) -> Any:
    """A library of tables; an underscore in a name stands for a dash."""
    return FakeLibrary({name.replace("_", "-"): frame for name, frame in tables.items()})


def flows(*rows: Flow) -> pd.DataFrame:
    """Bilateral flows: reporter, partner, flow, year, million dollars."""
    return pd.DataFrame(list(rows), columns=["reporter", "partner", "flow", "year", "value_musd"])


def world(totals: Mapping[str, Sequence[float]], first_year: int = 2010) -> pd.DataFrame:
    """What all reporters record with each country: as many dollars of exports as of imports, half the total each."""
    rows = [
        (country, flow, first_year + step, value / 2)
        for country, values in totals.items()
        for flow in ("world_exports_to", "world_imports_from")
        for step, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["country", "flow", "year", "value_musd"])


def indicators(**columns: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """World Bank indicators from 2010 on: name to country to values."""
    rows = [
        (country, name, 2010 + step, value)
        for name, countries in columns.items()
        for country, values in countries.items()
        for step, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["iso3", "indicator", "year", "value"])

"""Gas lines to look around in: what is known of each, and how many there are of each status."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.tables import Library

__all__ = ["AREAS", "LINES", "PLACES", "SHOWN", "ExplorePipelines", "collect"]

LINES, AREAS = "gem-gas-lines", "natural-earth-areas"
#: Countries named on the map.
PLACES = ("CHN", "RUS", "KAZ", "TKM", "UZB", "KGZ", "TJK", "MNG", "AFG", "IRN", "PAK", "IND", "MMR")
#: Line that is brought out first: that of which the articles speak most.
SHOWN = "Central Asia-China Gas Pipeline"
BUILT, STARTED = "Operating", "Construction"


@dataclass(frozen=True)
class ExplorePipelines:
    """Gas lines of the tracker.

    Parameters
    ----------
    title, answer : str
        ``{name}`` in the answer stands for the quantity of that name.
    quantities : tuple of Quantity
        Lines and phases of each status; capacity of the line that is shown first, built and under construction.
    lines, outlines : pandas.DataFrame
        Points of the map.
    table : pandas.DataFrame
        What is known of each line, for a reader.
    """

    title: str
    answer: str
    quantities: tuple[Quantity, ...]
    lines: pd.DataFrame
    outlines: pd.DataFrame
    table: pd.DataFrame


def collect(library: Library) -> ExplorePipelines:
    """Read the lines and what the tracker says of each."""
    lines = library.read(LINES)
    each = lines.drop_duplicates("line_id")
    shown = each[each["name"] == SHOWN].set_index("status")["capacity_bcm"]
    built, started = (float(shown[shown.index == status].sum()) for status in (BUILT, STARTED))
    counts = each["status"].value_counts()
    made = [
        Quantity(f"{str(status).lower()}-lines", f"Lines and phases: {str(status).lower()}", int(count), "count")
        for status, count in counts.items()
    ]
    made += [
        Quantity("built-capacity", f"Capacity of the {SHOWN}, built", built, "bcm", tables=(LINES,)),
        Quantity("started-capacity", f"Capacity of the {SHOWN}, under construction", started, "bcm", tables=(LINES,)),
    ]
    answer = (
        f"The lines of the {SHOWN} that are built can carry {{built-capacity}} a year; {{started-capacity}} more are"
        " under construction. Choose a status or another line to see where it runs and what is known of it."
    )
    return ExplorePipelines(
        title="Explore: gas pipelines",
        answer=answer,
        quantities=tuple(made),
        lines=lines,
        outlines=library.read(AREAS),
        table=_tabulate(each),
    )


def _tabulate(each: pd.DataFrame) -> pd.DataFrame:
    """What is known of each line, by name."""
    names = {
        "name": "Line", "segment": "Part", "status": "Status", "capacity_bcm": "Capacity, bcm a year",
        "length_km": "Length, km", "start_year": "Start, or plan of it",
    }  # fmt: skip
    table = each.sort_values(["name", "segment", "line_id"])[list(names)].rename(columns=names)
    return table.reset_index(drop=True)

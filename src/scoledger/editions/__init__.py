"""Editions: what every id was worth when it was published, kept for ever, and what has changed since."""

from scoledger.editions.cells import CellChange, CellDifference, compare_cells
from scoledger.editions.comparison import (
    RELATIONS,
    UNCHANGED,
    Pair,
    count_causes,
    count_standings,
    pair_entries,
)
from scoledger.editions.edition import (
    COLUMNS,
    Edition,
    Entry,
    RunBasis,
    edition_names,
    newest_edition,
    read_edition,
    write_digest,
    write_edition,
)
from scoledger.editions.present import edition_of_results, make_entry, present_edition
from scoledger.editions.published import (
    edition_of,
    latest_known,
    read_published,
    refuse_unpublished,
    split_id,
    tell_departure,
)
from scoledger.editions.sides import Comparison, Side, compare_sides, find_side
from scoledger.editions.standing import STANDINGS, Standing, compare_entries, resolve
from scoledger.editions.withdrawn import Withdrawal, read_withdrawn
from scoledger.editions.words import write_cell, write_cells, write_difference, write_worth

__all__ = [
    "COLUMNS",
    "RELATIONS",
    "STANDINGS",
    "UNCHANGED",
    "CellChange",
    "CellDifference",
    "Comparison",
    "Edition",
    "Entry",
    "Pair",
    "RunBasis",
    "Side",
    "Standing",
    "Withdrawal",
    "compare_cells",
    "compare_entries",
    "compare_sides",
    "count_causes",
    "count_standings",
    "edition_names",
    "edition_of",
    "edition_of_results",
    "find_side",
    "latest_known",
    "make_entry",
    "newest_edition",
    "pair_entries",
    "present_edition",
    "read_edition",
    "read_published",
    "read_withdrawn",
    "refuse_unpublished",
    "resolve",
    "split_id",
    "tell_departure",
    "write_cell",
    "write_cells",
    "write_difference",
    "write_digest",
    "write_edition",
    "write_worth",
]

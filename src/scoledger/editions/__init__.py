"""Editions: what every id was worth when it was published, kept for ever, and what has changed since."""

from scoledger.editions.edition import (
    COLUMNS,
    Edition,
    Entry,
    RunBasis,
    edition_names,
    newest_edition,
    read_edition,
    write_edition,
)
from scoledger.editions.present import edition_of_results, make_entry, present_edition, write_digest
from scoledger.editions.published import latest_known, read_published, split_id
from scoledger.editions.standing import STANDINGS, Standing, compare_entries, resolve
from scoledger.editions.withdrawn import Withdrawal, read_withdrawn

__all__ = [
    "COLUMNS",
    "STANDINGS",
    "Edition",
    "Entry",
    "RunBasis",
    "Standing",
    "Withdrawal",
    "compare_entries",
    "edition_names",
    "edition_of_results",
    "latest_known",
    "make_entry",
    "newest_edition",
    "present_edition",
    "read_edition",
    "read_published",
    "read_withdrawn",
    "resolve",
    "split_id",
    "write_digest",
    "write_edition",
]

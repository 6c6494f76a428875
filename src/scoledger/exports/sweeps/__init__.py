"""A small book of a sweep, in the user's own copy: a page for every run, made as the pages of the book are."""

from __future__ import annotations

from scoledger.exports.sweeps.banner import Difference, find_difference, write_banner
from scoledger.exports.sweeps.book import build_sweep_book

__all__ = ["Difference", "build_sweep_book", "find_difference", "write_banner"]

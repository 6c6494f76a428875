"""Measures: tables in, yearly series or rankings out.  Deflating, summing and choosing sources happen here only."""

from scoledger.indicators import bloc, debt, energy, macro, membership, trade
from scoledger.indicators.registry import MEASURES, Measure, check_arguments, find_measure, measure

__all__ = [
    "MEASURES",
    "Measure",
    "bloc",
    "check_arguments",
    "debt",
    "energy",
    "find_measure",
    "macro",
    "measure",
    "membership",
    "trade",
]

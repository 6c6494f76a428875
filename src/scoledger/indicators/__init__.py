"""Measures: tables in, yearly series or rankings out.  Deflating, summing and choosing sources happen here only."""

from scoledger.indicators import (
    bloc,
    debt,
    energy,
    finance,
    fuels,
    macro,
    membership,
    partners,
    power,
    resources,
    security,
    trade,
    votes,
)
from scoledger.indicators.dependence import (
    DEPENDENCE_LABELS,
    PARTNER_BOOKS,
    dependence,
    dependence_by_side,
    describe_share,
    name_books,
)
from scoledger.indicators.profile import Profile, collect_profile
from scoledger.indicators.registry import MEASURES, Measure, check_arguments, find_measure, measure

__all__ = [
    "DEPENDENCE_LABELS",
    "MEASURES",
    "PARTNER_BOOKS",
    "Measure",
    "Profile",
    "bloc",
    "check_arguments",
    "collect_profile",
    "debt",
    "dependence",
    "dependence_by_side",
    "describe_share",
    "energy",
    "finance",
    "find_measure",
    "fuels",
    "macro",
    "measure",
    "membership",
    "name_books",
    "partners",
    "power",
    "resources",
    "security",
    "trade",
    "votes",
]

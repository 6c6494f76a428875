"""Verdicts: claims, rules and evidence in, judged claims out.  The only place where a verdict is made."""

from scoledger.verdicts.control import ControlResult, compare_changes, measure_control
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, PartVerdict, ReadingVerdict
from scoledger.verdicts.flips import Flip, find_flips
from scoledger.verdicts.judge import judge_claim
from scoledger.verdicts.labels import Labels, read_labels
from scoledger.verdicts.specification import Specification, check_claim, specify
from scoledger.verdicts.summary import Headline, Summary, make_slug, summarise
from scoledger.verdicts.tables import (
    tabulate_groups,
    tabulate_parts,
    tabulate_specifications,
)
from scoledger.verdicts.turning import list_flips, write_flip

__all__ = [
    "ClaimVerdict",
    "ControlResult",
    "Evidence",
    "Flip",
    "Headline",
    "Labels",
    "PartVerdict",
    "ReadingVerdict",
    "Specification",
    "Summary",
    "check_claim",
    "compare_changes",
    "find_flips",
    "judge_claim",
    "list_flips",
    "make_slug",
    "measure_control",
    "read_labels",
    "specify",
    "summarise",
    "tabulate_groups",
    "tabulate_parts",
    "tabulate_specifications",
    "write_flip",
]

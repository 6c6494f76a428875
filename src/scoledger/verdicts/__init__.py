"""Verdicts: claims, rules and evidence in, judged claims out.  The only place where a verdict is made."""

from scoledger.verdicts.control import ControlResult, measure_control
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, PartVerdict, ReadingVerdict
from scoledger.verdicts.judge import judge_claim
from scoledger.verdicts.labels import Labels, read_labels
from scoledger.verdicts.specification import Specification, check_claim, specify
from scoledger.verdicts.summary import Headline, Summary, make_slug, summarise

__all__ = [
    "ClaimVerdict",
    "ControlResult",
    "Evidence",
    "Headline",
    "Labels",
    "PartVerdict",
    "ReadingVerdict",
    "Specification",
    "Summary",
    "check_claim",
    "judge_claim",
    "make_slug",
    "measure_control",
    "read_labels",
    "specify",
    "summarise",
]

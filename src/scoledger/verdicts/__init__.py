"""Verdicts: claims, rules and evidence in, judged claims out.  The only place where a verdict is made."""

from scoledger.verdicts.causes import EFFECTS_CAPTION, list_effects, tabulate_effects, write_effects
from scoledger.verdicts.control import ControlResult, compare_changes, measure_control
from scoledger.verdicts.evidence import ClaimVerdict, Evidence, PartVerdict, ReadingVerdict
from scoledger.verdicts.flips import Flip, find_flips
from scoledger.verdicts.forecasts import Score, score_forecasts
from scoledger.verdicts.foresight import Foresight, last_known_year, look_back
from scoledger.verdicts.judge import judge_claim
from scoledger.verdicts.labels import Labels, read_labels
from scoledger.verdicts.looking_back import (
    FORESIGHT_CAPTION,
    SCORES_CAPTION,
    tabulate_foresight,
    tabulate_scores,
    write_foresight,
    write_scores,
)
from scoledger.verdicts.sides import judge_by_choice
from scoledger.verdicts.specification import Specification, check_claim, specify
from scoledger.verdicts.summary import Headline, Summary, make_slug, summarise
from scoledger.verdicts.tables import (
    tabulate_groups,
    tabulate_parts,
    tabulate_specifications,
)
from scoledger.verdicts.turning import list_flips, write_flip

__all__ = [
    "EFFECTS_CAPTION",
    "FORESIGHT_CAPTION",
    "SCORES_CAPTION",
    "ClaimVerdict",
    "ControlResult",
    "Evidence",
    "Flip",
    "Foresight",
    "Headline",
    "Labels",
    "PartVerdict",
    "ReadingVerdict",
    "Score",
    "Specification",
    "Summary",
    "check_claim",
    "compare_changes",
    "find_flips",
    "judge_by_choice",
    "judge_claim",
    "last_known_year",
    "list_effects",
    "list_flips",
    "look_back",
    "make_slug",
    "measure_control",
    "read_labels",
    "score_forecasts",
    "specify",
    "summarise",
    "tabulate_effects",
    "tabulate_foresight",
    "tabulate_groups",
    "tabulate_parts",
    "tabulate_scores",
    "tabulate_specifications",
    "write_effects",
    "write_flip",
    "write_foresight",
    "write_scores",
]

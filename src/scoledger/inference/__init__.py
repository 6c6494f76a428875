"""Tests and intervals for short, serially correlated yearly series."""

from scoledger.inference.balance import leave_one_out, sign_flip_p
from scoledger.inference.breaks import Break, find_break, profile_break
from scoledger.inference.decisive import decisive_dimension
from scoledger.inference.effects import Effect, estimate_effect
from scoledger.inference.family import adjust_family
from scoledger.inference.joint import JointTest, joint_effect_test, joint_trend_test
from scoledger.inference.line import Prediction, predict_line
from scoledger.inference.partitions import Partition, partition_series
from scoledger.inference.pretrends import estimate_pretrend
from scoledger.inference.segments import Segments, any_break_p, find_segments
from scoledger.inference.trend import Trend, estimate_trend, share_not_falling, tabulate_trends

__all__ = [
    "Break",
    "Effect",
    "JointTest",
    "Partition",
    "Prediction",
    "Segments",
    "Trend",
    "adjust_family",
    "any_break_p",
    "decisive_dimension",
    "estimate_effect",
    "estimate_pretrend",
    "estimate_trend",
    "find_break",
    "find_segments",
    "joint_effect_test",
    "joint_trend_test",
    "leave_one_out",
    "partition_series",
    "predict_line",
    "profile_break",
    "share_not_falling",
    "sign_flip_p",
    "tabulate_trends",
]

"""Figures: one visual language, direct labels, uncertainty drawn, alternative text written from the data."""

from scoledger.figures.checks import draw_checks
from scoledger.figures.claim import draw_claim
from scoledger.figures.control import draw_control
from scoledger.figures.curve import draw_curves, draw_specification_curve
from scoledger.figures.drawing import Drawing
from scoledger.figures.lines import draw_band, draw_lines

__all__ = [
    "Drawing",
    "draw_band",
    "draw_checks",
    "draw_claim",
    "draw_control",
    "draw_curves",
    "draw_lines",
    "draw_specification_curve",
]

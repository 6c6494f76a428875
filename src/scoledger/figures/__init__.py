"""Figures: one visual language, direct labels, uncertainty drawn, alternative text written from the data."""

from scoledger.figures.checks import draw_checks
from scoledger.figures.claim import draw_claim
from scoledger.figures.control import draw_control
from scoledger.figures.curve import draw_curves, draw_specification_curve
from scoledger.figures.dots import draw_dots
from scoledger.figures.drawing import Drawing
from scoledger.figures.event_study import draw_event_study
from scoledger.figures.explore_lines import explore_lines
from scoledger.figures.explore_shares import explore_shares
from scoledger.figures.explorer import Explorer
from scoledger.figures.heat import draw_heat
from scoledger.figures.lines import draw_band, draw_lines
from scoledger.figures.map import draw_map
from scoledger.figures.panels import draw_panels
from scoledger.figures.scatter import draw_scatter
from scoledger.figures.stack import draw_stack
from scoledger.figures.timeline import draw_timeline
from scoledger.figures.windows import explore_windows

__all__ = [
    "Drawing",
    "Explorer",
    "draw_band",
    "draw_checks",
    "draw_claim",
    "draw_control",
    "draw_curves",
    "draw_dots",
    "draw_event_study",
    "draw_heat",
    "draw_lines",
    "draw_map",
    "draw_panels",
    "draw_scatter",
    "draw_specification_curve",
    "draw_stack",
    "draw_timeline",
    "explore_lines",
    "explore_shares",
    "explore_windows",
]

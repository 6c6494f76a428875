"""Figures that a page makes interactive: their box on the page, its controls, and the files that it loads."""

from scoledger.site.explorers.box import (
    ExplorerBox,
    box_figure,
    depart_explorer,
    forget_charts,
    place_assets,
    visit_explorer,
    write_all_charts,
)
from scoledger.site.explorers.files import write_chart_files

__all__ = [
    "ExplorerBox",
    "box_figure",
    "depart_explorer",
    "forget_charts",
    "place_assets",
    "visit_explorer",
    "write_all_charts",
    "write_chart_files",
]

"""The Sphinx extension that puts results of the registry on the pages of the book."""

from __future__ import annotations

import hashlib
from itertools import chain, count
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from scoledger import __version__
from scoledger.site import code, explorers, lean, rerun
from scoledger.site import nodes as ours
from scoledger.site.argument import Argument
from scoledger.site.contradictions import Contradictions
from scoledger.site.curves import add_curves
from scoledger.site.data_made import RefuseRaw, check_files_read
from scoledger.site.directives import ResultFigure, ResultTable
from scoledger.site.family import TestFamily
from scoledger.site.folds import Fold, depart_fold, visit_fold
from scoledger.site.landing import Board, ClaimLookup, Finding, LookupForm, Scoreboard, visit_board, visit_lookup
from scoledger.site.ledger import ClaimRow, ClaimRowRole, depart_claim_row, depart_row, visit_claim_row, visit_row
from scoledger.site.lock import LockHistory
from scoledger.site.lookup import forget_page, pages_out_of_date
from scoledger.site.menu_order import OrderMenu
from scoledger.site.metadata import PageMetadata
from scoledger.site.number_folds import add_number_folds
from scoledger.site.page_sources import pages_that_differ
from scoledger.site.reliability import Reliability
from scoledger.site.roles import ResultRole, VerdictBadgeRole
from scoledger.site.rules import Rules, VerdictWords
from scoledger.site.search import setup_search
from scoledger.site.terms import ExplainTerms, TermNote, depart_term, visit_term
from scoledger.site.verdict import VerdictBox
from scoledger.site.verdict_counts import VerdictCounts
from scoledger.site.verdict_list import VerdictList

_TEXT_BUILDERS = ("latex", "text", "man", "texinfo")


class BoxTables(SphinxTransform):
    """Put every table into a box of its own that scrolls on a narrow screen."""

    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Wrap the tables of one page."""
        del kwargs
        labels: set[str] = set()
        for table in list(self.document.findall(nodes.table)):
            label = _name_table(table, labels)
            if isinstance(table.parent, ours.ScrollBox):
                table.parent["label"] = label
                continue
            box = ours.ScrollBox("", label=label)
            table.replace_self(box)
            box += table


def _name_table(table: nodes.table, others: set[str]) -> str:
    """Name of a table for a screen reader: its title, else the heading above it; no two of a page are the same."""
    title, section = table.next_node(nodes.title), table.parent
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    heading = section.next_node(nodes.title).astext() if section is not None else ""
    name = title.astext() if title is not None else f"Table: {heading}" if heading else "Table"
    label = next(label for label in chain([name], (f"{name} ({n})" for n in count(2))) if label not in others)
    others.add(label)
    return label


def sources_digest() -> int:
    """Digest of the sources of this extension: pages are read again when it changes."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return int(digest.hexdigest()[:12], 16)


def drop_thebe(app: Sphinx, config: object) -> None:
    """Silence an extension of Jupyter Book that would load a program from a third party on every page with code."""
    del config
    for listeners in app.events.listeners.values():
        listeners[:] = [one for one in listeners if not one.handler.__module__.startswith("sphinx_thebe")]
    sheets = app.registry.css_files
    sheets[:] = [sheet for sheet in sheets if "thebe" not in sheet[0]]


def place_notebook_style(app: Sphinx) -> None:
    """Put the style of notebooks in place before pages are written.

    myst-nb does so at the end: pages of a first build would name it without its checksum, those of a second with it,
    and a page that did not change would seem to.
    """
    if app.builder.format == "html":
        (app.outdir / "_static").mkdir(parents=True, exist_ok=True)
        add_global_html_resources(app, None)


#: Directives by name.
_DIRECTIVES = {
    "claim-lookup": ClaimLookup,
    "contradictions": Contradictions,
    "finding": Finding,
    "lock-history": LockHistory,
    "reliability": Reliability,
    "rerun": rerun.Rerun,
    "result-figure": ResultFigure,
    "result-table": ResultTable,
    "rules": Rules,
    "scoreboard": Scoreboard,
    "test-family": TestFamily,
    "verdict": VerdictBox,
    "verdict-counts": VerdictCounts,
    "verdict-list": VerdictList,
    "verdict-words": VerdictWords,
}
#: Nodes whose text other builders than HTML show, with what opens and closes them; and those that they leave out.
_SHOWN = {
    ours.ResultValue: (ours.visit_result, ours.depart_result),
    ours.VerdictBadge: (ours.visit_badge, None),
    ours.SourceFold: (ours.visit_source_fold, ours.depart_source_fold),
    ours.ScrollBox: (ours.visit_scroll_box, ours.depart_scroll_box),
    ClaimRow: (visit_claim_row, depart_claim_row),
    Fold: (visit_fold, depart_fold),
    TermNote: (visit_term, depart_term),
    code.CodeFold: (code.visit_fold, code.depart_fold),
    code.CodeCell: (code.visit_cell, code.depart_cell),
    explorers.ExplorerBox: (explorers.visit_explorer, explorers.depart_explorer),
}
_LEFT_OUT = {
    ours.SourceMargin: (ours.visit_source_margin, ours.depart_source_margin),
    ours.FileLinks: (code.visit_file_links, None),
    rerun.RerunBox: (rerun.visit_rerun, None),
    Board: (visit_board, None),
    LookupForm: (visit_lookup, None),
}
_ARGUMENT = Argument()
#: What is called at Sphinx's events.
_LISTENERS: tuple[tuple[str, Any], ...] = (
    ("config-inited", drop_thebe),
    ("builder-inited", place_notebook_style),
    ("env-get-outdated", pages_out_of_date),
    ("doctree-read", check_files_read),
    ("env-get-outdated", pages_that_differ),
    ("env-purge-doc", forget_page),
    ("env-purge-doc", explorers.forget_charts),
    ("env-purge-doc", code.forget_code),
    ("env-updated", _ARGUMENT.find_stale),
    ("html-page-context", PageMetadata()),
    ("html-page-context", _ARGUMENT),
    ("html-page-context", explorers.place_assets),
    ("build-finished", explorers.write_all_charts),
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Declare roles, directives, nodes and events to Sphinx."""
    text: dict[str, Any] = dict.fromkeys(_TEXT_BUILDERS, (ours.pass_by, ours.pass_by))
    nothing: dict[str, Any] = dict.fromkeys(_TEXT_BUILDERS, (ours.skip, None))
    for node, ways in _SHOWN.items():
        app.add_node(node, html=ways, **text)
    for node, ways in _LEFT_OUT.items():
        app.add_node(node, html=ways, **nothing)
    app.add_node(nodes.entry, override=True, html=(ours.visit_entry, ours.depart_entry))
    app.add_node(nodes.row, override=True, html=(visit_row, depart_row))
    app.add_role("claim-row", ClaimRowRole())
    app.add_role("result", ResultRole())
    app.add_role("verdict-badge", VerdictBadgeRole())
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
    for transform in (BoxTables, RefuseRaw, ExplainTerms, OrderMenu, code.PlaceCode):
        app.add_transform(transform)
    add_curves(app, **text)
    add_number_folds(app, **text)
    app.add_config_value("scoledger_root", "", "")  # set by a preview, whose own checkout leads to the real one
    setup_search(app)
    lean.setup(app)
    for event, listener in _LISTENERS:
        app.connect(event, listener)
    return {"version": __version__, "env_version": sources_digest(), "parallel_read_safe": False}

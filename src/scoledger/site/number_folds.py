"""The table of all numbers of an answer: folded where it is long, so that the figures come next."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from scoledger.site.nodes import ScrollBox

#: Most rows of a table that stays open.
MOST_ROWS = 8

#: Heads of such a table: the first two always, the others where any number has one.
_FIRST = ["What", "Value"]
_MORE = {"Interval", "n", "How to read it"}


class NumberFold(nodes.General, nodes.Element):  # type: ignore[misc]
    """All numbers of an answer, closed until somebody asks for them or for one of them; open on paper."""


class FoldNumbers(SphinxTransform):
    """Fold the long tables of numbers of a run's page; on others, a country's for one, the table is the answer."""

    # After tables have been put into boxes.
    default_priority = 705

    def apply(self, **kwargs: Any) -> None:
        """Fold the tables of one page."""
        del kwargs
        if not str(self.env.doc2path(self.env.docname)).endswith(".ipynb"):
            return
        for table in list(self.document.findall(nodes.table)):
            rows = len(list(table.findall(nodes.row))) - 1
            if rows > MOST_ROWS and _is_of_numbers(table):
                inside = table.parent if isinstance(table.parent, ScrollBox) else table
                fold = NumberFold("", count=rows)
                inside.replace_self(fold)
                fold += inside


def _is_of_numbers(table: nodes.table) -> bool:
    heads = [entry.astext() for head in table.findall(nodes.thead) for entry in head.findall(nodes.entry)]
    return heads[:2] == _FIRST and _MORE.issuperset(heads[2:])


def visit_number_fold(writer: Any, node: NumberFold) -> None:
    """Open the fold."""
    words = html.escape(f"All numbers of this answer ({node['count']})")
    writer.body.append(f'<details class="number-fold"><summary>{words}</summary>')


def depart_number_fold(writer: Any, node: NumberFold) -> None:
    """Close the fold."""
    del node
    writer.body.append("</details>\n")


def add_number_folds(app: Sphinx, **other_builders: Any) -> None:
    """Declare the fold to Sphinx."""
    app.add_node(NumberFold, html=(visit_number_fold, depart_number_fold), **other_builders)
    app.add_transform(FoldNumbers)

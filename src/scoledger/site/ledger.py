"""Rows of the ledger: what the filter of ledger.js needs to know of a claim stands in attributes of its row."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxRole

from scoledger.countries import country_name
from scoledger.errors import UnknownCountryError
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.indexes import article_name
from scoledger.site.listings.settings import read_settings, settings_path
from scoledger.site.lookup import look_up, project_of

#: Parts several names within one attribute.
SEPARATOR = "|"


class ClaimRow(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """Id of a claim; the row that it stands in bears the attributes."""


class ClaimRowRole(SphinxRole):
    """``{claim-row}`id` `` shows the id of a claim and describes the row that it stands in."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the node of an id."""
        result = look_up(self.env, self.text.strip(), self.lineno, kinds=("verdict",))
        if result is None:
            return [nodes.literal(self.rawtext, self.text)], []
        self.env.note_dependency(str(settings_path(project_of(self.env))))
        node = ClaimRow(self.rawtext, result.id)
        node["data"] = describe_row(project_of(self.env), result)
        return [node], []


def describe_row(project: Project, result: Result) -> dict[str, str]:
    """Describe a claim for the filter.

    Returns
    -------
    dict of str to str
        ``claim``, the six things one can choose by, the names for readers of three that are codes (``-name``), and
        ``text``, the title and paraphrase.  A search reads all of it.
    """
    claim = result.details.get("claim", {})
    settings = read_settings(project)
    topic, kind, testability = (str(claim.get(key, "")) for key in ("topic", "kind", "testability"))
    return {
        "claim": result.id,
        "article": article_name(project, str(claim.get("source", ""))),
        "topic": topic,
        "topic-name": settings.topic(topic).title,
        "kind": kind,
        "kind-name": settings.kinds.get(kind, kind),
        "verdict": str(result.details.get("verdict", result.text)),
        "testability": testability,
        "testability-name": settings.testability.get(testability, testability),
        "country": SEPARATOR.join(_name_country(str(code)) for code in claim.get("countries", [])),
        "text": " ".join([str(claim.get("title") or result.title), str(claim.get("paraphrase", ""))]),
    }


def _name_country(code: str) -> str:
    try:
        return country_name(code)
    except UnknownCountryError:
        # A group of states that the statistics do not list is chosen by the code that the claim's file gives it.
        return code


def visit_claim_row(writer: Any, node: ClaimRow) -> None:
    """Open an id."""
    del node
    writer.body.append('<span class="claim-id">')


def depart_claim_row(writer: Any, node: ClaimRow) -> None:
    """Close an id."""
    del node
    writer.body.append("</span>")


def visit_row(writer: Any, node: nodes.row) -> None:
    """Write a row of a table, with the attributes of the claim that stands in it."""
    type(writer).visit_row(writer, node)
    claim = node.next_node(ClaimRow)
    if claim is not None:
        data = "".join(f' data-{key}="{html.escape(item)}"' for key, item in claim["data"].items())
        writer.body[-1] = writer.body[-1].replace("<tr", f"<tr{data}", 1)


def depart_row(writer: Any, node: nodes.row) -> None:
    """Close a row."""
    type(writer).depart_row(writer, node)

"""The verdict box: the answer first, then how firm it is."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.directives import make_table
from scoledger.site.indexes import article_name
from scoledger.site.lookup import claim_anchor, look_up, project_of
from scoledger.site.roles import make_badge

_COLUMNS = [
    {"name": "Reading", "numeric": False},
    {"name": "Verdict", "numeric": False},
    {"name": "Specifications", "numeric": True},
    {"name": "Support it", "numeric": True},
    {"name": "Contradict it", "numeric": True},
    {"name": "Choice that decides", "numeric": False},
]


class VerdictBox(SphinxDirective):
    """``{verdict} id``: badge and sentence; unless ``:short:``, the claim and its readings too."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"short": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Make the node of a verdict."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("verdict",))
        if result is None:
            return []
        verdict = str(result.details.get("verdict", result.text))
        box = nodes.container(classes=["verdict-box", f"verdict-box-{verdict.replace(' ', '-')}"])
        if result.page == self.env.docname:
            box["ids"] = claim_anchor(self.env, result.id)
        box += nodes.paragraph("", "", make_badge(verdict), classes=["verdict-head"])
        box += nodes.paragraph("", str(result.details.get("sentence", "")), classes=["verdict-sentence"])
        if "short" in self.options:
            box += nodes.paragraph("", "", _link(self.env.docname, result), classes=["verdict-more"])
            return [box]
        box += _write_claim(project_of(self.env), result)
        self.set_source_info(box)
        return [box, *_make_readings(result)]


def _link(docname: str, result: Result) -> nodes.Element:
    link = addnodes.pending_xref(
        "", refdoc=docname, refdomain="std", reftype="doc", reftarget=f"/{result.page}", refexplicit=True, refwarn=True
    )
    link += nodes.inline("", f"How this was decided: {result.title}", classes=["xref", "std", "std-doc"])
    return link


def _write_claim(project: Project, result: Result) -> list[nodes.Node]:
    claim = result.details.get("claim", {})
    locator = claim.get("locator", {}) or {}
    place = [f"section “{locator['section']}”"] if locator.get("section") else []
    if locator.get("footnote"):
        place.append(f"footnote {locator['footnote']}")
    where = ", ".join([article_name(project, str(claim.get("source", ""))), *place])
    lines = [("Claim", str(claim.get("paraphrase", ""))), ("Words to find it by", _quote(claim)), ("Where", where)]
    if result.details.get("forecloses"):
        lines.append(("What the verdict rules out", str(result.details["forecloses"])))
    items = [(key, text) for key, text in lines if text]
    pairs = [
        nodes.definition_list_item("", nodes.term("", key), nodes.definition("", nodes.paragraph("", text)))
        for key, text in items
    ]
    return [nodes.definition_list("", *pairs, classes=["verdict-facts"])] if pairs else []


def _quote(claim: dict[str, Any]) -> str:
    return f"“{claim['quote']}”" if claim.get("quote") else ""


def _make_readings(result: Result) -> list[nodes.Node]:
    readings = result.details.get("readings") or []
    if not readings:
        return []
    rows = [
        [
            str(reading.get("name", "")).capitalize(),
            make_badge(str(reading.get("verdict", ""))),
            str(reading.get("specifications", "")),
            _percent(reading.get("share_supporting")),
            _percent(reading.get("share_contradicting")),
            str(reading.get("decisive_dimension") or "none"),
        ]
        for reading in readings
    ]
    return [make_table(_COLUMNS, rows, "The claim under each reading, over every defensible specification")]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}%"

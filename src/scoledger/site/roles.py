"""Roles: a number in prose, and the badge of a verdict."""

from __future__ import annotations

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxRole

from scoledger.citations import interval_of, is_citable, result_address
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.lookup import claim_anchor, look_up, project_of
from scoledger.site.nodes import ResultValue, VerdictBadge
from scoledger.site.registry import number_of, source_line

#: Letters of a run id that a reader needs to tell runs apart.
RUN_LETTERS = 12


class ResultRole(SphinxRole):
    """``{result}`id` `` shows value and unit, ``{result}`id|value` `` the number alone."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the node of a number."""
        result_id, _, part = (piece.strip() for piece in self.text.partition("|"))
        result = look_up(self.env, result_id, self.lineno, kinds=("number", "verdict", "text"))
        if result is None:
            return [nodes.literal(self.rawtext, result_id)], []
        words = number_of(result) if part == "value" else result.text
        node = ResultValue(self.rawtext, words)
        node["result_id"] = result_id
        node["page"] = result.page
        node["note"] = write_note(project_of(self.env), result)
        node["cite"] = result_address(result_id) if is_citable(result) else ""
        node["note_id"] = f"note-{self.env.new_serialno('scoledger-note')}"
        node["ids"] = claim_anchor(self.env, result_id) if result.page == self.env.docname else []
        return [node], []


class VerdictBadgeRole(SphinxRole):
    """``{verdict-badge}`id` `` shows the verdict of a claim as word and shape."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the node of a badge."""
        result = look_up(self.env, self.text.strip(), self.lineno, kinds=("verdict",))
        if result is None:
            return [nodes.literal(self.rawtext, self.text)], []
        return [make_badge(str(result.details.get("verdict", result.text)))], []


def make_badge(verdict: str) -> VerdictBadge:
    """Make the node of a verdict's badge."""
    badge = VerdictBadge("", verdict.capitalize())
    badge["verdict"] = verdict
    return badge


def write_note(project: Project, result: Result) -> list[tuple[str, str]]:
    """Write what a reader sees on hover: title, value, interval, sources, run.

    Returns
    -------
    list of (str, str)
        Key and item of each row; a row without an item is left out.
    """
    rows = [
        ("", result.title),
        ("Value", result.text),
        ("Interval", interval_of(result)),
        ("Observations", str(result.n) if result.n is not None else ""),
        ("Sources", source_line(project, result)),
        ("Id", result.id),
        ("Run", result.run[:RUN_LETTERS]),
    ]
    return [(key, item) for key, item in rows if item]

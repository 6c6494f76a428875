"""The directive of a list of claims, each with its verdict and a link to its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from scoledger.results import Result
from scoledger.site.lookup import look_up
from scoledger.site.nodes import link_page
from scoledger.site.roles import make_badge


class VerdictList(SphinxDirective):
    """``{verdict-list}``: one claim id in each line of the content; ``:brief:`` leaves the sentences out."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"brief": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Make the list, each claim with its badge, its title and the sentence of its verdict."""
        claims = [line.strip() for line in self.content if line.strip()]
        found = {claim: look_up(self.env, claim, self.lineno, kinds=("verdict",)) for claim in claims}
        items = [self._make_item(claim, result) for claim, result in found.items() if result is not None]
        return [nodes.bullet_list("", *items, classes=["verdict-list"])] if items else []

    def _make_item(self, claim: str, result: Result) -> nodes.list_item:
        named = nodes.paragraph("", "", *name_claim(self.env, claim, result))
        sentence = nodes.paragraph("", result.caption, classes=["verdict-sentence"])
        return nodes.list_item("", named, *([sentence] if result.caption and "brief" not in self.options else []))


def name_claim(env: BuildEnvironment, claim: str, result: Result | None) -> Iterator[nodes.Node]:
    """Badge and linked title of a claim; its id alone where it is not judged.

    Parameters
    ----------
    env : sphinx.environment.BuildEnvironment
        Of the page under way.
    claim : str
        Its id.
    result : Result or None
        Its verdict.
    """
    if result is None:
        yield nodes.literal("", claim)
        yield nodes.Text(": not judged in this edition")
        return
    about: dict[str, Any] = result.details.get("claim", {})
    yield make_badge(word_of(result))
    yield nodes.Text(" ")
    yield link_page(env.docname, result.page, str(about.get("title") or result.title))


def word_of(result: Result) -> str:
    """Verdict word of a result."""
    return str(result.details.get("verdict", result.text))

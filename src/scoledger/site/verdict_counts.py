"""The directive that counts how claims come out: each verdict as its badge with the number of claims."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.site.badges import order_verdicts
from scoledger.site.lookup import look_up
from scoledger.site.roles import make_badge
from scoledger.site.verdict_list import word_of


class VerdictCounts(SphinxDirective):
    """``{verdict-counts} words``: what is counted, and one claim id in each line of the content."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the sum and the list of badges."""
        claims = dict.fromkeys(line.strip() for line in self.content if line.strip())
        looked_up = (look_up(self.env, claim, self.lineno, kinds=("verdict",)) for claim in claims)
        found = Counter(word_of(result) for result in looked_up if result is not None)
        items: list[Any] = [
            nodes.list_item(
                "", nodes.paragraph("", "", make_badge(word), nodes.Text(" "), nodes.strong("", str(found[word])))
            )
            for word in order_verdicts(found)
        ]
        title = nodes.paragraph("", f"{self.arguments[0]}: {found.total()}.", classes=["verdict-total"])
        return [title, nodes.bullet_list("", *items, classes=["verdict-counts"])] if items else []

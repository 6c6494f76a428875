"""Directives of the landing page: the compact scoreboard, the form that looks a claim up, and a finding."""

from __future__ import annotations

import html
from typing import Any, ClassVar
from urllib.parse import urlencode

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.results import Result
from scoledger.site.badges import VERDICTS, draw_badge
from scoledger.site.lookup import look_up, project_of
from scoledger.site.nodes import relative_address
from scoledger.site.registry import result_file

#: Page of the ledger, whose filter reads the query of its address.
LEDGER = "book/claims/index.html"
#: Pages that list the claims in parts, for who has no script.
TOPICS, COUNTRIES = "book/topics/index.html", "book/countries/index.html"
#: Columns of the table by topic and article that name no verdict: two before them and one after.
_BEFORE, _AFTER = 2, 1
_ALL_TOPICS = "all topics"


class Board(nodes.General, nodes.Element):  # type: ignore[misc]
    """The compact scoreboard."""


class LookupForm(nodes.General, nodes.Element):  # type: ignore[misc]
    """The form that opens the ledger with words to look for."""


class Scoreboard(SphinxDirective):
    """``{scoreboard} id``: verdicts by article, one line per word, from the table by topic and article."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the node of the scoreboard."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("table",))
        if result is None:
            return []
        board = Board("", **read_board(result))
        self.set_source_info(board)
        return [board]


class ClaimLookup(SphinxDirective):
    """``{claim-lookup} words``: a form that needs no script; the words, if any, are what it suggests."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make the node of the form."""
        return [LookupForm("", example=" ".join(self.arguments))]


class Finding(SphinxDirective):
    """``{finding} id``: a small figure beside the sentence that is the directive's content."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Make the nodes of a finding."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("figure",))
        if result is None:
            return []
        file = result_file(project_of(self.env), result, "svg")
        if file is None:
            raise self.error(f"the figure {result.id!r} has no SVG file.")
        image = nodes.image(uri=f"/{file.relative_to(self.env.srcdir).as_posix()}", alt=result.alt)
        image["classes"] = ["finding-figure"]
        self.set_source_info(image)
        words = nodes.container("", *self.parse_content_to_nodes(), classes=["finding-words"])
        return [nodes.container("", words, image, classes=["finding", *self.options.get("class", [])])]


def read_board(table: Result) -> dict[str, Any]:
    """Read the scoreboard from the table of verdicts by topic and article.

    Returns
    -------
    dict
        ``heads``, the articles and then all together; ``rows``, each a verdict and its numbers in that order;
        ``sums``, the numbers of claims.  A verdict that no claim has gets no row.
    """
    names = [column["name"].lower() for column in table.details["columns"]]
    lines = [row for row in table.details["rows"] if row[0] == _ALL_TOPICS]
    words = names[_BEFORE : len(names) - _AFTER]
    numbers = {word: [int(line[names.index(word)]) for line in lines] for word in words}
    return {
        "heads": [line[1] for line in lines],
        "rows": [(word, numbers[word]) for word in VERDICTS if word in numbers],
        "sums": [int(line[-1]) for line in lines],
    }


def visit_board(writer: Any, node: Board) -> None:
    """Write the scoreboard: a table whose last column leads to the claims, with a bar for the eye."""
    ledger = html.escape(relative_address(writer.builder.current_docname, LEDGER))
    most = max(numbers[-1] for _, numbers in node["rows"])
    *heads, last = (html.escape(head[:1].upper() + head[1:]) for head in node["heads"])
    plain = "".join(f'<th scope="col" class="number">{head}</th>' for head in heads)
    headings = f'{plain}<th scope="col" class="number scoreboard-all">{last}</th>'
    rows = "".join(_write_row(ledger, word, numbers, most) for word, numbers in node["rows"])
    *sums, total = node["sums"]
    footing = "".join(f'<td class="number">{number}</td>' for number in sums)
    footing += f'<td class="number scoreboard-all"><strong>{total}</strong></td>'
    writer.body.append(
        '<table class="scoreboard"><caption>Claims by verdict</caption>'
        f'<thead><tr><th scope="col">Verdict</th>{headings}</tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr><th scope="row">All claims</th>{footing}</tr></tfoot></table>\n'
    )
    raise nodes.SkipNode


def _write_row(ledger: str, word: str, numbers: list[int], most: int) -> str:
    query = html.escape(urlencode({"verdict": word}))
    plain = "".join(f'<td class="number">{number}</td>' for number in numbers[:-1])
    part = round(100 * numbers[-1] / most)
    claims = "claim" if numbers[-1] == 1 else "claims"
    return (
        f'<tr><th scope="row">{draw_badge(word)}</th>{plain}<td class="number scoreboard-all">'
        f'<a href="{ledger}?{query}" aria-label="{numbers[-1]} {claims}: {html.escape(word)}">{numbers[-1]}</a>'
        f'<span class="scoreboard-bar" aria-hidden="true"><span style="width:{part}%"></span></span></td></tr>'
    )


def visit_lookup(writer: Any, node: LookupForm) -> None:
    """Write the form, with the words that it suggests, and what it cannot do without a script."""
    here = writer.builder.current_docname
    ledger, topics, countries = (html.escape(relative_address(here, page)) for page in (LEDGER, TOPICS, COUNTRIES))
    writer.body.append(
        f'<form class="claim-lookup" action="{ledger}" method="get" role="search" aria-label="Look up a claim">'
        '<label for="lookup-words">Look up a claim</label>'
        '<input id="lookup-words" name="words" type="search" autocomplete="off" required'
        f' placeholder="{html.escape(node["example"])}">'
        '<button type="submit">Look up</button></form>\n'
        '<noscript><p class="claim-lookup-note">Without JavaScript the form opens the whole ledger, unfiltered. '
        f'Shorter lists: claims by <a href="{topics}">topic</a> and by <a href="{countries}">country</a>.'
        "</p></noscript>\n"
    )
    raise nodes.SkipNode

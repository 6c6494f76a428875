"""Along the argument: claims in the order of the articles' text, and the chapters that explain each."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from scoledger.claims import read_articles
from scoledger.paths import Project
from scoledger.site.chapters import read_book_chapters
from scoledger.site.lookup import project_of
from scoledger.site.registry import current_results
from scoledger.site.writing import write_label

#: The page before and the one after a page.
_Way = tuple[str | None, str | None]
#: Where Sphinx keeps which pages every page led to, and under which titles, from one build to the next.
_KEPT = "scoledger_ways"


class Argument:
    """Gives pages of claims their previous and next page in the order of the text, and notices when a way changes."""

    def __init__(self) -> None:
        self._ways: dict[str, _Way] = {}

    def find_stale(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Name, when all pages are read, those that lead to another page, or under another title, than before.

        Sphinx writes a page again when the page itself has changed, not when its neighbour has.
        """
        del app
        relations = env.collect_relations()
        claims = [page for page in order_claims(project_of(env)) if page in env.found_docs]
        self._ways = find_ways(chain_pages(claims, relations), relations)
        pages = {page for way in self._ways.values() for page in way if page}
        titles = {page: str(env.titles[page]) for page in pages}
        told = {here: tuple((page, titles.get(page or "")) for page in way) for here, way in self._ways.items()}
        before = getattr(env, _KEPT, {})
        setattr(env, _KEPT, told)
        return sorted(page for page in env.found_docs if told.get(page) != before.get(page))

    def __call__(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Set where the page leads back and on, where the argument says so."""
        del templatename
        if doctree is None:
            return
        for name, page in zip(("prev", "next"), self._ways.get(pagename, (None, None)), strict=True):
            if page:
                context[name] = _link(app, pagename, page)


def order_claims(project: Project) -> list[str]:
    """Docnames of the pages of claims: article by article in the order of its file, each by the line of its text."""
    listed = (project.claims / "articles.toml").is_file()
    articles = list(read_articles(project)) if listed else []

    def place(claim: dict[str, Any]) -> tuple[int, str, int]:
        source, line = str(claim.get("source", "")), (claim.get("locator") or {}).get("line") or 0
        return articles.index(source) if source in articles else len(articles), source, int(line)

    found = [(place(result.details.get("claim", {})), result.page) for result in current_results(project, "verdict")]
    return [page for _, page in sorted(found)]


def chain_pages(ordered: Sequence[str], relations: Mapping[str, Sequence[str | None]]) -> list[str]:
    """Put the page before and the one after all ordered pages at the ends of them.

    Parameters
    ----------
    ordered : sequence of str
        Docnames.
    relations : dict
        By docname: its parent, the page before and the page after, in the order of the contents.

    Examples
    --------
    >>> chain_pages(["b", "a"], {"a": ["i", "i", "b"], "b": ["i", "a", "z"]})
    ['i', 'b', 'a', 'z']
    """
    inside = set(ordered)
    around = [relations[page] for page in ordered if page in relations]
    before = [back for _, back, _ in around if back and back not in inside]
    after = [on for _, _, on in around if on and on not in inside]
    return [*before[:1], *ordered, *after[:1]]


def find_ways(chain: Sequence[str], relations: Mapping[str, Sequence[str | None]]) -> dict[str, _Way]:
    """Find the page before and the one after every page: along the chain, elsewhere in the order of the contents.

    Examples
    --------
    >>> find_ways(["i", "b"], {"i": [None, "h", "a"], "a": ["i", "i", None]})
    {'i': ('h', 'b'), 'a': ('i', None), 'b': ('i', None)}
    """
    ways: dict[str, _Way] = {page: (back, on) for page, (_, back, on) in relations.items()}
    for back, on in itertools.pairwise(chain):
        ways[back] = (ways.get(back, (None, None))[0], on)
        ways[on] = (back, ways.get(on, (None, None))[1])
    return ways


def write_chapters(project: Project) -> dict[str, str]:
    """Write, by the id of a claim, a line of Markdown that leads to the chapters that bear on it.

    Raises
    ------
    ClaimError
        If a chapter's file is incomplete or names a claim that does not exist.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for chapter in read_book_chapters(project):
        for claim in chapter.text.claims:
            found[claim].append(f"{{doc}}`{write_label(chapter.title)} </{chapter.index}>`")
    return {claim: f"Explained in: {', '.join(links)}." for claim, links in found.items()}


def _link(app: Sphinx, here: str, there: str) -> dict[str, str]:
    builder: Any = app.builder
    title = builder.render_partial(app.env.titles[there])["title"]
    return {"link": builder.get_relative_uri(here, there), "title": title}

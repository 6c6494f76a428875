"""Links from a claim to the pages of its article, its topic and the states that it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.environment import BuildEnvironment

from scoledger.countries import country_name
from scoledger.paths import Project
from scoledger.site.indexes import article_name
from scoledger.site.listings.entries import article_page, country_page, states_named, topic_page
from scoledger.site.listings.settings import read_settings, settings_path
from scoledger.site.lookup import project_of
from scoledger.site.nodes import link_page


def make_listed(env: BuildEnvironment, claim: dict[str, Any]) -> nodes.definition_list_item | None:
    """Make the item of a claim's facts that says where else it is listed; None where no such page is there.

    Parameters
    ----------
    env : sphinx.environment.BuildEnvironment
        Of the page under way.
    claim : dict
        What its verdict says of it: ``source``, ``topic`` and ``countries``.
    """
    if settings_path(project_of(env)).is_file():
        env.note_dependency(str(settings_path(project_of(env))))
    links = [
        link_page(env.docname, page, words)
        for page, words in _listings(project_of(env), claim)
        if page in env.found_docs
    ]
    if not links:
        return None
    paragraph = nodes.paragraph()
    for number, link in enumerate(links):
        paragraph += [nodes.Text(", "), link] if number else [link]
    return nodes.definition_list_item("", nodes.term("", "Listed under"), nodes.definition("", paragraph))


def _listings(project: Project, claim: dict[str, Any]) -> Iterator[tuple[str, str]]:
    source, topic = str(claim.get("source", "")), str(claim.get("topic", ""))
    yield article_page(source), article_name(project, source)
    yield topic_page(topic), read_settings(project).topic(topic).title
    for code in states_named(claim):
        yield country_page(code), country_name(code)

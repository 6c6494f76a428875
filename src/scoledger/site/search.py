"""The search page: what it knows by name, and what stays out of the index."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

from scoledger.countries import country_name, is_country
from scoledger.results import write_text

#: Folder of the page's template.
_TEMPLATES = Path(__file__).parent / "templates"
_COUNTRIES = "book/countries/"
#: Scripts of the page in the order that they need: ours changes what Sphinx's begins, before the index comes.
_SCRIPTS = ("searchtools.js", "language_data.js", "search.js")
#: Script that tells what each page is about.
_SUMMARIES = "_static/summaries.js"
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
#: Checksums, ids of runs and commits: nobody types them, and each is a word of its own.
_CHECKSUM = re.compile(r"(?=[a-f]*\d)[0-9a-f]{10,}")


class LedgerSearch(SearchEnglish):
    """English, without checksums."""

    def word_filter(self, stemmed_word: str) -> bool:
        """Whether a word is searched for."""
        return super().word_filter(stemmed_word) and not is_checksum(stemmed_word)


def is_checksum(word: str) -> bool:
    """Whether a word is a checksum or another long hexadecimal number.

    Examples
    --------
    >>> is_checksum("00e1a3405764"), is_checksum("65bcm"), is_checksum("defaced")
    (True, False, False)
    """
    return _CHECKSUM.fullmatch(word) is not None


def known_names(env: BuildEnvironment) -> list[dict[str, str]]:
    """What a reader may ask for by a name that is no page's title: codes of countries and terms of the glossary.

    Returns
    -------
    list of dict
        ``name``, ``page``, ``anchor`` and ``kind`` of each, sorted.
    """
    found = [*_name_countries(env), *_name_terms(env)]
    return sorted(found, key=lambda item: (item["kind"], item["name"]))


def _name_countries(env: BuildEnvironment) -> Iterator[dict[str, str]]:
    for page in env.found_docs:
        code = page.removeprefix(_COUNTRIES).upper()
        if not page.startswith(_COUNTRIES) or code == "INDEX":
            continue
        names = (code, country_name(code)) if is_country(code) else (code,)
        yield from ({"name": name, "page": page, "anchor": "", "kind": "Country"} for name in names)


def _name_terms(env: BuildEnvironment) -> Iterator[dict[str, str]]:
    for kind, name in env.domaindata["std"].get("objects", {}):
        if kind == "term":
            page, anchor = env.domaindata["std"]["objects"][kind, name]
            yield {"name": name, "page": page, "anchor": anchor, "kind": "Term of the glossary"}


def read_summaries(folder: Path, pages: Iterable[str]) -> dict[str, str]:
    """What each written page is about: the description in its head, so that a search fetches no page.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the built book.
    pages : iterable of str
        Names of pages, without suffix.

    Returns
    -------
    dict of str to str
        By page, sorted; a page without a description is absent.
    """
    found = {page: _DESCRIPTION.search((folder / f"{page}.html").read_text(encoding="utf-8")) for page in sorted(pages)}
    return {page: html.unescape(match[1]) for page, match in found.items() if match}


def place_template(app: Sphinx, config: Config) -> None:
    """Have Sphinx find our search page before that of the theme."""
    del app
    config.templates_path = [*config.templates_path, str(_TEMPLATES)]


def fill_search(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the search page, and no other, its scripts, the names it knows and what each page is about."""
    del templatename, doctree
    if pagename != "search":
        return
    for name in _SCRIPTS:
        app.add_js_file(name, loading_method="defer")
    # Sphinx writes this page after those that it reads from sources.
    summaries = json.dumps(read_summaries(Path(app.outdir), app.env.found_docs), ensure_ascii=False)
    write_text(Path(app.outdir) / _SUMMARIES, f"Search.summaries = {summaries};\n")
    # "<" would end the element that the names stand in.
    context["known_names"] = json.dumps(known_names(app.env), ensure_ascii=False).replace("<", "\\u003c")


def setup_search(app: Sphinx) -> None:
    """Declare language, template and page to Sphinx."""
    languages["en"] = LedgerSearch
    app.connect("config-inited", place_template)
    app.connect("html-page-context", fill_search)

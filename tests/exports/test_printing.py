"""What goes into a printed document, and which mistakes are named; no browser is needed here."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker
from click.testing import CliRunner

from scoledger.citations import read_book
from scoledger.cli import main
from scoledger.exports.printing import BookMissingError, BrowserError, UnknownPageError, chromium, print_pages
from scoledger.exports.printing.article import prepare_article, read_article
from scoledger.exports.printing.chromium import find_chromium, print_file
from scoledger.exports.printing.document import make_book_document, make_page_document
from scoledger.exports.printing.links import Links
from scoledger.exports.printing.order import Leaf, find_leaf, read_order

MENU = """<nav class="bd-links"><ul><li><a href="#">Front</a></li></ul>
<p class="caption">Part one</p><ul>
<li><a href="claims/index.html">All claims</a><ul><li><a href="claims/alpha.html">Claim alpha</a></li></ul></li>
<li><a href="partners/alpha.html">Partners</a></li><li><a href="https://example.org">Elsewhere</a></li></ul></nav>"""
PAGES = {
    "index": MENU + '<article class="bd-article"><section id="front"><h1>Front</h1></section></article>',
    "claims/index": '<article class="bd-article"><h1>All claims</h1></article>',
    "claims/alpha": """<article class="bd-article"><section id="alpha"><h1>Claim alpha<a class="headerlink">#</a></h1>
<p id="twice">See <a href="../index.html#front">front</a>, <a href="index.html">all</a>, <a href="#alpha">itself</a>,
<a href="#">nothing</a>, <a href="../../exports/a.csv">a file</a>, <a href="https://example.org/x">a site</a>.</p>
<p id="twice">Again <span class="result"><a href="#alpha">45</a><span class="result-note">a note</span></span>.</p>
<details class="result-fold"><summary>Sources</summary><p>An office.</p></details>
<details class="code-fold"><summary>Code</summary><pre>run.begin()</pre></details>
<div class="explore"><form class="explore-controls"><select></select></form>
<button class="explore-start">Explore</button><div class="explore-stage">
<a class="full-size" href="../../exports/a.svg"><img loading="lazy" alt="A rise" src="../../_images/a.svg"></a>
</div></div>
<section id="one"><h2>One</h2></section><section id="two"><h2>Two &amp; three</h2></section>
<p class="result-files"><a href="../../exports/a.csv">CSV</a></p><script>alert(1)</script></section></article>""",
    "partners/alpha": '<article class="bd-article"><h1>Partners</h1></article>',
}
ALPHA = Leaf("book/claims/alpha", "Claim alpha", 3, "Part one")


@pytest.fixture
def html(tmp_path: Path) -> Path:
    """Folder of a built book of four pages."""
    for name, text in PAGES.items():
        path = tmp_path / f"book/{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<html><body>{text}</body></html>", encoding="utf-8")
    return tmp_path


def prepare(html: Path, url: str = "") -> str:
    """The page of alpha in a document with the first page."""
    links = Links({"book/index": "p1", ALPHA.page: "p2"}, url)
    return str(prepare_article(read_article(html, ALPHA), ALPHA, html, links, above=2))


def test_pages_stand_in_the_order_of_the_menu(html: Path) -> None:
    """With part and depth; a link to elsewhere is no page."""
    assert read_order(html) == [
        Leaf("book/index", "Front", 1, ""),
        Leaf("book/claims/index", "All claims", 2, "Part one"),
        ALPHA,
        Leaf("book/partners/alpha", "Partners", 2, "Part one"),
    ]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("book/claims/alpha", "book/claims/alpha"),
        ("claims/alpha.html", "book/claims/alpha"),
        ("claims", "book/claims/index"),
        ("partners-alpha", "book/partners/alpha"),
        ("index", "book/index"),
    ],
)
def test_a_page_has_several_names(html: Path, name: str, page: str) -> None:
    """In full, without the folder of all pages, as a folder's index, by the slug of its run."""
    slugs = {"partners-alpha": "book/partners/alpha", "gone": "book/gone"}

    assert find_leaf(read_order(html), slugs, name).page == page


def test_an_unknown_page_is_answered_with_the_nearest(html: Path) -> None:
    """A short name that fits two pages lists both."""
    leaves = read_order(html)

    with pytest.raises(UnknownPageError, match=r"no page 'clams/alpha'\. Did you mean 'claims/alpha'\?"):
        find_leaf(leaves, {}, "clams/alpha")
    with pytest.raises(UnknownPageError, match="fits 2 pages: book/claims/alpha, book/partners/alpha"):
        find_leaf(leaves, {}, "alpha")


def test_links_lead_to_where_things_stand_in_the_document(html: Path) -> None:
    """Within it, to other sites, and nowhere: then the words stay."""
    text = prepare(html)

    assert '<a href="#p1-front">front</a>' in text
    assert '<a href="#p2-alpha">itself</a>' in text
    assert '<a href="https://example.org/x">a site</a>' in text
    assert "<a>all</a>" in text
    assert "<a>nothing</a>" in text
    assert "<a>a file</a>" in text
    assert "CSV" not in text


def test_files_of_a_published_book_keep_their_links(html: Path) -> None:
    """So do pages that are not in the document."""
    text = prepare(html, url="https://example.org/book")

    assert '<a href="https://example.org/book/exports/a.csv">CSV</a>' in text
    assert '<a href="https://example.org/book/book/claims/index.html">all</a>' in text


def test_what_only_a_screen_needs_is_left_out(html: Path) -> None:
    """Controls, code, notes and scripts go; sources are open, and the picture of a chart stays."""
    text = prepare(html)

    for word in ("<button", "<form", "<select", "run.begin", "a note", "alert(1)", ">#<", "loading"):
        assert word not in text
    assert '<details class="result-fold" open=""><summary>Sources</summary><p>An office.</p></details>' in text
    assert f'<img alt="A rise" src="{(html / "_images/a.svg").as_uri()}"/>' in text


def test_ids_are_the_page_s_own_and_occur_once(html: Path) -> None:
    """The second of two equal ids is dropped; headings move down by two levels."""
    text = prepare(html)

    assert text.count('id="p2-twice"') == 1
    assert text.startswith('<article class="bd-article" id="p2">')
    assert '<h3 class="level-1">Claim alpha</h3>' in text
    assert '<h4 class="level-2">One</h4>' in text


@pytest.fixture
def maker(tmp_path: Path) -> BookMaker:
    """A project whose book has not been built."""
    return BookMaker.begin(tmp_path / "project")


def test_contents_list_parts_chapters_and_pages(html: Path, maker: BookMaker) -> None:
    """A number that is known stands there, one that is not keeps its room; a title is escaped."""
    document = make_book_document(html, read_order(html), read_book(maker.project))
    text = document.write({"p3": 17})

    listed = [(entry.title, entry.depth) for entry in document.entries]
    assert listed == [("Front", 1), ("Part one", 1), ("All claims", 2), ("Claim alpha", 3), ("Partners", 2)]
    assert 'Claim alpha</span><span class="printed-dots"></span><span class="printed-number">17<' in text
    assert 'All claims</span><span class="printed-dots"></span><span class="printed-number">000<' in text
    assert '@page p3 { @top-left { content: "Part one · Claim alpha"; } }' in text


def test_a_page_s_contents_name_its_sections(html: Path, maker: BookMaker) -> None:
    """They stand below its title; a page with fewer than two sections has none."""
    leaves, book = read_order(html), read_book(maker.project)
    text = make_page_document(html, ALPHA, book).write({"p1-two": 3})

    assert text.index("Claim alpha</h1>") < text.index('printed-contents"') < text.index(">One</h2>")
    assert 'Two &amp; three</span><span class="printed-dots"></span><span class="printed-number">3<' in text
    assert make_page_document(html, leaves[0], book).entries == ()


def test_a_book_that_was_not_built_is_named(maker: BookMaker, tmp_path: Path) -> None:
    """With the command that builds it."""
    with pytest.raises(BookMissingError, match=r"is missing[^$]*make book$"):
        print_pages(maker.project, None, tmp_path / "a.pdf")


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that were looked for, and how to get one."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BrowserError, match=r"chromium, .*chrome\.\nInstall it .*apt-get install chromium"):
        find_chromium()


def test_a_browser_that_prints_nothing_is_an_error(tmp_path: Path) -> None:
    """Its own words are repeated, but for those about a desktop that is not there."""
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho 'ERROR:dbus/bus.cc' >&2\necho 'no memory' >&2\nexit 3\n")
    browser.chmod(0o755)

    with pytest.raises(BrowserError, match=r"ended with status 3 and printed nothing\.\n  no memory\nExpected"):
        print_file(tmp_path / "a.html", str(browser))


def test_the_command_names_mistakes_without_a_traceback(
    html: Path, maker: BookMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Status 2, and nothing written: no page of that name, no book, no browser."""
    monkeypatch.setenv("SCOLEDGER_ROOT", str(maker.project.root))
    target = tmp_path / "a.pdf"

    missing = CliRunner().invoke(main, ["print", "--to", str(target)])
    maker.write("_build/registry/manifest.json", '{"edition": "2026.1", "runs": [], "results": {}}')
    for name, text in PAGES.items():
        maker.write(f"_build/html/book/{name}.html", text)
    unknown = CliRunner().invoke(main, ["print", "alhpa", "--to", str(target)])
    monkeypatch.setattr(chromium, "NAMES", ())
    lame = CliRunner().invoke(main, ["print", "--to", str(target)])

    assert "make book" in missing.output
    assert "no page 'alhpa'. Did you mean 'alpha'?" in unknown.output
    assert "apt-get install chromium" in lame.output
    assert [result.exit_code for result in (missing, unknown, lame)] == [2, 2, 2]
    assert not target.exists()

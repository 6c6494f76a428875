"""Pages that moved, the page for a wrong address, and that no page of an edition is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.editions import edition_names
from scoledger.errors import RedirectError
from scoledger.paths import Project
from scoledger.runs import read_plan
from scoledger.site import build_book
from scoledger.site.redirects import check_redirects, lost_pages, read_redirects, write_redirects
from scoledger.site.static_pages import write_not_found, write_redirect

PROJECT = Project(Path(__file__).resolve().parents[2])
PAGES = ["book/claims/alpha", "book/method"]


@pytest.mark.parametrize(
    ("redirects", "fault"),
    [
        ({"book/old": "book/methods"}, "no page 'book/methods'. Did you mean 'book/method'?"),
        ({"book/method": "book/claims/alpha"}, "the old page is still there"),
        ({"book/a": "book/b", "book/b": "book/method"}, "book/a -> book/b -> book/method is a chain"),
        ({"book/a": "book/b", "book/b": "book/a"}, "book/a -> book/b -> book/a is a loop"),
        ({"book/a": "book/a"}, "book/a -> book/a is a loop"),
        ({"old.html": "book/method"}, "is no name such as"),
        *(
            ({old: "book/method"}, "is no name such as")
            for old in (
                "book//x",
                "book/./y",
                "book/../z",
                'book/"q"',
                "book/Method",
                "book/a.html",
                "book/a b",
                "book/",
            )
        ),
    ],
)
def test_a_redirect_that_cannot_stay_is_refused(redirects: dict[str, str], fault: str) -> None:
    """One error names old page, new page and what is wrong."""
    with pytest.raises(RedirectError) as raised:
        check_redirects(redirects, PAGES)

    assert fault in str(raised.value)
    assert "data/redirects.toml" in str(raised.value)


def test_all_faults_stand_in_one_message() -> None:
    """Two redirects to nowhere are two lines; one that is right is none."""
    with pytest.raises(RedirectError, match="cannot stay: 2"):
        check_redirects({"book/a": "book/x", "book/b": "book/y", "book/c": "book/method"}, PAGES)


def test_an_old_address_works_without_a_script() -> None:
    """Refresh, link and canonical address lead to the new page; the last in full once the book is published."""
    page = write_redirect("book/old/alpha", "book/claims/alpha", "https://example.org/b")

    assert 'content="0; url=../claims/alpha.html"' in page
    assert '<a href="../claims/alpha.html">' in page
    assert '<link rel="canonical" href="https://example.org/b/book/claims/alpha.html">' in page
    assert 'rel="canonical" href="claims/alpha.html"' in write_redirect("book/old", "book/claims/alpha", "")


def test_a_redirect_that_is_gone_takes_its_page_along(maker: BookMaker) -> None:
    """Only what is written now stays in the folder."""
    write_redirects(maker.project, {"book/a": "book/method", "book/b/c": "book/method"}, "")
    folder = write_redirects(maker.project, {"book/b/c": "book/method"}, "")

    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")] == ["book/b/c.html"]


def test_the_built_book_has_the_old_address_and_a_page_for_wrong_ones(maker: BookMaker) -> None:
    """A claim that was once called otherwise; a later build without the redirect takes its page away."""
    maker.add_claim_page("alpha")
    maker.write("data/redirects.toml", '[pages]\n"book/claims/aleph" = "book/claims/alpha"\n')
    html = build_book(maker.project).parent

    assert 'url=alpha.html"' in (html / "book" / "claims" / "aleph.html").read_text("utf-8")
    assert "There is no such page" in (html / "404.html").read_text("utf-8")
    maker.write("data/redirects.toml", "[pages]\n")
    build_book(maker.project)
    assert not (html / "book" / "claims" / "aleph.html").exists()


def test_a_wrong_redirect_stops_the_build(maker: BookMaker) -> None:
    """Before Sphinx is started."""
    maker.write("data/redirects.toml", '[pages]\n"book/old" = "book/nowhere"\n')

    with pytest.raises(RedirectError, match="book/old -> book/nowhere"):
        build_book(maker.project)
    assert not (maker.project.build / "sphinx").exists()


def test_no_page_of_an_edition_is_lost() -> None:
    """Every page that an edition names is planned now, or is redirected to one that is."""
    known = {
        basis["page"]
        for name in edition_names(PROJECT)
        for basis in json.loads((PROJECT.editions / name / "runs.json").read_text("utf-8")).values()
    }
    present, redirects = {run.page for run in read_plan(PROJECT)}, read_redirects(PROJECT)

    assert len(known) > 300
    assert lost_pages(known - {"book/index"}, present, redirects) == []
    assert lost_pages([*known, "book/claims/made-up"], present | {"book/index"}, redirects) == ["book/claims/made-up"]


def test_the_page_for_a_wrong_address_links_the_ways_in() -> None:
    """Each link is a page of the book; links start at the address of the published book where there is one."""
    guessing, published = write_not_found("Book", ""), write_not_found("Book", "https://example.org/b")
    links = re.findall(r'<a href="([^"]+)"', guessing)

    assert {"book/index.html", "book/claims/index.html", "book/countries/index.html"} <= set(links)
    assert 'action="search.html"' in guessing
    assert '<base href="https://example.org/b/">' in published
    assert "<base href" not in guessing

"""Previous and next along the argument, and the chapters that explain a claim."""

from __future__ import annotations

import re
from pathlib import Path

from bookmaker import ROOT, BookMaker, claim_cells

from scoledger.paths import Project
from scoledger.site import build_book
from scoledger.site.argument import chain_pages, order_claims, write_chapters

#: Claims and the line of the text at which each stands: not in the order of their ids.
LINES = {"alpha": 30, "beta": 10, "gamma": 20}


def test_claims_follow_the_text_of_each_article(maker: BookMaker) -> None:
    """Articles in the order of their file, whatever their ids; one that is not listed comes last."""
    article = (
        'author = "A B"\nyear = 2019\ntitle = "T"\njournal = "J"\ncitation_key = "k"\ninformation_until = 2018-01-01\n'
    )
    maker.write("data/claims/articles.toml", f"[zz]\n{article}\n[aa]\n{article}")
    for claim, source, line in (("a", "aa", 5), ("b", "unknown", 1), ("c", "zz", 90), ("d", "zz", 80)):
        maker.add_verdict(claim, source=source, about={"source": source, "locator": {"line": line}})

    assert order_claims(maker.project) == [f"book/claims/{claim}" for claim in "dcab"]


def test_pages_around_the_claims_stay_where_they_are() -> None:
    """Whichever claim stands at an end of the contents; without neighbours the chain has no ends."""
    relations = {"a": ["i", "i", "b"], "b": ["i", "a", "c"], "c": ["i", "b", "z"]}

    assert chain_pages(["c", "a", "b"], relations) == ["i", "c", "a", "b", "z"]
    assert chain_pages(["c", "a"], {}) == ["c", "a"]


def read_ways(folder: Path) -> dict[str, list[str]]:
    """Addresses of the page before and the one after, by page."""
    ways = {}
    for name in ("claims/index", *(f"claims/{claim}" for claim in LINES), "topics/index"):
        text = (folder / f"{name}.html").read_text("utf-8")
        ways[name] = [
            found[1] if (found := re.search(rf'class="{side}-{word}"\s+href="([^"]+)"', text)) else ""
            for side, word in (("left", "prev"), ("right", "next"))
        ]
    return ways


def test_a_built_book_leads_through_the_text(maker: BookMaker) -> None:
    """From the ledger through the claims by line, and on to the page that follows them in the contents."""
    for claim, line in LINES.items():
        maker.add_claim_page(claim, locator={"section": "China", "line": line})
    folder = build_book(maker.project).parent / "book"
    ways = read_ways(folder)

    menu = re.search(r"<nav[^>]*bd-links.*?</nav>", (folder / "index.html").read_text("utf-8"), re.DOTALL)
    assert menu
    listed = re.findall(r'href="claims/(alpha|beta|gamma)\.html"', menu[0])
    assert listed == ["beta", "gamma", "alpha"]
    assert ways["claims/index"][1] == "beta.html"
    assert ways["claims/beta"] == ["index.html", "gamma.html"]
    assert ways["claims/gamma"] == ["beta.html", "alpha.html"]
    assert ways["claims/alpha"] == ["gamma.html", "../topics/index.html"]
    assert ways["topics/index"][0] == "../claims/alpha.html"


def test_a_page_whose_neighbour_has_changed_is_written_again(maker: BookMaker) -> None:
    """Another order of the claims and another title of one: no page leads where, or says what, it did."""
    for claim, line in LINES.items():
        maker.add_claim_page(claim, locator={"section": "China", "line": line})
    folder = build_book(maker.project).parent / "book"
    maker.add_verdict("alpha", about={"locator": {"section": "China", "line": 5}})
    maker.add_run("run-beta", "book/claims/beta", claim_cells("beta"), heading="Under another title")
    ways = read_ways(build_book(maker.project).parent / "book")

    assert ways["claims/index"][1] == "alpha.html"
    assert ways["claims/beta"] == ["alpha.html", "gamma.html"]
    assert ways["claims/gamma"] == ["beta.html", "../topics/index.html"]
    assert ways["topics/index"][0] == "../claims/gamma.html"
    footer = (folder / "claims" / "gamma.html").read_text("utf-8").partition('class="left-prev"')[2]
    assert "Under another title" in footer


def test_a_claim_names_the_chapters_that_bear_on_it() -> None:
    """Those whose files list it, in the order of the declarations, each with a link to its pages."""
    chapters = write_chapters(Project(ROOT))

    assert chapters["csto-keeps-russia-hegemon"] == ("Explained in: {doc}`Division of labour </book/division/index>`.")
    assert chapters["dependency-builds-alignment"].startswith("Explained in: {doc}`Align")
    assert len(chapters) > 80

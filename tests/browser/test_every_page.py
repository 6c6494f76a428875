"""Every kind of page in a real browser: accessible, quiet, within the screen, unmoving and light."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from auditing import DESKTOP, ENLARGED, STILL, Witness, faults_of, is_wide, slow_down, watch_shifts
from browsing import MARKS, PHONE
from serving import packed

from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[2]
#: Most that a page may transfer, in bytes, without the search index and fonts.
HEAVIEST = 300_000
#: Milliseconds for a page on a slow line, where the machine does other things too.
LONG = 120_000
#: One page of each kind, in the small book.
KINDS = (
    *("book/index", "book/claims/index", "book/claims/alpha", "book/data/index", "book/data/test-trade"),
    *("book/status", "book/availability", "book/contradictions", "book/lock", "book/family", "book/bibliography"),
    *("book/how-to-read", "search", "genindex", "r/alpha", "r/trade-2014", "r/trade-figure", "r/trade-table"),
    *("index", "404", "book/countries/index", "book/countries/kgz", "book/topics/index", "book/topics/trade"),
    *("book/articles/index", "book/articles/kocamaz2019", "book/explore/shares", "book/explore/moved"),
    *("book/guides/claim", "book/claims/old", "book/estimates", "code/scoledger.site.rerun"),
)

#: One page or more of each folder, where the whole book has been built.
WHOLE = (
    *("index", "404", "search", "genindex", "code/scoledger.site.rerun", "code/scoledger.additions"),
    *("book/index", "book/how-to-read", "book/glossary", "book/bibliography", "book/availability", "book/cite"),
    *("book/status", "book/reliability", "book/family", "book/lock", "book/contradictions", "book/estimates"),
    *("book/rerun", "book/method", "book/guides/claim", "book/guides/country", "book/guides/table"),
    *("book/claims/index", "book/claims/ca-china-trade-2002-2014", "book/claims/ca-landlocked-poor-resource"),
    *("book/claims/astana-summit-in-pakistan", "book/countries/index", "book/countries/kgz", "book/topics/index"),
    *("book/topics/trade", "book/articles/index", "book/articles/kocamaz2019", "book/data/index", "book/data/cow-cinc"),
    *("book/explore/index", "book/explore/partners-ca5", "book/explore/pipelines-all"),
    "book/explore/what-if-intra-sco-gradual-incline",
    *("book/dependence/index", "book/dependence/kgz-chn", "book/profiles/index", "book/profiles/kgz"),
    *("book/alignment/ca5-chn", "book/debt/chn-ca5", "book/division/kgz", "book/energy/chn", "book/intra/sco2017"),
    *("book/gravity/sco2017-2017", "book/mirror/ca5-chn", "book/organisation/sco2017", "book/partners/kgz"),
    *("book/pipelines/tkm", "book/synthesis/index", "book/synthesis/partnership", "book/turn/chn-2014"),
    *("r/ca-china-trade-2002-2014", "r/ledger-scoreboard", "r/ledger-claims"),
)
#: Pages whose pictures are kept.
PICTURED = (
    *("book/index", "book/claims/index", "book/claims/ca-china-trade-2002-2014", "book/dependence/index"),
    *("book/contradictions", "book/data/index", "search", "r/ca-china-trade-2002-2014", "404"),
    *("book/countries/kgz", "book/topics/trade", "book/explore/partners-ca5", "book/guides/table"),
    *("book/explore/what-if-intra-sco-gradual-incline", "book/explore/pipelines-all", "code/scoledger.site.rerun"),
)
LOOKS = [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE), ("dark", PHONE)]
#: Two looks at each kind of page in the small book, and the other two in the whole one.
OURS, THEIRS = (LOOKS[0], LOOKS[3]), (LOOKS[1], LOOKS[2])

#: What leads on from a page that has moved.
_MOVED = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"#?]+)')

pytestmark = MARKS


def visit(page: Any, address: str) -> None:
    """Open a page, or the page where one that has moved leads to."""
    text = page.request.get(address).text()
    page.goto(address)
    if moved := _MOVED.search(text):
        page.wait_for_url(f"**/{moved[1].rpartition('../')[2]}", wait_until="load")


def look(chromium: Any, address: str, scheme: str, size: dict[str, int]) -> list[str]:
    """Everything that is wrong with a page in one look."""
    context = chromium.new_context(color_scheme=scheme, viewport=size)
    page = context.new_page()
    origin = "/".join(address.split("/")[:3]) + "/"
    witness = Witness(page, origin)
    visit(page, address)
    wrong = [*faults_of(page), *witness.errors, *witness.strangers]
    for one in (size, ENLARGED):
        page.set_viewport_size(one)
        wrong += [f"at {one['width']} pixels the page scrolls sideways"] if is_wide(page) else []
    context.close()
    return [f"{scheme} {size['width']}: {fault}" for fault in wrong]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_has_no_fault_in_any_look(chromium: Any, site: str, name: str) -> None:
    """Neither axe nor the console finds anything, nobody else is asked, and only boxes of their own scroll sideways.

    On a desktop, on a phone, and enlarged to 400 percent; light and dark.
    """
    assert [fault for scheme, size in OURS for fault in look(chromium, f"{site}{name}.html", scheme, size)] == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_of_the_whole_book_has_no_fault(chromium: Any, whole: str, name: str) -> None:
    """The same for the real pages, where the book has been built."""
    assert [fault for scheme, size in THEIRS for fault in look(chromium, f"{whole}{name}.html", scheme, size)] == []


def folders_of(pages: Iterable[str]) -> set[str]:
    """Folders in which pages stand; that of the root is empty."""
    return {name.rpartition("/")[0] for name in pages}


def pages_of(folder: Path) -> list[str]:
    """Names of all pages of a built book, apart from what themes ship beside theirs."""
    paths = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.html")]
    return [path.as_posix() for path in paths if not path.parts[0].startswith("_")]


def test_every_folder_of_the_whole_book_has_a_page_that_is_looked_at(whole: str) -> None:
    """A new folder is a new kind of page: one of it is to be named here."""
    pages = pages_of(Project(ROOT).html)

    assert whole
    assert folders_of(pages) == folders_of(WHOLE)
    assert set(WHOLE) <= set(pages)


@pytest.mark.parametrize("name", ["book/index", "book/claims/alpha", "book/claims/index", "book/dependence/index"])
def test_nothing_moves_on_a_slow_line(chromium: Any, site: str, name: str) -> None:
    """Neither scripts nor pictures move what is there already, on a phone and on a desktop."""
    for size in (PHONE, DESKTOP):
        context = chromium.new_context(viewport=size)
        watch_shifts(context)
        page = context.new_page()
        slow_down(page)
        page.goto(f"{site}{name}.html", timeout=LONG)
        page.wait_for_timeout(500)

        assert page.evaluate("moved") <= STILL, page.evaluate("movers")
        context.close()


@pytest.mark.parametrize("name", ["book/index", "book/claims/alpha"])
def test_a_page_is_light(chromium: Any, small: Path, site: str, name: str) -> None:
    """All that it loads, compressed, stays below 300 kB; no font, no search index, no icons by script."""
    assert weigh(chromium, small, site, name) < HEAVIEST


@pytest.mark.parametrize("name", ["book/index", "book/claims/ca-landlocked-poor-resource"])
def test_a_page_of_the_whole_book_is_light(chromium: Any, whole: str, name: str) -> None:
    """The landing page and the claim with most figures; a figure below the screen waits."""
    assert weigh(chromium, Project(ROOT).html, whole, name) < HEAVIEST


def weigh(chromium: Any, folder: Path, address: str, name: str) -> int:
    """Bytes that a page transfers when it is opened."""
    page = chromium.new_page(viewport=DESKTOP)
    witness = Witness(page, address)
    page.goto(f"{address}{name}.html")
    page.wait_for_timeout(300)
    asked = set(witness.asked)
    page.close()

    assert [part for part in asked if part.endswith(("searchindex.js", "fontawesome.js", ".woff2", ".ttf"))] == []
    return sum(len(packed(folder / part)) for part in asked)


def test_nothing_is_animated_for_readers_who_ask_so(chromium: Any, site: str) -> None:
    """With reduced motion no element has a transition or an animation."""
    context = chromium.new_context(reduced_motion="reduce", viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{site}book/index.html")
    moving = page.evaluate(
        "[...document.querySelectorAll('body *')].map((node) => getComputedStyle(node))"
        ".filter((style) => parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none').length"
    )

    assert moving == 0
    context.close()


def test_pictures_below_the_screen_wait_and_have_their_size(small: Path) -> None:
    """All but the first of a page are loaded late; every one has a width, a height and words."""
    text = (small / "book/index.html").read_text("utf-8")
    images = text.split("<img ")[1:]

    assert len(images) == 2
    assert 'loading="lazy"' not in images[0].partition(">")[0]
    assert 'loading="lazy"' in images[1].partition(">")[0]
    assert all('width="400" height="200"' in tag.partition(">")[0] for tag in images)


def test_pictures_of_pages_are_kept(chromium: Any, whole: str) -> None:
    """In _build/screenshots, light and dark, desktop and phone, for people to look at."""
    folder = Path(os.environ.get("SCOLEDGER_SCREENSHOTS", Project(ROOT).build / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for scheme, size in LOOKS:
        context = chromium.new_context(color_scheme=scheme, viewport=size)
        page = context.new_page()
        for name in PICTURED:
            page.goto(f"{whole}{name}.html")
            kept.append(folder / f"{name.replace('/', '-')}-{scheme}-{size['width']}.png")
            page.screenshot(path=kept[-1])
        context.close()

    assert [path.name for path in kept if path.stat().st_size < 5_000] == []
    assert len(kept) == len(PICTURED) * len(LOOKS)

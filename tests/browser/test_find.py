"""Search, pages of countries, moved pages and wrong addresses in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from bookmaker import BookMaker
from browsing import MARKS, PHONE
from serving import serve

from scoledger.site import build_book

pytestmark = MARKS

#: Title, countries and verdict by claim; the ids are of the kinds that words alone find badly.
CLAIMS = {
    "tkm-65bcm-2020": ("Gas sold by 2020", ["TKM", "CHN"], "contradicted"),
    "no-us-bases-since-2005": ("Forces have left", ["KGZ", "USA"], "supported"),
    "sco-founders": ("Six states found it", ["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"], "confirmed"),
    "trade-grows-twice": ("A trade that grows", ["DEU"], "mixed"),
    "trade-grows": ("Trade in Kyrgyzstan grows, as Hirschman has it", ["KGZ", "CHN"], "mixed"),
}
GLOSSARY = "# Glossary\n\n:::{glossary}\nHirschman asymmetry\n  A measure.\n\nmirror\n  The other side's books.\n:::\n"
#: Adds up how far the page's parts move.
SHIFTS = """window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.shift += entry.value;
})).observe({ type: "layout-shift", buffered: true });"""
BOOK = "https://book.test/deep/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five claims, twenty-five pages of other words, a glossary and a page that moved."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("find"))
    for claim, (title, countries, verdict) in CLAIMS.items():
        maker.add_claim_page(claim, verdict, title=title, countries=countries)
    for number in range(25):
        maker.add_card(f"table-{number}")
    maker.write("book/glossary.md", GLOSSARY)
    maker.write("data/redirects.toml", '[pages]\n"book/old/gas" = "book/claims/tkm-65bcm-2020"\n')
    return build_book(maker.project).parent


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page that notes what goes wrong."""
    tab = chromium.new_page()
    tab.faults = []
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("request", lambda request: None if _is_own(request.url) else tab.faults.append(request.url))
    yield tab
    tab.close()


def _is_own(url: str) -> bool:
    return url.startswith(("file:", "data:"))


def search(page: Any, built: Path, words: str) -> list[str]:
    """Search and return the addresses of the results, as the page shows them."""
    page.goto(f"{(built / 'search.html').as_uri()}?q={quote(words)}")
    page.wait_for_function("!/^$|Searching/.test(document.getElementById('find-told').textContent)")
    links = page.locator("ol.find-results a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return [link.removeprefix("./") for link in links]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("tkm-65bcm-2020", "book/claims/tkm-65bcm-2020.html"),
        ("TKM-65BCM-2020@2026.1", "book/claims/tkm-65bcm-2020.html"),
        ("tkm-65", "book/claims/tkm-65bcm-2020.html"),
        ("65bcm", "book/claims/tkm-65bcm-2020.html"),
        ("no-us-bases-since-2005", "book/claims/no-us-bases-since-2005.html"),
        ("sco-founders", "book/claims/sco-founders.html"),
        ("trade-grows", "book/claims/trade-grows.html"),
        ("Kyrgyzstan", "book/countries/kgz.html"),
        ("kgz", "book/countries/kgz.html"),
        ("Hirschman", "book/glossary.html#term-Hirschman-asymmetry"),
        ("Kocamaz", "book/articles/kocamaz2019.html"),
        ("test-trade", "book/data/test-trade.html"),
    ],
)
def test_what_is_asked_for_by_name_comes_first(page: Any, built: Path, words: str, first: str) -> None:
    """Ids whole, in part and with an edition; countries by name and code; a term; an author; a table."""
    assert search(page, built, words)[0] == first
    assert page.faults == []


def test_a_result_tells_what_its_page_is_about(chromium: Any, built: Path) -> None:
    """In the words of the page's description; no page is fetched for it, and what stands below does not move."""
    with serve(built) as address:
        tab = chromium.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(urlsplit(request.url).path))
        tab.add_init_script(SHIFTS)
        tab.goto(f"{address}search.html?q=tkm-65bcm-2020")
        tab.wait_for_selector("ol.find-results a")
        tab.wait_for_load_state("networkidle")

    about = tab.locator("ol.find-results li").first.locator(".find-about").inner_text()
    assert about == "Contradicted: The data <say> something about tkm-65bcm-2020."
    assert [path for path in asked if path.endswith(".html")] == ["/search.html"]
    assert tab.evaluate("window.shift") < 0.01


def test_a_number_is_searched_for(page: Any, built: Path) -> None:
    """A year alone finds the pages that have it."""
    assert "book/claims/tkm-65bcm-2020.html" in search(page, built, "2020")


def test_a_checksum_is_not_in_the_index(page: Any, built: Path) -> None:
    """The commit that every table's page shows is a word of nobody's search."""
    assert search(page, built, "0123456789abcdef") == []
    assert "0123456789abcdef" not in (built / "searchindex.js").read_text("utf-8")


def test_the_number_of_results_is_told(page: Any, built: Path) -> None:
    """In a live region, as many as the list has; the rest opens with a button that moves the focus on."""
    assert len(search(page, built, "stars")) == 20
    told = page.locator("#find-told")
    number = int(re.match(r"(\d+) results for “stars”\.", told.inner_text())[1])  # type: ignore[index]
    assert told.get_attribute("role") == "status"
    assert number >= 26
    page.get_by_role("button", name=f"Show all {number}").press("Enter")
    assert page.locator("ol.find-results li").count() == number
    assert page.evaluate("document.activeElement === document.querySelectorAll('ol.find-results a')[20]")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("xylophone", "No page for “xylophone”."),
        ("and", "“and” is too common"),
        ("glossary xylophone", "No page holds all of “glossary xylophone”."),
    ],
)
def test_a_search_without_a_hit_says_what_to_do(page: Any, built: Path, words: str, told: str) -> None:
    """Nothing at all, a stop word, and pages with some of the words."""
    found = search(page, built, words)

    assert told in page.locator("#find-told").inner_text()
    assert bool(found) == ("glossary" in words)


def test_the_search_works_by_keyboard(page: Any, built: Path) -> None:
    """The field has the focus and a label; Enter searches, and two tabs later Enter opens the first result."""
    page.goto((built / "search.html").as_uri())
    assert page.evaluate("document.activeElement.id") == "find-words"
    assert page.get_by_label("Id of a claim, country or its code").count() == 1
    page.keyboard.type("tkm-65bcm-2020")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.find-results a")
    page.locator("#find-words").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/claims/tkm-65bcm-2020.html")


def test_without_a_script_the_search_page_says_where_to_look(chromium: Any, built: Path) -> None:
    """Ledger, lists, glossary and index are linked, and each is there; the field is not shown."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((built / "search.html").as_uri())
    links = page.locator(".find noscript a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")

    assert {"book/claims/index.html", "book/glossary.html", "genindex.html", "book/countries/index.html"} <= set(links)
    assert all((built / link).is_file() for link in links)
    assert not page.locator("#find-words").is_visible()


def test_a_country_page_fits_a_phone_and_leads_to_its_claims(chromium: Any, built: Path) -> None:
    """No sideways scrolling; counts beside badges; the links of a claim and back to the country open."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((built / "book" / "countries" / "kgz.html").as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("ul.verdict-counts").first.inner_text().split() == ["Supported", "1", "Mixed", "1"]
    page.locator("article a", has_text="Forces have left").click()
    page.wait_for_url("**/book/claims/no-us-bases-since-2005.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".verdict-facts a", has_text="Kyrgyzstan").click()
    page.wait_for_url("**/book/countries/kgz.html")


@pytest.mark.parametrize("is_scripted", [True, False])
def test_an_old_address_opens_the_page(chromium: Any, built: Path, *, is_scripted: bool) -> None:
    """With a script the place on the page is kept; without one the page opens at its top."""
    page = chromium.new_context(java_script_enabled=is_scripted).new_page()
    page.goto(f"{(built / 'book' / 'old' / 'gas.html').as_uri()}#tkm-65bcm-2020")
    page.wait_for_url(re.compile(r"book/claims/tkm-65bcm-2020\.html"))

    assert page.url.endswith("#tkm-65bcm-2020") or not is_scripted


def test_a_wrong_address_leads_back(chromium: Any, built: Path) -> None:
    """On a host with the book in a folder: links start at the book, and the search knows what was asked for."""
    page = chromium.new_page()

    def answer(route: Any) -> None:
        path = built / urlsplit(route.request.url).path.removeprefix("/deep/")
        file = path if path.is_file() else built / "404.html"
        route.fulfill(path=file, status=200 if file == path else 404)

    page.route("**/*", answer)
    page.goto(f"{BOOK}book/claims/gone/tkm-65bcm.html")

    assert page.locator("#words").input_value() == "tkm-65bcm"
    hrefs = page.locator("a").evaluate_all("links => links.map((link) => link.href)")
    assert all((built / href.removeprefix(BOOK)).is_file() for href in hrefs)
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector("ol.find-results a")
    assert page.url.startswith(f"{BOOK}search.html?q=tkm-65bcm")

"""The filter above the ledger in a real browser: choices, search, reset, a linked view, a phone, and no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import ROOT, BookMaker
from browsing import MARKS, PHONE

from scoledger.site import build_book

CLAIMS: dict[str, dict[str, Any]] = {
    "gas-share": {"verdict": "supported", "topic": "energy", "countries": ["KGZ", "CHN"], "title": "Gas from afar"},
    "oil-share": {"verdict": "contradicted", "topic": "energy", "countries": ["KAZ"], "source": "schafer2016"},
    "toll-rise": {"verdict": "mixed", "kind": "trend", "countries": ["CHN"], "paraphrase": "The Gas toll rose."},
    "vote-pact": {
        "verdict": "contradicted",
        "topic": "votes/alignment",
        "countries": [],
        "testability": "dated-record",
    },
}

#: They stand in the order of the articles and, without a place in the text, of their ids.
ORDER = ["gas-share", "toll-rise", "vote-pact", "oil-share"]

#: A browser that lets no script change the query of a file's address.
STRICT = """const change = history.replaceState.bind(history);
history.replaceState = (state, title, address) => {
  if (new URL(address, location.href).search !== location.search) throw new DOMException("no", "SecurityError");
  change(state, title, address);
};"""

#: Label of the search.
WORDS = "Words of the claim, its country, topic, article, kind or verdict"

pytestmark = MARKS


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the ledger of a book with four claims."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    words = (ROOT / "data" / "listings.toml").read_text("utf-8")
    maker.write("data/listings.toml", re.sub(r"^figure = .*\n", "", words, flags=re.MULTILINE))
    for claim, about in CLAIMS.items():
        maker.add_claim_page(claim, **about)
    page: Path = build_book(maker.project).parent / "book" / "claims" / "index.html"
    return page.as_uri()


@pytest.fixture
def page(chromium: Any, ledger: str) -> Iterator[Any]:
    """The ledger as it opens."""
    page = chromium.new_page()
    page.goto(ledger)
    yield page
    page.close()


def shown(page: Any) -> list[str]:
    """Ids of the claims whose rows are to be seen."""
    rows = page.locator("tr[data-claim]")
    return [row.get_attribute("data-claim") for row in rows.all() if row.is_visible()]


def test_all_rows_stand_there_at_first(page: Any) -> None:
    """Nothing is chosen, and the count says so."""
    assert shown(page) == ORDER
    assert page.locator(".ledger-count").inner_text() == "4 of 4 claims"
    assert page.locator(".ledger-count").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(
    ("label", "choice", "expected"),
    [
        ("Verdict", "contradicted", ["vote-pact", "oil-share"]),
        ("Article", "schafer2016", ["oil-share"]),
        ("Topic", "energy", ["gas-share", "oil-share"]),
        ("Kind", "trend", ["toll-rise"]),
        ("Testability", "dated-record", ["vote-pact"]),
        ("Country", "China", ["gas-share", "toll-rise"]),
    ],
)
def test_a_choice_leaves_its_rows(page: Any, label: str, choice: str, expected: list[str]) -> None:
    """Each of the six is found by its visible label."""
    page.locator(f"label:has-text('{label}') select[name={label.lower()}]").select_option(choice)

    assert shown(page) == expected
    assert page.locator(".ledger-count").inner_text() == f"{len(expected)} of 4 claims"


def test_choices_are_named_in_plain_words(page: Any) -> None:
    """Codes stay in the address alone, so that older links hold."""
    named = {
        key: page.locator(f"select[name={key}] option").all_inner_texts() for key in ("kind", "topic", "testability")
    }

    assert named == {
        "kind": ["All", "Single figure", "Trend"],
        "topic": ["All", "Energy", "Trade", "Votes and alignment"],
        "testability": ["All", "Dated documents", "Trade and energy statistics"],
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gas", ["gas-share", "toll-rise"]),
        ("afar GAS", ["gas-share"]),
        ("oil-share", ["oil-share"]),
        ("nothing like it", []),
        ("gas, China", ["gas-share", "toll-rise"]),
        ("(KYRGYZSTAN) Gas;", ["gas-share"]),
        ("votes contradicted", ["vote-pact"]),
        ("schafer", ["oil-share"]),
        ("Schäfer, oil", ["oil-share"]),
        ("trend", ["toll-rise"]),
        ("hare", []),
    ],
)
def test_a_search_reads_all_that_is_known_of_a_claim(page: Any, words: str, expected: list[str]) -> None:
    """Each word must begin one of the claim's, in any order, case and punctuation."""
    page.get_by_label(WORDS).fill(words)

    assert shown(page) == expected


def test_a_search_that_finds_little_leads_to_the_whole_book(page: Any, ledger: str) -> None:
    """With the words as typed; not while nothing is looked for."""
    link = page.locator(".ledger-elsewhere")
    assert not link.is_visible()
    page.get_by_label(WORDS).fill("Aral & sea")

    assert link.inner_text() == "Search the whole book for “Aral & sea”"
    link.click()
    page.wait_for_url("**/search.html?q=Aral+%26+sea")
    assert not page.url.startswith(ledger)


def test_choices_combine_and_reset_takes_all_back(page: Any, ledger: str) -> None:
    """Two choices and a word leave one row; the button leaves the address as it was."""
    page.locator("select[name=topic]").select_option("energy")
    page.locator("select[name=verdict]").select_option("contradicted")
    assert shown(page) == ["oil-share"]
    page.get_by_label(WORDS).fill("gas")
    assert shown(page) == []
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == ORDER
    assert page.evaluate("location.href") == ledger


def test_a_filtered_view_can_be_linked(chromium: Any, page: Any, ledger: str) -> None:
    """The address that the filter writes opens the same view; what nobody can choose is passed over."""
    page.locator("select[name=country]").select_option("China")
    page.get_by_label(WORDS).fill("toll")
    address = page.evaluate("location.href")
    other = chromium.new_page()
    other.goto(address)

    assert address == f"{ledger}?country=China&words=toll"
    assert shown(other) == ["toll-rise"]
    assert other.locator("select[name=country]").input_value() == "China"
    other.goto(f"{ledger}?verdict=perhaps&topic=energy")
    assert shown(other) == ["gas-share", "oil-share"]


def test_a_browser_that_guards_the_query_keeps_the_view_behind_the_hash(chromium: Any, ledger: str) -> None:
    """There, too, the address opens the same view, and a reset counts against an older query."""
    context = chromium.new_context()
    context.add_init_script(STRICT)
    page = context.new_page()
    page.goto(f"{ledger}?verdict=mixed")
    page.locator("select[name=verdict]").select_option("contradicted")
    address = page.evaluate("location.href")
    other = context.new_page()
    other.goto(address)

    assert address.endswith("?verdict=mixed#?verdict=contradicted")
    assert shown(other) == ["vote-pact", "oil-share"]
    other.get_by_role("button", name="Reset").click()
    other.reload()
    assert shown(other) == ORDER


def test_a_view_behind_the_hash_opens_from_a_file(chromium: Any, ledger: str) -> None:
    """As a reader would be sent it; it counts instead of the query."""
    page = chromium.new_page()
    page.goto(f"{ledger}?topic=votes#?topic=energy&words=afar")

    assert shown(page) == ["gas-share"]
    assert page.locator("select[name=topic]").input_value() == "energy"


def test_every_field_has_a_label_for_it(page: Any) -> None:
    """By its id, and no id stands twice."""
    fields = page.locator(".ledger-filter :is(select, input)").all()

    assert len(fields) == 7
    for field in fields:
        name = field.get_attribute("id")
        assert page.locator(f"#{name}").count() == 1
        assert page.locator(f"label[for={name}]").count() == 1


def test_the_bar_is_reached_by_keyboard(page: Any) -> None:
    """From the search, Tab goes through the six choices to the button, each with a label in words."""
    page.get_by_label(WORDS).focus()
    seen = []
    for _ in range(7):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.textContent"))

    assert seen == ["article", "topic", "kind", "verdict", "testability", "country", "Reset"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert shown(page) == ["gas-share", "toll-rise"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == ORDER


def test_without_a_script_all_rows_are_there(chromium: Any, ledger: str) -> None:
    """No bar, and the whole table even where the address asks for less."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{ledger}?verdict=mixed")

    assert page.locator(".ledger-filter").count() == 0
    assert shown(page) == ORDER


def test_the_bar_fits_a_phone_and_asks_nobody(chromium: Any, ledger: str) -> None:
    """Within 390 pixels, with fields high enough to tap, and without a request but to files."""
    page = chromium.new_page(viewport=PHONE)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(ledger)
    page.locator("select[name=topic]").select_option("energy")

    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for field in page.locator(".ledger-filter :is(select, input, button)").all():
        box = field.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 24


def test_other_pages_have_no_bar(page: Any, ledger: str) -> None:
    """The script leaves tables of other pages alone."""
    page.goto(ledger.replace("claims/index", "data/index"))

    assert page.locator("table").count() > 0
    assert page.locator(".ledger-filter").count() == 0

"""The filter above the ledger in a real browser: choices, search and reset."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker

from scoledger.site import build_book

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CLAIMS: dict[str, dict[str, Any]] = {
    "gas-share": {"verdict": "supported", "topic": "energy", "countries": ["KGZ", "CHN"], "title": "Gas from afar"},
    "oil-share": {"verdict": "contradicted", "topic": "energy", "countries": ["KAZ"], "source": "schafer2016"},
    "toll-rise": {"verdict": "mixed", "kind": "trend", "countries": ["CHN"], "paraphrase": "The Gas toll rose."},
    "vote-pact": {"verdict": "contradicted", "topic": "votes", "countries": [], "testability": "dated-record"},
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the ledger of a book with four claims."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    for claim, about in CLAIMS.items():
        maker.add_claim_page(claim, **about)
    page: Path = build_book(maker.project).parent / "book" / "claims" / "index.html"
    return page.as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
    assert shown(page) == sorted(CLAIMS)
    assert page.locator(".ledger-count").inner_text() == "4 of 4 claims"
    assert page.locator(".ledger-count").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(
    ("label", "choice", "expected"),
    [
        ("Verdict", "contradicted", ["oil-share", "vote-pact"]),
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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gas", ["gas-share", "toll-rise"]),
        ("afar GAS", ["gas-share"]),
        ("oil-share", ["oil-share"]),
        ("nothing like it", []),
    ],
)
def test_a_search_reads_title_wording_and_id(page: Any, words: str, expected: list[str]) -> None:
    """All words must be there, in any order and case."""
    page.get_by_label("Title, wording or id contains").fill(words)

    assert shown(page) == expected


def test_choices_combine_and_reset_takes_all_back(page: Any, ledger: str) -> None:
    """Two choices and a word leave one row; the button leaves the address as it was."""
    page.locator("select[name=topic]").select_option("energy")
    page.locator("select[name=verdict]").select_option("contradicted")
    assert shown(page) == ["oil-share"]
    page.get_by_label("Title, wording or id contains").fill("gas")
    assert shown(page) == []
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == sorted(CLAIMS)
    assert page.evaluate("location.href") == ledger

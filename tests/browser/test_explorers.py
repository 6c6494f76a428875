"""Interactive charts in a real browser: they come from the book's own files and take the place of their picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from auditing import faults_of
from bookmaker import BookMaker
from browsing import MARKS, PHONE
from charts import add_explorer, make_explorer

from scoledger.chapters import explore_partners, explore_pipelines
from scoledger.countries import country_name
from scoledger.exports import write_exports
from scoledger.figures import explore_lines, explore_shares
from scoledger.paths import Project
from scoledger.site import build_book
from scoledger.tables import Library

pytestmark = MARKS

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
LIVE = ".explore[data-state=ready] .explore-live svg"
SENTENCE = ".explore-sentence"
#: What has moved in or below the figure, of all that no reader has caused; the theme's icons are not ours.
SHIFTS = """() => new Promise((done) => {
  const moved = [];
  const ours = (node) => node instanceof Element && node.closest("figure, .result-files, .page-cite");
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    moved.push(...entry.sources.filter((source) => ours(source.node)).map((source) => source.node.className));
  })).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book: three charts on pages to explore, one of them on the landing page too."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("explorers"))
    add_explorer(maker, "small", make_explorer())
    partners = explore_partners.collect(LIBRARY, states="KAZ,TJK", first_year=1995, last_year=2024)
    shares = explore_shares(
        partners.shares, flows=explore_partners.FLOWS, sides=explore_partners.SIDES, shown=partners.shown,
        title="Shares", source="Sources: a test",
    )  # fmt: skip
    gas = explore_pipelines.collect(LIBRARY)
    places = {code: country_name(code) for code in explore_pipelines.PLACES}
    lines = explore_lines(
        gas.lines, gas.outlines, places=places, chosen=explore_pipelines.SHOWN, title="Lines", source="Sources: a test"
    )
    for name, explorer in (("shares", shares), ("lines", lines)):
        assert explorer is not None
        add_explorer(maker, name, explorer)
    for name in ("small", "shares", "lines"):
        maker.write(f"book/explore/{name}.md", f"# {name}\n\n```{{result-figure}} {name}\n```\n")
    maker.write("book/index.md", "# Front\n\n```{result-figure} small\n```\n")
    write_exports(maker.project)
    return build_book(maker.project).parent / "book"


Opener = Callable[[str], Any]


@pytest.fixture
def explore(chromium: Any, book: Path) -> Iterator[Opener]:
    """Opens a page to explore and waits for its chart; notes what was asked for and what the console said."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))

    def show(name: str) -> Any:
        page.goto((book / "explore" / f"{name}.html").as_uri())
        page.wait_for_selector(LIVE)
        return page

    yield show
    page.close()


def words_become(page: Any, words: str) -> bool:
    """Whether the sentence comes to hold some words."""
    page.wait_for_function(f"document.querySelector('{SENTENCE}').textContent.includes({words!r})")
    return True


@pytest.mark.parametrize("name", ["small", "shares", "lines"])
def test_the_chart_takes_the_place_of_its_picture_without_moving_anything(explore: Opener, name: str) -> None:
    """Same size and words as the picture, all from the book's files, a quiet console, no shift of the layout."""
    page = explore(name)
    live, stage = page.locator(LIVE).bounding_box(), page.locator(".explore-stage").bounding_box()
    said = page.locator(SENTENCE).text_content()

    assert (live["width"], live["height"]) == (stage["width"], stage["height"])
    assert said == page.locator(LIVE).get_attribute("aria-label")
    assert said.split()[0] in {"Kazakhstan:", "Share", "Central"}
    assert all(url.startswith(("file:", "data:")) for url in page.asked)
    assert page.said == []
    assert page.evaluate(SHIFTS) == []


def test_a_select_changes_lines_and_sentence(explore: Opener) -> None:
    """Another state, by the partners' books, and back again by the button."""
    page = explore("shares")
    before = page.locator(LIVE).inner_html()

    page.get_by_label("State").select_option(label="Tajikistan")
    page.get_by_label("Whose books").select_option(label="by the partners' books")

    assert words_become(page, "China in Tajikistan's trade, by the partners' books: ")
    assert page.locator(LIVE).inner_html() != before
    page.get_by_role("button", name="Default view").click()
    assert words_become(page, "China in Kazakhstan's trade, by its own books: ")


def test_what_the_books_do_not_hold_is_said(explore: Opener) -> None:
    """Tajikistan's own books have no path of all trade."""
    page = explore("shares")

    page.get_by_label("State").select_option(label="Tajikistan")

    assert words_become(page, "by its own books: not known in these years.")
    page.get_by_label("Partner", exact=True).select_option(label="Kazakhstan")
    page.get_by_label("State").select_option(label="Kazakhstan")
    assert words_become(page, "Kazakhstan is no partner of its own: choose another partner.")
    page.wait_for_timeout(300)
    assert [words for words in page.said if "extent" in words] == []


def test_a_slider_moves_by_keyboard(explore: Opener) -> None:
    """One step to the right of 1995: the window begins in 1996."""
    page = explore("shares")
    slider = page.get_by_label("First year")

    slider.focus()
    page.keyboard.press("ArrowRight")

    assert words_become(page, " in 1996, ")
    assert page.locator("output").first.text_content() == "1996"


def test_a_line_of_the_map_is_chosen_by_keyboard(explore: Opener) -> None:
    """The select has the facts of every line; a status without that line says so."""
    page = explore("lines")
    select = page.get_by_label("Line", exact=True)

    select.focus()
    page.keyboard.type("Trans-Caspian")
    assert words_become(page, "Trans-Caspian Gas Pipeline: proposed, 16 bcm a year, 300 km, planned start 2024.")

    page.get_by_label("Status").select_option(label="Operating")
    assert words_become(page, "Trans-Caspian Gas Pipeline: none of this status, so that no line is brought out.")


def test_a_point_tells_its_facts_on_hover(explore: Opener) -> None:
    """Year and share in words."""
    page = explore("small")

    page.locator(f"{LIVE} .mark-symbol path").first.hover()

    assert page.locator("#vg-tooltip-element.visible").inner_text().split() == ["year", "2000", "share", "10%"]


def test_the_landing_page_loads_the_library_only_when_asked(chromium: Any, book: Path) -> None:
    """A button starts the chart; then the controls have the focus."""
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((book / "index.html").as_uri())
    page.wait_for_load_state("networkidle")

    assert not [url for url in asked if "/_static/explore/" in url]
    assert page.locator("select[disabled]").count() == 1
    page.get_by_role("button", name="Explore this chart").press("Enter")
    page.wait_for_selector(LIVE)
    page.wait_for_function("document.activeElement.name === 'state'")
    assert [url for url in asked if "/_static/explore/vega-" in url]
    page.close()


@pytest.mark.parametrize("name", ["index", "explore/small"])
def test_a_chart_that_failed_to_load_can_be_tried_again(chromium: Any, book: Path, name: str) -> None:
    """The page says so, and a button starts it anew, also where the chart had begun by itself."""
    page = chromium.new_page()
    page.route("**/_static/explore/vega-*.js", lambda route: route.abort())
    page.goto((book / f"{name}.html").as_uri())
    if name == "index":
        page.get_by_role("button", name="Explore this chart").click()
    page.wait_for_selector(".explore[data-state=failed]")
    assert page.locator("select[disabled]").count() == 1
    assert words_become(page, "You can try again.")

    page.unroute("**/_static/explore/vega-*.js")
    page.get_by_role("button", name="Try again").press("Enter")
    page.wait_for_selector(LIVE)
    page.wait_for_function("document.activeElement.name === 'state'")
    page.get_by_label("State", exact=True).select_option(label="Kyrgyzstan")
    assert words_become(page, "Kyrgyzstan:")
    page.close()


def test_without_scripts_the_picture_stays_and_no_control_is_shown(chromium: Any, book: Path) -> None:
    """The picture has its words; controls that do nothing are left out."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((book / "explore" / "shares.html").as_uri())

    assert page.locator(".explore-stage img").is_visible()
    assert "Share of China in Kazakhstan's trade" in page.locator(".explore-stage img").get_attribute("alt")
    assert not page.locator(".explore-controls").is_visible()
    page.close()


def test_print_has_the_picture_of_the_default_view(explore: Opener) -> None:
    """Whatever was chosen on the screen."""
    page = explore("shares")

    page.emulate_media(media="print")

    assert page.locator(".explore-stage img").is_visible()
    assert not page.locator(".explore-live").is_visible()
    assert not page.locator(".explore-controls").is_visible()


def test_a_phone_shows_the_sentence_as_text_and_scrolls_only_downwards(chromium: Any, book: Path) -> None:
    """The letters of the chart are small there."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "explore" / "shares.html").as_uri())
    page.wait_for_selector(LIVE)

    assert page.locator(SENTENCE).bounding_box()["height"] > 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SHIFTS) == []
    page.close()


def test_a_phone_shows_the_chart_in_its_size_and_scrolls_its_box(chromium: Any, book: Path) -> None:
    """By keyboard too; below it stand the picture in full size and every value."""
    page = chromium.new_page(viewport=PHONE)
    page.goto((book / "explore" / "shares.html").as_uri())
    page.wait_for_selector(LIVE)
    box = page.get_by_role("region", name="Shares", exact=True)

    letters = page.locator(f"{LIVE} text").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a"
    )
    assert letters >= 9
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.explore-scroll').scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name, suffix in (("Full size: Shares", "svg"), ("Every value of the chart as a table (CSV): Shares", "csv")):
        link = page.get_by_role("link", name=name)
        assert link.get_attribute("href").endswith(f"exports/figures/shares.{suffix}")
        assert link.bounding_box()["height"] >= 24
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_of_accessibility_in_the_chart(chromium: Any, book: Path, scheme: str) -> None:
    """By axe, with the chart ready, over its whole figure."""
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    for name in ("shares", "lines"):
        page.goto((book / "explore" / f"{name}.html").as_uri())
        page.wait_for_selector(LIVE)

        assert faults_of(page, "figure.result-figure") == []
    page.close()

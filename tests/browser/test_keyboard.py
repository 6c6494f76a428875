"""Search, scheme, menu and every other stop, reached and used by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from auditing import DESKTOP, faults_of, focus_of
from browsing import MARKS, PHONE

pytestmark = MARKS


def test_the_search_page_finds_a_page(chromium: Any, site: str) -> None:
    """It alone loads the index; a search from the dialog of another page leads to it."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{site}book/status.html")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("alpha")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=alpha")

    page.locator("#search-results a").first.wait_for()
    assert page.locator("#search-results a[href*='claims/alpha']").count() > 0
    page.close()


def test_the_dialog_of_the_search_closes_with_escape(chromium: Any, site: str) -> None:
    """Opened and closed by keyboard alone."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{site}book/index.html")
    dialog = page.locator("#pst-search-dialog")
    page.keyboard.press("Control+k")

    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.close()


def test_the_first_stop_skips_the_menu(chromium: Any, site: str) -> None:
    """Tab shows the link past the menu; Enter goes to the text, and the next stop lies there."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{site}book/index.html")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.wait_for_timeout(300)  # it slides in
    assert page.locator("#pst-skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


@pytest.mark.parametrize("name", ["book/index", "book/claims/index", "book/claims/alpha", "search", "r/alpha"])
def test_every_stop_of_the_keyboard_shows(chromium: Any, site: str, name: str) -> None:
    """Each element that takes the focus has an outline or a ring; none is reached twice before all are."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{site}{name}.html")
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(90):
        page.keyboard.press("Tab")
        stop = focus_of(page)
        if stop["tag"] == "BODY":
            break
        unseen += [] if stop["marked"] else [stop["name"]]

    assert unseen == []
    page.close()


def test_the_scheme_is_chosen_by_keyboard_and_kept(chromium: Any, site: str) -> None:
    """The button goes through the schemes; the next page has the chosen one from its first moment."""
    context = chromium.new_context(color_scheme="light", viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{site}book/index.html")
    button = page.locator("main .theme-switch-button")
    button.focus()
    page.keyboard.press("Enter")

    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{site}book/status.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(chromium: Any, site: str) -> None:
    """Enter opens it, Escape closes it, and the focus returns to its button."""
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{site}book/claims/alpha.html")
    button = page.locator(".primary-toggle:visible")
    button.focus()
    page.keyboard.press("Enter")

    assert page.locator("#pst-primary-sidebar-modal").is_visible()
    page.keyboard.press("Escape")
    page.locator("#pst-primary-sidebar-modal").wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
    page.close()


def test_folds_of_the_menu_have_names_and_open_by_keyboard(chromium: Any, site: str) -> None:
    """Each says whose pages it holds."""
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(f"{site}book/index.html")
    folds = page.locator(".bd-sidebar-primary summary")
    names = [fold.get_attribute("aria-label") for fold in folds.all()]

    assert len(names) > 3
    assert all(name and name.startswith("Pages under ") for name in names)
    folds.first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".bd-sidebar-primary details").first.get_attribute("open") is not None
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_has_no_fault_either(chromium: Any, site: str, scheme: str) -> None:
    """Menu, contents, search, downloads, folds, a note and found words: axe finds nothing once they are open."""
    page = chromium.new_context(color_scheme=scheme, viewport=PHONE).new_page()
    page.goto(f"{site}book/index.html")
    wrong = []
    for button in (".primary-toggle", ".secondary-toggle", "main .search-button__button", ".dropdown-toggle"):
        page.locator(f"{button}:visible").first.click()
        wrong += [f"{button}: {fault}" for fault in faults_of(page)]
        page.keyboard.press("Escape")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.locator(".result-value").first.focus()
    wrong += [f"a note: {fault}" for fault in faults_of(page)]
    page.goto(f"{site}search.html?q=alpha")
    page.locator("#search-results li").first.wait_for()
    wrong += [f"search: {fault}" for fault in faults_of(page)]

    assert wrong == []
    page.context.close()

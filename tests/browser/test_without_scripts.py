"""Pages before their scripts have come, and where none ever do."""

from __future__ import annotations

from typing import Any

import pytest
from auditing import DESKTOP, is_wide
from browsing import CONTRAST, MARKS, PHONE

pytestmark = MARKS


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_there_before_any_script(chromium: Any, site: str, scheme: str) -> None:
    """While every script is still on its way, the page has the system's scheme, its text, menu and tables."""
    context = chromium.new_context(color_scheme=scheme, viewport=DESKTOP)
    page = context.new_page()
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{site}book/claims/index.html")

    assert page.locator("html").get_attribute("data-theme") == scheme
    assert page.locator("tr[data-claim=alpha]").is_visible()
    assert page.locator(".bd-article h1").evaluate(CONTRAST) > 7
    page.get_by_role("navigation", name="Main").get_by_role("link", name="How to read").click()
    assert page.locator(".bd-article h1").inner_text().startswith("How to read")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["book/index", "book/claims/index", "book/claims/alpha", "book/how-to-read"])
def test_a_page_is_whole_without_scripts(chromium: Any, site: str, name: str, scheme: str) -> None:
    """It follows the system's scheme, shows menu, text and contents, and no control that would do nothing."""
    context = chromium.new_context(color_scheme=scheme, viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{name}.html")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor").strip("rgb()").split(",")

    assert (sum(map(int, ground[:3])) < 200) == (scheme == "dark")
    assert page.locator(".bd-article h1").evaluate(CONTRAST) > 7
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert page.locator(".theme-switch-button:visible, .search-button__button:visible").count() == 0
    assert page.locator(".sidebar-toggle:visible, .dropdown-toggle:visible").count() == 0
    context.close()


def test_a_phone_without_scripts_has_the_menu_below_the_page(chromium: Any, site: str) -> None:
    """A link at the top leads to it, and nothing is wider than the screen."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}book/claims/alpha.html")
    page.get_by_role("link", name="Menu of the book").click()
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="How to read")

    assert not is_wide(page)
    link.click()
    assert page.locator(".bd-article h1").inner_text().startswith("How to read")
    context.close()

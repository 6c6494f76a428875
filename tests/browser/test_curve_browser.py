"""The browser of a curve in a real browser: pointer, keys, tap, fields, no script, paper, phone, dark, and axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from auditing import faults_of
from bookmaker import BookMaker
from browsing import CONTRAST, MARKS, PHONE
from curve_maker import FIGURE, add_curve, draw_curve, make_part

from scoledger.exports import write_exports
from scoledger.site import build_book

pytestmark = MARKS


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a page with one curve of 23 specifications, shown twice."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    maker.add_claim_page("alpha")
    add_curve(maker)
    add_curve(maker, "curve-other")
    show = "".join(f"```{{result-figure}} {name}\n```\n\n" for name in (FIGURE, "curve-other"))
    maker.write("book/index.md", f"# Front\n\n{show}")
    write_exports(maker.project)
    return (build_book(maker.project).parent / "book" / "index.html").as_uri()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The page as it opens."""
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    page.goto(address)
    yield page
    page.close()


def layer(page: Any) -> Any:
    """The control over the first picture."""
    return page.get_by_role("slider").first


def note(page: Any) -> Any:
    """The note of the first curve."""
    return page.locator(".curve-note").first


def field(page: Any, label: str) -> Any:
    """A field of the first curve, by its label."""
    return page.get_by_role("combobox", name=label, exact=True).first


def at(page: Any, number: int) -> dict[str, float]:
    """Place of a specification in the control, in pixels."""
    marks = draw_curve(make_part()).marks
    assert marks is not None
    box = layer(page).bounding_box()
    return {"x": marks["x"][number] * box["width"], "y": marks["y"][number] * box["height"]}


def rows(page: Any) -> dict[str, str]:
    """What the note says, by name."""
    names, words = (note(page).locator(tag).all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, words, strict=True))


def test_pointing_at_a_dot_shows_its_choices(page: Any) -> None:
    """The first: own books of 2001, one billion.  Away from the curve nothing is shown."""
    assert not note(page).is_visible()
    layer(page).hover(position=at(page, 0))

    assert note(page).locator("p").inner_text() == "1 of 23: contradicts the claim"
    assert rows(page) == {
        "value": "1 billion USD",
        "interval": "0 billion USD to 31 billion USD",
        "what is measured": "trade",
        "whose books are read": "own books",
        "the year": "2001",
    }
    layer(page).hover(position={"x": 2, "y": 2})
    assert not note(page).is_visible()


def test_pointing_at_the_column_of_a_dot_is_enough(page: Any) -> None:
    """Over the choices below, where a hairline leads down from the dot; no note of the other curve opens."""
    below = at(page, 22) | {"y": layer(page).bounding_box()["height"] * 0.8}
    layer(page).hover(position=below)

    assert note(page).locator("p").inner_text() == "23 of 23: supports the claim"
    assert rows(page)["whose books are read"] == "the partner's <books>"
    assert page.locator(".curve-note:visible").count() == 1
    assert layer(page).locator("g").last.locator("circle").count() == 2 * (1 + 3)


def test_the_ring_lies_on_the_dot(page: Any) -> None:
    """Within a pixel of where the picture has it."""
    layer(page).hover(position=at(page, 7))
    ring, box = layer(page).locator("g").last.locator("circle").first.bounding_box(), layer(page).bounding_box()
    place = at(page, 7)

    assert ring["x"] + ring["width"] / 2 == pytest.approx(box["x"] + place["x"], abs=1)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(box["y"] + place["y"], abs=1)


def test_the_control_covers_the_picture_exactly(page: Any) -> None:
    """Its box is that of the drawing, without border and padding, however wide the page is."""
    for width in (1200, 700, 390):
        page.set_viewport_size({"width": width, "height": 900})
        inner = page.locator(".curve-stage img").first.evaluate(
            "image => { const s = getComputedStyle(image), b = image.getBoundingClientRect();"
            " const e = (n) => parseFloat(s[`padding${n}`]) + parseFloat(s[`border${n}Width`]);"
            " return [b.left + e('Left'), b.top + e('Top'), b.right - e('Right'), b.bottom - e('Bottom')]; }"
        )
        outer = layer(page).evaluate(
            "one => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"
        )
        assert outer == pytest.approx(inner, abs=0.6)


@pytest.mark.parametrize("width", [1400, 1200, 700])
@pytest.mark.parametrize("number", [0, 22])
def test_the_note_lies_on_no_dot_and_no_row(page: Any, width: int, number: int) -> None:
    """Beside the picture and within the screen; where there is no room, at the foot of the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    layer(page).hover(position=at(page, number))
    box, own = layer(page).bounding_box(), note(page).bounding_box()

    assert own["x"] + own["width"] <= width
    assert own["y"] >= 0
    assert own["y"] + own["height"] <= 900
    if width == 700:
        assert own["y"] + own["height"] == pytest.approx(900, abs=1)
    else:
        assert own["x"] >= box["x"] + box["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keys_go_through_the_specifications_in_order(page: Any) -> None:
    """Tab shows the first; arrows, Page, Home and End move; Escape closes; what is chosen is said."""
    page.get_by_role("link", name="Full size").first.focus()
    page.keyboard.press("Tab")
    while not layer(page).evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    said = layer(page)
    assert said.get_attribute("aria-valuenow") == "1"
    for key, number in [("ArrowRight", 2), ("ArrowUp", 3), ("ArrowLeft", 2), ("PageUp", 12), ("PageDown", 2),
                        ("End", 23), ("ArrowRight", 23), ("ArrowDown", 22), ("Home", 1), ("ArrowLeft", 1)]:  # fmt: skip
        page.keyboard.press(key)
        assert said.get_attribute("aria-valuenow") == str(number)
        assert note(page).locator("p").inner_text().startswith(f"{number} of 23: ")
    assert said.get_attribute("aria-valuetext") == "1 of 23, 1 billion USD, contradicts the claim"
    live = page.locator(".curve-told").first
    assert live.get_attribute("role") == "status"
    assert live.inner_text() == "what is measured: trade; whose books are read: own books; the year: 2001"
    page.keyboard.press("Escape")
    assert not note(page).is_visible()
    assert live.inner_text() == ""
    assert said.evaluate("one => one === document.activeElement")


def test_a_click_keeps_the_note_until_the_next(page: Any) -> None:
    """The pointer may then leave, and the words can be selected; a click on the same place closes."""
    layer(page).click(position=at(page, 3))
    page.mouse.move(5, 5)
    assert note(page).locator("p").inner_text().startswith("4 of 23")
    assert note(page).evaluate("one => getComputedStyle(one).pointerEvents") == "auto"
    layer(page).click(position=at(page, 3) | {"y": layer(page).bounding_box()["height"] * 0.9})
    assert not note(page).is_visible()


def test_leaving_the_curve_closes_the_note(page: Any) -> None:
    """By the keyboard as by a click elsewhere."""
    layer(page).click(position=at(page, 3))
    page.get_by_role("heading", name="Front").click()

    assert not note(page).is_visible()


def test_a_tap_shows_the_note_at_the_foot_of_a_phone(chromium: Any, address: str) -> None:
    """Within the screen, under the picture that stays in sight; the page does not scroll sideways."""
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    layer(page).tap(position=at(page, 22))
    box = note(page).bounding_box()

    assert note(page).locator("p").inner_text() == "23 of 23: supports the claim"
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for control in page.locator(".curve-bar :is(select, button, a)").all():
        assert control.bounding_box()["height"] >= 24
    page.get_by_role("heading", name="Front").tap()
    assert not note(page).is_visible()
    context.close()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "23 of 23: 6 for, 4 against, 13 neither"),
        ({"Whose books are read": "own books"}, "11 of 23: 0 for, 4 against, 7 neither"),
        ({"Whose books are read": "the partner's <books>"}, "11 of 23: 6 for, 0 against, 5 neither"),
        ({"The year": "2011"}, "2 of 23: 1 for, 0 against, 1 neither"),
        ({"The year": "2011", "Whose books are read": "own books"}, "1 of 23: 0 for, 0 against, 1 neither"),
        ({"What is measured": "output"}, "1 of 23: 0 for, 0 against, 1 neither"),
        ({"What is measured": "output", "The year": "2011"}, "0 of 23: 0 for, 0 against, 0 neither"),
    ],
)
def test_a_choice_dims_the_others_and_counts_the_rest(page: Any, chosen: dict[str, str], expected: str) -> None:
    """Said politely; the other curve of the page keeps all of its own; the button takes every choice back."""
    for label, choice in chosen.items():
        field(page, label).select_option(label=choice)
    counts = page.locator(".curve-count")

    assert counts.first.inner_text() == expected
    assert counts.first.get_attribute("role") == "status"
    assert counts.nth(1).inner_text() == "23 of 23: 6 for, 4 against, 13 neither"
    assert layer(page).locator("rect").count() == (2 if chosen else 0)
    page.get_by_role("button", name="Show all").first.click()
    assert counts.first.inner_text() == "23 of 23: 6 for, 4 against, 13 neither"
    assert layer(page).locator("rect").count() == 0
    assert field(page, "The year").input_value() == ""


def test_keys_and_pointer_pass_over_what_is_dimmed(page: Any) -> None:
    """Of the two specifications of 2011, own books come first; between them there is nothing to point at."""
    field(page, "The year").select_option(label="2011")
    layer(page).focus()
    page.keyboard.press("Home")
    first = rows(page)["whose books are read"]
    page.keyboard.press("ArrowRight")

    assert (first, rows(page)["whose books are read"]) == ("own books", "the partner's <books>")
    assert layer(page).get_attribute("aria-valuenow") == "23"
    page.keyboard.press("Escape")
    layer(page).hover(position=at(page, 3))
    assert not note(page).is_visible()


def test_nothing_to_go_through_is_said(page: Any) -> None:
    """Keys then do nothing."""
    field(page, "What is measured").select_option(label="output")
    field(page, "The year").select_option(label="2001")
    layer(page).focus()
    page.keyboard.press("End")

    assert layer(page).get_attribute("aria-valuetext") == "none chosen, 0 to go through"
    assert not note(page).is_visible()


def test_without_a_script_there_is_the_picture(chromium: Any, address: str) -> None:
    """No bar whose fields would do nothing; the link around the picture opens it in full size."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    assert page.locator(".curve-stage img").first.is_visible()
    assert not page.locator(".curve-bar").first.is_visible()
    assert page.get_by_role("slider").count() == 0
    page.locator(".curve-stage a").first.click()
    assert page.url.endswith(f"exports/figures/{FIGURE}.svg")
    context.close()


def test_nothing_of_it_is_printed(page: Any) -> None:
    """But the picture is."""
    layer(page).click(position=at(page, 3))
    page.emulate_media(media="print")

    assert page.locator(".curve-stage img").first.is_visible()
    for one in (".curve-bar", ".curve-layer", ".curve-note"):
        assert not page.locator(one).first.is_visible()


def test_the_script_moves_nothing(chromium: Any, address: str) -> None:
    """Pictures and captions stand where they stand while the script has not come."""
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    places = []
    for has_script in (False, True):
        if not has_script:
            page.route("**/curve.js*", lambda route: route.abort())
        page.goto(address)
        assert page.get_by_role("slider").count() == (2 if has_script else 0)
        places.append([one.bounding_box() for one in page.locator(".curve-bar, .curve-stage img, figcaption").all()])
        page.unroute("**/curve.js*")

    assert len(places[0]) >= 6
    assert places[0] == places[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_can_be_read(chromium: Any, address: str, scheme: str) -> None:
    """Every word of the note and of the bar has the contrast of level AA."""
    page = chromium.new_page(color_scheme=scheme)
    page.goto(address)
    layer(page).focus()
    page.keyboard.press("End")
    words = page.locator(".curve-note:visible :is(p, dt, dd), .curve-bar :is(p, span, select, button)").all()

    assert len(words) > 10
    assert [one.inner_text() for one in words if one.evaluate(CONTRAST) < 4.5] == []


def test_axe_finds_nothing_in_a_curve_on_a_phone(chromium: Any, address: str) -> None:
    """What the layer leaves of the link around the picture is no target."""
    page = chromium.new_page(viewport=PHONE)
    page.goto(address)

    assert layer(page).is_visible()
    assert faults_of(page, "figure") == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_axe_finds_nothing_in_a_curve(chromium: Any, address: str, scheme: str, is_open: bool) -> None:
    """With and without an open note and a choice made."""
    page = chromium.new_page(color_scheme=scheme)
    page.goto(address)
    if is_open:
        field(page, "The year").select_option(label="2011")
        layer(page).focus()
        page.keyboard.press("End")
        assert note(page).is_visible()

    assert faults_of(page, "figure") == []
    page.close()

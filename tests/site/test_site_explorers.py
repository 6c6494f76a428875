"""Interactive figures on pages: controls, room, and the files that only such pages load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bookmaker import BookMaker
from charts import add_explorer, make_explorer

from scoledger.errors import BuildFailedError, ResultError
from scoledger.exports import write_exports
from scoledger.results import SPEC, read_result
from scoledger.site import build_book
from scoledger.site.explorers import write_chart_files
from scoledger.site.explorers.controls import write_controls
from scoledger.site.explorers.files import library_bytes
from scoledger.site.formats import result_files

SPEC_OF = make_explorer().spec


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book with one interactive figure on two pages."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("explorers"))
    add_explorer(maker, "small", make_explorer())
    maker.write("book/explore/small.md", "# Small\n\n```{result-figure} small\n```\n")
    maker.write("book/method.md", "# Method\n\n" + "```{result-figure} small\n```\n\n" * 2)
    write_exports(maker.project)
    return build_book(maker.project).parent


@pytest.mark.slow
def test_the_picture_has_its_room_and_its_words_before_any_script(book: Path) -> None:
    """Width and height of the picture, the sentence of the default view, and alternative text."""
    page = (book / "book" / "explore" / "small.html").read_text("utf-8")

    assert re.search(r"--explore-width: \d+px; aspect-ratio: \d+ / \d+", page)
    assert '<p class="explore-sentence" role="status">Kazakhstan: 10% to 20%</p>' in page
    assert f'alt="{make_explorer().alt}"' in page
    assert "explore-start" not in page


@pytest.mark.slow
def test_only_pages_with_such_a_figure_name_script_and_style(book: Path) -> None:
    """Elsewhere nothing is loaded; outside the pages to explore, a button asks."""
    front, method = ((book / "book" / f"{name}.html").read_text("utf-8") for name in ("index", "method"))

    assert "explore.js" not in front
    assert "explore.css" not in front
    assert "explore.js" in method
    assert "Explore this chart" in method


@pytest.mark.slow
def test_the_same_chart_may_stand_on_a_page_twice(book: Path) -> None:
    """No two controls have one id."""
    page = (book / "book" / "method.html").read_text("utf-8")
    ids = re.findall(r'<(?:select|input)[^>]* id="(small[^"]*)"', page)

    assert sorted(ids) == ["small-first", "small-state", "small_2-first", "small_2-state"]


@pytest.mark.slow
def test_the_files_that_a_page_names_are_there(book: Path) -> None:
    """Library and chart, by addresses below the page's own."""
    folder = book / "book" / "explore"
    page = (folder / "small.html").read_text("utf-8")
    named = re.findall(r' data-(?:chart|library)="([^"]+)"', page)

    assert len(named) == 2
    assert all((folder / name).resolve().is_relative_to(book.resolve()) for name in named)
    assert all((folder / name).is_file() for name in named)


@pytest.mark.slow
def test_the_definition_leaves_the_book_as_a_file(book: Path) -> None:
    """Under the address of the figure's other files, on its page and on the result's own."""
    assert (book / "exports" / "figures" / f"small.{SPEC}").is_file()
    assert f"small.{SPEC}" in (book / "r" / "small.html").read_text("utf-8")
    assert ">Vega-Lite</a>" in (book / "book" / "explore" / "small.html").read_text("utf-8")


def test_controls_have_labels_and_defaults() -> None:
    """A select and a slider, each named by its label; disabled until the chart is ready."""
    form = write_controls(SPEC_OF, "small", "Shares")

    assert '<label for="small-state">State</label><select id="small-state" name="state" disabled>' in form
    assert '<option value="0" selected>Kazakhstan</option><option value="1">Kyrgyzstan</option>' in form
    assert 'type="range" id="small-first" min="2000" max="2001" step="1" value="2000" name="first" disabled' in form
    assert '<output for="small-first">2000</output>' in form


def test_radio_buttons_and_boxes_are_controls_too() -> None:
    """Radio buttons stand in a group of their own."""
    params = [
        {"name": "side", "value": "b", "bind": {"input": "radio", "options": ["a", "b"], "name": "Side"}},
        {"name": "log", "value": True, "bind": {"input": "checkbox"}},
        {"name": "hover", "select": "point"},
    ]
    form = write_controls({"params": params}, "x", "X")

    assert "<fieldset" in form
    assert "<legend>Side</legend>" in form
    assert 'value="1" name="side" disabled checked' in form
    assert '<input type="checkbox" id="x-log" name="log" disabled checked>log' in form
    assert "hover" not in form


def test_an_input_that_no_page_can_write_is_refused() -> None:
    """A colour picker."""
    params = [{"name": "ink", "bind": {"input": "color"}}]

    with pytest.raises(ResultError, match="Expected one of select, radio, range, checkbox"):
        write_controls({"params": params}, "x", "X")


def test_words_of_a_chart_cannot_break_the_page() -> None:
    """They are escaped."""
    params = [{"name": "a", "value": "<", "bind": {"input": "select", "options": ["<"], "name": "<b>"}}]
    form = write_controls({"params": params}, "x", '"X"')

    assert "<b>" not in form
    assert ">&lt;</option>" in form


def test_the_same_chart_twice_has_other_ids() -> None:
    """Of its controls and, for a screen reader, of its form."""
    first, second = (write_controls(SPEC_OF, "small", "Shares", number) for number in (1, 2))
    ids = [re.findall(r' (?:id|aria-label)="([^"]+)"', form) for form in (first, second)]

    assert len(ids[0]) == len(ids[1]) == 3
    assert not set(ids[0]) & set(ids[1])
    assert '<label for="small_2-state">' in second


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "content"), [(SPEC, "{"), (SPEC, "[]"), ("svg", "<svg"), ("svg", "<svg/>")])
def test_a_damaged_chart_stops_the_build_in_words(tmp_path: Path, suffix: str, content: str) -> None:
    """The page, the figure and what to do; no traceback."""
    maker = BookMaker.begin(tmp_path)
    add_explorer(maker, "small", make_explorer())
    maker.write("book/method.md", "# Method\n\n```{result-figure} small\n```\n")
    maker.write(f"_build/registry/files/small.{suffix}", content)

    with pytest.raises(
        BuildFailedError, match=r"book/method\.md:3(?s:.)*'small' is damaged(?s:.)*Remove both"
    ) as raised:
        build_book(maker.project)
    assert "Traceback" not in str(raised.value)


def test_scripts_of_charts_that_are_gone_are_removed(tmp_path: Path) -> None:
    """The library goes with the last of them."""
    maker = BookMaker.begin(tmp_path / "project")
    add_explorer(maker, "small", make_explorer())
    result = read_result(maker.project, "small")
    written = write_chart_files(maker.project, [result], tmp_path / "html")

    assert sorted(path.name.partition("-")[0] for path in written) == ["small.js", "vega"]
    assert written[0].read_text("utf-8").startswith('(window.scoledgerCharts ??= {})["small"] = {')
    assert write_chart_files(maker.project, [], tmp_path / "html") == []
    assert not any(path.exists() for path in written)


def test_the_library_is_the_same_script_every_time() -> None:
    """In a function of its own, and without an address of anybody who would be asked for more of it."""
    script = library_bytes().decode()

    assert script == library_bytes().decode()
    assert script.count("vegaEmbed") >= 1
    assert "\nimport " not in script
    assert "sourceMappingURL" not in script


def test_only_a_figure_with_a_definition_lists_it(tmp_path: Path) -> None:
    """Others have the formats that they had."""
    maker = BookMaker.begin(tmp_path)
    add_explorer(maker, "small", make_explorer())
    maker.add_figure("plain")

    assert [form for form, _ in result_files(read_result(maker.project, "small"))][-2:] == ["csv", SPEC]
    assert [form for form, _ in result_files(read_result(maker.project, "plain"))] == ["svg", "csv"]

"""Curves on pages: the bar above them, the marks beside them, and what happens when these are damaged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bookmaker import BookMaker
from curve_maker import FIGURE, add_curve, draw_curve, make_part, make_slopes

from scoledger.errors import BuildFailedError
from scoledger.site import build_book
from scoledger.site.curves import write_bar

CITED = f"# Front\n\n```{{result-figure}} {FIGURE}\n```\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose front page shows a curve, and whose page on the method shows a figure without marks."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    maker.add_claim_page("alpha")
    add_curve(maker)
    maker.add_figure("line")
    maker.write("book/index.md", CITED)
    maker.write("book/method.md", "# Method\n\n```{result-figure} line\n```\n")
    return build_book(maker.project).parent / "book"


def test_a_field_stands_there_for_each_dimension_that_groups() -> None:
    """What is measured names 22 of 23 once: it groups; every choice is escaped."""
    bar = write_bar(draw_curve(make_part()).marks or {}, "A & B", "a.svg")

    assert re.findall(r"<label><span>(.*?)</span>", bar) == ["What is measured", "Whose books are read", "The year"]
    assert '<option value="1">the partner&#x27;s &lt;books&gt;</option>' in bar
    assert "23 of 23: 6 for, 4 against, 13 neither" in bar
    assert 'aria-label="Show only some of: A &amp; B"' in bar


def test_a_dimension_that_tells_each_from_each_has_no_field() -> None:
    """Three measurements of one specification each: to choose one is to point at it."""
    bar = write_bar(draw_curve(make_slopes()).marks or {}, "A", "a.svg")

    assert "<select" not in bar
    assert "<button" not in bar
    assert "3 of 3: 1 for, 1 against, 1 neither" in bar


@pytest.mark.slow
def test_the_page_carries_the_marks_of_its_curve(built: Path) -> None:
    """As the run wrote them, and nothing in them can end the element that holds them."""
    page = (built / "index.html").read_text("utf-8")
    found = re.search(r'<script type="application/json">(.*?)</script>', page)

    assert found is not None
    assert json.loads(found[1]) == draw_curve(make_part()).marks
    assert "<" not in found[1]
    assert page.count('class="curve-stage"') == 1


@pytest.mark.slow
def test_only_pages_with_a_curve_load_its_style_and_script(built: Path) -> None:
    """The page on the method shows a figure that has no marks, and stays as light as it was."""
    front, method = ((built / name).read_text("utf-8") for name in ("index.html", "method.html"))

    assert (front.count("curve.css"), front.count("curve.js")) == (1, 1)
    assert "curve" not in method
    assert "line.svg" in method


@pytest.mark.slow
@pytest.mark.parametrize("content", ['{"dimensions": []}', None], ids=["half", "gone"])
def test_damaged_marks_fail_the_build_and_name_the_figure(
    maker: BookMaker, content: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the page, the file and the way out."""
    path = add_curve(maker).parent / "files" / f"{FIGURE}.marks.json"
    path.unlink() if content is None else path.write_text(content, "utf-8")
    maker.write("book/index.md", CITED)

    with pytest.raises(BuildFailedError) as caught:
        build_book(maker.project)
    told = str(caught.value) + capfd.readouterr().err
    assert f"the figure '{FIGURE}' is damaged: files/{FIGURE}.marks.json cannot be read" in told
    assert "book/index.md:3" in told

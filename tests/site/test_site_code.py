"""Code on the pages: functions are found, their source is in the book, and every result leads to its cell."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from bookmaker import BookMaker
from runmaker import ADDRESS, add_run_page, commit

import scoledger
from scoledger.paths import Project
from scoledger.runs.makers import NotebookSource
from scoledger.site import build_book
from scoledger.site.code_pages import write_code_pages
from scoledger.site.functions import list_modules, locate, module_path
from scoledger.site.outputs import SUMMARY_MAKER

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(Project(ROOT).notebooks.glob("*.ipynb"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Page of a run in a small book whose repository has no address."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    add_run_page(maker)
    return build_book(maker.project).parent / "book" / "claims" / "alpha.html"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_function_that_a_notebook_calls_is_found(path: Path) -> None:
    """At a line that begins its definition or the decorators above it, in a file of the package."""
    source = NotebookSource(path)
    names = {
        name for cell in re.findall(r'"id": "([^"]+)"', path.read_text("utf-8")) for name in source.find_called(cell)
    }
    found = {name: locate(name) for name in sorted(names)}
    lines = {
        name: (ROOT / place.path).read_text("utf-8").splitlines()[place.line - 1].strip()
        for name, place in found.items()
        if place
    }

    assert len(names) > 3
    assert [name for name, line in lines.items() if not line.startswith(("def ", "@", "class "))] == []
    assert set(lines) == names


def test_a_method_is_found_in_the_class_that_has_it() -> None:
    """Not in the one by which it is called; what does not exist is not found."""
    place = locate("scoledger.results.Session.number")

    assert place is not None
    assert (place.module, place.name) == ("scoledger.results.maker", "Maker.number")
    assert locate(SUMMARY_MAKER) is not None
    assert locate("scoledger.results.Session.nothing") is None
    assert locate("nowhere.at.all") is None


def test_the_source_of_every_module_can_be_read_in_the_book(maker: BookMaker) -> None:
    """Escaped, whole, with an anchor for each function; a page of a module that is gone goes too."""
    gone = maker.write("_build/code/scoledger.gone.html", "gone")
    folder = write_code_pages(maker.project)
    module = "scoledger.site.nodes"
    text = (folder / f"{module}.html").read_text("utf-8")
    shown = re.search(r"<pre[^>]*>(.*)</pre>", text, re.DOTALL)

    assert shown is not None
    assert (
        html.unescape(re.sub(r"</?span[^>]*>", "", shown[1])).strip() == module_path(module).read_text("utf-8").strip()
    )
    assert '<span id="relative_address">def relative_address(' in text
    assert sorted(path.stem for path in folder.glob("*.html")) == list_modules()
    assert not gone.exists()
    assert len(list_modules()) == len(list(Path(scoledger.__file__).parent.rglob("*.py")))


def test_a_figure_and_a_table_lead_to_the_very_cell(page: Path) -> None:
    """On the same page, by the id that the cell has in the notebook of the checkout."""
    text = page.read_text("utf-8")

    assert '<a href="#code-draw" aria-label="Code: Title of alpha-picture">Code</a>' in text
    assert '<a href="#code-rows" aria-label="Code: Title of alpha-rows">Code</a>' in text
    assert re.findall(r'class="code-cell" id="code-([\w-]+)"', text) == [
        *("given", "begin", "verdict", "prepare", "draw", "rows", "how")
    ]


def test_no_code_stands_above_what_it_shows(page: Path) -> None:
    """The verdict, the figure and the table come before the one fold of their part, and code is escaped."""
    text = page.read_text("utf-8")
    places = [
        text.index(word)
        for word in ("verdict-box", 'id="alpha-picture"', "ledger-table", "code-fold", 'id="code-given"')
    ]

    assert places == sorted(places)
    assert text.count('<details class="code-fold">') == 2
    assert "Show the code" not in text
    assert "a &lt; b" in text


def test_a_cell_leads_to_the_functions_that_it_calls(page: Path) -> None:
    """To their source in the book, which is there, at an anchor that is there."""
    text = page.read_text("utf-8")
    links = re.findall(r'href="(\.\./\.\./code/[\w.]+\.html)#([\w.]+)"><code>([\w.]+)</code>', text)
    cell = text[text.index('id="code-draw"') : text.index('id="code-rows"')]

    assert [name for _, _, name in links if name in cell] >= ["figures.draw_claim", "results.Session.drawing"]
    for address, anchor, name in links:
        target = (page.parent / address).read_text("utf-8")
        assert f'id="{anchor}"' in target, name


def test_with_an_address_functions_lead_to_the_repository(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the file and line at the commit; a second address has every page written again."""
    add_run_page(maker)
    made = commit(maker)
    pages = []
    for address in (ADDRESS, f"{ADDRESS}-fork"):
        monkeypatch.setenv("SCOLEDGER_REPOSITORY", address)
        pages.append((build_book(maker.project).parent / "book" / "claims" / "alpha.html").read_text("utf-8"))
    place = locate("scoledger.figures.draw_claim")

    assert place is not None
    assert f'href="{ADDRESS}/blob/{made}/{place.path}#L{place.line}"><code>figures.draw_claim</code>' in pages[0]
    assert f'href="{ADDRESS}-fork/blob/{made}/' in pages[1]
    assert "/code/scoledger" not in pages[0]

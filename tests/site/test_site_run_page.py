"""A page of a run as it is built: code behind every result, and how it is made again, with and without an address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bookmaker import BookMaker
from runmaker import ADDRESS, add_run_page, commit

from scoledger.site import build_book
from scoledger.site.functions import locate

NOTEBOOK = Path("open", "claims", "alpha.ipynb")


@dataclass(frozen=True)
class Built:
    """A small book, built without an address and then with one.

    Parameters
    ----------
    html : pathlib.Path
    plain, addressed : str
        The page of the run, by build.
    offered : list of str
        Notebooks that the first build offered.
    commit : str
    """

    html: Path
    plain: str
    addressed: str
    offered: list[str]
    commit: str

    @property
    def box(self) -> str:
        """The box of the first page."""
        found = re.search(r'<div class="rerun-box".*?</div></div>', self.plain, re.DOTALL)
        assert found
        return found[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book, at a commit; nothing but the address differs between its two builds."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    add_run_page(maker)
    maker.write("_build/open/claims/old.ipynb", "{}")
    made, html = commit(maker), maker.project.html
    page = html / "book" / "claims" / "alpha.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SCOLEDGER_REPOSITORY", raising=False)
        build_book(maker.project)
        plain = page.read_text("utf-8")
        offered = sorted(path.relative_to(html).as_posix() for path in (html / "open").rglob("*.ipynb"))
        patch.setenv("SCOLEDGER_REPOSITORY", ADDRESS)
        build_book(maker.project)
    return Built(html, plain, page.read_text("utf-8"), offered, made)


def sources(path: Path) -> list[str]:
    """Sources of the cells of a notebook."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def test_a_figure_and_a_table_lead_to_the_very_cell(built: Built) -> None:
    """On the same page, by the id that the cell has in the notebook of the checkout."""
    assert '<a href="#code-draw" aria-label="Code: Title of alpha-picture">Code</a>' in built.plain
    assert '<a href="#code-rows" aria-label="Code: Title of alpha-rows">Code</a>' in built.plain
    assert re.findall(r'class="code-cell" id="code-([\w-]+)"', built.plain) == [
        *("given", "begin", "verdict", "prepare", "draw", "rows", "how")
    ]


def test_no_code_stands_above_what_it_shows(built: Built) -> None:
    """The verdict, the figure and the table come before the one fold of their part, and code is escaped."""
    text = built.plain
    words = ("verdict-box", 'id="alpha-picture"', "ledger-table", "code-fold", 'id="code-given"')
    places = [text.index(word) for word in words]

    assert places == sorted(places)
    assert text.count('<details class="code-fold">') == 2
    assert "Show the code" not in text
    assert "a &lt; b" in text


def test_a_cell_leads_to_the_functions_that_it_calls(built: Built) -> None:
    """To their source in the book, which is there, at an anchor that is there."""
    text = built.plain
    cell = text[text.index('id="code-draw"') : text.index('id="code-rows"')]
    links = re.findall(r'href="\.\./\.\./(code/[\w.]+\.html)#([\w.]+)"><code>([\w.]+)</code>', cell)

    assert [name for _, _, name in links] == ["figures.draw_claim", "results.Session.drawing"]
    for address, anchor, name in links:
        assert f'id="{anchor}"' in (built.html / address).read_text("utf-8"), name


def test_with_an_address_functions_lead_to_the_repository(built: Built) -> None:
    """To the file and line at the commit: a new address has every page written again."""
    place = locate("scoledger.figures.draw_claim")

    assert place is not None
    link = f"{ADDRESS}/blob/{built.commit}/{place.path}#L{place.line}"
    assert f'href="{link}"><code>figures.draw_claim</code>' in built.addressed
    assert "/code/scoledger" not in built.addressed


def test_without_an_address_a_page_offers_commands_and_its_notebook(built: Built) -> None:
    """The commands stand once, the notebook has the page's parameters, and there is no button for a service."""
    assert ".venv/bin/scoledger run claim --claim-id alpha" in built.box
    assert ".venv/bin/papermill notebooks/claim.ipynb out.ipynb -p claim_id alpha" in built.box
    assert ".venv/bin/scoledger lab alpha" in built.box
    assert built.plain.count("scoledger run claim") == 1
    assert "Every number has an id." in built.plain
    assert f'<a href="../../{NOTEBOOK}" download>Notebook with these parameters</a>' in built.box
    assert sources(built.html / NOTEBOOK)[1] == 'claim_id = "alpha"  # claim'
    assert not re.search("mybinder|colab", built.plain)
    assert built.offered == [str(NOTEBOOK)]


def test_with_an_address_binder_and_colab_open_the_very_notebook(built: Built) -> None:
    """Both links stand in the line below the heading and in the box; Colab's copy fetches the commit first."""
    binder = f"https://mybinder.org/v2/gh/example/ledger/{built.commit}?urlpath=lab/tree/_build/lab/claims/alpha.ipynb"
    colab = "https://colab.research.google.com/github/example/ledger/blob/gh-pages/open/colab/claims/alpha.ipynb"
    copy = sources(built.html / "open" / "colab" / "claims" / "alpha.ipynb")

    assert built.addressed.count(f'<a href="{binder}">Binder</a>') == 2
    assert built.addressed.count(f'<a href="{colab}">Colab</a>') == 2
    assert f"git clone --quiet {ADDRESS} ledger" in copy[0]
    assert f"checkout --quiet {built.commit}" in copy[0]
    assert copy[2] == 'claim_id = "alpha"  # claim'


def test_the_button_and_the_box_stand_where_they_are_looked_for(built: Built) -> None:
    """A line below the heading leads to the box, which stands below its own heading; both can copy the command."""
    text = built.plain
    places = [text.index(word) for word in ('class="rerun-top"', "verdict-box", "<h2>Rerun and cite<", 'id="rerun"')]

    assert places == sorted(places)
    assert '<a href="#rerun">Rerun this page</a>' in text
    assert text.count('data-copy="rerun-scoledger"') == 2

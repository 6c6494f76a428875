"""How a page says that it is made again: commands, the notebook with its parameters, and services that open it."""

from __future__ import annotations

import json
import re

import pytest
from bookmaker import BookMaker
from runmaker import ADDRESS, add_run_page, commit

from scoledger.site import build_book
from scoledger.site.rerun import write_commands


def build(maker: BookMaker) -> str:
    """Build the small book and read the page of its run."""
    return (build_book(maker.project).parent / "book" / "claims" / "alpha.html").read_text("utf-8")


def box_of(text: str) -> str:
    """The box of a page."""
    found = re.search(r'<div class="rerun-box".*?</div></div>', text, re.DOTALL)
    assert found
    return found[0]


def test_commands_hold_the_very_parameters_and_can_be_pasted() -> None:
    """A value that a shell would take apart is put in quotes; truth and numbers are written as they are."""
    commands = write_commands("ab", "ab-1", {"first_year": 2001, "words": "two $x", "is_on": True})

    assert commands == {
        "scoledger": "scoledger run ab --first-year 2001 --words 'two $x' --is-on True",
        "papermill": "papermill notebooks/ab.ipynb out.ipynb -p first_year 2001 -p words 'two $x' -p is_on True",
        "JupyterLab": "scoledger lab ab-1",
    }


def test_without_an_address_a_page_offers_commands_and_its_notebook(maker: BookMaker) -> None:
    """The commands stand once, the notebook has the page's parameters, and there is no button for a service."""
    add_run_page(maker)
    text = build(maker)
    notebook = maker.project.html / "open" / "claims" / "alpha.ipynb"
    sources = ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"]]

    assert "scoledger run claim --claim-id alpha" in box_of(text)
    assert "papermill notebooks/claim.ipynb out.ipynb -p claim_id alpha" in box_of(text)
    assert "scoledger lab alpha" in box_of(text)
    assert text.count("scoledger run claim") == 1
    assert "Every number has an id." in text
    assert '<a href="../../open/claims/alpha.ipynb" download>Notebook with these parameters</a>' in box_of(text)
    assert sources[1] == 'claim_id = "alpha"  # claim'
    assert not re.search("mybinder|colab", text)
    assert not (maker.project.html / "open" / "colab").exists()


def test_with_an_address_binder_and_colab_open_the_very_notebook(
    maker: BookMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both links stand in the line below the heading and in the box; Colab's copy fetches the commit first."""
    add_run_page(maker)
    made = commit(maker)
    monkeypatch.setenv("SCOLEDGER_REPOSITORY", ADDRESS)
    text = build(maker)
    binder = f"https://mybinder.org/v2/gh/example/ledger/{made}?urlpath=lab/tree/_build/lab/claims/alpha.ipynb"
    colab = "https://colab.research.google.com/github/example/ledger/blob/gh-pages/open/colab/claims/alpha.ipynb"
    copy = json.loads((maker.project.html / "open" / "colab" / "claims" / "alpha.ipynb").read_text("utf-8"))["cells"]

    assert text.count(f'<a href="{binder}">Binder</a>') == 2
    assert text.count(f'<a href="{colab}">Colab</a>') == 2
    assert f"git clone --quiet {ADDRESS} ledger" in "".join(copy[0]["source"])
    assert made in "".join(copy[0]["source"])
    assert "".join(copy[2]["source"]) == 'claim_id = "alpha"  # claim'


def test_notebooks_of_runs_that_are_gone_are_removed(maker: BookMaker) -> None:
    """The folder holds those of the current runs alone."""
    add_run_page(maker)
    old = maker.write("_build/open/claims/old.ipynb", "{}")
    build(maker)

    assert not old.exists()
    assert not (maker.project.html / "open" / "claims" / "old.ipynb").exists()
    assert (maker.project.html / "open" / "claims" / "alpha.ipynb").is_file()


def test_the_button_and_the_box_stand_where_they_are_looked_for(maker: BookMaker) -> None:
    """A line below the heading leads to the box, which stands below its own heading; both can copy the command."""
    add_run_page(maker)
    text = build(maker)
    places = [text.index(word) for word in ('class="rerun-top"', "verdict-box", "Rerun and cite<", 'id="rerun"')]

    assert places == sorted(places)
    assert '<a href="#rerun">Rerun this page</a>' in text
    assert text.count('data-copy="rerun-scoledger"') == 2

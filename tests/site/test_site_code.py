"""What pages of runs are made from: functions are found, their source is in the book, commands can be pasted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bookmaker import BookMaker

import scoledger
from scoledger.errors import OutputError
from scoledger.paths import Project
from scoledger.runs.makers import NotebookSource
from scoledger.site.code_pages import write_code_pages
from scoledger.site.functions import list_modules, locate, module_path
from scoledger.site.open_notebooks import write_open_notebooks
from scoledger.site.outputs import SUMMARY_MAKER
from scoledger.site.rerun import write_commands

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(Project(ROOT).notebooks.glob("*.ipynb"))


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


@pytest.mark.parametrize(
    ("write", "name"),
    [(write_code_pages, "code/gone.html"), (lambda project: write_open_notebooks(project, None), "open/gone.ipynb")],
)
def test_a_page_that_cannot_be_removed_is_named(
    maker: BookMaker, monkeypatch: pytest.MonkeyPatch, write: Callable[[Project], Path], name: str
) -> None:
    """As one that cannot be written is."""
    gone, unlink = maker.write(f"_build/{name}", "gone"), Path.unlink
    maker.add_result("any")

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path == gone:
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"gone\.\w+ cannot be written: Permission denied"):
        write(maker.project)


def test_commands_hold_the_very_parameters_and_can_be_pasted() -> None:
    """A value that a shell would take apart is put in quotes; truth and numbers are written as they are."""
    commands = write_commands("ab", "ab-1", {"first_year": 2001, "words": "$x", "is_on": True})

    assert commands == {
        "scoledger": ".venv/bin/scoledger run ab --first-year 2001 --words '$x' --is-on True",
        "papermill": ".venv/bin/papermill notebooks/ab.ipynb out.ipynb -p first_year 2001 -p words '$x' -p is_on True",
        "JupyterLab": ".venv/bin/scoledger lab ab-1",
    }

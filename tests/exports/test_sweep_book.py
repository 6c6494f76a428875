"""The small book of a sweep: its names, its banners, and its pages beside those of the published book."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from bookmaker import SVG, BookMaker
from bs4 import BeautifulSoup

from scoledger.builds.whole import SEEN
from scoledger.exports.sweeps import build_sweep_book, find_difference, write_banner
from scoledger.exports.sweeps.naming import name_runs, rename_ids, rename_notebook, rename_result, rename_text
from scoledger.parameters import read_declaration
from scoledger.paths import Project
from scoledger.results import Result, write_json, write_text
from scoledger.runs import PlannedRun, RunRecord, RunStore, read_plan
from scoledger.runs.digests import digest_of
from scoledger.runs.sweeps import read_sweep

PARAMETERS = """
[shares]
title = "Shares <of> trade"
summary = "A fixture."
slug = "shares-{country}"
page = "shares/{country}"
[shares.parameters.country]
type = "text"
default = "KGZ"
help = "State"
[shares.parameters.year]
type = "year"
default = 2001
help = "Year"
[alone]
title = "Alone"
summary = "A fixture that the book does not run."
slug = "alone-{note}"
page = "alone/{note}"
[alone.parameters.note]
type = "text"
default = "a"
help = "Note"
"""
PLAN = '[[runs]]\nnotebook = "shares"\nparameters = { country = ["KGZ", "KAZ"] }\n'
GRID = '[parameters]\ncountry = "KAZ"\nyear = [2001, 2002, 2003]\n'
#: What a page of the sweep shows; the ids of the three runs are alike.
SHOWN = (
    "It is {result}`shares-KAZ-share`, a verdict is {verdict-badge}`alpha`, see {doc}`the trade of the tests "
    "</book/shares/kaz>` and {doc}`nothing </book/shares/absent>`.\n\n"
    "```{result-figure} shares-KAZ-line\n```\n\n```bash\nscoledger run shares --country shares-KAZ\n"
    "scoledger cite shares-KAZ-share\n```"
).replace("KAZ", "kaz")


def make_run(project: Project, planned: PlannedRun) -> str:
    """Put a run into the store as if it had been executed: one number and one figure."""
    store, run = RunStore(project), digest_of(planned.key)[:12]
    about: dict[str, Any] = {"notebook": planned.notebook, "parameters": planned.parameters, "run": run}
    about |= {"page": planned.page, "edition": "2026.1", "code_digest": "c" * 64, "heading": "Share of KAZ"}
    about["inputs"] = [{"kind": "table", "id": "test-trade", "digest": "e" * 64, "vintage": "2024-05"}]
    year = planned.parameters["year"]
    results = [
        Result(f"{planned.slug}-share", "number", "Share", value=year / 7, unit="share", text=f"{year} of 7", **about),
        Result(f"{planned.slug}-line", "figure", "Line", alt="A line", caption="Trade.",
               files={"svg": f"{planned.slug}-line.svg", "csv": f"{planned.slug}-line.csv"}, **about),
    ]  # fmt: skip
    cells = [
        nbformat.v4.new_markdown_cell("# Shares\n\nWhat it is about.", id="title"),
        nbformat.v4.new_code_cell(
            "show()", outputs=[nbformat.v4.new_output("display_data", {"text/markdown": SHOWN})], id="show"
        ),
    ]
    with store.stage() as folder:
        staged = folder / "run"
        for result in results:
            write_json(staged / "results" / f"{result.id}.json", result.to_dict())
        write_text(staged / "files" / f"{planned.slug}-line.svg", SVG)
        write_text(staged / "files" / f"{planned.slug}-line.csv", f"year\n{year}\n")
        write_text(staged / "notebook.ipynb", nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
        made = [path for path in staged.rglob("*") if path.is_file()]
        files = {path.relative_to(staged).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
        record = RunRecord(
            run=run, notebook=planned.notebook, parameters=planned.parameters, slug=planned.slug, page=planned.page,
            heading="Share of KAZ", inputs=about["inputs"], notebook_digest="a" * 64, code_digest="c" * 64,
            code_files={"units.py": "c" * 64}, lock_digest="d" * 64, edition="2026.1",
            started="2026-01-02T03:04:05+00:00", seconds=1.5, versions={"python": "3.11"}, files=files,
        )  # fmt: skip
        store.keep(planned, record, staged)
    return run


def begin(root: Path) -> BookMaker:
    """A project with a notebook, its plan and a grid."""
    maker = BookMaker.begin(root)
    path = maker.project.notebooks / "parameters.toml"
    path.write_text(path.read_text("utf-8") + PARAMETERS, "utf-8")
    for name in ("shares", "alone"):
        maker.write(f"notebooks/{name}.ipynb", nbformat.writes(nbformat.v4.new_notebook()))
    maker.write("notebooks/plan.toml", PLAN)
    maker.write("grid.toml", GRID)
    return maker


def outside(project: Project) -> dict[str, bytes]:
    """Every file of a project but those of its sweeps, and the notes of what was found whole, which save time only."""
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in project.root.rglob("*")
        if path.is_file() and not {"sweeps", SEEN} & set(path.parts)
    }


@dataclass
class Built:
    """A small book, and what stood around it before and after."""

    html: Path
    runs: list[str]
    before: dict[str, bytes]
    after: dict[str, bytes]

    def page(self, name: str) -> BeautifulSoup:
        """Read a page of it."""
        return BeautifulSoup((self.html / name).read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The pages of three runs that differ in the year alone; the published book has one of them."""
    maker = begin(tmp_path_factory.mktemp("book"))
    project = maker.project
    maker.add_claim_page("alpha")
    maker.write("_build/html/book/shares/kaz.html", "published")
    sweep = read_sweep(project, "shares", project.root / "grid.toml")
    runs = [make_run(project, run) for run in sweep.runs]
    maker.add_result("shares-kaz-share", run=runs[0])  # the first run is published too
    before = outside(project)
    index = build_sweep_book(project, sweep, sweep.runs, "shares-grid")
    return Built(index.parent, runs, before, outside(project))


@pytest.mark.slow
def test_nothing_of_the_published_book_is_touched(built: Built) -> None:
    """Pages, registry, runs and exports are as they were, byte for byte."""
    assert built.after == built.before
    assert "_build/html/book/shares/kaz.html" in built.before


@pytest.mark.slow
def test_every_page_says_what_differs(built: Built) -> None:
    """At the top: the nearest published page, and each parameter with both values; none where all are alike."""
    pages = [built.page(f"book/shares/kaz-{run}.html") for run in built.runs]
    banners = [page.select_one("article .admonition") for page in pages]

    for page, banner in zip(pages, banners, strict=True):
        assert banner is page.select_one("article h1").find_next("div")
        assert banner.select_one(".admonition-title").text == "A run of a sweep, not a page of the published book"
        assert banner.select_one("a")["href"] == "../../../../../../html/book/shares/kaz.html"
    assert "Its parameters are those of a published page" in banners[0].text
    assert [[cell.text for cell in row.select("td")] for row in banners[1].select("tbody tr")] == [
        ["year", "2001", "2002"]
    ]
    assert [cell.text for cell in banners[2].select("tbody td")] == ["year", "2001", "2003"]


@pytest.mark.slow
def test_each_page_shows_its_own_results(built: Built) -> None:
    """Runs whose ids are alike are told apart; commands stay as they were."""
    for year, run in zip((2001, 2002, 2003), built.runs, strict=True):
        page = built.page(f"book/shares/kaz-{run}.html")
        assert page.select_one(".result-value").text == f"{year} of 7"
        assert page.select_one(f"#shares-kaz-{run}-line")
        commands = page.select_one(".highlight-bash pre").text.splitlines()
        assert commands == ["scoledger run shares --country shares-kaz", "scoledger cite shares-kaz-share"]
        files = built.html / "exports" / "figures" / f"shares-kaz-{run}-line.csv"
        assert files.read_text("utf-8") == f"year\n{year}\n"
        assert (built.html / "r" / f"shares-kaz-{run}-share.html").is_file()


@pytest.mark.slow
def test_what_is_published_is_linked_or_told_in_words(built: Built) -> None:
    """A verdict of the book is shown, a page of it linked; a page that is not built is words."""
    page = built.page(f"book/shares/kaz-{built.runs[0]}.html")
    links = {link.text: link["href"] for link in page.select("article a[href]")}

    assert "supported" in page.select_one("article").text.lower()
    assert links["the trade of the tests"] == "../../../../../../html/book/shares/kaz.html"
    assert "nothing" not in links
    assert "and nothing." in page.select_one("article").text
    assert (built.html / "book/shares" / links["the trade of the tests"]).resolve().read_text("utf-8") == "published"


@pytest.mark.slow
def test_the_run_of_a_sweep_is_not_opened_by_a_name_of_the_plan(built: Built) -> None:
    """The commands give its parameters; the one that names a planned run is left out."""
    box = built.page(f"book/shares/kaz-{built.runs[1]}.html").select_one(".rerun-box")

    assert ".venv/bin/scoledger run shares --country KAZ --year 2002" in box.text
    assert "scoledger lab" not in box.text


@pytest.mark.slow
def test_the_first_page_has_runs_and_results(built: Built) -> None:
    """A row per run with what differs and its page, a row per value, and the whole table as files."""
    page = built.page("book/index.html")
    runs, results = page.select("article table")
    table = pd.read_parquet(built.html / "exports" / "results.parquet")

    assert page.select_one("article h1").text.startswith("Sweep of Shares <of> trade")
    assert [[cell.text for cell in row.select("td")] for row in runs.select("tbody tr")] == [
        ["KAZ", "2001", "nothing", "Share of KAZ"],
        ["KAZ", "2002", "year=2002", "Share of KAZ"],
        ["KAZ", "2003", "year=2003", "Share of KAZ"],
    ]
    assert [link["href"] for link in runs.select("a")] == [f"shares/kaz-{run}.html" for run in built.runs]
    assert [row.select("td")[2].text for row in results.select("tbody tr")] == ["share"] * 3
    assert table["value"].tolist() == [2001 / 7, 2002 / 7, 2003 / 7]
    for link in page.select("article a[download]"):
        assert (built.html / "book" / link["href"]).is_file()


@pytest.mark.slow
def test_no_link_between_its_pages_is_dead(built: Built) -> None:
    """Neither to a page, nor to a file, nor to the page of a result."""
    dead = [
        (path.name, link["href"])
        for path in [*(built.html / "book").rglob("*.html"), *(built.html / "r").glob("*.html")]
        for link in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("a[href]")
        if "://" not in link["href"] and link["href"].partition("#")[0]
        if not (path.parent / link["href"].partition("#")[0]).exists()
    ]

    assert dead == []


def test_the_nearest_published_run_is_the_one_with_the_fewest_other_values(tmp_path: Path) -> None:
    """Of those that are equally near, the first; without any, the defaults stand in."""
    project = begin(tmp_path).project
    plan, declaration = read_plan(project), read_declaration(project, "shares")
    (near,) = [run for run in plan if run.parameters["country"] == "KAZ"]
    far = PlannedRun("shares", {"country": "UZB", "year": 2009}, "shares-uzb", "book/shares/uzb")
    same_state = PlannedRun("shares", {"country": "KAZ", "year": 2009}, "shares-kaz", "book/shares/kaz")
    alone = PlannedRun("alone", {"note": "b|c"}, "alone-b", "book/alone/b")

    assert find_difference(same_state, declaration, plan).published == near
    assert find_difference(same_state, declaration, plan).changed == {"year": (2001, 2009)}
    assert find_difference(far, declaration, plan).published == plan[0]
    assert str(find_difference(far, declaration, plan)) == "country=UZB, year=2009"
    difference = find_difference(alone, read_declaration(project, "alone"), plan)
    assert (difference.published, difference.changed) == (None, {"note": ("a", "b|c")})
    assert "no published page runs the notebook" in write_banner(difference)
    assert "| note | a | b\\|c |" in write_banner(difference)


def test_a_run_on_the_defaults_of_an_unpublished_notebook_says_so(tmp_path: Path) -> None:
    """It differs from nothing, and nothing is published."""
    project = begin(tmp_path).project
    alone = PlannedRun("alone", {"note": "a"}, "alone-a", "book/alone/a")
    text = write_banner(find_difference(alone, read_declaration(project, "alone"), read_plan(project)))

    assert "It runs on the defaults; no published page runs the notebook." in text
    assert "| Parameter |" not in text


def test_only_names_that_are_alike_are_changed(tmp_path: Path) -> None:
    """A run whose prefix and page are its own keeps both."""
    project = begin(tmp_path).project
    sweep = read_sweep(project, "shares", project.root / "grid.toml")
    store = RunStore(project)
    runs = [make_run(project, run) for run in (*read_plan(project), sweep.runs[1])]
    names = name_runs([store.record(run) for run in runs])

    assert names[runs[0]] == ("shares-kgz", "book/shares/kgz")
    assert names[runs[1]] == (f"shares-kaz-{runs[1]}", f"book/shares/kaz-{runs[1]}")
    assert len(set(names.values())) == 3


def test_results_are_renamed_where_they_are_named() -> None:
    """In roles, directives, code and files; not in words, commands or longer ids."""
    names = rename_ids(["a-1", "a-1-rows"], "a", "a-ff")
    result = Result(
        "a-1", "figure", "One", alt="A line", text="{result}`a-1-rows`", caption="a-1", files={"svg": "a-1.svg"}
    )
    output = {"output_type": "display_data", "data": {"text/markdown": ["```{verdict} a\n", "```"]}}
    cells = [{"cell_type": "markdown", "source": ["See `a-1`, ", "a-1, `a-1-row` and ``a-1``."]}]
    cells += [{"cell_type": "code", "source": ["a-1"], "outputs": [output]}]  # type: ignore[dict-item]
    renamed, notebook = rename_result(result, names, "book/b"), rename_notebook({"cells": cells}, names)

    assert (renamed.id, renamed.page, renamed.caption) == ("a-ff-1", "book/b", "a-1")
    assert (renamed.text, renamed.files) == ("{result}`a-ff-1-rows`", {"svg": "a-ff-1.svg"})
    assert notebook["cells"][0]["source"] == "See `a-ff-1`, a-1, `a-1-row` and ``a-1``."
    assert notebook["cells"][1]["outputs"][0]["data"]["text/markdown"] == "```{verdict} a-ff\n```"
    assert notebook["cells"][1]["source"] == ["a-1"]
    assert rename_text("--x a-1 `a`", names) == "--x a-1 `a-ff`"

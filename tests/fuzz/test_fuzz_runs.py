"""Parameters and plans of any kind: a run that stays in its folder, or one clear error."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from fuzzing import LITERALS, WORDS, end_well, mostly, profile, toml_texts, words
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from scoledger.cli.run import parse_options
from scoledger.errors import LedgerError
from scoledger.parameters import Parameter, read_declarations
from scoledger.paths import Project
from scoledger.runs import plan
from scoledger.runs.opening import fill_parameters

ROOT = Path(__file__).resolve().parents[2]
DECLARED = list(read_declarations(Project(ROOT)).values())

PARAMETERS = """
[one]
title = "One"
summary = "One."
slug = "one-{country}-{name}"
page = "one/{country}-{name}"
[one.parameters.country]
type = "country"
default = "KGZ"
help = "State"
[one.parameters.name]
type = "text"
default = "a"
help = "Any words"
[one.parameters.year]
type = "year"
default = 2001
help = "Year"
"""
PLAN = """
[[runs]]
notebook = "one"
parameters = { country = ["KGZ", "KAZ"], name = "b", year = 2010 }

[[runs]]
notebook = "one"

[runs.parameters]
country = "CHN"
name = ["a", "b"]
year = 2001
"""

values = st.one_of(
    words,
    st.sampled_from(LITERALS[:12]),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(words, max_size=2),
    st.dictionaries(words, words, max_size=1),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout with one notebook, of which nothing is executed."""
    root = tmp_path_factory.mktemp("fuzz") / "root"
    return _make(root)


def stays_inside(project: Project, run: plan.PlannedRun) -> bool:
    """Whether page, notebook and what bears the slug lie in their folders."""
    page = (project.root / f"{run.page}.ipynb").resolve()
    failed = (project.runs / "failed" / f"{run.slug}.ipynb").resolve()
    return page.is_relative_to(project.book) and failed.parent == project.runs.resolve() / "failed"


def fitting(parameter: Parameter | None) -> st.SearchStrategy[Any]:
    """Values that a parameter may well allow, typed or as text, and others."""
    if parameter is None:
        return values
    low, high = parameter.bounds()
    sound: list[Any] = [*parameter.choices, parameter.default]
    sound += {"country": ["KAZ", "uzb", "CHN"], "states": ["KAZ,KGZ"], "year": [low, high]}.get(parameter.type, [])
    typed = st.sampled_from([int(item) if isinstance(item, float) and item.is_integer() else item for item in sound])
    spans = [st.integers(int(low), int(high))] if low is not None and high is not None else []
    return mostly(st.one_of(typed, *spans), typed.map(str), values, times=4)


@profile(1200)
@given(st.data())
def test_parameters_of_the_book_s_notebooks(data: st.DataObject) -> None:
    """Names and values of any type, as a command line, a plan or a notebook may give them."""
    declaration = data.draw(st.sampled_from(DECLARED))
    names = mostly(st.sampled_from(list(declaration.parameters)), words, times=19)
    chosen = {
        name: data.draw(fitting(declaration.parameters.get(name))) for name in data.draw(st.sets(names, max_size=3))
    }
    run = end_well(lambda: plan.plan_declared(declaration, chosen), "notebooks/", "data/claims")

    assert run is None or stays_inside(Project(ROOT), run)


@profile(400)
@given(
    mostly(st.sampled_from(["KGZ", "kaz", "CHN"]), words, times=3),
    mostly(st.from_regex(r"[A-Za-z0-9]{1,4}([-_,][a-z0-9]{1,4}){0,2}", fullmatch=True), words, times=3),
)
def test_words_in_the_name_of_a_page(country: str, name: str) -> None:
    """A parameter that is any text ends in an id and a page, or is refused."""
    declaration = plan.read_declaration(_shared(), "one")
    run = end_well(lambda: plan.plan_declared(declaration, {"name": name, "country": country}), "notebooks/one.ipynb")

    assert run is None or stays_inside(_shared(), run)


@profile(300)
@given(
    st.lists(
        mostly(
            st.tuples(words.map("--{}".format), words),
            st.tuples(words, words).map(lambda pair: ("--{}={}".format(*pair),)),
            st.tuples(st.one_of(words, words.map("--{}".format))),
            times=3,
        ),
        max_size=3,
    ).map(lambda groups: [word for group in groups for word in group])
)
def test_words_of_a_command_line(given_words: list[str]) -> None:
    """Pairs of names and values, or an error of two lines."""
    found = end_well(lambda: parse_options(given_words), "--", "name of a parameter")

    assert found is None or all(isinstance(value, str) for value in found.values())


@profile(500)
@given(toml_texts(PLAN))
def test_plans(content: bytes) -> None:
    """Each run of it stays inside; else the error names the plan or the notebook."""
    project = _shared()
    (project.notebooks / "plan.toml").write_bytes(content)
    runs = end_well(lambda: plan.read_plan(project), "notebooks/plan.toml")

    assert all(stays_inside(project, run) for run in runs or [])


@pytest.mark.parametrize("slug", ["{country.__class__}", "{country!r}", "{country:>99}", "{0}", "{", "{other}", "x{}"])
def test_a_template_names_parameters_alone(slug: str, tmp_path: Path) -> None:
    """What `str.format` could reach beside them is refused before it is filled."""
    project = _make(tmp_path)
    path = project.notebooks / "parameters.toml"
    path.write_text(PARAMETERS.replace('"one-{country}-{name}"', json.dumps(slug)), encoding="utf-8")

    assert end_well(lambda: plan.plan_run(project, "one", {}), "notebooks/parameters.toml") is None


@pytest.mark.parametrize("page", ["../{name}", "/{name}", "a/../../{name}", "{name}", "a b/{name}", "a/.{name}"])
def test_a_page_stays_in_the_book(page: str, tmp_path: Path) -> None:
    """Nor does a text lead out of it: with `a` the first of these are refused, with `..` all."""
    project = _make(tmp_path)
    path = project.notebooks / "parameters.toml"
    path.write_text(PARAMETERS.replace('"one/{country}-{name}"', json.dumps(page)), encoding="utf-8")
    runs = [
        end_well(lambda name=name: plan.plan_run(project, "one", {"name": name}), "one.ipynb") for name in ("a", "..")
    ]

    assert all(run is None or run.page == "book/a" for run in runs)
    assert runs[1] is None


def test_lists_that_multiply_out_beyond_measure_are_refused(tmp_path: Path) -> None:
    """A plan of a few lines is no work for weeks; it is refused at once."""
    project = _make(tmp_path)
    years = json.dumps([2001] * 400)
    row = f'[[runs]]\nnotebook = "one"\nparameters = {{ year = {years}, name = {years}, country = {years} }}\n'
    (project.notebooks / "plan.toml").write_text(row, encoding="utf-8")

    with pytest.raises(LedgerError, match=r"64,000,000 runs\.\nExpected at most 100,000"):
        plan.read_plan(project)


@pytest.mark.parametrize(
    "value",
    ["0x" + "f" * 6000, "{ a" + ".a" * 3000 + " = 1 }", "[[1]]", f"'{'a' * 90_000}'"],
    ids=lambda text: text[:9],
)
def test_a_value_that_no_message_can_hold_is_refused(value: str, tmp_path: Path) -> None:
    """In a plan: Python can hold such a number and such a table, and not write them."""
    project = _make(tmp_path)
    row = f'[[runs]]\nnotebook = "one"\n[runs.parameters]\nyear = {value}\n'
    (project.notebooks / "plan.toml").write_text(row, encoding="utf-8")

    with pytest.raises(LedgerError, match=r"plan\.toml, run 1: .* year = (a |aaa).*\nExpected a year") as caught:
        plan.read_plan(project)
    assert len(str(caught.value)) < 800


def test_more_lists_than_can_be_counted_are_refused(tmp_path: Path) -> None:
    """Their product has more digits than Python writes."""
    project = _make(tmp_path)
    lists = "\n".join(f"a{number} = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]" for number in range(4400))
    row = f'[[runs]]\nnotebook = "one"\n[runs.parameters]\n{lists}\n'
    (project.notebooks / "plan.toml").write_text(row, encoding="utf-8")

    with pytest.raises(LedgerError, match=r"to 1,000,000,000,000,000 or more runs"):
        plan.read_plan(project)


@profile(500)
@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans()))
def test_a_value_never_becomes_code(value: Any) -> None:
    """In a notebook that is opened, and in the cell that papermill puts in: one assignment of that very value."""
    opened = fill_parameters("name = 'a'  # help\nother = 1", {"name": value}, "notebooks/one.ipynb")
    injected = PythonTranslator.codify({"name": value})

    assert [ast.literal_eval(node.value) for node in ast.parse(opened).body] == [value, 1]
    assert [ast.literal_eval(node.value) for node in ast.parse(injected).body] == [value]


@pytest.mark.parametrize("word", WORDS)
def test_no_word_names_a_notebook_elsewhere(word: str) -> None:
    """Whatever is asked for, it is one of the notebooks that are declared, or none."""
    found = end_well(lambda: plan.plan_run(Project(ROOT), word, {}), "notebooks", "Notebooks")

    assert found is None or found.notebook in {item.name for item in DECLARED}


_KEPT: list[Project] = []


@pytest.fixture(autouse=True, scope="module")
def _keep(project: Project) -> None:
    """Give functions that hypothesis calls the project of this module."""
    _KEPT[:] = [project]


def _shared() -> Project:
    return _KEPT[0]


def _make(root: Path) -> Project:
    for folder in ("notebooks", "data/claims"):
        (root / folder).mkdir(parents=True)
    (root / "notebooks" / "one.ipynb").write_text("{}", encoding="utf-8")
    (root / "notebooks" / "parameters.toml").write_text(PARAMETERS, encoding="utf-8")
    return Project(root)

"""Tests of parameters: what a notebook may be asked, and that notebooks and declarations agree."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest

from scoledger import parameters
from scoledger.errors import (
    InvalidParameterError,
    LedgerError,
    UnknownClaimError,
    UnknownCountryError,
    UnknownNotebookError,
    UnknownParameterError,
    WindowError,
)
from scoledger.parameters import read_declaration, read_declarations, validate
from scoledger.paths import Project

DECLARATION = """
[dependence]
title = "Dependence"
summary = "A test."
slug = "dependence-{country}-{first_year}"
page = "dependence/{country}"
parameters.country = { type = "country", default = "KGZ", help = "State" }
parameters.first_year = { type = "year", default = 2001, minimum = 1992, help = "First year" }
parameters.last_year = { type = "year", default = 2020, maximum = 2024, help = "Last year" }
parameters.mirror = { type = "choice", default = "reported", choices = ["reported", "mirror"], help = "Side" }
parameters.level = { type = "number", default = 0.05, minimum = 0.0, maximum = 1.0, help = "Level" }
parameters.is_real = { type = "boolean", default = true, help = "Deflated" }
parameters.states = { type = "states", default = "CA5", help = "Group" }
parameters.claim_id = { type = "claim", default = "tiny-claim", help = "Claim" }
"""


@pytest.fixture
def dependence(tiny: Project) -> parameters.Declaration:
    """A notebook with a parameter of every type."""
    (tiny.notebooks / "parameters.toml").write_text(DECLARATION, encoding="utf-8")
    (tiny.notebooks / "plain.ipynb").rename(tiny.notebooks / "dependence.ipynb")
    return read_declaration(tiny, "dependence")


def test_text_becomes_typed_and_defaults_are_filled_in(dependence: parameters.Declaration) -> None:
    """As it arrives from a command line."""
    given = {"country": "kaz", "first_year": "1995", "level": "0.1", "is_real": "false", "states": "rus,chn"}

    assert validate(dependence, given) == {
        "country": "KAZ",
        "first_year": 1995,
        "last_year": 2020,
        "mirror": "reported",
        "level": 0.1,
        "is_real": False,
        "states": "CHN,RUS",
        "claim_id": "tiny-claim",
    }


def test_slug_and_page_are_lower_case(dependence: parameters.Declaration) -> None:
    """They stand in addresses."""
    complete = validate(dependence, {"country": "KAZ"})

    assert dependence.slug_of(complete) == "dependence-kaz-2001"
    assert dependence.page_of(complete) == "book/dependence/kaz"


def test_a_misspelt_parameter_is_named_with_the_nearest(dependence: parameters.Declaration) -> None:
    """Papermill would run on the defaults."""
    with pytest.raises(UnknownParameterError) as caught:
        validate(dependence, {"contry": "KAZ"})

    assert str(caught.value) == (
        "notebooks/dependence.ipynb has no parameter 'contry'. Did you mean 'country'?\n"
        "Parameters: country, first_year, last_year, mirror, level, is_real, states, claim_id "
        "(see: scoledger params dependence)"
    )


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"first_year": "20x1"}, InvalidParameterError, "Expected a year from 1992 to 2100; found '20x1'"),
        ({"first_year": 2001.0}, InvalidParameterError, "found 2001.0"),
        ({"first_year": True}, InvalidParameterError, "found True"),
        ({"first_year": 1800}, InvalidParameterError, "a year from 1992"),
        ({"first_year": "1_999"}, InvalidParameterError, "found '1_999'"),
        ({"level": "nan"}, InvalidParameterError, "a number from 0 to 1"),
        ({"is_real": "yes"}, InvalidParameterError, "true or false"),
        ({"mirror": "mirrored"}, InvalidParameterError, "one of reported, mirror"),
        ({"country": "KGX"}, UnknownCountryError, "Did you mean 'KGZ'"),
        ({"country": 7}, InvalidParameterError, "ISO 3166-1 alpha-3"),
        ({"claim_id": "tiny-clam"}, UnknownClaimError, "Did you mean 'tiny-claim'"),
        ({"first_year": 2010, "last_year": 2005}, WindowError, "from 2010 to 2005"),
    ],
)
def test_a_wrong_value_is_refused(
    dependence: parameters.Declaration, given: dict[str, Any], error: type[LedgerError], message: str
) -> None:
    """Each says what was expected and what was found."""
    with pytest.raises(error, match="(?s)" + message):
        validate(dependence, given)


PAIR = """
[pair]
title = "Pair"
summary = "A test."
slug = "pair-{country}-{partner}"
page = "pair/{country}-{partner}"
parameters.country = { type = "country", default = "KGZ", help = "State" }
parameters.partner = { type = "country", default = "CHN", help = "Partner" }
parameters.name = { type = "text", default = "CHN", help = "A text that happens to be a code" }
"""


def pair(project: Project, more: str = "") -> parameters.Declaration:
    """A notebook that looks at two countries."""
    text = PAIR.replace('summary = "A test."', 'summary = "A test."\n' + more)
    (project.notebooks / "parameters.toml").write_text(text, encoding="utf-8")
    (project.notebooks / "plain.ipynb").rename(project.notebooks / "pair.ipynb")
    return read_declaration(project, "pair")


@pytest.mark.parametrize("given", [{"country": "CHN"}, {"country": "KAZ", "partner": " kaz"}])
def test_a_country_is_not_its_own_partner(tiny: Project, given: dict[str, str]) -> None:
    """However it is written, and by default."""
    with pytest.raises(InvalidParameterError, match=r"country and partner alike\.\nExpected two countries; found"):
        validate(pair(tiny), given)


def test_a_declaration_may_let_two_countries_be_equal(tiny: Project) -> None:
    """A matrix of who trades with whom has a diagonal."""
    assert validate(pair(tiny, "may_be_equal = true"), {"partner": "KGZ"})["partner"] == "KGZ"


def test_may_be_equal_is_a_truth_value(tiny: Project) -> None:
    """A text would count as true."""
    with pytest.raises(InvalidParameterError, match="may_be_equal is 'no'"):
        pair(tiny, 'may_be_equal = "no"')


def test_an_unknown_notebook_is_named_with_the_nearest(tiny: Project) -> None:
    """And the list of notebooks."""
    with pytest.raises(UnknownNotebookError, match=r"(?s)'plian'. Did you mean 'plain'.*Notebooks: plain, raises"):
        read_declaration(tiny, "plian")


def test_an_unknown_set_of_states_is_refused_with_the_nearest(dependence: parameters.Declaration) -> None:
    """Before a kernel starts; the message names the parameter and the groups."""
    with pytest.raises(UnknownCountryError, match=r"parameter 'states'.*Did you mean 'SCO6'(?s:.)*or a group: ASEAN"):
        validate(dependence, {"states": "SCO"})


def test_a_list_of_states_can_stand_in_an_id_and_an_address(tiny: Project) -> None:
    """Commas become dashes."""
    path = tiny.notebooks / "parameters.toml"
    path.write_text(DECLARATION.replace("{country}-{first_year}", "{states}").replace("{country}", "{states}"), "utf-8")
    (tiny.notebooks / "plain.ipynb").rename(tiny.notebooks / "dependence.ipynb")
    declaration = read_declaration(tiny, "dependence")

    assert declaration.slug_of({"states": "CHN,RUS"}) == "dependence-chn-rus"
    assert declaration.page_of({"states": "CHN,RUS"}) == "book/dependence/chn-rus"


def test_a_declared_notebook_without_a_file_is_refused(tiny: Project) -> None:
    """The message names the file."""
    (tiny.notebooks / "plain.ipynb").unlink()

    with pytest.raises(UnknownNotebookError, match=r"notebooks/plain.ipynb does not exist"):
        read_declaration(tiny, "plain")


@pytest.mark.parametrize("name", ["late", "late.ipynb", "notebooks/late.ipynb"])
def test_a_notebook_may_be_named_by_its_file(tiny: Project, name: str) -> None:
    """The shell completes file names."""
    assert read_declaration(tiny, name).name == "late"


def test_a_declaration_that_cannot_be_used_is_refused(tiny: Project) -> None:
    """A key that no parameter has."""
    path = tiny.notebooks / "parameters.toml"
    path.write_text(path.read_text().replace('help = "State"', 'hlep = "State"'), encoding="utf-8")

    with pytest.raises(InvalidParameterError, match=r"(?s)parameters.toml cannot be used.*hlep"):
        read_declarations(tiny)


PROJECT = Project(Path(__file__).resolve().parents[1])
BOOKS = sorted(PROJECT.notebooks.glob("*.ipynb")) + sorted((PROJECT.root / "tests/runs/notebooks").glob("*.ipynb"))


def declaration_of(path: Path) -> parameters.Declaration | None:
    """Declaration beside a notebook: of the book, or of the fixtures."""
    project = Project(path.parents[1])
    return read_declarations(project).get(path.stem)


def code_cells(path: Path) -> list[Any]:
    """Code cells of a stored notebook."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_parameters_cell_agrees_with_the_declaration(path: Path) -> None:
    """Names, order and defaults: plain papermill and JupyterLab start from the cell."""
    declaration = declaration_of(path)
    first = code_cells(path)[0]
    assignments = [node for node in ast.parse(first.source).body if isinstance(node, ast.Assign)]
    cell = {node.targets[0].id: ast.literal_eval(node.value) for node in assignments}  # type: ignore[attr-defined]

    assert declaration is not None
    assert first.metadata.tags == ["parameters"]
    assert list(cell.items()) == [(name, item.default) for name, item in declaration.parameters.items()]


@pytest.mark.parametrize("path", sorted(PROJECT.notebooks.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_of_the_book_is_small_and_begins(path: Path) -> None:
    """No outputs, at most 15 code cells of at most 12 lines, no `def`, and `results.begin` with its own name first."""
    cells = code_cells(path)

    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    assert len(cells) <= 15
    assert max(len(cell.source.splitlines()) for cell in cells) <= 12
    assert not any(isinstance(node, ast.FunctionDef) for cell in cells for node in ast.walk(ast.parse(cell.source)))
    assert f'results.begin("{path.stem}"' in cells[1].source.replace("'", '"').replace("(\n    ", "(")


@pytest.mark.parametrize("name", sorted(read_declarations(PROJECT)))
def test_the_defaults_of_the_book_are_valid(name: str) -> None:
    """The default claim exists, the default window is one."""
    if not (PROJECT.notebooks / f"{name}.ipynb").is_file():
        pytest.skip("the notebook is not written yet")
    declaration = read_declaration(PROJECT, name)

    assert list(validate(declaration, {})) == list(declaration.parameters)

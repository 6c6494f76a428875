"""The shape of the package: which module may import which, and what the engine may know."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import scoledger
from scoledger.claims import read_articles, read_claims
from scoledger.countries import GROUPS, country_name
from scoledger.paths import Project

PACKAGE = Path(scoledger.__file__).parent
FILES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
FLOORS = {
    "errors": 0, "paths": 0, "countries": 0, "units": 0,
    "cards": 1, "claims": 1, "parameters": 1,
    "builds": 1, "tables": 2, "indicators": 3, "inference": 4, "verdicts": 5,
    "chapters": 5, "results": 6, "figures": 6, "runs": 7, "citations": 7, "editions": 7,
    "site": 8, "exports": 8, "additions": 8, "cli": 9,
}  # fmt: skip
#: Imports on one floor that are needed, each with its reason.
SIBLINGS = {
    ("paths", "errors"): "outside a checkout it raises",
    ("countries", "errors"): "an unknown code raises",
    ("units", "errors"): "an unknown unit raises",
    ("chapters", "verdicts"): "a chapter compares with the world as verdicts do, and the last one weighs them",
    ("editions", "runs"): "an edition keeps what each run was made from",
    ("editions", "citations"): "an interval is printed in one way",
    ("exports", "site"): "the exported ledger and the book's pages read one registry",
}
ENGINE = (
    "cards", "claims", "parameters", "builds", "tables", "inference", "verdicts", "results", "runs", "citations",
    "editions", "site", "exports", "additions",
)  # fmt: skip
LONGEST = 350
PROJECT = Project(PACKAGE.parents[1])


@dataclass(frozen=True)
class Import:
    """One import of a name of the package from a module of the package."""

    importer: str
    line: int
    module: str
    name: str

    @property
    def ends(self) -> tuple[str, str]:
        """Part of the package that imports, and part that is imported."""
        return _part(self.importer), self.module.split(".")[1]

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.name} from {self.module}"


def _part(file: str) -> str:
    return file.split("/", maxsplit=1)[0].removesuffix(".py")


def _imported(node: ast.AST) -> list[tuple[str, str]]:
    """Module and name of everything of the package that a statement imports."""
    if isinstance(node, ast.Import):
        return [(alias.name, "*") for alias in node.names if alias.name.startswith("scoledger.")]
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return []
    if node.module == "scoledger":
        return [(f"scoledger.{alias.name}", "*") for alias in node.names if alias.name in FLOORS]
    return [(node.module, alias.name) for alias in node.names if node.module.startswith("scoledger.")]


def _imports() -> Iterator[Import]:
    for file, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module, name in _imported(node):
                yield Import(file, node.lineno, module, name)  # type: ignore[attr-defined]


IMPORTS = [item for item in _imports() if item.importer != "__init__.py"]


def test_every_part_has_a_floor() -> None:
    """A new module must be given its place."""
    parts = {_part(file) for file in FILES} - {"__init__"}

    assert parts == set(FLOORS)


def test_imports_go_down() -> None:
    """Never up, and along one floor only where a reason is stated."""
    wrong = [
        str(item)
        for item in IMPORTS
        if item.ends[0] != item.ends[1] and FLOORS[item.ends[1]] >= FLOORS[item.ends[0]] and item.ends not in SIBLINGS
    ]

    assert wrong == []


def test_every_exception_is_used() -> None:
    """A sibling import that is gone needs no reason any more."""
    assert set(SIBLINGS) - {item.ends for item in IMPORTS} == set()


def test_what_a_part_offers_is_its_own() -> None:
    """A name has one home: no part hands on what another one makes."""
    handed_on = [
        str(item)
        for item in IMPORTS
        if item.importer == f"{item.ends[0]}/__init__.py" and item.ends[0] != item.ends[1]
        if item.name in getattr(importlib.import_module(f"scoledger.{item.ends[0]}"), "__all__", ())
    ]

    assert handed_on == []


def test_no_relative_imports() -> None:
    """Every import names its module in full, so that this file sees it."""
    relative = [
        file
        for file, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relative == []


def test_nothing_private_is_imported() -> None:
    """A name with an underscore stays in its module."""
    private = [
        str(item)
        for item in IMPORTS
        if item.name.startswith("_") or any(word.startswith("_") for word in item.module.split("."))
    ]

    assert private == []


@pytest.mark.parametrize("file", FILES)
def test_no_file_is_longer_than_a_reader_can_hold(file: str) -> None:
    """Beyond this a file becomes a folder."""
    assert len(FILES[file].read_text(encoding="utf-8").splitlines()) <= LONGEST


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """String constants of a module; of docstrings, everything but doctest lines and what they print."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, _without_doctests(node.value) if id(node) in docstrings else node.value


def _without_doctests(text: str) -> str:
    kept, is_output = [], False
    for line in text.splitlines():
        if line.lstrip().startswith((">>>", "...")):
            is_output = True
        elif not line.strip():
            is_output = False
        if not is_output:
            kept.append(line)
    return "\n".join(kept)


STUDIED = {code for claim in read_claims(PROJECT).values() for code in claim.countries}
#: Codes, names and groups of the states that the claims speak of, and the articles: nothing of the engine's business.
FOREIGN = STUDIED | {country_name(code) for code in STUDIED} | set(GROUPS) | set(read_articles(PROJECT))


@pytest.mark.parametrize("file", [file for file in FILES if _part(file) in ENGINE])
def test_the_engine_knows_no_country_and_no_article(file: str) -> None:
    """Another pair of articles could be put through it by changing data, notebooks and book alone."""
    found = [
        (line, word) for line, text in _strings(FILES[file]) for word in re.findall(r"\b\w+\b", text) if word in FOREIGN
    ]

    assert found == []


def test_the_engine_s_test_would_see_a_country() -> None:
    """In a constant and in running text of a docstring, but not in an example."""
    text = "Trade of KAZ.\n\n>>> country_name(\"KGZ\")\n'Kyrgyzstan'\n\nEnd."

    assert _without_doctests(text) == "Trade of KAZ.\n\n\nEnd."

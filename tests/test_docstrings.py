"""Docstrings: everything public has one, and what the examples say is so."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scoledger

PACKAGE = Path(scoledger.__file__).parent
TESTS = Path(__file__).parent
#: Parts of the package whose examples are run: floors 0 to 6.
WITH_EXAMPLES = (
    "errors", "paths", "countries", "units", "cards", "claims", "parameters", "tables", "indicators", "inference",
    "verdicts", "chapters", "results", "figures",
)  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py"))


def _undocumented(path: Path) -> Iterator[str]:
    """Public functions, classes and methods without a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not ast.get_docstring(tree) and tree.body:
        yield "the module"
    scopes: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
    while scopes:
        prefix, scope = scopes.pop()
        for node in scope.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.name.startswith("_") or any(_is_overload(item) for item in node.decorator_list):
                continue
            if not ast.get_docstring(node):
                yield f"{prefix}{node.name}"
            if isinstance(node, ast.ClassDef):
                scopes.append((f"{prefix}{node.name}.", node))


def _is_overload(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == "overload"


def _modules() -> list[str]:
    names = []
    for path in _files(PACKAGE):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] in WITH_EXAMPLES and ">>>" in path.read_text(encoding="utf-8"):
            names.append(".".join(["scoledger", *(part for part in parts if part != "__init__")]))
    return names


@pytest.mark.parametrize("path", _files(PACKAGE), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_everything_public_has_a_docstring(path: Path) -> None:
    """Modules, functions, classes and methods."""
    assert list(_undocumented(path)) == []


@pytest.mark.parametrize("path", _files(TESTS), ids=lambda path: path.relative_to(TESTS).as_posix())
def test_every_test_says_what_it_is_for(path: Path) -> None:
    """Fixtures and helpers too, when they are public."""
    assert list(_undocumented(path)) == []


@pytest.mark.parametrize("path", _files(PACKAGE), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_summary_is_one_sentence_on_one_line(path: Path) -> None:
    """The first line ends with a full stop, and a blank line follows it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)]
    summaries = [text.splitlines() for node in documented if (text := ast.get_docstring(node))]
    wrong = [lines[0] for lines in summaries if lines[0][-1] not in ".?:" or (len(lines) > 1 and lines[1].strip())]

    assert [line for line in wrong if not re.search(r"\.$", line)] == []


def _public_functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Name, function and docstring of what a module offers, methods included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for scope in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")]:
        for node in scope.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield node.name, node, ast.get_docstring(node) or ""


def _lacking(path: Path) -> Iterator[str]:
    """Functions with a section on parameters but none on what they give, and those that raise and do not say so."""
    for name, node, text in _public_functions(path):
        given = ast.unparse(node.returns) if node.returns else "None"
        is_command = any("command" in ast.unparse(decorator) for decorator in node.decorator_list)
        if "Parameters\n" in text and given != "None" and not re.search(r"^(Returns|Yields)$", text, re.MULTILINE):
            yield f"{name}: Returns"
        raised = (item.exc for item in ast.walk(node) if isinstance(item, ast.Raise))
        if any(isinstance(item, ast.Call) for item in raised) and "Raises\n" not in text and not is_command:
            yield f"{name}: Raises"


@pytest.mark.parametrize("path", [*_files(PACKAGE / "runs"), *_files(PACKAGE / "cli")], ids=lambda path: path.name)
def test_sections_of_runs_and_commands_are_complete(path: Path) -> None:
    """What a function gives and raises is said where its parameters are; a command's errors are printed."""
    assert list(_lacking(path)) == []


@pytest.mark.parametrize("name", _modules())
def test_examples_are_right(name: str) -> None:
    """Every example of floors 0 to 6 is run."""
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert outcome.attempted
    assert outcome.failed == 0

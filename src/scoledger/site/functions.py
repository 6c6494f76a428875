"""Where a function of the package is defined: found in its source, of which nothing is executed."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Definition:
    """Where a function or class stands.

    Parameters
    ----------
    module : str
        Dotted name.
    name : str
        Within the module, with its class before a method.
    line : int
    """

    module: str
    name: str
    line: int

    @property
    def path(self) -> str:
        """Path of the file in the checkout."""
        return f"src/{module_path(self.module).relative_to(_PACKAGE.parent).as_posix()}"

    @property
    def page(self) -> str:
        """Address of its source in the built book, from the book's root."""
        return f"code/{self.module}.html#{self.name}"


def list_modules() -> list[str]:
    """Dotted names of all modules of the package, sorted."""
    return sorted(
        ".".join(path.relative_to(_PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in _PACKAGE.rglob("*.py")
    )


def module_path(module: str) -> Path:
    """Path of the file of a module."""
    path = _PACKAGE.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@functools.cache
def locate(name: str) -> Definition | None:
    """Find the definition behind a name by which the package is imported.

    Parameters
    ----------
    name : str
        Dotted, for example ``scoledger.figures.draw_claim`` or ``scoledger.results.Session.number``.

    Returns
    -------
    Definition or None
        None where the package defines nothing under that name.

    Notes
    -----
    Follows imports from module to module, and a method to the class that has it.

    Examples
    --------
    >>> locate("scoledger.paths.Project.find").name
    'Project.find'
    """
    words = name.split(".")
    for length in range(len(words) - 1, 0, -1):
        module = ".".join(words[:length])
        if module_path(module).is_file():
            return _find(module, words[length:])
    return None


def find_definitions(tree: ast.Module) -> list[tuple[str, int, int]]:
    """Name, first line and last line of every function and class of a module, and of the methods of its classes."""
    found = []
    for node in tree.body:
        if isinstance(node, _Definition):
            found.append((node.name, _first_line(node), node.end_lineno or node.lineno))
            inner = node.body if isinstance(node, ast.ClassDef) else []
            found += [
                (f"{node.name}.{each.name}", _first_line(each), each.end_lineno or each.lineno)
                for each in inner
                if isinstance(each, _Definition)
            ]
    return found


def _find(module: str, words: list[str]) -> Definition | None:
    tree = _parse(module)
    for node in tree.body:
        if isinstance(node, _Definition) and node.name == words[0]:
            return _find_inside(module, node, words[1:])
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (alias.asname or alias.name) == words[0]:
                    return locate(".".join([node.module, alias.name, *words[1:]]))
    return None


def _find_inside(module: str, node: _Definition, words: list[str]) -> Definition | None:
    if not words:
        return Definition(module, node.name, _first_line(node))
    if not isinstance(node, ast.ClassDef):
        return None
    for each in node.body:
        if isinstance(each, _Definition) and each.name == words[0]:
            return Definition(module, f"{node.name}.{each.name}", _first_line(each))
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return next((found for base in bases if (found := _find(module, [base, *words]))), None)


@functools.cache
def _parse(module: str) -> ast.Module:
    return ast.parse(module_path(module).read_text("utf-8"))


def _first_line(node: _Definition) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])

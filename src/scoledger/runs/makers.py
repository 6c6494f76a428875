"""Which functions of the package make a result: read from the source of its notebook, of which nothing is executed."""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoledger.errors import StaleResultError

_PACKAGE = "scoledger"
#: The call that every notebook begins with, and the class of what it gives.
_BEGIN = "scoledger.results.begin"
_SESSION = "scoledger.results.Session"

#: Where a piece of source stands: number of the cell, line and column.
Place = tuple[int, int, int]


@dataclass(frozen=True)
class _Definition:
    """A value that a name is given; `is_whole` says that nothing of an earlier value is left."""

    name: str
    place: Place
    value: ast.expr
    is_whole: bool


class NotebookSource:
    """The code of one notebook.

    Parameters
    ----------
    path : pathlib.Path
        A notebook in the checkout; its cells have ids.
    """

    def __init__(self, path: Path) -> None:
        cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
        self._name = path.name
        self._numbers = {str(cell.get("id", "")): number for number, cell in enumerate(cells)}
        self._trees = [ast.parse("".join(cell["source"])) for cell in cells]
        self._imports = dict(pair for tree in self._trees for pair in _find_imports(tree))
        self._definitions = [
            item for number, tree in enumerate(self._trees) for item in _find_definitions(tree, number)
        ]
        begun = [item.name for item in self._definitions if self._resolve(item.value) == _BEGIN]
        self._sessions = frozenset(begun)

    @functools.cache  # noqa: B019 - a source lives as long as one listing of outputs
    def find_makers(self, cell: str, name: str) -> tuple[str, ...]:
        """Find the functions of the package that make a result.

        Parameters
        ----------
        cell : str
            Id of the cell that makes it.
        name : str
            What the notebook calls it: its id without the slug of the run.

        Returns
        -------
        tuple of str
            Names by which the notebook imports them, in the order in which they are called: those that made what the
            cell uses, then the method of the session that keeps the result.

        Raises
        ------
        StaleResultError
            If the notebook has no such cell.

        Notes
        -----
        A backward slice over straight code: from the call that makes the result to the last value that each of its
        names was given before, and so on.  Conditions are not followed, and of loops only what they run over.
        """
        if cell not in self._numbers:
            raise StaleResultError(
                f"result {name!r} names the cell {cell!r}, which notebooks/{self._name} does not have.\n"
                "Expected a cell of the notebook as it is: it has changed since. Run 'scoledger book'."
            )
        number = self._numbers[cell]
        found: dict[str, Place] = {}
        waiting: list[tuple[ast.AST, Place]] = [(call, _place(call, number)) for call in self._makings(number, name)]
        kept = [str(self._method(node)) for node, _ in waiting]
        seen: set[Place] = set()
        while waiting:
            node, before = waiting.pop()
            for called, place in self._calls(node, before[0]):
                found[called] = min(place, found.get(called, place))
            for item in self._reaching(node, before):
                if item.place not in seen:
                    seen.add(item.place)
                    waiting.append((item.value, item.place))
        return tuple(dict.fromkeys([*sorted(found, key=lambda called: found[called]), *kept]))

    def find_called(self, cell: str) -> tuple[str, ...]:
        """Find the functions of the package that a cell calls itself, in order; none where there is no such cell."""
        if cell not in self._numbers:
            return ()
        number = self._numbers[cell]
        calls = [node for node in ast.walk(self._trees[number]) if isinstance(node, ast.Call)]
        calls.sort(key=lambda call: _place(call, number))
        return tuple(dict.fromkeys(name for call in calls if (name := self._resolve(call) or self._method(call))))

    def _makings(self, number: int, name: str) -> list[ast.Call]:
        """Calls of the session that may make the result: the one that names it, else those that name nothing."""
        calls = [node for node in ast.walk(self._trees[number]) if isinstance(node, ast.Call) and self._method(node)]
        named = [call for call in calls if _first_word(call) == name]
        return named or [call for call in calls if _first_word(call) is None]

    def _method(self, node: ast.AST) -> str:
        """Name of the session's method that a call calls, or nothing."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            return ""
        owner = node.func.value
        is_session = isinstance(owner, ast.Name) and owner.id in self._sessions
        return f"{_SESSION}.{node.func.attr}" if is_session else ""

    def _calls(self, node: ast.AST, number: int) -> Iterator[tuple[str, Place]]:
        for call in ast.walk(node):
            called = self._resolve(call)
            if called and called != _BEGIN:
                yield called, _place(call, number)

    def _resolve(self, node: ast.AST) -> str:
        """Name of what a call calls, when an import of the package leads to it."""
        if not isinstance(node, ast.Call):
            return ""
        words, root = list[str](), node.func
        while isinstance(root, ast.Attribute):
            words.append(root.attr)
            root = root.value
        if not isinstance(root, ast.Name) or root.id not in self._imports:
            return ""
        return ".".join([self._imports[root.id], *reversed(words)])

    def _reaching(self, node: ast.AST, before: Place) -> Iterator[_Definition]:
        """Last values that the names in a piece of source were given before it."""
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - self._sessions - set(self._imports)
        for name in sorted(names):
            for item in reversed([one for one in self._definitions if one.name == name and one.place < before]):
                yield item
                if item.is_whole:
                    break


def _find_imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that a cell imports from the package, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == _PACKAGE:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == _PACKAGE:
                    yield (alias.asname, alias.name) if alias.asname else (_PACKAGE, _PACKAGE)


def _find_definitions(tree: ast.Module, number: int) -> Iterator[_Definition]:
    """Values that names are given in a cell, in order."""
    found = [
        _Definition(name.id, _place(node, number), value, is_whole=isinstance(target, ast.Name | ast.Tuple | ast.List))
        for node in ast.walk(tree)
        for target, value in _given(node)
        for name in _targets(target)
    ]
    yield from sorted(found, key=lambda item: item.place)


def _given(node: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """Targets of a statement and the value that they are given."""
    if isinstance(node, ast.Assign):
        return [(target, node.value) for target in node.targets]
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return [(node.target, node.value)]
    if isinstance(node, ast.NamedExpr):
        return [(node.target, node.value)]
    if isinstance(node, ast.AugAssign):  # what was there before stays part of it
        return [(ast.Starred(node.target), node.value)]
    if isinstance(node, ast.For):
        return [(node.target, node.iter)]
    if isinstance(node, ast.With):
        return [(item.optional_vars, item.context_expr) for item in node.items if item.optional_vars is not None]
    return []


def _targets(target: ast.expr) -> list[ast.Name]:
    """Names that a target gives a value, or changes a part of."""
    if isinstance(target, ast.Tuple | ast.List):
        return [name for each in target.elts for name in _targets(each)]
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    return [target] if isinstance(target, ast.Name) else []


def _first_word(call: ast.Call) -> str | None:
    """First argument of a call, when it is a text."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _place(node: ast.AST, number: int) -> Place:
    return number, getattr(node, "lineno", 0), getattr(node, "col_offset", 0)

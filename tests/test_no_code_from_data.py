"""No code from data: nothing in the package turns what it reads into a program, a command or an import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scoledger

PACKAGE = Path(scoledger.__file__).parent
TREES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}

#: Modules that make objects or programs from bytes, or start a shell.
MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "code", "codeop", "runpy", "pty"}
#: Calls that run text, load objects, or start a program, by the end of their name.
CALLS = {
    "eval", "exec", "compile", "__import__", "import_module", "literal_eval", "system", "popen", "Popen", "run_path",
    "run_module", "read_pickle", "to_pickle", "query", "unsafe_load", "full_load", "load_all", "from_string",
    "execv", "execve", "spawnl", "spawnv", "getoutput", "check_output", "check_call", "extractall", "unpack_archive",
    "create_subprocess_shell", "create_subprocess_exec",
}  # fmt: skip
#: What is called all the same, with the reason.
ALLOWED = {
    ("cli/__init__.py", "importlib.import_module"): "a module of the list COMMANDS",
    ("runs/warm/server.py", "importlib.import_module"): "names written in runs/warm/shared.py",
    ("runs/formats.py", "importlib.import_module"): "names written where it is called",
    ("runs/cluster/connection.py", "importlib.import_module"): "Dask, which is optional",
    ("runs/cluster/worker.py", "subprocess.Popen"): "our own Python with a module of ours, no shell",
    (
        "site/preview/environment.py",
        "pickle",
    ): "what Sphinx remembers of the last book, which it unpickles at every build",
    ("runs/warm/link.py", "subprocess.Popen"): "our own Python, no shell",
}
#: Where a program is started, always by a list of words and without a shell.
PROGRAMS = {
    "builds/commit.py": "git, with words written there",
    "cli/lab.py": "our own Python with the path of a notebook that we have written",
    "exports/printing/chromium.py": "the browser, with paths that we have written",
    "site/leash.py": "our own Python with statements of ours and the folder of the checkout",
}
#: Templates by `str.format`, whose fields could reach into a program.
FORMATS = {
    "parameters/declaration.py": "slug and page of a notebook, whose fields runs/plan.py checks first",
}


def _name(node: ast.expr) -> str:
    """Write what is called: ``os.path.join``; a call in between is left out."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _name(node.func), node


def find_dangers(tree: ast.AST) -> list[str]:
    """Name what a module could run that it has read."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            found.append(node.module or "")
    for name, call in _calls(tree):
        last = name.rpartition(".")[2]
        if last in CALLS and name != "re.compile":
            found.append(name)
        if name == "yaml.load" or any(word.arg == "shell" for word in call.keywords):
            found.append(f"{name} {' '.join(word.arg or '' for word in call.keywords)}".strip())
    return found


def test_no_module_runs_what_it_reads() -> None:
    """Neither pickles nor text as code nor a shell, except where a reason is written above; and no reason too many."""
    found = {(file, name) for file, tree in TREES.items() for name in find_dangers(tree)}

    assert found == set(ALLOWED)


def test_a_program_is_started_where_a_reason_stands_and_nowhere_else() -> None:
    """By the standard library, from a list of words."""
    found = {file for file, tree in TREES.items() for name, _ in _calls(tree) if name == "subprocess.run"}

    assert found == set(PROGRAMS)


def test_a_template_that_data_could_write_is_filled_in_one_place() -> None:
    """`str.format` on a field of something that was read."""
    found = {
        file
        for file, tree in TREES.items()
        for name, _ in _calls(tree)
        if re.fullmatch(r"(self|data|content|entry|claim|card|row|item)\..*(format|format_map)", name)
    }

    assert found == set(FORMATS)


def test_a_template_of_pages_comes_from_a_file_of_the_package() -> None:
    """Every environment of Jinja loads from a folder, and refuses a name that is not given."""
    made = [call for tree in TREES.values() for name, call in _calls(tree) if name == "jinja2.Environment"]

    assert len(made) >= 2
    assert all({"loader", "autoescape", "undefined"} <= {word.arg for word in call.keywords} for call in made)


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "eval(text)",
        "pd.read_pickle(path)",
        "frame.query(text)",
        "yaml.load(text)",
        "subprocess.run(text, shell=True)",
        "os.system(text)",
        "importlib.import_module(name)",
        "jinja2.Environment().from_string(text)",
    ],
)
def test_the_test_would_see_it(source: str) -> None:
    """Each way is found; compiling a pattern is none."""
    assert find_dangers(ast.parse(source))
    assert find_dangers(ast.parse("re.compile(text); yaml.safe_load(text); subprocess.run([text])")) == []

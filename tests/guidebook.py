"""Reads the guides of the book and does what they say, as somebody at a keyboard would.

Files are written and commands of the project are executed as they stand.  Not executed: ``make``, which is asked what
it would do; JupyterLab, which is asked for its version after the notebook that it would open has been found or
written; and the pages of a sweep.  So the set-up and the built page of a new row are not tested here; that the plan
takes the row and that its run is current is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What a fresh checkout holds for a user of the guides; tests and benchmarks are not needed.
CONTENTS = ("src", "notebooks", "data", "book", "Makefile", "pyproject.toml", "requirements.lock", "datapackage.json")
PROMPT = "$ "
#: An expected line of this kind stands for any lines; at the end of a line, for the rest of it.
DOTS = "..."

_FENCE = re.compile(r"^```(?P<info>\S+)(?: (?P<language>\w+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CAPTION = re.compile(
    r"\A:caption: (?P<what>New file|File|At the end of) `(?P<path>[^`]+)`\n\n(?P<text>.*)\Z", re.DOTALL
)
_RUN = re.compile(r"^(?:executed|current): run ([0-9a-f]+)$", re.MULTILINE)


@dataclass(frozen=True)
class FileStep:
    """A file that the page has one write: anew, or at the end of one that is there."""

    path: str
    text: str
    is_added: bool


@dataclass(frozen=True)
class CommandStep:
    """A command, and the lines that the page says one should see."""

    command: str
    expected: tuple[str, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the page shows the command to end with a message of the command line."""
        return any(line.startswith("scoledger: ") for line in self.expected)


def guides(root: Path = ROOT) -> list[str]:
    """Pages whose every block is followed, below the root."""
    return ["book/rerun.md", *sorted(path.relative_to(root).as_posix() for path in (root / "book/guides").glob("*"))]


def read_steps(text: str) -> list[FileStep | CommandStep]:
    """Take every block of a page, in order; a block that is neither a file nor a console is an error."""
    steps: list[FileStep | CommandStep] = []
    for found in _FENCE.finditer(text):
        if found["info"] == "console":
            steps += _read_console(found["body"])
        else:
            steps.append(_read_file(found["info"], found["body"]))
    if text.count("\n```") != 2 * len(_FENCE.findall(text)):
        raise AssertionError("the page has a fence that is not understood")
    return steps


def _read_console(body: str) -> list[CommandStep]:
    steps: list[CommandStep] = []
    for line in body.splitlines():
        if line.startswith(PROMPT):
            steps.append(CommandStep(line.removeprefix(PROMPT), ()))
        elif steps:
            steps[-1] = CommandStep(steps[-1].command, (*steps[-1].expected, line))
        else:
            raise AssertionError(f"a console block begins with what no command has printed: {line!r}")
    return steps


def _read_file(info: str, body: str) -> FileStep:
    caption = _CAPTION.match(body)
    if info != "{code-block}" or caption is None:
        raise AssertionError(f"a block of the kind {info!r} names no file: {body[:60]!r}")
    return FileStep(caption["path"], caption["text"], caption["what"] == "At the end of")


def copy_checkout(target: Path) -> Path:
    """Copy the checkout as a fresh clone has it, with the present environment as its ``.venv``.

    What Python has compiled comes along: each command would compile the package anew, for most of its time.
    """
    target.mkdir()
    generated = shutil.ignore_patterns("*.egg-info", ".ipynb_checkpoints")
    for name in CONTENTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=generated)
        else:
            shutil.copy(source, target / name)
    (target / ".venv").symlink_to(sys.prefix)
    return target


def _as_it_is(command: str, _: Path) -> str:
    return command


def _dry(command: str, _: Path) -> str:
    """Have make say what it would do: the set-up needs a registry, the book an hour."""
    return command.replace("make ", "make -n ", 1)


def _version(command: str, checkout: Path) -> str:
    """Ask the program, which does not end by itself, for its version; the file that it opens must be there."""
    assert (checkout / command.rsplit(maxsplit=1)[-1]).is_file(), command
    return ".venv/bin/jupyter lab --version"


def _written(command: str, _: Path) -> str:
    """Write the notebook that JupyterLab, which does not end by itself, would be opened with."""
    name = command.rsplit(maxsplit=1)[-1]
    return f".venv/bin/scoledger notebook {name} --to opened.ipynb --force && .venv/bin/jupyter lab --version"


def _unpaged(command: str, _: Path) -> str:
    """Make no pages of a sweep: they show verdicts of the whole book, which takes an hour."""
    return command.replace(" --pages", "", 1)


#: How a command is followed, by how it begins.  What no rule names is refused, so that nothing goes untested.
RULES: dict[str, Callable[[str, Path], str]] = {
    ".venv/bin/scoledger lab ": _written,
    ".venv/bin/scoledger sweep --pages ": _unpaged,
    ".venv/bin/scoledger ": _as_it_is,
    ".venv/bin/papermill ": _as_it_is,
    "rm ": _as_it_is,
    "make ": _dry,
    ".venv/bin/jupyter lab ": _version,
}


def follow(steps: list[FileStep | CommandStep], checkout: Path) -> None:
    """Do every step in a checkout.

    Raises
    ------
    AssertionError
        At the first command that ends otherwise than the page says, or does not print what it says.
    """
    run = "RUN"
    for step in steps:
        if isinstance(step, FileStep):
            _write(step, checkout)
            continue
        done = _execute(re.sub(r"\bRUN\b", run, step.command), checkout)
        output = done.stdout + done.stderr
        assert (done.returncode != 0) == step.is_refused, f"{step.command}: status {done.returncode}\n{output}"
        _compare(step, output)
        printed = _RUN.findall(output)
        run = printed[-1] if printed else run


def _write(step: FileStep, checkout: Path) -> None:
    path = checkout / step.path
    assert path.is_file() or not step.is_added, f"{step.path} is not there"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8").rstrip("\n") + "\n\n" if step.is_added else ""
    path.write_text(before + step.text, encoding="utf-8")


def _execute(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    rule = next((RULES[start] for start in RULES if command.startswith(start)), None)
    assert rule is not None, f"no rule says how to follow: {command}"
    environment = {name: value for name, value in os.environ.items() if name != "SCOLEDGER_ROOT"}
    environment |= {"PYTHONPATH": str(checkout / "src"), "NO_COLOR": "1"}
    return subprocess.run(
        ["bash", "-c", rule(command, checkout)],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _compare(step: CommandStep, output: str) -> None:
    """Find the expected lines in the output, in order; spaces count as one."""
    lines = [" ".join(line.split()) for line in output.splitlines()]
    for expected in (" ".join(line.split()) for line in step.expected):
        if expected == DOTS:
            continue
        start = expected.removesuffix(DOTS)
        fits = [line.startswith(start) if expected.endswith(DOTS) else line == expected for line in lines]
        assert any(fits), f"{step.command}: one should see {expected!r}; found\n{output}"
        lines = lines[fits.index(True) + 1 :]

"""A small book with claims that are judged in no time, and a preview of it in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nbformat
from bookmaker import PARAMETERS, ROOT, BookMaker
from checkout import write_plan, write_tiny_claim, write_tiny_table

from scoledger.paths import Project
from scoledger.runs import execute_runs, install_registry, read_plan
from scoledger.site import build_book

#: Seconds that anything may take on a machine that does much else.
PATIENCE = 240.0
#: The small book's declarations; the ids of claims are checked.
DECLARED = PARAMETERS.replace('type = "text"', 'type = "claim"', 1)
BEGIN = """from scoledger import claims, results
from scoledger.tables.inputs import input_digest

run = results.begin("claim", claim_id=claim_id)
claim = claims.read_claim(run.project, claim_id)
name = f"{claim.source}/{claim_id}"
run.library.note("claim", name, input_digest(run.project, "claim", name))
run.heading(claim.title)"""
CELLS = (
    BEGIN,
    'run.text("words", claim.paraphrase)',
    'run.number("letters", len(claim.paraphrase), "count", title="Letters")',
)


def write_sources(root: Path) -> Project:
    """Write the sources of a book of the claims ``alpha`` and ``beta``, and a page that cites the first."""
    maker = BookMaker.begin(root)
    project = maker.project
    (project.cards / "test-trade.toml").unlink()
    write_tiny_table(project, (1.0, 2.0))
    maker.write("notebooks/parameters.toml", DECLARED)
    write_plan(project, '[[runs]]\nnotebook = "claim"\nparameters = { claim_id = "*" }\n')
    cells = [nbformat.v4.new_markdown_cell("# Verdict on one claim", id="title")]
    default = nbformat.v4.new_code_cell(
        'claim_id = "alpha"  # claim', metadata={"tags": ["parameters"]}, id="parameters"
    )
    cells += [default, *(nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(CELLS))]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    maker.write("notebooks/claim.ipynb", nbformat.writes(notebook) + "\n")
    for name in ("alpha", "beta"):
        write_tiny_claim(project, name)
    shown = "```{literalinclude} ../data/cards/tiny.toml\n```\n"  # a page may read data, also in a preview
    maker.write("book/method.md", f"# Method\n\nIt has {{result}}`alpha-letters`.\n\n{shown}")
    return project


def make_book(root: Path) -> Project:
    """Make a book of two claims: execute its runs and build its pages."""
    project = write_sources(root)
    outcomes = execute_runs(project, read_plan(project), jobs=1)
    assert [outcome.failure for outcome in outcomes] == [None, None]
    install_registry(project)
    build_book(project)
    return project


def state(project: Project) -> dict[str, tuple[int, bytes]]:
    """Time and content of every file of a checkout, but for the store of runs, whoever held it, and the preview."""
    return {
        path.relative_to(project.root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(project.root.rglob("*"))
        if path.is_file() and not _is_apart(path.relative_to(project.build) if project.build in path.parents else path)
    }


def _is_apart(path: Path) -> bool:
    return path.parts[0] in {"runs", "preview", ".preview-lock", ".lock", ".lock-holder.json"}


class RunningPreview:
    """`scoledger preview` in a process of its own, as somebody at a keyboard starts it."""

    def __init__(self, project: Project, *words: str) -> None:
        environment = {**os.environ, "SCOLEDGER_ROOT": str(project.root)}
        command = [sys.executable, "-c", "from scoledger.cli import main; main()", "preview", *words]
        self._log = project.root / "preview.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip()
        assert self.address, self.log

    @property
    def log(self) -> str:
        """What was told on the terminal."""
        return self._log.read_text("utf-8")

    def fetch(self, name: str, **headers: str) -> str:
        """What is served under a name."""
        root = re.sub(r"/book/.*", "/", self.address)
        with urllib.request.urlopen(urllib.request.Request(root + name, headers=headers), timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def news(self, page: str, seen: int = -1) -> dict[str, Any]:
        """What the script on a page is told."""
        found: dict[str, Any] = json.loads(self.fetch("-preview/news?" + urlencode({"page": page, "seen": seen})))
        return found

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < end, self.log
            time.sleep(0.1)

    def shows(self, page: str, words: str) -> None:
        """Wait until a page shows words."""
        self.until(lambda: words in self.fetch(f"{page}.html"))

    def end(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does, which reaches every process of the terminal; gives the exit status."""
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)

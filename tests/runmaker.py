"""A page of a run for tests of the site: a notebook of the checkout, its executed copy, and what the run made."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import nbformat
from bookmaker import ROOT, BookMaker

#: Address of a repository that does not exist.
ADDRESS = "https://github.com/example/ledger"
#: Cells of the notebook: id, source, and the Markdown that the executed copy shows.
CELLS = [
    ("begin", 'from scoledger import figures, results\n\nrun = results.begin("claim", claim_id=claim_id)', ""),
    ("verdict", "run.verdict(summary)", "```{verdict} alpha\n```"),
    ("", "## The picture", ""),
    ("prepare", "picture = figures.draw_claim(verdict)", ""),
    ("draw", 'run.drawing("picture", picture)', "```{result-figure} alpha-picture\n```"),
    ("rows", 'run.table("rows", frame, title="a < b")', "```{result-table} alpha-rows\n```"),
    ("", "## Rerun and cite", ""),
    ("how", "run.how_to()", "```bash\nscoledger run claim --claim-id alpha\n```\n\nEvery number has an id."),
]
GIVEN = {"claim_id": "alpha"}


def add_run_page(maker: BookMaker, heading: str = "Claim alpha") -> None:
    """Add the claim ``alpha`` with a notebook, a figure and a table that name their cells."""
    maker.write("notebooks/claim.ipynb", nbformat.writes(_notebook(is_executed=False)) + "\n")
    maker.add_run("run-alpha", "book/claims/alpha", _notebook(is_executed=True).cells, heading=heading)
    about: dict[str, Any] = {"run": "run-alpha", "page": "book/claims/alpha"}
    maker.add_verdict("alpha")
    maker.add_figure("alpha-picture", cell="draw", **about)
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [["2014"]]}
    maker.add_result("alpha-rows", "table", cell="rows", details=details, files={"csv": "alpha-rows.csv"}, **about)


def commit(maker: BookMaker) -> str:
    """Put the small project under version control, and give its commit, shortened."""
    shutil.copy(ROOT / ".gitignore", maker.project.root)  # what a build writes is no change
    words = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], [*words, "commit", "-q", "-m", "begin"]):
        _git(maker, command)
    return _git(maker, ["rev-parse", "HEAD"])[:12]


def _git(maker: BookMaker, words: list[str]) -> str:
    command = ["git", "-C", str(maker.project.root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _notebook(*, is_executed: bool) -> Any:
    cells = [nbformat.v4.new_markdown_cell("# Verdict on one claim", id="title")]
    cells.append(
        nbformat.v4.new_code_cell('claim_id = "default"  # claim', metadata={"tags": ["parameters"]}, id="given")
    )
    if is_executed:
        tags = {"tags": ["injected-parameters"]}
        cells.append(nbformat.v4.new_code_cell('# Parameters\nclaim_id = "alpha"', metadata=tags, id="cell-2"))
    for number, (name, source, shown) in enumerate(CELLS, 3):
        if not name:
            cells.append(nbformat.v4.new_markdown_cell(source, id=f"cell-{number}"))
            continue
        outputs = [nbformat.v4.new_output("display_data", {"text/markdown": shown})] if shown and is_executed else []
        identity = f"cell-{number}" if is_executed else name
        cells.append(nbformat.v4.new_code_cell(source, outputs=outputs, id=identity))
    return nbformat.v4.new_notebook(cells=cells)

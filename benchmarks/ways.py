"""Ways to execute the same parameterised notebooks: ours, the stock tools', and no Jupyter at all.

Each way is started as a program of its own, so that its imports count and its memory can be told:

    python benchmarks/ways.py WAY PLAN FOLDER JOBS

PLAN is a JSON file: a list of objects with ``notebook``, ``slug`` and ``parameters``.  What the runs make goes below
FOLDER, a folder for each run.  The last line of the output is a JSON object: ``prepared``, the seconds that it took to
write notebooks for tools that take no parameters; ``seconds`` that the executing took within the program; ``peak`` of
its memory in MiB; and ``failed``, the slugs of runs that did not end well.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoledger.paths import Project
from scoledger.results import FOLDER_VARIABLE

#: A book without anything that would cost time beside the notebooks.
CONFIG = """
title: Benchmark
only_build_toc_files: true
execute: {execute_notebooks: force, timeout: -1}
sphinx: {config: {html_theme: alabaster}}
"""


@dataclass(frozen=True)
class Task:
    """One notebook with its parameters, and the folder for what it makes."""

    notebook: Path
    slug: str
    parameters: dict[str, Any]
    folder: Path

    @property
    def made(self) -> Path:
        """Folder for the results."""
        return self.folder / "run"

    @property
    def executed(self) -> Path:
        """The executed notebook."""
        return self.folder / "executed.ipynb"

    @property
    def prepared(self) -> Path:
        """The notebook with its parameters in it, for tools that take none."""
        return self.folder / "prepared.ipynb"


def read_tasks(plan: Path, folder: Path) -> list[Task]:
    """Read the plan and make the folders."""
    notebooks = Project.find().notebooks
    tasks = [
        Task(notebooks / f"{row['notebook']}.ipynb", row["slug"], row["parameters"], folder / row["slug"])
        for row in json.loads(plan.read_text("utf-8"))
    ]
    for task in tasks:
        task.made.mkdir(parents=True)
        (task.folder / "parameters.json").write_text(json.dumps(task.parameters), encoding="utf-8")
    return tasks


def prepare(tasks: Iterable[Task]) -> None:
    """Put the parameters into the notebooks; the first cell says where results go.

    In a process of its own: that it imports papermill is no time or memory of the tools that are measured.
    """
    with ProcessPoolExecutor(1) as pool:
        pool.submit(_prepare, list(tasks)).result()


def _prepare(tasks: Iterable[Task]) -> None:
    import nbformat  # noqa: PLC0415
    import papermill  # noqa: PLC0415

    for task in tasks:
        papermill.execute_notebook(task.notebook, task.prepared, task.parameters, prepare_only=True, progress_bar=False)
        node = nbformat.read(task.prepared, as_version=4)  # type: ignore[no-untyped-call]
        line = f"import os\nos.environ[{FOLDER_VARIABLE!r}] = {str(task.made)!r}"
        node.cells.insert(0, nbformat.v4.new_code_cell(line))  # type: ignore[no-untyped-call]
        nbformat.write(node, task.prepared)  # type: ignore[no-untyped-call]


def run_command(task: Task, *words: object) -> bool:
    """Run a command of the stock tools for one task."""
    environment = {**os.environ, FOLDER_VARIABLE: str(task.made)}
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)], cwd=task.folder, env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


def at_once(tasks: list[Task], jobs: int, one: Callable[[Task], bool]) -> list[str]:
    """Run commands, several at once; give the slugs of those that failed."""
    with ThreadPoolExecutor(jobs) as pool:
        return [task.slug for task, well in zip(tasks, pool.map(one, tasks), strict=True) if not well]


def in_processes(tasks: list[Task], jobs: int, one: Callable[[Task], bool]) -> list[str]:
    """Call a function for each task in a pool of processes; give the slugs of those that failed."""
    with ProcessPoolExecutor(jobs) as pool:
        return [task.slug for task, well in zip(tasks, pool.map(one, tasks), strict=True) if not well]


def ours(tasks: list[Task], jobs: int) -> list[str]:
    """The runs of this project: warm kernels, checks, store."""
    from scoledger.runs import execute_runs, plan_run  # noqa: PLC0415

    project = Project.find()
    planned = [plan_run(project, task.notebook.stem, task.parameters) for task in tasks]
    with contextlib.redirect_stderr(io.StringIO()):  # the progress
        outcomes = execute_runs(project, planned, jobs=jobs)
    for task, outcome in zip(tasks, outcomes, strict=True):
        if outcome.failure is None:
            task.made.rmdir()
            task.made.symlink_to(outcome.notebook.parent)
    return [outcome.planned.slug for outcome in outcomes if outcome.failure]


def papermill_loop(tasks: list[Task], jobs: int) -> list[str]:
    """The command of papermill, once for each notebook."""
    words = ("papermill", "--no-progress-bar", "--no-log-output", "-f", "parameters.json")
    return at_once(tasks, jobs, lambda task: run_command(task, *words, task.notebook, task.executed))


def _papermill(task: Task) -> bool:
    import papermill  # noqa: PLC0415

    os.environ[FOLDER_VARIABLE] = str(task.made)
    try:
        papermill.execute_notebook(task.notebook, task.executed, task.parameters, progress_bar=False, cwd=task.folder)
    except papermill.PapermillExecutionError:
        return False
    return True


def papermill_pool(tasks: list[Task], jobs: int) -> list[str]:
    """Papermill called in a pool of processes that have imported it."""
    return in_processes(tasks, jobs, _papermill)


def nbconvert(tasks: list[Task], jobs: int) -> list[str]:
    """The command of nbconvert, once for each prepared notebook."""
    words = ("nbconvert", "--to", "notebook", "--execute", "--output", "executed.ipynb")
    return at_once(tasks, jobs, lambda task: run_command(task, *words, task.prepared))


def jupyter_book(tasks: list[Task], jobs: int) -> list[str]:
    """`jupyter-book build`, which executes the notebooks itself, one after the other, and makes pages of them.

    As many books at once as there are jobs, with a part of the notebooks each: one book alone would use one core.
    """
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(_build_book, range(jobs), (tasks[number::jobs] for number in range(jobs))))
    return [task.slug for task in tasks if not (task.made / "inputs.json").is_file()]


def _build_book(number: int, tasks: list[Task]) -> None:
    if not tasks:
        return
    book = tasks[0].folder.parent / f"book-{number}"
    book.mkdir()
    (book / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (book / "front.md").write_text("# Front\n", encoding="utf-8")
    for task in tasks:
        (book / f"{task.slug}.ipynb").write_bytes(task.prepared.read_bytes())
    chapters = "".join(f"- file: {task.slug}\n" for task in tasks)
    (book / "_toc.yml").write_text(f"format: jb-book\nroot: front\nchapters:\n{chapters}", encoding="utf-8")
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(book)]
    subprocess.run(command, capture_output=True, check=False)


def _ploomber(task: Task) -> bool:
    from ploomber_engine import execute_notebook  # noqa: PLC0415

    os.environ[FOLDER_VARIABLE] = str(task.made)
    os.chdir(task.folder)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            execute_notebook(task.notebook, task.executed, parameters=task.parameters)
        except Exception:  # noqa: BLE001 - whatever its cells raise
            return False
    return True


def ploomber_engine(tasks: list[Task], jobs: int) -> list[str]:
    """ploomber-engine in a pool of processes: the cells of many notebooks in one process."""
    return in_processes(tasks, jobs, _ploomber)


def _cells(task: Task) -> Iterator[str]:
    """Code of a notebook, with the parameters in place of its own."""
    cells = json.loads(task.notebook.read_text("utf-8"))["cells"]
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            yield "\n".join(f"{name} = {value!r}" for name, value in task.parameters.items())
        elif cell["cell_type"] == "code":
            yield "".join(cell["source"])


def _execute_bare(task: Task) -> bool:
    os.environ[FOLDER_VARIABLE] = str(task.made)
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for code in _cells(task):
            exec(compile(code, task.slug, "exec"), names)
    return True


def floor(tasks: list[Task], jobs: int) -> list[str]:
    """The same cells without Jupyter, in processes that have imported everything before the clock starts."""
    return in_processes(tasks, jobs, _execute_bare)


WAYS: dict[str, Callable[[list[Task], int], list[str]]] = {
    "ours": ours,
    "papermill-loop": papermill_loop,
    "papermill-pool": papermill_pool,
    "nbconvert": nbconvert,
    "jupyter-book": jupyter_book,
    "ploomber-engine": ploomber_engine,
    "floor": floor,
}
#: Ways that take no parameters.
PREPARED = ("nbconvert", "jupyter-book")


def main() -> None:
    """Execute the plan in one way."""
    way, plan, folder, jobs = sys.argv[1:]
    tasks = read_tasks(Path(plan), Path(folder))
    begin = time.perf_counter()
    if way in PREPARED:
        prepare(tasks)
    prepared = time.perf_counter() - begin
    if way == "floor":
        from scoledger import chapters, claims, figures, verdicts  # noqa: F401, PLC0415
    start = time.perf_counter()
    failed = WAYS[way](tasks, int(jobs))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"prepared": prepared, "seconds": seconds, "peak": peak, "failed": failed}))


if __name__ == "__main__":
    # Under a name that stays: a tool that executes cells in its own process puts another module in place of "__main__".
    importlib.import_module("ways").main()

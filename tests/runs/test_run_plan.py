"""Tests of the plan, the lock of a checkout and leftovers: nothing here starts a kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from checkout import write_plan

from scoledger.builds import hold_checkout
from scoledger.errors import (
    BuildRunningError,
    DuplicateIdError,
    InvalidParameterError,
    NotebookError,
    UnknownClaimError,
    UnknownParameterError,
)
from scoledger.paths import Project
from scoledger.results import write_json
from scoledger.runs import RunStore, plan_run, read_plan
from scoledger.runs.digests import changed_code, code_digests, notebook_digest

CLAIM = """
[judge]
title = "Judge"
summary = "A test."
slug = "{claim_id}"
page = "claims/{claim_id}"
parameters.claim_id = { type = "claim", default = "tiny-claim", help = "Claim" }
"""


def test_lists_multiply_out(tiny: Project) -> None:
    """Two countries by two years would be four runs, but their slugs do not name the year."""
    write_plan(tiny, '[[runs]]\nnotebook = "plain"\nparameters = { country = ["KAZ", "kgz"], year = 2005 }\n')

    assert [(run.slug, run.page, run.parameters) for run in read_plan(tiny)] == [
        ("plain-kaz", "book/plain/kaz", {"country": "KAZ", "year": 2005}),
        ("plain-kgz", "book/plain/kgz", {"country": "KGZ", "year": 2005}),
    ]


def test_a_star_stands_for_every_claim(tiny: Project) -> None:
    """One claim file, one run."""
    parameters = tiny.notebooks / "parameters.toml"
    parameters.write_text(parameters.read_text() + CLAIM)
    (tiny.notebooks / "silent.ipynb").rename(tiny.notebooks / "judge.ipynb")
    write_plan(tiny, '[[runs]]\nnotebook = "judge"\nparameters = { claim_id = "*" }\n')

    assert [run.slug for run in read_plan(tiny)] == ["tiny-claim"]
    with pytest.raises(UnknownClaimError):
        plan_run(tiny, "judge", {"claim_id": "*"})


def test_two_runs_with_one_slug_are_refused(tiny: Project) -> None:
    """Their results would carry the same ids."""
    write_plan(tiny, '[[runs]]\nnotebook = "plain"\nparameters = { year = [2001, 2002] }\n')

    with pytest.raises(DuplicateIdError, match=r"(?s)two runs with the slug 'plain-kgz'.*year=2001.*year=2002"):
        read_plan(tiny)


def test_a_row_that_does_not_fit_is_named(tiny: Project) -> None:
    """Before anything is executed."""
    write_plan(tiny, '[[runs]]\nnotebook = "plain"\n[[runs]]\nnotebook = "late"\nparameters = { contry = "KAZ" }\n')

    with pytest.raises(UnknownParameterError, match=r"plan.toml, run 2: .*Did you mean 'country'"):
        read_plan(tiny)


def test_a_plan_that_is_no_toml_is_refused(tiny: Project) -> None:
    """With an example of a row."""
    write_plan(tiny, "[[runs]\n")

    with pytest.raises(InvalidParameterError, match=r"(?s)plan.toml cannot be used.*\[\[runs\]\]"):
        read_plan(tiny)


def test_a_second_build_is_refused_at_once(tiny: Project) -> None:
    """It names the process that holds the checkout; once that has ended, the checkout is free."""
    hold = (
        "import sys; from scoledger.paths import Project; from scoledger.builds import hold_checkout\n"
        "with hold_checkout(Project.find()): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BuildRunningError, match=rf"process {other.pid}, since 20\d\d-"), hold_checkout(tiny):
            pass
        other.kill()
    with hold_checkout(tiny):
        pass


def test_what_killed_runs_left_is_removed(tiny: Project) -> None:
    """A staging folder of a process that is no more, and a run that no key names; not those of living processes."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    for name in (f"{gone.pid}-a", f"{os.getpid()}-b"):
        (tiny.runs / ".staging" / name).mkdir(parents=True)
    for run in ("named", "nameless"):
        write_json(tiny.runs / run / "run.json", {})
    write_json(tiny.runs / "index" / "key.json", {"run": "named"})
    RunStore(tiny).clear()

    assert sorted(path.name for path in (tiny.runs / ".staging").iterdir()) == [f"{os.getpid()}-b"]
    assert sorted(path.name for path in tiny.runs.iterdir()) == [".staging", "index", "named"]


def test_the_code_of_results_leaves_out_the_floors_above() -> None:
    """A change of the command line repeats no run."""
    files = code_digests()

    assert {"errors.py", "results/session.py", "tables/library.py"} <= set(files)
    assert not any(name.startswith(("runs/", "site/", "exports/", "cli/")) for name in files)
    assert changed_code({"a.py": "1", "b.py": "1"}, {"b.py": "2", "c.py": "1"}) == ["a.py", "b.py", "c.py"]


def test_whoever_asks_what_is_stale_imports_no_kernel() -> None:
    """What executes notebooks takes seconds to import, and only a worker needs it."""
    heavy = "papermill", "nbformat", "jsonschema", "scipy", "seaborn"
    ask = f"import sys, scoledger.cli.run, scoledger.cli.why; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


def test_a_worker_does_without_the_grammar_of_addresses() -> None:
    """It is skipped for one import only: whoever needs it later finds it."""
    work = (
        "import sys; from scoledger.runs import work; work.import_kernels(); "
        "print('jsonschema' in sys.modules, 'rfc3987_syntax' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)

    assert found.stdout == "True False\n"


def test_a_notebook_is_digested_by_source_and_tags(tiny: Project) -> None:
    """A source may be one text or a list of lines."""
    path = tiny.notebooks / "plain.ipynb"
    before = notebook_digest(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
        cell["metadata"]["collapsed"] = True
    path.write_text(json.dumps(content), encoding="utf-8")

    assert notebook_digest(path) == before
    content["cells"][1]["metadata"]["tags"] = []
    path.write_text(json.dumps(content), encoding="utf-8")
    assert notebook_digest(path) != before


@pytest.mark.parametrize("text", ["<<<<<<< ours\n{}", "{}", '{"cells": [1]}', "[]", "[" * 100_000], ids=range(5))
def test_a_file_that_is_no_notebook_is_named(tiny: Project, text: str) -> None:
    """A merge gone wrong leaves such files."""
    path = tiny.notebooks / "plain.ipynb"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(NotebookError, match=r"notebooks/plain\.ipynb is no notebook"):
        notebook_digest(path)

"""The workflows of GitHub: they do what .ci/run does, with no more rights than that needs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import scoledger

ROOT = Path(__file__).resolve().parents[1]
FILES = {path.stem: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
FLOWS: dict[str, dict[Any, Any]] = {name: yaml.safe_load(path.read_text("utf-8")) for name, path in FILES.items()}
JOBS = {f"{name}/{job}": content for name, flow in FLOWS.items() for job, content in flow["jobs"].items()}
#: Rights that a job may have beside reading the code, each for the job that needs it.
RIGHTS = {
    "publish/deploy": {"pages": "write", "id-token": "write"},
    "publish/notebooks": {"contents": "write"},
}
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+){2}$")

#: Stands for Python where the audit makes its environment: what it installs there prints the words that it is given.
PYTHON = """#!/usr/bin/env bash
mkdir -p "$3/bin"
printf '#!/usr/bin/env bash\\n' | tee "$3/bin/python" > "$3/bin/pip-audit"
echo 'printf "%s\\n" "$@"' >> "$3/bin/pip-audit"
chmod +x "$3/bin/python" "$3/bin/pip-audit"
"""
AUDITED = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
AUDITED += ["--requirement", "requirements.lock"]
#: All words of an array that may be empty, which bash before 4.4 takes for a name that is not set.
BARE = re.compile(r'(?<!\+)"\$\{\w+\[@\]\}"')


def steps(job: str) -> list[dict[str, Any]]:
    """Steps of a job; those of another workflow that it calls are looked at there."""
    found: list[dict[str, Any]] = JOBS[job].get("steps", [])
    return found


def commands(job: str) -> str:
    """Everything that a job has a shell do."""
    return "\n".join(step["run"] for step in steps(job) if "run" in step)


def events(flow: str) -> dict[str, Any]:
    """What starts a workflow: YAML reads the key ``on`` as a truth value."""
    found: dict[str, Any] = FLOWS[flow][True]
    return found


def test_there_are_the_workflows_that_a_fork_needs() -> None:
    """One that tests, one that publishes, one that looks for vulnerabilities."""
    assert list(FLOWS) == ["audit", "publish", "test"]


def test_a_change_is_tested_as_ci_run_does() -> None:
    """On pushes and pull requests, with the oldest and the newest Python, and all that was made is kept to look at."""
    job = JOBS["test/test"]

    assert {"push", "pull_request", "workflow_call"} == set(events("test"))
    assert ".ci/run 2>&1 | tee _build/log.txt" in commands("test/test")
    assert "set -o pipefail" in commands("test/test")
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    assert steps("test/test")[-1]["with"]["path"].split() == ["_build/log.txt", "_build/screenshots"]
    assert 'export PIP_CACHE_DIR="$PWD/_build/pip"' in commands("test/test")
    assert {"_build/pip"} == {step["with"]["path"] for step in steps("test/test") if "cache" in step.get("uses", "")}
    assert "hashFiles('requirements.lock')" in str(steps("test/test"))


def test_only_a_tag_publishes_and_only_what_was_tested() -> None:
    """The book of a tag, with links to the repository that it is built in; Colab's notebooks on their branch."""
    build = JOBS["publish/build"]

    assert events("publish") == {"push": {"tags": ["v*"]}}
    assert JOBS["publish/test"]["uses"] == "./.github/workflows/test.yml"
    order = ["tag", "test", "build", "deploy", "notebooks"]
    assert [job.removeprefix("publish/") for job in JOBS if job.startswith("publish/")] == order
    assert [JOBS[f"publish/{name}"].get("needs") for name in order] == [None, *order[:-1]]
    assert build["env"] == {"SCOLEDGER_REPOSITORY": "https://github.com/${{ github.repository }}"}
    assert "make book" in commands("publish/build").splitlines()
    assert "git push --quiet --force" in commands("publish/notebooks")
    assert "gh-pages" in commands("publish/notebooks").splitlines()[-1]


@pytest.mark.parametrize(
    ("tag", "is_right"),
    [
        *((f"v{scoledger.__version__}{more}", True) for more in ("", "-2")),
        *((f"{begin}{scoledger.__version__}{more}", False) for begin, more in [("v", "1"), ("", ""), ("v", ".1")]),
    ],
)
def test_a_tag_that_does_not_name_the_version_is_refused_first(tag: str, *, is_right: bool) -> None:
    """Before tests and build, by the source alone: no library is installed then."""
    environment = {**os.environ, "GITHUB_REF_NAME": tag}
    command = ["bash", "-e", "-c", commands("publish/tag")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode == 0) == is_right
    assert ("does not name the version of the book" in done.stderr) != is_right


@pytest.mark.parametrize("name", ["README.md", ".github/workflows/publish.yml"])
def test_the_settings_of_a_fork_are_named(name: str) -> None:
    """GitHub refuses the deployment of a tag unless its environment has a rule for it."""
    words = (ROOT / name).read_text("utf-8")

    assert JOBS["publish/deploy"]["environment"]["name"] == "github-pages"
    assert events("publish")["push"]["tags"] == ["v*"]
    assert [
        word for word in ("Pages", "GitHub Actions", "Environments", "github-pages", "v*") if word not in words
    ] == []


def test_the_lock_is_audited_every_week_and_when_it_changes() -> None:
    """By the command that anybody can run; a library that cannot be looked up fails it."""
    script = (ROOT / ".ci" / "audit").read_text("utf-8")

    assert commands("audit/audit") == ".ci/audit"
    assert {"schedule", "push"} <= set(events("audit"))
    assert "requirements.lock" in events("audit")["push"]["paths"]
    assert 'pip-audit" --strict --require-hashes' in script


def test_files_of_any_kind_are_tried_every_week() -> None:
    """Many times as many as in every test, and other ones; not once more when the lock changes."""
    assert "make setup" in commands("audit/fuzz")
    assert commands("audit/fuzz").endswith("SCOLEDGER_FUZZ=20 .venv/bin/python -m pytest -q -n auto tests/fuzz")
    assert JOBS["audit/fuzz"]["if"] == "github.event_name != 'push'"


def test_an_advisory_is_passed_over_only_with_a_reason(tmp_path: Path) -> None:
    """The script stops before it fetches anything."""
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "audit"
    script.write_bytes((ROOT / ".ci" / "audit").read_bytes())
    script.chmod(0o755)
    (tmp_path / ".ci" / "advisories.txt").write_text("# Ours\n\nPYSEC-2026-1\n", encoding="utf-8")
    done = subprocess.run([script], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "audit: .ci/advisories.txt passes over PYSEC-2026-1 without a reason\n"


@pytest.mark.parametrize(
    ("advisories", "given"),
    [
        ("# none\n", []),
        ("A-1 for a reason\n\nB-2 another\n", ["--ignore-vuln", "A-1", "--ignore-vuln", "B-2"]),
        ("A-1 on a last line without an end", ["--ignore-vuln", "A-1"]),
    ],
)
def test_the_audit_is_told_what_to_pass_over(tmp_path: Path, advisories: str, given: list[str]) -> None:
    """Each advisory in words of its own, and nothing where there is none; a shell of 2015 does not stop there."""
    (tmp_path / ".ci").mkdir()
    script, python = tmp_path / ".ci" / "audit", tmp_path / "python"
    text = (ROOT / ".ci" / "audit").read_text("utf-8")
    script.write_text(text, encoding="utf-8")
    (tmp_path / ".ci" / "advisories.txt").write_text(advisories, encoding="utf-8")
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    environment = {**os.environ, "PYTHON": str(python)}
    done = subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [*AUDITED, *given]
    assert BARE.findall(text) == []


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_is_allowed_unless_a_job_says_so(name: str) -> None:
    """No rights for all jobs, no event that gives a stranger's code the rights of the owner."""
    assert FLOWS[name]["permissions"] == {}
    assert set(events(name)) & {"pull_request_target", "workflow_run", "issue_comment"} == set()
    assert "secrets." not in FILES[name].read_text("utf-8")


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_the_least_rights_and_an_end(job: str) -> None:
    """It reads the code; two jobs write, and these run nothing of the checkout."""
    assert JOBS[job]["permissions"] == RIGHTS.get(job, {"contents": "read"})
    assert "uses" in JOBS[job] or JOBS[job]["timeout-minutes"] <= 90
    if job in RIGHTS:
        assert not any(str(step.get("uses", "")).startswith("actions/checkout") for step in steps(job))


@pytest.mark.parametrize("job", JOBS)
def test_no_expression_stands_in_a_command(job: str) -> None:
    """The name of a branch or a tag may hold anything: a shell sees it as a variable only."""
    assert "${{" not in commands(job)


@pytest.mark.parametrize("name", FLOWS)
def test_every_action_is_named_by_its_commit(name: str) -> None:
    """A tag can be moved; the commit stands with the version that it had."""
    lines = [line.strip().removeprefix("- ") for line in FILES[name].read_text("utf-8").splitlines() if "uses:" in line]
    foreign = [line for line in lines if line != "uses: ./.github/workflows/test.yml"]

    assert foreign
    assert [line for line in foreign if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("job", [job for job in JOBS if steps(job)])
def test_a_checkout_keeps_no_key(job: str) -> None:
    """What the book's code runs finds no token in the configuration of git."""
    checkouts = [step for step in steps(job) if str(step.get("uses", "")).startswith("actions/checkout")]

    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert job in RIGHTS or checkouts

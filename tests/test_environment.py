"""The lock, pyproject.toml, environment.yml, Makefile and CI name one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(?: *; *([^\\\n]+?))? *\\$", LOCK, flags=re.MULTILINE)
PYTHONS = ("3.11.0", "3.12.0", "3.13.0")


def declared() -> list[Requirement]:
    """Every library that pyproject.toml names, the extras included."""
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extras]]


def locked() -> dict[str, set[str]]:
    """Versions in the lock by canonical name; more than one where Pythons differ."""
    found: dict[str, set[str]] = {}
    for name, version, _ in PINS:
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_lock_satisfies_every_declared_library(requirement: Requirement) -> None:
    """Each version in the lock lies within the range that pyproject.toml allows."""
    versions = locked().get(canonicalize_name(requirement.name), set())

    assert versions
    assert all(Version(version) in requirement.specifier for version in versions)


def test_every_locked_library_has_a_hash() -> None:
    """As many hashed entries as there are entries: pip's hash mode accepts no other."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())

    assert len(entries) == len(PINS)
    assert all("--hash=sha256:" in entry for entry in entries)


def test_lock_names_no_registry() -> None:
    """Neither an address nor an index option stands in the lock."""
    assert "://" not in LOCK
    assert not re.search(r"^\s*-(i|f|-)", re.sub(r"--hash=\S+", "", LOCK), flags=re.MULTILINE)


@pytest.mark.parametrize("python", PYTHONS)
def test_one_lock_serves_every_python(python: str) -> None:
    """For each Python exactly one version of every library applies, and Python itself is in range."""
    assert Version(python) in SpecifierSet(PROJECT["requires-python"])
    for name in locked():
        applying = [
            version
            for other, version, marker in PINS
            if canonicalize_name(other) == name and (not marker or _applies(marker, python))
        ]
        assert len(applying) <= 1, (name, applying)


def _applies(marker: str, python: str) -> bool:
    from packaging.markers import Marker

    return Marker(marker).evaluate({"python_full_version": python, "python_version": python.rsplit(".", 1)[0]})


def test_conda_environment_installs_from_the_lock() -> None:
    """environment.yml has the same range of Pythons and takes every library from the lock."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))

    python = next(item for item in conda if item.startswith("python "))
    assert SpecifierSet(python.removeprefix("python ")) == SpecifierSet(PROJECT["requires-python"])
    assert pip == ["-r requirements.lock"]


def test_makefile_accepts_the_pythons_of_the_project() -> None:
    """The range that the set-up checks is the one of pyproject.toml."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "(3, 11) <= v < (3, 14)" in makefile
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(">=3.11,<3.14")


def test_ci_runs_lint_and_tests() -> None:
    """CI calls the same commands as a person, and allows no skipped test."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert re.search(r"^make lint$", script, flags=re.MULTILINE)
    assert re.search(r"^SCOLEDGER_NO_SKIPS=1 make test$", script, flags=re.MULTILINE)


def test_help_lists_every_make_target() -> None:
    """Every phony target but help's own set-up has a line of help."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)

    assert phony
    assert all(re.search(rf"^{target}:.*## ", makefile, flags=re.MULTILINE) for target in phony[1].split())

"""A checkout in miniature, for tests of the engine: one table, one claim, and the fixture notebooks."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest

from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import digests

NOTEBOOKS = Path(__file__).parent / "runs" / "notebooks"

CARD = """
id = "tiny"
title = "A tiny table"
producer = "Nobody"
citation = "Nobody. A tiny table."
vintage = "2025-06"
topic = "trade"
rule = "ship"
redistributable = true
obtained = "Made up."
known_limits = ["It is made up."]
key = ["year"]

[licence]
name = "CC0"
url = "https://creativecommons.org/publicdomain/zero/1.0/"
verified = true

[file]
path = "tables/tiny.parquet"
sha256 = "{sha256}"
rows = 2

[columns.year]
type = "int"
unit = "year"
description = "Year."
minimum = 1990
maximum = 2030

[columns.value_musd]
type = "float"
unit = "million current US dollars"
description = "Value."
minimum = 0
maximum = 100
"""


def write_tiny_table(project: Project, values: tuple[float, float]) -> None:
    """Write the table and the card that fits it."""
    path = project.data / "tables" / "tiny.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame({"year": [2001, 2002], "value_musd": list(values)}).to_parquet(path, index=False)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (project.cards / "tiny.toml").write_text(CARD.format(sha256=sha256), encoding="utf-8")


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Digests that stand for the code: a test changes them instead of the package."""
    files = {"verdicts/trend.py": "one", "units.py": "one"}
    monkeypatch.setattr(digests, "code_digests", lambda: dict(files))
    return files


@pytest.fixture
def tiny(tmp_path: Path, code: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A checkout with the table ``tiny``, the claim ``tiny-claim`` and the notebooks of tests/runs."""
    project = Project(tmp_path / "checkout")
    shutil.copytree(NOTEBOOKS, project.notebooks)
    for folder in (project.cards, project.claims / "nobody", project.records):
        folder.mkdir(parents=True)
    (project.claims / "nobody" / "tiny-claim.toml").write_text('id = "tiny-claim"\n', encoding="utf-8")
    project.lock.write_text("nothing==1\n", encoding="utf-8")
    write_plan(project, '[[runs]]\nnotebook = "plain"\nparameters = { country = ["KAZ", "KGZ"] }\n')
    write_tiny_table(project, (1.0, 2.0))
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    return project


def write_plan(project: Project, text: str) -> None:
    """Write the plan of a checkout."""
    (project.notebooks / "plan.toml").write_text(text, encoding="utf-8")

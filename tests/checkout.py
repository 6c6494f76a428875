"""Pieces of a checkout in miniature: a table with its card, and a plan."""

from __future__ import annotations

import hashlib

import nbformat
import pandas as pd

from scoledger.paths import Project

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

CLAIM = """
id = "{id}"
source = "{source}"
title = "A tiny claim"
locator = {{ section = "Results", line = 1 }}
paraphrase = "Something is so."
quote = "it is so"
kind = "point-figure"
topic = "trade"
countries = ["KGZ"]
period = {{ first = 2001, last = 2002 }}
testability = "not-testable"
reason_untestable = "It is made up."
"""

RULES = """
[PF10]
kind = "point"
text = "Within 10 percent agrees, beyond 25 disagrees."
within = 0.10
beyond = 0.25
"""


def write_tiny_table(project: Project, values: tuple[float, float]) -> None:
    """Write the table and the card that fits it."""
    write_tiny_frame(project, pd.DataFrame({"year": [2001, 2002], "value_musd": list(values)}))


def write_tiny_frame(project: Project, frame: pd.DataFrame) -> None:
    """Write a frame as the table, and the card with its checksum: only the schema can object to it."""
    path = project.data / "tables" / "tiny.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path, index=False)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (project.cards / "tiny.toml").write_text(CARD.format(sha256=sha256), encoding="utf-8")


def write_tiny_claim(
    project: Project, claim_id: str = "tiny-claim", more: str = "", *, source: str = "nobody", name: str = ""
) -> None:
    """Write the rules and a claim that no statistic can judge, or one with what `more` says."""
    (project.claims / "rules.toml").write_text(RULES, encoding="utf-8")
    path = project.claims / source / f"{name or claim_id}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CLAIM.format(id=claim_id, source=source) + more, encoding="utf-8")


def write_plan(project: Project, text: str) -> None:
    """Write the plan of a checkout."""
    (project.notebooks / "plan.toml").write_text(text, encoding="utf-8")


def set_last_cell(project: Project, code: str, name: str = "raises") -> None:
    """Let a notebook do something else in the end; the plan has ``raises`` alone."""
    path = project.notebooks / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = code
    nbformat.write(notebook, path)
    write_plan(project, '[[runs]]\nnotebook = "raises"\n')

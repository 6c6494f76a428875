"""Pieces of a checkout in miniature: a table with its card, and a plan."""

from __future__ import annotations

import hashlib

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


def write_tiny_table(project: Project, values: tuple[float, float]) -> None:
    """Write the table and the card that fits it."""
    path = project.data / "tables" / "tiny.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame({"year": [2001, 2002], "value_musd": list(values)}).to_parquet(path, index=False)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (project.cards / "tiny.toml").write_text(CARD.format(sha256=sha256), encoding="utf-8")


def write_plan(project: Project, text: str) -> None:
    """Write the plan of a checkout."""
    (project.notebooks / "plan.toml").write_text(text, encoding="utf-8")

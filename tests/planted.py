"""Claims, rules and tables made up for tests: small enough to judge by eye."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scoledger.cards import card_path
from scoledger.claims import Claim, Rule
from scoledger.paths import Project
from scoledger.tables import add_table

RULES = """
[PF10]
kind = "point"
text = "Within 10 percent agrees, beyond 25 disagrees."
within = 0.10
beyond = 0.25

[RANK]
kind = "rank"
text = "The first places hold."

[RANK_ORDERED]
kind = "rank"
text = "The first places hold, in this order."
ordered = true

[TREND_UP]
kind = "trend"
text = "A significant rise."
direction = 1
level = 0.05
minimum_years = 10
minimum_coverage = "2/3"
contradict_share = "1/3"

[TREND_DOWN]
kind = "trend"
text = "A significant fall."
direction = -1
level = 0.05
minimum_years = 10
minimum_coverage = "2/3"
contradict_share = "1/3"

[FORECAST]
kind = "point"
text = "The outcome agrees within 10 percent and disagrees beyond 25."
within = 0.10
beyond = 0.25

[COMP]
kind = "compare"
text = "The order holds."

[CAUSAL]
kind = "effect"
text = "The sign, an interval without zero, and a clean placebo."
level = 0.10
contradict_share = "1/3"

[EVENT]
kind = "record"
text = "Documents decide."
"""

ARTICLES = """
[smith2020]
author = "Ann Smith"
year = 2020
title = "A made-up article"
journal = "Nowhere"
citation_key = "smith2020"
information_until = 2019-12-31
"""

CLAIM = """
id = "{id}"
source = "smith2020"
title = "A made-up claim"
locator = {{ section = "Results", line = 12, page_inferred = 3 }}
paraphrase = "Something is so."
quote = "something is so"
kind = "point-figure"
topic = "trade"
countries = ["KGZ"]
period = {{ first = 2001, last = 2010 }}
testability = "trade-energy-stats"

[[readings]]
name = "literal"
meaning = "As it stands."

{body}
"""

LEVEL = """
[[readings.parts]]
name = "2010"
rule = "PF10"
statistic = "level"
claimed = 45.0
unit = "billion USD"
year = 2010

[[readings.measurements]]
measure = "bilateral_trade"
label = "trade"
arguments = { source = "flows", states = "KGZ", partners = "CHN" }
vary = { mirror = ["reported", "mirror"] }
"""

LABELS = """
[dimensions]
mirror = "whose books are read"

[choices]
reported = "own books"
mirror = "the partner's books"
"""

CARD = """
id = "{id}"
title = "Made-up table"
producer = "Nobody, Statistical Office"
citation = "Nobody. A made-up table, for a test."
vintage = "2020-01"
topic = "trade"
rule = "ship"
redistributable = true
obtained = "Invented."
known_limits = ["It is invented."]
key = {key}

[licence]
name = "Public domain"
verified = true

[file]
path = "tables/{stem}.parquet"
sha256 = ""
rows = 0
"""
#: Countries enough for a panel, by code.
COUNTRIES = (
    "ARG", "AUS", "AUT", "BEL", "BGR", "BRA", "CAN", "CHE", "CHL", "COL", "CZE", "DEU", "DNK", "EGY", "ESP", "EST",
    "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IDN", "IND", "IRL", "ISL", "ISR", "ITA", "JPN", "KOR", "LTU", "LVA",
    "MAR", "MEX", "MYS", "NLD", "NOR", "NZL", "PAK", "PER", "PHL", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "THA",
    "TUN", "TUR", "UKR", "URY", "USA", "VNM", "ZAF",
)  # fmt: skip
_TYPES = {"i": "int", "f": "float", "b": "bool", "O": "str", "U": "str", "S": "str"}


def write_project(root: Path) -> Project:
    """An empty project with rules, articles and labels."""
    project = Project(root)
    for folder in (project.cards, project.claims / "smith2020", project.records, project.notebooks):
        folder.mkdir(parents=True)
    (project.claims / "rules.toml").write_text(RULES, encoding="utf-8")
    (project.claims / "articles.toml").write_text(ARTICLES, encoding="utf-8")
    (project.claims / "labels.toml").write_text(LABELS, encoding="utf-8")
    return project


def write_claim(project: Project, claim_id: str, body: str = LEVEL, *, source: str = "smith2020") -> Path:
    """Write a claim with one reading, whose parts and measurements are `body`."""
    path = project.claims / source / f"{claim_id}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CLAIM.format(id=claim_id, body=body).replace("smith2020", source), encoding="utf-8")
    return path


def write_table(project: Project, table_id: str, frame: pd.DataFrame, key: list[str]) -> None:
    """Make a real table of a frame: card, Parquet, checksum."""
    text = CARD.format(id=table_id, stem=table_id.replace("-", "_"), key=str(key).replace("'", '"'))
    for name, values in frame.items():
        kind = "str" if pd.api.types.is_string_dtype(values.dtype) else _TYPES[values.dtype.kind]
        unit = 'unit = "made up"\nminimum = -1e15\nmaximum = 1e15\n' if kind in {"int", "float"} else ""
        text += f'\n[columns.{name}]\ntype = "{kind}"\ndescription = "Made up."\n{unit}'
        if values.isna().any():
            text += "nullable = true\n"
    card_path(project, table_id).write_text(text, encoding="utf-8")
    source = project.root / f"{table_id}.csv"
    frame.to_csv(source, index=False)
    add_table(project, source, table_id)


def simulate_memory(seed: int, n_series: int, n_years: int, correlation: float) -> np.ndarray:
    """Noise that remembers the year before: one series a row, innovations of standard deviation one."""
    noise = np.random.default_rng(seed).normal(size=(n_series, n_years))
    noise[:, 0] /= np.sqrt(1 - correlation**2)
    for year in range(1, n_years):
        noise[:, year] += correlation * noise[:, year - 1]
    return noise


def make_rule(kind: str, **settings: Any) -> Rule:
    """A rule with the thresholds of the book, but for what is given."""
    defaults: dict[str, dict[str, Any]] = {
        "point": {"within": 0.10, "beyond": 0.25},
        "rank": {},
        "trend": {"direction": 1, "level": 0.05, "minimum_years": 10, "minimum_coverage": "2/3"},
        "record": {},
    }
    return Rule.model_validate({"kind": kind, "text": "Made up."} | defaults[kind] | settings)


def make_claim(*readings: dict[str, Any], **settings: Any) -> Claim:
    """A claim of the readings given."""
    return Claim.model_validate(
        {
            "id": "made-up",
            "source": "smith2020",
            "title": "A made-up claim",
            "locator": {"section": "Results", "line": 12},
            "paraphrase": "Something is so.",
            "quote": "something is so",
            "kind": "trend",
            "topic": "trade",
            "countries": ("KGZ",),
            "period": {"first": 2001, "last": 2010},
            "testability": "trade-energy-stats",
            "readings": readings,
        }
        | settings
    )

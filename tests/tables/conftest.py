"""A project of one small table, made anew for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoledger.cards import Card
from scoledger.paths import Project
from scoledger.tables import add_table

CARD = """\
id = "toy-trade"
title = "Toy trade"
producer = "Toy office"
citation = "Toy office. Toy trade, 2010-2011."
vintage = "2020-01"
topic = "trade"
rule = "ship"
redistributable = true
obtained = "Invented for a test."
known_limits = ["It is invented."]
key = ["reporter", "year"]

[licence]
name = "Public domain"
verified = true

[file]
path = "tables/toy_trade.parquet"
sha256 = ""
rows = 0

[select]
year = { first = 2010, last = 2011 }

# A remark that must survive.
[columns.reporter]
type = "str"
description = "State."
pattern = "[A-Z]{2,3}"
from = "Country Code"

[columns.year]
type = "int"
unit = "year"
description = "Year."
minimum = 2000
maximum = 2020

[columns.value_musd]
type = "float"
unit = "million current US dollars"
description = "Value."
minimum = 0
maximum = 1000

[columns.share]
type = "float"
unit = "share"
description = "Share."
minimum = 0
maximum = 1
nullable = true
from = "share_pct"
scale = 0.01

[columns.is_estimate]
type = "bool"
description = "Whether it is an estimate."

[columns.joined]
type = "date"
description = "Day."
nullable = true
"""

CSV = """\
Country Code,year,value_musd,share_pct,is_estimate,joined
NA,2011,30.5,57,False,2001-06-15
KGZ,2010,10,,True,
KAZ\u00a0\u00a0,2010,20.25,12.5,False,
KAZ,2009,99,1,False,
"""


@pytest.fixture
def bare(tmp_path: Path) -> Project:
    """A project with the toy card and without its table."""
    project = Project(tmp_path)
    project.cards.mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (project.cards / "toy-trade.toml").write_text(CARD, encoding="utf-8")
    return project


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    """The producer's file of the toy table."""
    path = tmp_path / "producer.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def toy(bare: Project, csv_file: Path) -> Project:
    """A project with the toy card and its table."""
    add_table(bare, csv_file, "toy-trade")
    return bare


@pytest.fixture
def card_text(bare: Project) -> Callable[[str, str], None]:
    """Replace one piece of the toy card's text."""
    path = bare.cards / "toy-trade.toml"

    def edit(old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.fixture
def toy_card(toy: Project) -> Card:
    """The toy card with its checksum."""
    from scoledger.cards import read_card

    return read_card(toy, "toy-trade")

"""The shipped claims, judged once: their sentences, their plain data and the figures behind them."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from scoledger import claims
from scoledger.claims import read_claims, read_rules
from scoledger.paths import Project
from scoledger.units import UNITS
from scoledger.verdicts import (
    Labels,
    Summary,
    list_flips,
    read_labels,
    tabulate_groups,
    tabulate_parts,
    tabulate_specifications,
)
from scoledger.verdicts.golden import COLUMNS, summarise_all, tabulate_golden

PROJECT = Project.find()
CLAIMS, RULES = read_claims(PROJECT), read_rules(PROJECT)
READING_KEYS = {
    "name", "meaning", "rule", "rule_text", "verdict", "share_supporting", "share_contradicting", "specifications",
    "not_computable", "decisive_dimension", "flip", "figures",
}  # fmt: skip
FIGURE_KEYS = {"id", "name", "value", "unit", "low", "high", "years", "sources"}
VERDICTS = {
    "supported", "contradicted", "mixed", "not identified", "not testable", "confirmed", "disputed", "unverified",
}  # fmt: skip


@pytest.fixture(scope="module")
def labels() -> Labels:
    """The shipped words."""
    return read_labels(PROJECT)


@pytest.fixture(scope="module")
def summaries() -> dict[str, Summary]:
    """Every claim, judged with one library."""
    return {summary.verdict.claim.id: summary for summary in summarise_all(PROJECT)}


@pytest.fixture(params=CLAIMS)
def summary(request: pytest.FixtureRequest, summaries: dict[str, Summary]) -> Summary:
    """One claim after the other."""
    return summaries[request.param]


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from (text for value in content.values() for text in _texts(value))
    elif isinstance(content, list):
        yield from (text for value in content for text in _texts(value))


def _numbers(content: Any) -> Iterator[float]:
    if isinstance(content, float | int):
        yield float(content)
    elif isinstance(content, dict):
        yield from (number for value in content.values() for number in _numbers(value))
    elif isinstance(content, list):
        yield from (number for value in content for number in _numbers(value))


def test_every_test_that_the_lock_declares_is_made(summary: Summary) -> None:
    """The family is what p values are adjusted over: a test that vanishes would sharpen all others."""
    made = {
        f"{reading['name']}/{test['part']}": test
        for reading in summary.content["readings"]
        for test in reading["tests"]
    }

    assert set(claims.read_family(PROJECT).get(summary.verdict.claim.id, ())) <= set(made)
    assert all(0 < test["p_value"] <= 1 and test["specifications"] > 0 for test in made.values())


def test_a_sentence_is_a_sentence(summary: Summary) -> None:
    """It ends with one full stop, holds no double space and none of Python's words."""
    sentence = summary.sentence

    assert re.search(r"[^.]\.$", sentence)
    assert "  " not in sentence
    assert not re.search(r"\b(None|nan|NaN|inf|True|False)\b", sentence)
    assert sentence[0].isupper()
    assert sentence.count("(") == sentence.count(")")


def test_no_text_for_readers_holds_python_s_words(summary: Summary) -> None:
    """In findings, flips and captions either."""
    texts = [*_texts(summary.to_dict()), *(text for item in summary.headlines for text in (item.title, item.caption))]

    assert [text for text in texts if re.search(r"\b(None|nan|NaN)\b|  ", text)] == []


def test_plain_data_has_the_agreed_keys(summary: Summary) -> None:
    """What the book and the exports rely on."""
    content = summary.to_dict()

    assert {"claim", "verdict", "sentence", "readings", "records"} <= set(content)
    assert {"id", "source", "paraphrase", "quote", "kind", "topic", "voice", "countries", "period", "testability", "locator"} <= set(content["claim"])  # fmt: skip  # noqa: E501
    assert content["verdict"] in VERDICTS
    assert all(set(reading) >= READING_KEYS for reading in content["readings"])
    assert all(set(figure) >= FIGURE_KEYS for reading in content["readings"] for figure in reading["figures"])


def test_plain_data_is_json_without_nan(summary: Summary) -> None:
    """And comes back as it went."""
    content = summary.to_dict()

    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert all(math.isfinite(number) for number in _numbers(content))


def test_shares_and_counts_fit(summary: Summary) -> None:
    """Shares in [0, 1] that sum to at most one; no more unanswered specifications than there are."""
    for reading in summary.to_dict()["readings"]:
        supporting, contradicting = reading["share_supporting"], reading["share_contradicting"]

        assert 0 <= supporting <= supporting + contradicting <= 1 + 1e-12
        assert 0 <= reading["not_computable"] <= reading["specifications"]


def test_headlines_can_stand_in_the_registry(summary: Summary) -> None:
    """Ids of letters, digits and dashes, each once; a unit that is known; the value inside its range."""
    names = [item.name for item in summary.headlines]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    for item in summary.headlines:
        assert item.unit in UNITS
        assert item.n > 0
        assert item.low is None or item.high is None or item.low <= item.value <= item.high


def test_tables_for_readers_can_be_made(summary: Summary, labels: Labels) -> None:
    """Every part has a row for each way to measure it; every reading says what it turns on."""
    verdict = summary.verdict
    stated = {(reading.reading.name, item.part.name) for reading in verdict.readings for item in reading.parts}
    table = tabulate_parts(verdict, labels, RULES)

    assert set(zip(table["Reading"], table["Part"], strict=True)) == stated
    lines = len(verdict.readings) + verdict.depends_on_reading
    assert len(list_flips(verdict, labels, RULES).splitlines()) == lines
    for other in (table, tabulate_groups(verdict, labels), tabulate_specifications(verdict)):
        assert not other.astype(str).isin(["nan", "None", "NaN"]).to_numpy().any()


def test_specifications_are_counted_out(summary: Summary) -> None:
    """The outcomes in the table sum to the evidence."""
    table = tabulate_specifications(summary.verdict)
    outcomes = table[table["What came out"].isin(["supports", "contradicts", "neither", "no data"])]
    expected = sum(reading.specifications for reading in summary.verdict.readings)

    assert outcomes["Specifications"].astype(int).sum() == expected


def test_what_decides_is_in_plain_words(summary: Summary, labels: Labels) -> None:
    """A dimension's plain words, and no table ids."""
    for reading in summary.to_dict()["readings"]:
        assert reading["decisive_dimension"] is None or reading["decisive_dimension"] in labels.dimensions.values()
        assert not re.search(r"\b[a-z]+(-[a-z]+){2,}\b", reading["flip"])


def test_known_figures(summaries: dict[str, Summary]) -> None:
    """Three numbers that the claims rest on."""
    found = {
        figure["id"]: figure["value"]
        for summary in summaries.values()
        for reading in summary.to_dict()["readings"]
        for figure in reading["figures"]
    }

    assert found["kaz-turnover-7-88bn-2016-charitable-2016"] == pytest.approx(7.88, abs=0.01)
    assert found["sco-population-40pct-literal-share"] == pytest.approx(0.437, abs=0.005)
    assert found["tkm-65bcm-2020-literal-turkmen-gas"] == pytest.approx(27.2, abs=0.05)


@pytest.fixture(scope="module")
def golden(summaries: dict[str, Summary]) -> pd.DataFrame:
    """Verdicts and headline figures as code and data have them now."""
    text = tabulate_golden(list(summaries.values())).to_csv(index=False, lineterminator="\n")
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def test_verdicts_and_figures_are_as_committed(golden: pd.DataFrame) -> None:
    """A change is made on purpose: `make golden`, and a word in the changelog."""
    committed = pd.read_csv(PROJECT.root / "tests/golden/verdicts.csv", dtype=str, keep_default_na=False)

    changed = pd.concat([committed, golden]).drop_duplicates(keep=False)
    assert changed.empty, changed.to_string()
    assert list(committed.columns) == COLUMNS


def test_every_claim_is_in_the_table(golden: pd.DataFrame) -> None:
    """One row for the whole claim, whatever its readings."""
    ids = {path.stem for path in PROJECT.claims.glob("*/*.toml")}

    assert set(golden.loc[golden["reading"] == "all", "claim"]) == ids

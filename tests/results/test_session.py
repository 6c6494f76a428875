"""Tests of sessions and results: what is made, written, shown and refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from scoledger import results
from scoledger.errors import (
    DuplicateIdError,
    OutputError,
    ResultError,
    StaleResultError,
    UnknownParameterError,
    UnknownResultError,
    UnknownTableError,
    UnknownUnitError,
)
from scoledger.paths import Project
from scoledger.results import Result, read_result, to_json, write_bytes, write_json


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a runner names."""
    monkeypatch.setenv(results.FOLDER_VARIABLE, str(tmp_path / "run"))
    return tmp_path / "run"


@pytest.fixture
def run(tiny: Project, folder: Path) -> results.Session:
    """A notebook that has begun."""
    return results.begin("plain", country="KGZ")


def stored(folder: Path, name: str) -> dict[str, object]:
    """A result's file."""
    data: dict[str, object] = json.loads((folder / "results" / f"{name}.json").read_text())
    return data


def test_begin_refuses_what_the_notebook_does_not_know(tiny: Project) -> None:
    """Plain papermill passes through here too."""
    with pytest.raises(UnknownParameterError, match="Did you mean 'country'"):
        results.begin("plain", contry="KGZ")


def test_without_a_folder_nothing_is_written(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In JupyterLab a cell may be executed twice, and the checkout stays clean."""
    monkeypatch.delenv(results.FOLDER_VARIABLE, raising=False)
    before = sorted(tiny.root.rglob("*"))
    run = results.begin("plain")
    for _ in range(2):
        run.number("one", 1, "count", title="One")

    assert sorted(tiny.root.rglob("*")) == before


def test_a_number_is_stored_with_its_text_and_inputs(run: results.Session, folder: Path) -> None:
    """NumPy's numbers become Python's, a missing interval bound null."""
    run.library.read("tiny")
    run.number(
        "gdp", np.float64(44.97), "billion USD", title="GDP", form=".1f", low=float("nan"), high=50, n=np.int64(3)
    )
    data = stored(folder, "plain-kgz-gdp")

    assert (data["value"], data["text"], data["low"], data["high"], data["n"]) == (
        44.97,
        "45.0 billion USD",
        None,
        50,
        3,
    )
    assert [item["id"] for item in data["inputs"]] == ["tiny"]  # type: ignore[attr-defined]
    assert (data["page"], data["notebook"]) == ("book/plain/kgz", "plain")
    assert Result.from_dict(data).to_dict() == data


def test_a_result_may_name_the_tables_it_rests_on(run: results.Session, folder: Path) -> None:
    """Only those that were read."""
    run.library.read("tiny")
    run.number("none", 1, "count", title="None", tables=[])

    assert stored(folder, "plain-kgz-none")["inputs"] == []
    with pytest.raises(UnknownTableError, match="Did you mean 'tiny'"):
        run.number("other", 1, "count", title="Other", tables=["tinny"])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float64("nan")])
def test_a_number_without_a_value_is_refused(run: results.Session, folder: Path, value: float) -> None:
    """NaN reaches no file."""
    with pytest.raises(ResultError, match="no finite value"):
        run.number("gdp", value, "billion USD", title="GDP")
    assert not (folder / "results").exists()


def test_ids_units_and_alt_texts_are_checked(run: results.Session) -> None:
    """An id stands in addresses; a figure is for everyone."""
    with pytest.raises(ResultError, match="'plain-kgz-G D P' cannot be the id"):
        run.number("G D P", 1, "count", title="GDP")
    with pytest.raises(UnknownUnitError, match="Did you mean 'count'"):
        run.number("gdp", 1, "cuont", title="GDP")
    with pytest.raises(ResultError, match="no alt text"):
        run.figure("line", Figure(), data=pd.DataFrame(), title="Line", alt=" ")


def test_one_id_twice_is_refused(run: results.Session) -> None:
    """Within a run; across runs the registry refuses it."""
    run.number("one", 1, "count", title="One")

    with pytest.raises(DuplicateIdError, match="'plain-kgz-one' twice"):
        run.text("one", "One.")


def test_a_table_is_written_for_readers_and_raw(run: results.Session, folder: Path) -> None:
    """Printed cells in the result, full precision in the CSV; a named index becomes a column."""
    frame = pd.DataFrame({"year": [2001, 2002], "share": [0.1 + 0.2, np.nan], "is_big": [True, False]})
    shown = run.table("shares", frame.set_index("year"), title="Shares", formats={"share": ".1%"})
    details = stored(folder, "plain-kgz-shares")["details"]

    assert details == {
        "columns": [
            {"name": "year", "numeric": True},
            {"name": "share", "numeric": True},
            {"name": "is_big", "numeric": False},
        ],
        "rows": [["2001", "30.0%", "yes"], ["2002", "n/a", "no"]],
    }
    csv = (folder / "files" / "plain-kgz-shares.csv").read_bytes()
    assert csv == b"year,share,is_big\n2001,0.30000000000000004,True\n2002,,False\n"
    assert shown._repr_mimebundle_()["text/markdown"] == "```{result-table} plain-kgz-shares\n```"


def test_a_verdict_has_the_slug_as_its_id(run: results.Session, folder: Path) -> None:
    """And its own words as details."""

    class Decided:
        def to_dict(self) -> dict[str, object]:
            return {"verdict": "mixed", "sentence": "It depends.", "claim": {"paraphrase": "Trade grew."}}

    run.verdict(Decided())
    data = stored(folder, "plain-kgz")

    assert (data["kind"], data["text"], data["caption"], data["title"]) == (
        "verdict",
        "mixed",
        "It depends.",
        "Trade grew.",
    )


def test_html_is_escaped(run: results.Session) -> None:
    """A caption is text, whatever it looks like; a role in a text becomes its value."""
    shown = run.number("one", 1, "count", title="<i>One</i>", caption="<script>alert(1)</script>")
    text = run.text("sentence", "So <b>it</b> is **{result}`plain-kgz-one`**.")

    assert "<script>" not in shown.html
    assert "&lt;i&gt;One" in shown.html
    assert text.html == "<p>So &lt;b&gt;it&lt;/b&gt; is <strong>1</strong>.</p>"
    assert text.markdown == "So <b>it</b> is **{result}`plain-kgz-one`**."


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    """So that nothing is rebuilt for it."""
    path = tmp_path / "a.json"

    assert write_json(path, {"a": 1})
    assert not write_json(path, {"a": 1})


def test_nan_reaches_no_file() -> None:
    """It is no JSON."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"value": float("nan")})


def test_a_file_in_the_way_is_an_output_error(tmp_path: Path) -> None:
    """The folder is a file."""
    (tmp_path / "folder").write_text("in the way")

    with pytest.raises(OutputError, match="cannot"):
        write_bytes(tmp_path / "folder" / "a.json", b"1")


def test_the_registry_tells_unknown_from_stale(tiny: Project) -> None:
    """The nearest id is named; a result whose run is not current is refused."""
    result = Result(id="plain-kgz-one", kind="number", title="One", value=1.0, unit="count", text="1", run="old")
    write_json(tiny.registry / "plain-kgz-one.json", result.to_dict())
    write_json(
        tiny.registry / "manifest.json",
        {"edition": "", "runs": [{"run": "new"}], "results": {"plain-kgz-two": "new"}},
    )

    with pytest.raises(StaleResultError, match="made by run old"):
        read_result(tiny, "plain-kgz-one")
    with pytest.raises(UnknownResultError, match="Did you mean 'plain-kgz-two'"):
        read_result(tiny, "plain-kgz-tow")

"""The files of a chart: the same bytes every time, nothing fetched, and a figure like others."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from charts import make_explorer

from scoledger.errors import ResultError
from scoledger.figures import Explorer
from scoledger.parameters import read_declaration
from scoledger.paths import Project
from scoledger.results import SPEC, Result, Session, chart_bytes, spec_bytes

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = """
import hashlib, json
from charts import make_explorer
from scoledger.results import chart_bytes
make_explorer().spec  # a chart before it changes nothing
files = chart_bytes(make_explorer().spec, "small")
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))
"""


def test_two_processes_draw_the_same_bytes() -> None:
    """Also with other seeds of hashes: names of data and parameters come from what is drawn."""
    run = [sys.executable, "-c", DIGESTS]
    given = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"}
    first, second = (
        subprocess.run(run, env=given | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    )

    assert first == second
    assert set(json.loads(first)) == {"svg", "pdf", "png", SPEC}


def test_the_paper_s_picture_has_words_and_its_own_fonts() -> None:
    """Text stays text, in the font of the other figures."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = pypdf.PdfReader(io.BytesIO(chart_bytes(make_explorer().spec, "small")["pdf"])).pages[0]

    assert "Kazakhstan: 10% to 20%" in page.extract_text()


def test_a_chart_that_asks_for_a_file_is_refused() -> None:
    """All data within: nothing is fetched."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "data": {"url": "https://example.org/data.csv"},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }

    with pytest.raises(ResultError, match="the chart 'remote' asks for a file"):
        chart_bytes(spec, "remote")


def test_a_chart_that_cannot_be_drawn_is_refused() -> None:
    """A mark that does not exist."""
    with pytest.raises(ResultError, match="the chart 'odd' cannot be drawn"):
        chart_bytes({"data": {"values": [{"a": 1}]}, "mark": "pyramid", "encoding": {}}, "odd")


def test_a_number_that_is_not_finite_is_refused() -> None:
    """JSON has no word for it."""
    with pytest.raises(ResultError, match="not finite"):
        spec_bytes({"data": {"values": [{"a": float("nan")}]}})


def test_a_session_keeps_a_chart_as_a_figure_with_one_file_more(tmp_path: Path) -> None:
    """Kind, words and files are those of any figure; the definition is there as well."""
    declaration = read_declaration(Project(ROOT), "explore_pipelines")
    session = Session(Project(ROOT), declaration, {"status": "all"}, tmp_path)
    explorer = make_explorer()

    session.chart("small", explorer)

    result = Result.from_dict(json.loads((tmp_path / "results" / "explore-pipelines-all-small.json").read_text()))
    assert (result.kind, result.alt, result.caption) == ("figure", explorer.alt, explorer.caption)
    assert sorted(result.files) == ["csv", "pdf", "png", "svg", SPEC]
    assert {path.name for path in (tmp_path / "files").iterdir()} == set(result.files.values())
    spec = json.loads((tmp_path / "files" / result.files[SPEC]).read_text())
    assert (spec["description"], spec["config"]["background"]) == (explorer.alt, "white")


def test_the_theme_gives_way_to_what_a_chart_sets() -> None:
    """Only in what it sets."""
    small = make_explorer()
    chart = small.spec | {"config": {"axis": {"grid": False}}}
    config = Explorer(chart, small.data, small.title, "", small.alt).spec["config"]

    assert config["axis"]["grid"] is False
    assert config["axis"]["labelColor"] == "#222222"

"""What citers take: ledger.json, ledger.csv, files of figures, the summary and the README's findings."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest
from bookmaker import BookMaker

from scoledger.errors import BuildFailedError
from scoledger.exports import write_exports, write_readme, write_summary
from scoledger.exports.readme import BEGIN, END, write_findings
from scoledger.exports.topics import draw_topics
from scoledger.results import read_manifest, read_result
from scoledger.site.pages import write_pages


def test_the_ledger_has_exactly_the_promised_shape(maker: BookMaker) -> None:
    """Keys of the file, a claim, a reading and a figure; sources are producers with table ids."""
    maker.add_claim_page("alpha", "mixed")
    ledger = json.loads(write_exports(maker.project).read_text("utf-8"))
    claim = ledger["claims"][0]
    figure = claim["readings"][0]["figures"][0]

    assert list(ledger) == ["claims", "code_digest", "data_digest", "edition"]
    assert set(claim) == {"id", "source", "kind", "topic", "testability", "verdict", "readings"}
    assert {"name", "verdict", "share_supporting", "specifications", "decisive_dimension", "figures"} <= set(
        claim["readings"][0]
    )
    assert {"id", "name", "value", "unit", "low", "high", "years", "sources"} <= set(figure)
    assert figure["sources"] == ["Test Statistics Office (test-trade)"]
    assert (claim["verdict"], ledger["code_digest"]) == ("mixed", "c" * 64)


def test_a_figure_names_its_own_sources_and_no_others(maker: BookMaker) -> None:
    """Neither does a table of the claim which the figure has not seen stand there, nor a bare table id."""
    maker.add_card("second-table")
    maker.add_claim_page("alpha")
    seen = [{"kind": "table", "id": "second-table", "digest": "", "vintage": ""}]
    path = maker.add_verdict("alpha", inputs=seen)
    result = json.loads(path.read_text("utf-8"))
    figures = result["details"]["readings"][0]["figures"]
    figures.append({**figures[0], "id": "alpha-without", "sources": []})
    path.write_text(json.dumps(result), encoding="utf-8")
    ledger = json.loads(write_exports(maker.project).read_text("utf-8"))

    assert [figure["sources"] for figure in ledger["claims"][0]["readings"][0]["figures"]] == [
        ["Test Statistics Office (test-trade)"],
        [],
    ]


def test_the_data_digest_follows_the_data(maker: BookMaker) -> None:
    """A changed card changes it; a changed page does not."""
    maker.add_claim_page("alpha")
    before = json.loads(write_exports(maker.project).read_text("utf-8"))["data_digest"]
    maker.write("book/method.md", "# Method\n\nOther words.\n")
    same = json.loads(write_exports(maker.project).read_text("utf-8"))["data_digest"]
    maker.add_card("second-table")
    after = json.loads(write_exports(maker.project).read_text("utf-8"))["data_digest"]

    assert before == same != after


def test_the_csv_has_one_row_per_claim(maker: BookMaker) -> None:
    """Two claims, two rows, with share and number of specifications."""
    maker.add_claim_page("alpha")
    maker.add_claim_page("beta", "contradicted")
    write_exports(maker.project)
    with (maker.project.exports / "ledger.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert [(row["id"], row["verdict"], row["specifications"], row["share_supporting"]) for row in rows] == [
        ("alpha", "supported", "24", "0.75"),
        ("beta", "contradicted", "24", "0.75"),
    ]


def test_the_tests_are_exported_raw_and_adjusted(maker: BookMaker) -> None:
    """One line per test that the lock declares; without one, the header alone."""
    maker.add_claim_page("alpha")
    write_exports(maker.project)
    header = (maker.project.exports / "tests.csv").read_text("utf-8").strip()
    path = maker.add_verdict("alpha")
    result = json.loads(path.read_text("utf-8"))
    test = {"part": "trend", "kind": "trend", "statistic": 2.5, "p_value": 0.01, "specifications": 24}
    result["details"]["readings"][0]["tests"] = [test]
    path.write_text(json.dumps(result), encoding="utf-8")
    reading = result["details"]["readings"][0]["name"]
    lock = f'alpha = {{ date = 2026-01-01, hash = "{"a" * 64}", tests = ["{reading}/trend"] }}\n'
    maker.write("data/claims/LOCK", lock)
    write_exports(maker.project)
    with (maker.project.exports / "tests.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert header == "claim,test,specifications,statistic,raw,holm,benjamini_hochberg"
    assert [(row["claim"], row["test"], row["raw"], row["holm"]) for row in rows] == [
        ("alpha", f"{reading}/trend", "0.01", "0.01")
    ]


def test_files_of_figures_come_and_go_with_their_ids(maker: BookMaker) -> None:
    """A current figure is copied; a file of an id that is gone is removed."""
    maker.add_figure("trade-figure")
    stray = maker.write("exports/figures/gone.svg", "<svg/>")
    write_exports(maker.project)

    assert (maker.project.exports / "figures" / "trade-figure.csv").is_file()
    assert not stray.exists()


def test_the_summary_counts_claims_verdicts_and_specifications(maker: BookMaker) -> None:
    """Three claims of 24 specifications: two supported, one mixed."""
    for claim, verdict in (("alpha", "supported"), ("beta", "supported"), ("gamma", "mixed")):
        maker.add_claim_page(claim, verdict)
    write_summary(maker.project)
    values = {name: read_result(maker.project, f"ledger-{name}").value for name in
              ("claims", "supported", "mixed", "contradicted", "stand", "specifications")}  # fmt: skip

    assert values == {"claims": 3, "supported": 2, "mixed": 1, "contradicted": 0, "stand": 2, "specifications": 72}


def test_the_scoreboard_says_what_it_shows(maker: BookMaker) -> None:
    """The alt text is written from the verdicts."""
    maker.add_claim_page("alpha")
    maker.add_claim_page("beta", "mixed")
    write_summary(maker.project)

    assert read_result(maker.project, "ledger-scoreboard").alt == (
        "Tiles, one per claim. kocamaz2019: 1 supported, 1 mixed."
    )


def test_verdicts_are_counted_by_topic_and_article(maker: BookMaker) -> None:
    """Three claims in two topics of two articles: a row for each pair that there is, then the sums."""
    maker.add_claim_page("alpha")
    maker.add_claim_page("beta", "mixed", source="schafer2016")
    maker.add_claim_page("gamma", "mixed", topic="energy")
    write_summary(maker.project)
    table = read_result(maker.project, "ledger-verdicts").details

    assert [column["name"] for column in table["columns"]] == ["Topic", "Article", "Supported", "Mixed", "All"]
    assert table["rows"] == [
        ["trade", "kocamaz2019", "1", "0", "1"],
        ["trade", "schafer2016", "0", "1", "1"],
        ["energy", "kocamaz2019", "0", "1", "1"],
        ["all topics", "kocamaz2019", "1", "1", "2"],
        ["all topics", "schafer2016", "0", "1", "1"],
        ["all topics", "both articles", "1", "2", "3"],
    ]
    lines = (maker.project.registry / "files" / "ledger-verdicts.csv").read_text("utf-8").splitlines()
    assert lines[:3] == [
        "topic,article,verdict,claims",
        "trade,kocamaz2019,supported,1",
        "trade,kocamaz2019,mixed,0",
    ]


def test_the_drawing_by_topic_has_a_tile_for_every_claim() -> None:
    """Each claim more is one tile more; the same verdicts give the same bytes."""
    counts = {("trade", "Doe"): Counter(supported=2, mixed=1), ("energy", "Doe"): Counter({"not testable": 1})}
    more = {**counts, ("energy", "Roe"): Counter(contradicted=1)}
    drawn, larger = (draw_topics(each, "salt")["svg"].count(b"<path") for each in (counts, more))

    assert larger - drawn == 1
    assert draw_topics(counts, "salt") == draw_topics(dict(reversed(counts.items())), "salt")


def test_the_ledger_page_shows_the_verdicts_by_topic(maker: BookMaker) -> None:
    """Below the claims, with a link above them; nothing of it before the first verdict."""
    write_pages(maker.project)
    page = maker.project.book / "claims" / "index.md"
    assert "By topic" not in page.read_text("utf-8")
    maker.add_claim_page("alpha")
    write_summary(maker.project)
    write_pages(maker.project)
    text = page.read_text("utf-8")

    assert (
        text.index("(ledger-by-topic)") < text.index("{claim-row}`alpha`") < text.index("{result-figure} ledger-topics")
    )
    assert text.index("(ledger-by-topic)=") < text.index("{result-table} ledger-verdicts")


def test_the_summary_survives_a_registry_that_is_installed_anew(maker: BookMaker) -> None:
    """Removed and written again, its files are the same to the byte and to the time."""
    maker.add_claim_page("alpha")
    names = write_summary(maker.project)
    paths = [maker.project.registry / f"{name}.json" for name in names]
    paths += sorted((maker.project.registry / "files").glob("ledger-*"))
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    for path in paths:
        path.unlink()
    maker.add_verdict("alpha")  # the runner writes its manifest without the summary
    write_summary(maker.project)

    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
    assert len([run for run in read_manifest(maker.project)["runs"] if run["notebook"] == "summary"]) == 1


def test_without_a_verdict_there_is_no_summary(maker: BookMaker) -> None:
    """The last verdict takes the summary along."""
    maker.add_claim_page("alpha")
    write_summary(maker.project)
    maker.manifest = {"edition": "2026.1", "runs": [], "results": {}}
    maker.add_result("other")

    assert write_summary(maker.project) == []
    assert not list(maker.project.registry.glob("ledger-*.json"))


def test_the_readme_holds_the_findings_of_the_registry(maker: BookMaker) -> None:
    """The part between the markers is replaced, the rest stays, and a second writing changes nothing."""
    maker.add_claim_page("alpha", "mixed")
    shown = json.loads(maker.add_verdict("alpha", "mixed").read_text("utf-8"))
    shown["details"]["claim"]["title"] = "A title | of alpha"
    shown["caption"] = "It is 2.5 billion, not 1.0. The rest follows."
    maker.write("_build/registry/alpha.json", json.dumps(shown))
    path = maker.write("README.md", f"# Title\n\n{BEGIN}\nold\n{END}\n\nEnd.\n")

    assert write_readme(maker.project)
    text = path.read_text("utf-8")
    assert text == f"# Title\n\n{write_findings(maker.project)}\n\nEnd.\n"
    assert "1 claims, 24 specifications: 1 mixed." in text
    assert "| A title \\| of alpha | **mixed** | It is 2.5 billion, not 1.0. |" in text
    assert not write_readme(maker.project)


def test_the_readme_shows_the_scoreboards(maker: BookMaker) -> None:
    """Its pictures are copies of the drawings by article and by topic."""
    maker.add_claim_page("alpha")
    write_summary(maker.project)
    path = maker.write("README.md", f"{BEGIN}\n{END}\n")
    write_readme(maker.project)

    for figure, name in (("scoreboard", "scoreboard"), ("topics", "topics")):
        drawn = maker.project.registry / "files" / f"ledger-{figure}.svg"
        assert (maker.project.book / "_static" / f"{name}.svg").read_bytes() == drawn.read_bytes()
        assert f"(book/_static/{name}.svg)" in path.read_text("utf-8")


def test_the_readme_names_readings_that_part(maker: BookMaker) -> None:
    """A first sentence that only says so is followed by the verdict of each reading."""
    maker.add_claim_page("alpha", "mixed")
    path = maker.add_verdict("alpha", "mixed")
    result = json.loads(path.read_text("utf-8"))
    literal = result["details"]["readings"][0]
    result["details"]["readings"].append({**literal, "name": "charitable", "verdict": "supported"})
    result["caption"] = "It depends on the reading. More."
    path.write_text(json.dumps(result), encoding="utf-8")

    assert "| It depends on the reading: literal mixed, charitable supported. |" in write_findings(maker.project)


def test_a_readme_without_markers_is_refused(maker: BookMaker) -> None:
    """The message names the lines that are missing."""
    maker.write("README.md", "# Title\n")

    with pytest.raises(BuildFailedError, match="end of findings"):
        write_readme(maker.project)

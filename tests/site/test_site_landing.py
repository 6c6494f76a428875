"""The landing page: the compact scoreboard, the form that looks a claim up, and findings."""

from __future__ import annotations

import csv
import re

import pytest
from bookmaker import ROOT, BookMaker

from scoledger.exports import write_summary
from scoledger.results import Result, read_result
from scoledger.site import build_book
from scoledger.site.landing import read_board

VERDICTS = {"alpha": "supported", "beta": "mixed", "gamma": "mixed"}
#: What the words of the landing page rest on, beside its numbers: verdicts on readings, or on a part of one.
TOLD = {
    "ca-china-trade-2002-2014": {("literal", "2002"): "contradicted", ("literal", "2014"): "mixed"},
    "china-70pct-dependency-2020": {("literal", ""): "contradicted", ("charitable", ""): "supported"},
    "tkm-65bcm-2020": {("literal", ""): "contradicted", ("charitable", ""): "confirmed"},
    "intra-sco-gradual-incline": {("literal", ""): "mixed", ("charitable", ""): "mixed"},
    "rising-ca-dependency-on-china": {("literal", "trend"): "mixed"},
}


def test_the_scoreboard_counts_what_the_registry_counts(maker: BookMaker) -> None:
    """By article and all together; a verdict that no claim has gets no row."""
    for claim, verdict in VERDICTS.items():
        maker.add_verdict(claim, verdict, source="schafer2016" if claim == "gamma" else "kocamaz2019")
    write_summary(maker.project)
    board = read_board(read_result(maker.project, "ledger-verdicts"))

    assert board["heads"] == ["kocamaz2019", "schafer2016", "both articles"]
    assert board["rows"] == [("supported", [1, 0, 1]), ("mixed", [1, 1, 2])]
    assert board["sums"] == [2, 1, 3]
    for word, numbers in board["rows"]:
        assert read_result(maker.project, f"ledger-{word}").value == numbers[-1]


def test_the_rows_stand_in_the_order_of_the_verdicts() -> None:
    """Whatever order the table's columns have."""
    names = ["Topic", "Article", "Not testable", "Supported", "All"]
    details = {"columns": [{"name": name} for name in names], "rows": [["all topics", "all", "2", "1", "3"]]}

    assert read_board(Result("a", "table", "A", details=details))["rows"] == [("supported", [1]), ("not testable", [2])]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The landing page of a book with three claims."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    for claim, verdict in VERDICTS.items():
        maker.add_claim_page(claim, verdict)
    maker.add_figure("small", page="book/claims/alpha", run="run-alpha")
    maker.write(
        "book/index.md",
        "# Front\n\n```{claim-lookup}\n```\n\n```{scoreboard} ledger-verdicts\n```\n\n"
        "````{finding} small\nOne sentence.\n\n{verdict-badge}`alpha` {doc}`More <claims/alpha>`\n````\n",
    )
    write_summary(maker.project)
    return (build_book(maker.project).parent / "book" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_the_scoreboard_is_a_table_that_leads_to_the_claims(front: str) -> None:
    """Word, shape and number of each verdict; heads say what they head; the ledger opens filtered."""
    board = re.search(r'<table class="scoreboard">.*?</table>', front, re.DOTALL)

    assert board
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', board[0]) == ["Verdict", "Kocamaz2019", "All"]
    assert re.findall(r'<th scope="row"><span class="verdict verdict-([a-z-]+)"', board[0]) == ["supported", "mixed"]
    assert re.findall(r'href="(claims/index.html\?[^"]+)" aria-label="([^"]+)">(\d+)<', board[0]) == [
        ("claims/index.html?verdict=supported", "1 claim: supported", "1"),
        ("claims/index.html?verdict=mixed", "2 claims: mixed", "2"),
    ]
    assert re.findall(r'style="width:(\d+)%"', board[0]) == ["50", "100"]


@pytest.mark.slow
def test_the_form_needs_no_script(front: str) -> None:
    """It asks the ledger with the name that its filter reads, and its field has a label."""
    form = re.search(r'<form class="claim-lookup".*?</form>', front, re.DOTALL)

    assert form
    assert 'action="claims/index.html" method="get"' in form[0]
    assert 'name="words"' in form[0]
    assert '<label for="lookup-words">' in form[0]
    assert 'id="lookup-words"' in form[0]


@pytest.mark.slow
def test_the_form_says_what_it_cannot_do_without_a_script(front: str) -> None:
    """And leads to the lists that need none."""
    note = re.search(r"<noscript><p class=\"claim-lookup-note\">(.*?)</p></noscript>", front)

    assert note
    assert "opens the whole ledger, unfiltered" in note[1]
    assert re.findall(r'href="([^"]+)"', note[1]) == ["topics/index.html", "countries/index.html"]


@pytest.mark.slow
def test_a_finding_has_a_sentence_a_picture_and_a_link(front: str) -> None:
    """The picture is described in words, and the size of its place is known before it is there."""
    finding = front[front.index('class="finding docutils') : front.index("</article>")]

    assert "One sentence." in finding
    assert 'alt="A line that rises from 1 to 45"' in finding
    assert 'href="claims/alpha.html"' in finding
    assert finding.index("One sentence.") < finding.index("<img")


def test_the_words_of_the_five_findings_are_those_of_the_ledger() -> None:
    """All five come out mixed, and each half sentence that says why names what the ledger holds."""
    text = (ROOT / "book" / "index.md").read_text("utf-8")
    shown = re.findall(r"\{verdict-badge\}`([a-z0-9-]+)`", text)
    with (ROOT / "tests" / "golden" / "verdicts.csv").open(encoding="utf-8") as file:
        rows = {(row["claim"], row["reading"], row["figure"]): row["verdict"] for row in csv.DictReader(file)}

    assert sorted(shown) == sorted(TOLD)
    assert "All five claims come out mixed" in text
    assert {rows[claim, "all", ""] for claim in shown} == {"mixed"}
    for claim, told in TOLD.items():
        assert {place: rows[claim, *place] for place in told} == told

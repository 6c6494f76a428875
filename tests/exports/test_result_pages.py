"""Pages of single results: what they say, that they are kept, and that nothing in them is taken for HTML."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from bookmaker import BookMaker
from lxml import html

from scoledger.editions import Edition, present_edition, write_edition
from scoledger.exports import write_result_pages


def read(maker: BookMaker, result_id: str) -> html.HtmlElement:
    """Parse the page of a result."""
    return html.fromstring((maker.project.result_pages / f"{result_id}.html").read_text("utf-8"))


def words(page: html.HtmlElement) -> str:
    """Text of a page on one line."""
    return " ".join(page.text_content().split())


def test_a_number_has_a_page_with_all_that_a_citer_needs(maker: BookMaker) -> None:
    """Value, interval, n, unit, where it stands, run, code, data with vintage, and a citation in each format."""
    maker.write("notebooks/claim.ipynb", "{}")
    maker.add_result("alpha-2014", low=27.1, high=45.2, n=24, cell="claim-05", parameters={"claim_id": "alpha"})
    write_result_pages(maker.project)
    text = words(read(maker, "alpha-2014"))

    for part in (
        "45.0 billion USD", "Interval 27.1 billion USD to 45.2 billion USD; n = 24.", "alpha-2014@2026.1", "claim-05",
        "scoledger run claim --claim-id alpha", "Test Statistics Office", "2024-05", "CC BY 4.0", "e" * 12, "c" * 12,
        "@misc{scoledger-2026.1-alpha-2014", '"type": "entry"', "TY - CHAP", "\\bibitem",
        "scoledger resolve alpha-2014@2026.1",
    ):  # fmt: skip
        assert part in text


def test_texts_have_no_page(maker: BookMaker) -> None:
    """Prose is cited by its page."""
    maker.add_result("alpha-answer", "text", text="words")
    maker.add_result("alpha-one")

    assert [path.name for path in write_result_pages(maker.project)] == ["alpha-one.html"]


def test_a_figure_shows_itself_and_offers_its_files(maker: BookMaker) -> None:
    """The image has its alt text; every format that the registry holds is linked."""
    maker.add_figure("alpha-figure")
    write_result_pages(maker.project)
    page = read(maker, "alpha-figure")

    assert page.xpath("//figure//img/@alt") == ["A line that rises from 1 to 45"]
    assert page.xpath("//p[@class='files']/a/@href") == [
        "../exports/figures/alpha-figure.svg",
        "../exports/figures/alpha-figure.csv",
    ]


def test_a_long_table_is_cut_and_says_so(maker: BookMaker) -> None:
    """A real table with scoped headings; 25 rows of 30."""
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [[str(year)] for year in range(1990, 2020)]}
    maker.add_result("alpha-table", "table", details=details, files={"csv": "alpha-table.csv"})
    write_result_pages(maker.project)
    page = read(maker, "alpha-table")

    assert len(page.xpath("//table[1]/tbody/tr/th[@scope='row']")[:30]) >= 25
    assert "The first 25 of 30 rows" in words(page)


def test_a_page_takes_no_word_for_html(maker: BookMaker) -> None:
    """Titles, captions and cells are text, whatever they hold."""
    evil = "<script>alert(1)</script>"
    details = {"columns": [{"name": evil, "numeric": False}], "rows": [[evil]]}
    maker.add_result(
        "alpha-table", "table", title=evil, caption=evil, details=details, files={"csv": "t.csv"}, heading=evil
    )
    write_result_pages(maker.project)
    page = read(maker, "alpha-table")

    assert [script.get("src") for script in page.xpath("//script")] == ["../_static/copy.js"]
    assert words(page).count(evil) >= 4


def test_an_id_that_an_edition_had_keeps_its_page(maker: BookMaker) -> None:
    """It says what it was worth last, why it went and what stands in its place."""
    maker.add_result("alpha-old")
    maker.add_result("alpha-new", value=46.0, text="46.0 billion USD")
    present = present_edition(maker.project)
    write_edition(maker.project, Edition("2025.1", present.entries, present.runs))
    (maker.project.registry / "alpha-old.json").unlink()
    del maker.manifest["results"]["alpha-old"]
    maker.write("_build/registry/manifest.json", json.dumps(maker.manifest))
    maker.write(
        "data/editions/withdrawn.toml",
        '[alpha-old]\nedition = "2026.1"\nreason = "it was counted twice."\nsuccessor = "alpha-new"\n',
    )
    write_result_pages(maker.project)
    page = read(maker, "alpha-old")

    assert "Withdrawn" in words(page)
    assert "Result alpha-old@2025.1" in words(page)
    assert page.xpath("//meta[@name='citation_title']/@content") == ["Title of alpha-old"]
    assert "45.0 billion USD" in words(page)
    assert "It was withdrawn in 2026.1: it was counted twice. In its place" in words(page)
    assert page.xpath("//a[contains(., 'alpha-new')]/@href") == ["alpha-new.html"]


def test_a_successor_that_is_nowhere_is_no_link(maker: BookMaker) -> None:
    """Its id is said; its page would not be there."""
    maker.add_result("alpha-one")
    present = present_edition(maker.project)
    entry = replace(present.entries["alpha-one"], id="alpha-old")
    write_edition(maker.project, Edition("2025.1", {"alpha-old": entry}, present.runs))
    row = '[alpha-old]\nedition = "2026.1"\nreason = "a fault"\nsuccessor = "alpha-lost"\n'
    maker.write("data/editions/withdrawn.toml", row)
    write_result_pages(maker.project)
    page = read(maker, "alpha-old")

    assert "In its place: alpha-lost, which this edition does not have." in words(page)
    assert page.xpath("//a[contains(@href, 'alpha-lost')]") == []


def test_a_page_tells_what_became_of_the_result_in_each_edition(maker: BookMaker) -> None:
    """One row per edition, with what changed behind it."""
    maker.add_result("alpha-one")
    present = present_edition(maker.project)
    write_edition(maker.project, Edition("2025.1", present.entries, present.runs))
    maker.add_result("alpha-one", value=46.0, text="46.0 billion USD", code_digest="d" * 64)
    write_result_pages(maker.project)
    rows = read(maker, "alpha-one").xpath("//div[@aria-label='In each edition']//tbody/tr")

    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["2025.1", "45.0 billion USD", "changed", "code: package"]
    ]


def test_pages_are_the_same_when_written_again(maker: BookMaker) -> None:
    """Byte for byte, and the page of an id that no edition has goes with its result."""
    path = maker.add_result("alpha-one")
    maker.add_result("alpha-two")
    first = {page: page.read_bytes() for page in write_result_pages(maker.project)}
    assert {page: page.read_bytes() for page in write_result_pages(maker.project)} == first
    path.unlink()
    del maker.manifest["results"]["alpha-one"]
    maker.write("_build/registry/manifest.json", json.dumps(maker.manifest))

    assert [page.name for page in write_result_pages(maker.project)] == ["alpha-two.html"]
    assert not (maker.project.result_pages / "alpha-one.html").exists()


def test_a_page_asks_nobody_else_for_anything(maker: BookMaker) -> None:
    """Style and script come from the book; no address of another site but in links."""
    maker.add_figure("alpha-figure")
    write_result_pages(maker.project)
    text = Path(maker.project.result_pages / "alpha-figure.html").read_text("utf-8")

    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', text) == []


def test_a_page_links_to_the_place_only_where_there_is_one(maker: BookMaker) -> None:
    """A number that its page shows has an anchor there; one that the page does not show is linked to the page."""
    maker.write("book/index.md", "# Front\n\nIt was {result}`alpha-shown`.\n")
    maker.add_result("alpha-shown")
    maker.add_result("alpha-hidden")
    write_result_pages(maker.project)

    assert "../book/index.html#alpha-shown" in read(maker, "alpha-shown").xpath("//main//a/@href")
    assert "../book/index.html" in read(maker, "alpha-hidden").xpath("//main//a/@href")


def test_a_result_without_a_notebook_says_what_makes_it(maker: BookMaker) -> None:
    """The summary of the ledger is made by the exports, from tables by way of verdicts: their checksums stand there."""
    maker.add_verdict("alpha")
    inputs = [{"kind": "result", "id": "alpha", "digest": "0", "vintage": ""}]
    maker.add_result("ledger-claims", notebook="summary", inputs=inputs)
    write_result_pages(maker.project)
    text = words(read(maker, "ledger-claims"))

    assert "summary.ipynb" not in text
    assert "scoledger.exports.write_summary" in text
    assert "abababababab" in text


def test_a_page_tells_machines_what_it_is(maker: BookMaker) -> None:
    """Open Graph with the figure's picture, and addresses once the book has one."""
    maker.add_result("alpha-figure", "figure", alt="A line", files={"svg": "a.svg", "png": "alpha-figure.png"})
    write_result_pages(maker.project)
    tags = {tag.get("property"): tag.get("content") for tag in read(maker, "alpha-figure").xpath("//meta[@property]")}
    cited = maker.project.root / "CITATION.cff"
    maker.write("CITATION.cff", cited.read_text("utf-8") + 'url: "https://example.org/book"\n')
    write_result_pages(maker.project)
    links = read(maker, "alpha-figure").xpath("//link[@rel='canonical']/@href")

    assert tags["og:title"] == "Title of alpha-figure"
    assert tags["og:image"] == "../exports/figures/alpha-figure.png"
    assert links == ["https://example.org/book/r/alpha-figure.html"]

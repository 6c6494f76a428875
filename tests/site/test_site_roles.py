"""Numbers, figures, tables and verdicts on pages: one real build, and the failures that must name their place."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from bookmaker import BookMaker
from nbclient import NotebookClient

from scoledger.errors import BuildFailedError
from scoledger.site import build_book

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built book with one of everything."""
    maker = BookMaker.begin(tmp_path_factory.mktemp("book"))
    maker.add_claim_page("alpha", "contradicted")
    maker.add_claim_page("beta", "not testable")
    keys = {"page": "book/claims/alpha", "run": "run-alpha"}
    maker.add_result("trade-2014", low=27.1, high=45.9, format=".1f", title="Trade <b>& co</b>", **keys)
    maker.add_figure("trade-figure", **keys)
    columns = [{"name": "State", "numeric": False}, {"name": "Imports", "numeric": True}]
    details = {"columns": columns, "rows": [["Kyrgyz Republic", "1.3"]]}
    maker.add_result(
        "trade-table", "table", caption="By state", details=details, files={"csv": "trade-table.csv"}, **keys
    )
    maker.write(
        "book/index.md",
        "# Front\n\nIt was {result}`trade-2014`, or {result}`trade-2014|value`; {verdict-badge}`beta`.\n\n"
        "```{result-figure} trade-figure\n```\n\n```{result-table} trade-table\n```\n\n"
        "```{verdict} alpha\n:short:\n```\n",
    )
    maker.write("book/how-to-read.md", "# How\n\n```{verdict-words}\n```\n\n```{rules}\n```\n")
    maker.write(
        "book/method.md", "# M\n\n```{verdict} alpha\n:only: readings\n```\n\n```{verdict} alpha\n:only: records\n```\n"
    )
    return build_book(maker.project).parent


@pytest.fixture(scope="module")
def front(built: Path) -> str:
    """The landing page."""
    return (built / "book" / "index.html").read_text("utf-8")


def test_a_number_shows_its_unit_and_its_note(front: str) -> None:
    """Value, interval, producer with vintage and run stand in the note; the title is escaped."""
    assert ">45.0 billion USD</a>" in front
    for words in ("27.1 billion USD to 45.9 billion USD", "Test Statistics Office (2024-05)", "run-alpha"):
        assert words in front
    assert "Trade &lt;b&gt;&amp; co&lt;/b&gt;" in front


def test_a_number_can_stand_without_its_unit(front: str) -> None:
    """The second number is the bare value."""
    assert ">45.0</a>" in front


def test_every_note_belongs_to_one_number(front: str) -> None:
    """Each link is described by a note of its own id."""
    described = re.findall(r'aria-describedby="(note-\d+)"', front)

    assert len(described) == 2
    assert described == re.findall(r'role="tooltip" id="(note-\d+)"', front)


def test_a_figure_has_alt_text_caption_sources_files_and_anchor(front: str, built: Path) -> None:
    """Everything that a reader or a citer needs stands with the image."""
    figure = re.search(r'<figure[^>]*id="trade-figure".*?</figure>', front, re.DOTALL)

    assert figure
    for words in (
        'alt="A line that rises from 1 to 45"',
        "Trade, 2002-2014.",
        "Sources: Test Statistics Office (2024-05)",
    ):
        assert words in figure[0]
    assert (built / "_images" / "trade-figure.svg").is_file()
    assert 'href="../exports/figures/trade-figure.csv"' in figure[0]


def test_a_table_says_what_heads_rows_and_columns(front: str) -> None:
    """Header cells carry a scope and the table its caption."""
    assert re.search(r'<th scope="col"[^>]*><p>Imports</p></th>', front)
    assert re.search(r'<th scope="row"[^>]*><p>Kyrgyz Republic</p></th>', front)
    assert "By state" in front
    assert 'class="table-scroll" tabindex="0" role="region" aria-label="By state"' in front


def test_a_verdict_is_word_and_shape(front: str) -> None:
    """The badge holds the word beside a drawing that screen readers skip."""
    assert re.search(r'verdict-contradicted".*?<svg[^>]*aria-hidden="true".*?<span>Contradicted</span>', front)
    assert "<span>Not testable</span>" in front


def test_a_sentence_from_data_is_escaped(front: str) -> None:
    """The verdict's sentence holds an angle bracket, which must not become a tag."""
    assert "The data &lt;say&gt; something about alpha." in front


def test_a_table_without_rows_is_a_sentence(maker: BookMaker) -> None:
    """What its caption says stands at its anchor, without a head row and without links to files."""
    maker.add_claim_page("alpha")
    details = {"columns": [{"name": "Reading"}, {"name": "Part"}], "rows": []}
    maker.add_result("bare", "table", details=details, caption="Documents decide.", files={"csv": "bare.csv"})
    maker.write("book/index.md", "# Front\n\n```{result-table} bare\n```\n")
    page = (build_book(maker.project).parent / "book" / "index.html").read_text("utf-8")

    assert re.search(r'<p id="bare">\s*Documents decide\.</p>', page)
    assert "exports/tables/bare" not in page


def test_the_pieces_of_a_verdict_say_how_each_reading_came_out(built: Path) -> None:
    """Meaning, deciding choice, rule, and what could not be computed; documents with their address."""
    page = (built / "book" / "method.html").read_text("utf-8")

    for words in (
        "<dt>Literal reading",
        "Both years in current dollars.",
        "<p>whose books are read</p>",
        "<dt>Rule PF10",
        "Specifications that the data cannot answer: 2.",
        'href="https://example.org/charter"',
        ">75%<",
    ):
        assert words in page


def test_a_page_of_a_run_shows_what_its_markdown_cites(built: Path) -> None:
    """Of an output with HTML and Markdown, the Markdown is rendered as MyST and the code is folded."""
    page = (built / "book" / "claims" / "alpha.html").read_text("utf-8")

    assert "<span>Contradicted</span>" in page
    assert "not in the book" not in page
    assert "<h1>Claim alpha<" in page
    assert "<summary>Code</summary>" in page
    assert 'claim_id = "default"' not in re.sub(r"<[^>]+>", "", page)


def test_a_really_executed_notebook_shows_its_markdown(maker: BookMaker) -> None:
    """What a kernel has left of an object with three representations is, in the book, the number that it cites."""
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("country = 'KGZ'", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(
            "from scoledger.results import Shown\n"
            "Shown(html='<p>for the laboratory</p>', plain='plain words', markdown='{result}`trade-2014`')"
        ),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = NotebookClient(nbformat.v4.new_notebook(cells=cells, metadata=kernel), timeout=120).execute()
    maker.add_run("run-a", "book/claims/alpha", notebook.cells)
    maker.add_result("trade-2014", page="book/claims/alpha")
    build_book(maker.project)
    page = (maker.project.html / "book" / "claims" / "alpha.html").read_text("utf-8")

    assert set(notebook.cells[2].outputs[0].data) == {"text/html", "text/markdown", "text/plain"}
    assert ">45.0 billion USD</a>" in page
    assert "<p>for the laboratory</p>" not in page
    assert ">plain words<" not in page


def test_no_page_asks_a_third_party(built: Path) -> None:
    """No script, style, image or frame has an address outside the book."""
    pattern = re.compile(r'<(?:script|img|iframe|source|link)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    found = {path.name: pattern.findall(path.read_text("utf-8")) for path in built.rglob("*.html")}

    assert found
    assert not any(found.values()), {name: hits for name, hits in found.items() if hits}
    pages = [path for path in built.rglob("*.html") if path.parent.name != "code"]  # our source speaks of it
    assert not any("thebe" in path.read_text("utf-8") for path in pages)


def test_every_link_within_the_book_arrives(built: Path) -> None:
    """Each relative address names a file of the book, and each fragment an id there; exports are not made here."""
    broken = []
    pages = {path: path.read_text("utf-8") for path in built.rglob("*.html")}
    for path, text in pages.items():
        body = text.split('<article class="bd-article"')[-1]
        for address in re.findall(r'<a\b[^>]*href="([^"]*)"', body):
            name, _, fragment = address.partition("#")
            if "://" in name or name.startswith("mailto:") or "exports/" in name or "../r/" in name:
                continue
            target = (path.parent / name).resolve() if name else path
            ids = f'id="{fragment}"' if fragment else ""
            if not target.is_file() or (target in pages and ids not in pages[target]):
                broken.append(f"{path.name} -> {address}")
    assert not broken


def test_rules_stand_with_their_thresholds(built: Path) -> None:
    """The reading guide takes the rules from their file."""
    page = (built / "book" / "how-to-read.html").read_text("utf-8")

    assert "No reading has been fixed yet." in page
    assert "PF10" in page
    assert "2/3 of specifications" in page


def test_a_missing_id_fails_with_page_line_and_nearest_id(maker: BookMaker) -> None:
    """A misspelt id on line 3 is named, with the id that was meant; no HTML appears."""
    maker.add_result("trade-2014")
    maker.write("book/index.md", "# Front\n\nIt was {result}`trade-2041`.\n")

    with pytest.raises(BuildFailedError, match=r"book/index\.md:3: there is no result 'trade-2041'.*'trade-2014'"):
        build_book(maker.project)
    assert not maker.project.html.exists()


def test_a_stale_result_fails_and_keeps_failing_until_it_is_current(maker: BookMaker) -> None:
    """A run that leaves the manifest makes an untouched page fail, twice; its return mends it."""
    maker.add_result("trade-2014")
    maker.write("book/index.md", "# Front\n\nIt was {result}`trade-2014`.\n")
    index = build_book(maker.project)
    whole = index.parent.joinpath("book/index.html").read_bytes()
    runs = maker.manifest["runs"]
    maker.manifest["runs"] = []
    maker.add_result("other", run="run-b")

    for _ in range(2):
        with pytest.raises(BuildFailedError, match=r"book/index\.md:3: result 'trade-2014' was made by run run-a"):
            build_book(maker.project)
    assert index.parent.joinpath("book/index.html").read_bytes() == whole
    maker.manifest["runs"] = runs
    maker.add_result("other", run="run-b")
    assert build_book(maker.project).is_file()


def test_a_figure_is_not_taken_for_a_number(maker: BookMaker) -> None:
    """The role refuses another kind of result by name."""
    maker.add_figure("trade-figure")
    maker.write("book/index.md", "# Front\n\nIt was {result}`trade-figure`.\n")

    with pytest.raises(BuildFailedError, match="'trade-figure' is a figure; expected here: number"):
        build_book(maker.project)

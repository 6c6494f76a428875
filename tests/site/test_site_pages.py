"""Generated pages, without Sphinx."""

from __future__ import annotations

import nbformat
from bookmaker import BookMaker, claim_cells

from scoledger.runs import digest_of
from scoledger.site import write_pages
from scoledger.site.run_pages import make_page
from scoledger.site.writing import escape_markdown


def entry(slug: str) -> dict[str, object]:
    """A run as the manifest lists it."""
    return {
        "run": "abcdef012345",
        "slug": slug,
        "heading": "Alpha?",
        "notebook": "claim",
        "parameters": {"claim_id": slug},
    }


def test_a_page_keeps_only_markdown_of_an_output_that_has_it() -> None:
    """HTML made for JupyterLab does not reach the book."""
    shown = {"text/html": "<p>A</p>", "text/plain": "A", "text/markdown": "{result}`a`"}
    cells = [nbformat.v4.new_code_cell("a", outputs=[nbformat.v4.new_output("display_data", shown)])]
    page = make_page(nbformat.v4.new_notebook(cells=cells), entry("alpha"))
    outputs = [output for cell in page.cells if cell.cell_type == "code" for output in cell.outputs]

    assert [list(output.data) for output in outputs] == [["text/markdown"]]


def test_a_page_that_judges_opens_with_the_verdict() -> None:
    """The introduction gives way; the code above the box waits for the next code that shows something, or the end."""
    cells = claim_cells("alpha")
    alone = make_page(nbformat.v4.new_notebook(cells=claim_cells("alpha")), entry("alpha"))
    shown = nbformat.v4.new_output("display_data", {"text/markdown": "shown"})
    picture = [nbformat.v4.new_markdown_cell("## Picture"), nbformat.v4.new_code_cell("draw()", outputs=[shown])]
    page = make_page(nbformat.v4.new_notebook(cells=[*cells, *picture]), entry("alpha"), explained="Explained.")

    assert [cell.source for cell in page.cells[2:5]] == [
        "```{verdict} alpha\n```\n\nExplained.",
        "## Picture",
        'claim_id = "alpha"\n\nrun.verdict(verdict)\n\ndraw()',
    ]
    assert [cell.source for cell in alone.cells[2:4]] == [
        "```{verdict} alpha\n```",
        'claim_id = "alpha"\n\nrun.verdict(verdict)',
    ]


def test_a_page_without_a_verdict_keeps_its_introduction() -> None:
    """Prose before another output stays where it is."""
    output = nbformat.v4.new_output("display_data", {"text/markdown": "{result}`a`"})
    cells = [nbformat.v4.new_markdown_cell("# T\n\nWords."), nbformat.v4.new_code_cell("a", outputs=[output])]
    page = make_page(nbformat.v4.new_notebook(cells=cells), entry("alpha"))

    assert [cell.source for cell in page.cells[2:4]] == ["\nWords.", "a"]


def test_a_page_has_the_heading_of_its_run_and_folded_code() -> None:
    """The notebook's own heading gives way; defaults give way to the values of the run."""
    page = make_page(nbformat.v4.new_notebook(cells=claim_cells("alpha")), entry("alpha"))
    code = [cell for cell in page.cells if cell.cell_type == "code"]

    assert page.cells[0].source == "(page-alpha)=\n# Alpha?"
    assert [cell.source for cell in code] == ['claim_id = "alpha"\n\nrun.verdict(verdict)']
    assert all("hide-input" in cell.metadata.tags for cell in code)


def test_code_is_gathered_into_one_fold_per_part() -> None:
    """What shows nothing waits for the next that does; cells that follow one another become one; nothing is lost."""
    output = nbformat.v4.new_output("display_data", {"text/markdown": "shown"})
    cells = [
        nbformat.v4.new_code_cell("a = 1", id="a"),
        nbformat.v4.new_markdown_cell("Prose."),
        nbformat.v4.new_code_cell("show(a)", outputs=[output], id="b"),
        nbformat.v4.new_code_cell("b = 2\nc = 3\n", id="c"),
        nbformat.v4.new_code_cell("show(b)", outputs=[output], id="d"),
        nbformat.v4.new_markdown_cell("More prose."),
        nbformat.v4.new_code_cell("d = 4", id="e"),
    ]
    page = make_page(nbformat.v4.new_notebook(cells=cells), entry("alpha"), {"show(a)": "named"})
    code = [cell for cell in page.cells if cell.cell_type == "code"]

    assert [cell.source for cell in code] == ["a = 1\n\nshow(a)\n\nb = 2\nc = 3\n\nshow(b)\n\nd = 4"]
    assert len(code[0].outputs) == 2
    assert code[0].metadata["scoledger"] == {
        "notebook": "claim",
        "slug": "alpha",
        "cells": [["a", 1], ["named", 1], ["c", 2], ["d", 1], ["e", 1]],
    }
    assert [cell.source for cell in page.cells[2:]][0::2][:2] == ["Prose.", "More prose."]


def test_a_page_says_once_how_to_rerun_it() -> None:
    """The box stands below the notebook's own heading, whose list of commands gives way, or at the end."""
    listed = nbformat.v4.new_output("display_data", {"text/markdown": "```bash\na\nb\n```\n\nEvery number."})
    own = [
        nbformat.v4.new_markdown_cell("# T\n\n## Rerun and cite"),
        nbformat.v4.new_code_cell("run.how_to()", outputs=[listed]),
    ]
    box = '```{rerun} claim\n{"slug": "alpha", "parameters": {"claim_id": "alpha"}}\n```'
    without = make_page(nbformat.v4.new_notebook(cells=[]), entry("alpha"))
    page = make_page(nbformat.v4.new_notebook(cells=own), entry("alpha"))

    assert without.cells[-1].source == f"## Rerun\n\n{box}"
    assert [cell.source.strip() for cell in page.cells[2:4]] == ["## Rerun and cite", box]
    assert page.cells[4].outputs[0].data["text/markdown"] == "Every number."
    assert page.cells[1].source == box.replace("claim\n", "claim\n:top:\n")


def test_an_output_with_empty_markdown_is_left_out() -> None:
    """A heading shows itself in JupyterLab; in the book the page has it already."""
    output = nbformat.v4.new_output("display_data", {"text/html": "<h1>A</h1>", "text/markdown": ""})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("run.heading('A')", outputs=[output])])

    assert make_page(notebook, entry("alpha")).cells[2].outputs == []


def test_pages_are_written_only_when_they_change(maker: BookMaker) -> None:
    """A second writing leaves every file's time alone."""
    maker.add_claim_page("alpha")
    times = {path: path.stat().st_mtime_ns for path in write_pages(maker.project)}

    assert {path: path.stat().st_mtime_ns for path in write_pages(maker.project)} == times


def test_pages_whose_reason_is_gone_are_deleted_and_written_ones_stay(maker: BookMaker) -> None:
    """A run that leaves the plan takes its page along; a notebook and a page by hand stay."""
    maker.add_claim_page("alpha")
    maker.add_card("second-table")
    by_hand = maker.write("book/own.ipynb", nbformat.writes(nbformat.v4.new_notebook()))
    write_pages(maker.project)
    maker.manifest = {"edition": "2026.1", "runs": [], "results": {}}
    maker.add_result("other")
    (maker.project.cards / "second-table.toml").unlink()
    write_pages(maker.project)

    assert not (maker.project.book / "claims" / "alpha.ipynb").exists()
    assert not (maker.project.book / "data" / "second-table.md").exists()
    assert by_hand.is_file()
    assert (maker.project.book / "method.md").is_file()


def test_a_card_page_says_what_a_citer_needs(maker: BookMaker) -> None:
    """Producer, citation, licence, commit, checksum, limits, corrections and uses stand on the page."""
    maker.add_claim_page("alpha")
    maker.write(
        "data/corrections.toml",
        '[[corrections]]\ntable = "test-trade"\nwhere = { year = 2010 }\ncolumn = "value_musd"\nexpect = 5.5\n'
        'drop = true\nreason = "The forms came late."\nsource = "The producer"\ndate = 2025-01-01\n',
    )
    write_pages(maker.project)
    page = (maker.project.book / "data" / "test-trade.md").read_text("utf-8")

    for words in (
        "Test Statistics Office",
        "CC BY 4.0",
        "0123456789abcdef",
        "ab" * 32,
        "12,345 rows",
        "Value \\| of trade",
    ):
        assert words in page
    assert "\\{curly\\} and \\*stars\\*" in page
    assert "year = 2010" in page
    assert "The forms came late." in page
    assert "{doc}`Claim alpha </book/claims/alpha>` (1 result)" in page


def test_the_ledger_lists_every_claim_in_the_order_of_the_text(maker: BookMaker) -> None:
    """Two claims, the later by its id first by its line, stand sorted with badge and article."""
    maker.add_claim_page("alpha", "mixed", locator={"line": 20})
    maker.add_claim_page("beta", "mixed", locator={"line": 10})
    write_pages(maker.project)
    text = (maker.project.book / "claims" / "index.md").read_text("utf-8")

    assert text.index("</book/claims/beta>") < text.index("</book/claims/alpha>")
    assert "{verdict-badge}`beta`" in text
    assert "{doc}`Title of alpha </book/claims/alpha>` {claim-row}`alpha`" in text
    assert "literal 75% of 24" in text


def test_the_status_page_states_times_versions_and_vintages(maker: BookMaker) -> None:
    """Seconds, start, Python, code digest and vintage are those of the store and the cards."""
    maker.add_claim_page("alpha")
    write_pages(maker.project)
    text = (maker.project.book / "status.md").read_text("utf-8")

    code = digest_of({"units.py": "c" * 64})[:12]
    for words in ("1.5", "2026-01-02 03:04", "3.11", code, "2024-05"):
        assert words in text


def test_escaping_leaves_no_role_link_or_cell_border() -> None:
    """Braces, backticks, brackets and bars are all escaped, and a line break becomes a space."""
    assert escape_markdown("{a}`b` [c](d)|\ne") == r"\{a\}\`b\` \[c\](d)\| e"

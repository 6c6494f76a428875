"""Tables as LaTeX."""

from __future__ import annotations

import pytest

from scoledger.errors import ResultError
from scoledger.exports.tables import PAGE_LINES, latex_table
from scoledger.results import Result


def make_table(rows: list[list[str]], title: str = "A table") -> Result:
    """A table of two columns."""
    columns = [{"name": "Name_1", "numeric": False}, {"name": "Value", "numeric": True}]
    return Result("a-table", "table", title, caption="What it says", details={"columns": columns, "rows": rows})


def test_a_table_has_label_caption_and_rules() -> None:
    """The caption ends with sources and id; numbers stand to the right and a minus is one; signs are escaped."""
    text = latex_table(make_table([["A & B", "-1.5"], ["50 %", "n/a"]]), "Source: nobody. Result a-table@2026.1.")

    assert (
        "\\caption[{A table}]{A table. {\\footnotesize What it says. Source: nobody. Result a-table@2026.1.\\par}}"
        in text
    )
    assert "\\label{tab:a-table}" in text
    assert "\\begin{tabular}{@{}lr@{}}" in text
    assert "Name\\_1 & Value \\\\" in text
    assert "A \\& B & $-$1.5 \\\\" in text
    assert "50 \\% & n/a \\\\" in text
    assert [text.count(f"\\{name}") for name in ("toprule", "midrule", "bottomrule")] == [1, 1, 1]


def test_a_long_cell_is_broken_and_a_bracket_is_guarded() -> None:
    r"""``[`` behind ``\\`` would be read as a length."""
    text = latex_table(make_table([["[A]", "1"], ["word " * 10, "2"]]))

    assert "{[A]} & 1" in text
    assert "\\parbox[t]{12.5em}{\\raggedright word word" in text


def test_a_table_longer_than_a_page_goes_on() -> None:
    """Every row stands once; only the first float has caption and label."""
    text = latex_table(make_table([[f"row-{number}.", "1"] for number in range(2 * PAGE_LINES + 1)]))

    assert text.count("\\begin{table}") == 3
    assert all(text.count(f"row-{number}.") == 1 for number in range(2 * PAGE_LINES + 1))
    assert text.count("\\label{tab:a-table}") == text.count("\\caption") == 1
    assert "Table~\\ref{tab:a-table}, part 3 of 3" in text


def test_what_is_no_table_is_refused() -> None:
    """A number has no rows."""
    with pytest.raises(ResultError, match="is a number and no table"):
        latex_table(Result("a", "number", "A", value=1.0))


def test_long_cells_fill_a_page_sooner() -> None:
    """Eleven rows of four lines each do not fit on a page of forty."""
    text = latex_table(make_table([["x" * 100, "1"]] * 11))

    assert text.count("\\begin{table}") == 2

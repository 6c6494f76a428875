"""Two tables cell by cell: which rows belong together, and which cells differ."""

from __future__ import annotations

import pytest

from scoledger.editions import CellChange, CellDifference, compare_cells, write_cells


def test_rows_are_matched_by_what_tells_them_apart() -> None:
    """A row that is inserted moves none of the others; the order does not matter."""
    found = compare_cells(
        "side,year,share\nown,2014,0.5\nown,2015,0.6\nmirror,2014,0.7\n",
        "side,year,share\nmirror,2014,0.8\nown,2013,0.4\nown,2014,0.5\nown,2015,0.6\n",
    )

    assert found == CellDifference(
        3, (CellChange("mirror, 2014", "share", "0.7", "0.8"),), ("side", "year"), rows_only_b=("own, 2013",)
    )


def test_a_row_that_only_the_first_has_is_named() -> None:
    """Its cells are not counted as compared."""
    found = compare_cells("year,a,b\n2014,1,2\n2015,3,4\n", "year,a,b\n2015,3,5\n")

    assert (found.compared, found.rows_only_a) == (2, ("2014",))
    assert found.changes == (CellChange("2015", "b", "4", "5"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("share,year\n0.5,2014\n0.6,2015\n", "share,year\n0.5,2014\n0.7,2015\n"),
        ("side,year\nown,2014\nown,2015\n", "side,year\nown,2014\nown,2016\n"),
        ("year\n2014\n2015\n", "year\n2014\n2016\n"),
    ],
    ids=["a fraction comes first", "no column tells rows apart", "one column"],
)
def test_otherwise_rows_are_matched_by_place(one: str, other: str) -> None:
    """A measured value is no name of a row, and one column would be name and value at once."""
    found = compare_cells(one, other)

    assert found.matched_by == ()
    assert [change.row for change in found.changes] == ["row 2"]


def test_six_digits_count() -> None:
    """As they do for the digest: another processor's rounding is no difference; whole numbers count in full."""
    found = compare_cells(
        "year,a,b,c\n2014,0.123456781,1234567,1e-7\n", "year,a,b,c\n2014,0.123456779,1234568,1.0e-07\n"
    )

    assert [change.column for change in found.changes] == ["b"]


def test_columns_that_one_lacks_are_named() -> None:
    """What both have is compared; two columns of one name are two."""
    found = compare_cells("year,a,a,b\n2014,1,2,3\n", "year,a,a,a\n2014,1,5,3\n")

    assert (found.columns_only_a, found.columns_only_b) == (("b",), ("a (3)",))
    assert found.changes == (CellChange("2014", "a (2)", "2", "5"),)


@pytest.mark.parametrize(("one", "other"), [("", ""), ("a,b\n", "c,d\n1,2\n"), ("a,b\n1\n", "a,b\n1,\n")])
def test_an_empty_or_ragged_table_is_no_mistake(one: str, other: str) -> None:
    """No cell differs; a cell that a short row lacks is empty."""
    assert compare_cells(one, other).changes == ()


def test_commas_quotes_and_lines_within_cells_are_kept() -> None:
    """A cell is what the table shows."""
    found = compare_cells('name,text\n"a, b","one\n""two"""\n', 'name,text\n"a, b",three\n')

    assert found.changes == (CellChange("a, b", "text", 'one\n"two"', "three"),)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (CellDifference(1240, (CellChange("a", "b", "1", "2"),)), "1 of 1,240 cells differ"),
        (CellDifference(4, (), (), ("a",), ("b", "c"), ("d",)),
         "0 of 4 cells differ; 1 row only in A; 2 rows only in B; 1 column only in A"),
        (CellDifference(4), "0 of 4 cells differ: the way it is shown does"),
    ],
)  # fmt: skip
def test_cells_are_told_in_words(found: CellDifference, words: str) -> None:
    """Where no cell differs, what does is how the table is shown."""
    assert write_cells(found) == words

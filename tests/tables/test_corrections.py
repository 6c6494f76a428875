"""Corrections: one row, one action, one guard."""

from __future__ import annotations

import pytest

from scoledger.errors import CorrectionError, SchemaError
from scoledger.paths import Project
from scoledger.tables import Library, input_digest

ENTRY = """\
[[corrections]]
table = "toy-trade"
where = { reporter = "KAZ", year = 2010 }
column = "value_musd"
expect = 20.25
ACTION
reason = "A test."
source = "Invented."
date = 2026-01-01
"""


def _correct(project: Project, action: str, **changes: str) -> None:
    text = ENTRY.replace("ACTION", action)
    for old, new in changes.items():
        text = text.replace(old, new)
    project.corrections.write_text(text, encoding="utf-8")


def test_replace_changes_one_cell(toy: Project) -> None:
    """The row of Kazakhstan, and nothing else."""
    _correct(toy, "replace = 21.0")

    assert list(Library(toy).read("toy-trade")["value_musd"]) == [21.0, 10.0, 30.5]


def test_drop_leaves_the_row_out(toy: Project) -> None:
    """The index starts at 0 again."""
    _correct(toy, "drop = true")
    frame = Library(toy).read("toy-trade")

    assert list(frame["reporter"]) == ["KGZ", "NA"]
    assert list(frame.index) == [0, 1]


def test_flag_changes_nothing_but_is_told(toy: Project) -> None:
    """Whoever shows the table can show the remark."""
    _correct(toy, 'flag = "Odd."')
    library = Library(toy)

    assert library.read("toy-trade").loc[0, "value_musd"] == 20.25
    assert [(item.place, item.flag) for item in library.flags("toy-trade")] == [("reporter = KAZ, year = 2010", "Odd.")]


def test_the_guard_fails_once_the_producer_repairs_the_value(toy: Project) -> None:
    """Expected 16.0, found 20.25: the correction is out of date."""
    _correct(toy, "drop = true", **{"expect = 20.25": "expect = 16.0"})

    with pytest.raises(CorrectionError, match=r"value_musd in the row reporter = KAZ, year = 2010 is 20\.25"):
        Library(toy).read("toy-trade")


def test_a_row_that_is_gone_is_an_error(toy: Project) -> None:
    """A correction of nothing would hide that the table has changed."""
    _correct(toy, "drop = true", KAZ="UZB")

    with pytest.raises(CorrectionError, match="has no row reporter = UZB, year = 2010"):
        Library(toy).read("toy-trade")


def test_half_a_key_is_refused(toy: Project) -> None:
    """Without the year, it could hit many rows."""
    _correct(toy, "drop = true", **{", year = 2010 }": " }"})

    with pytest.raises(CorrectionError, match="does not name one row"):
        Library(toy).read("toy-trade")


@pytest.mark.parametrize("action", ["", 'drop = true\nflag = "Odd."'])
def test_exactly_one_action(toy: Project, action: str) -> None:
    """None would do nothing, two would contradict each other."""
    _correct(toy, action)

    with pytest.raises(CorrectionError, match=r"entry 1: .*exactly one of replace, drop and flag"):
        Library(toy).read("toy-trade")


def test_a_replacement_must_fit_the_card_too(toy: Project) -> None:
    """A slip in a correction is caught like a slip of the producer."""
    _correct(toy, "replace = 99999.0")

    with pytest.raises(SchemaError, match=r"holds 99999\.0 in the row reporter = KAZ"):
        Library(toy).read("toy-trade")


def test_a_file_that_is_not_toml(toy: Project) -> None:
    """The message names the line."""
    toy.corrections.write_text("[[corrections]\n", encoding="utf-8")

    with pytest.raises(CorrectionError, match="is not TOML"):
        Library(toy).read("toy-trade")


def test_a_correction_changes_the_digest_of_its_own_table_only(toy: Project) -> None:
    """Runs that read the table become stale; runs that read another do not."""
    before = input_digest(toy, "table", "toy-trade")
    _correct(toy, "drop = true", **{"toy-trade": "another-table"})
    other = input_digest(toy, "table", "toy-trade")
    _correct(toy, "drop = true")

    assert other == before
    assert input_digest(toy, "table", "toy-trade") != before

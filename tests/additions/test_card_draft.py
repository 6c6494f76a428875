"""A card drafted from a file: what a program can see, gaps for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger.additions import FILL_IN, check_filled, draft_card, take_draft
from scoledger.cards import Card, card_path, read_cards
from scoledger.errors import CardError, DuplicateIdError, NoDataError, SchemaError
from scoledger.paths import Project
from scoledger.tables import add_table

CSV = """Reporter,Code,Year,USD thousand,Note,Day
KGZ,010,2021,64000.5,,2021-01-31
KGZ,011,2021,1500000,x,2021-02-28
KGZ,010,2022,-3,,2022-01-31
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout without any card, and a file beside it."""
    found = Project(tmp_path / "ledger")
    found.cards.mkdir(parents=True)
    (tmp_path / "raw.csv").write_text(CSV, encoding="utf-8")
    return found


def _draft(project: Project, name: str = "raw.csv", table: str = "my-customs") -> Path:
    return draft_card(project, project.root.parent / name, table)


def _draft_of(project: Project, text: str) -> Path:
    (project.root.parent / "other.csv").write_text(text, encoding="utf-8")
    return _draft(project, "other.csv")


def _add(project: Project, name: str = "raw.csv") -> Card:
    with take_draft(project, "my-customs"):
        return add_table(project, project.root.parent / name, "my-customs")


def _card_of(project: Project) -> Card:
    """The card that the drafted one becomes."""
    _fill(_draft(project))
    return _add(project)


def _fill(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace(FILL_IN, "something"), encoding="utf-8")


def test_a_draft_once_filled_in_makes_a_table(project: Project) -> None:
    """Card, table, checksum and number of rows, without another word."""
    path = _draft(project)
    _fill(path)

    card = _add(project)

    assert card.file.rows == 3
    assert (project.data / card.file.path).is_file()
    assert list(read_cards(project)) == ["my-customs"]
    assert not path.exists()


def test_a_draft_is_no_card(project: Project) -> None:
    """Before its table is made, nothing that reads cards takes it in, filled or not."""
    _fill(_draft(project))

    assert read_cards(project) == {}


def test_a_table_that_is_refused_leaves_a_draft(project: Project) -> None:
    """The message names the file that is to be mended, and no card is left."""
    path = _draft(project)
    path.write_text(path.read_text("utf-8").replace('from = "USD thousand"', 'from = "USD"'), encoding="utf-8")
    _fill(path)

    with pytest.raises(SchemaError, match=r"data/drafts/my-customs\.toml"):
        _add(project)
    assert path.exists()
    assert not card_path(project, "my-customs").exists()


def test_whole_numbers_keep_all_their_digits(project: Project) -> None:
    """2^53 + 1 is no float; what no table holds as a number is a code."""
    text = _draft_of(project, f"a,b\n9007199254740993,1\n-9007199254740995,{2**63}\n").read_text("utf-8")

    assert "minimum = -9007199254740995\nmaximum = 9007199254740993\n" in text
    assert '[columns.b]\ntype = "str"' in text


@pytest.mark.parametrize("number", ["1e400", "-1e999"])
def test_a_number_without_end_is_refused(project: Project, number: str) -> None:
    """No draft with a bound of inf, which no card may have."""
    with pytest.raises(SchemaError, match=rf"column 'a' holds {number}"):
        _draft_of(project, f"a\n1.5\n{number}\n")
    assert not (project.data / "drafts").exists()


@pytest.mark.parametrize(
    ("day", "kind"), [("2024-02-29", "date"), ("9999-99-99", "str"), ("2001-13-45", "str"), ("2023-02-29", "str")]
)
def test_a_date_is_a_day_of_the_calendar(project: Project, day: str, kind: str) -> None:
    """Not whatever has its shape."""
    assert f'[columns.a]\ntype = "{kind}"' in _draft_of(project, f"a\n2024-01-01\n{day}\n").read_text("utf-8")


@pytest.mark.parametrize(("separator", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_columns_are_separated_by_commas(project: Project, separator: str, word: str) -> None:
    """One column with a strange name is no table; a comma in its numbers does not hide it."""
    with pytest.raises(NoDataError, match=f"separates its columns by {word}"):
        _draft_of(project, f"a{separator}b\n1,5{separator}2,5\n")


def test_rows_have_no_more_cells_than_the_header(project: Project) -> None:
    """The first of them would be lost."""
    with pytest.raises(NoDataError, match="more cells than its header"):
        _draft_of(project, "a,b\n1,2,3\n")


def test_types_are_those_of_the_cells(project: Project) -> None:
    """A leading zero belongs to a code; whole and other numbers, days and texts are told apart."""
    columns = _card_of(project).columns

    assert {name: column.type for name, column in columns.items()} == {
        "reporter": "str", "code": "str", "year": "int", "usd_thousand": "float", "note": "str", "day": "date"
    }  # fmt: skip
    assert columns["usd_thousand"].source == "USD thousand"
    assert [name for name, column in columns.items() if column.nullable] == ["note"]


def test_bounds_are_those_seen_and_the_key_is_the_shortest(project: Project) -> None:
    """Reporter and code repeat; with the year, no row does."""
    card = _card_of(project)

    assert (card.columns["year"].minimum, card.columns["year"].maximum) == (2021, 2022)
    assert (card.columns["usd_thousand"].minimum, card.columns["usd_thousand"].maximum) == (-3.0, 1500000.0)
    assert card.key == ("reporter", "code", "year")


def test_rows_that_nothing_tells_apart_leave_the_key_open(project: Project) -> None:
    """The person must say what names a row."""
    (project.root.parent / "twice.csv").write_text("a,b\nx,1.5\nx,2.5\n", encoding="utf-8")

    assert f'key = ["{FILL_IN}"]' in _draft(project, "twice.csv").read_text("utf-8")


def test_a_gap_is_named_by_its_line(project: Project) -> None:
    """Nothing is added while the card says FILL IN."""
    path = _draft(project)
    line = path.read_text("utf-8").splitlines().index(f'producer = "{FILL_IN}"') + 1

    with pytest.raises(CardError, match=rf"my-customs\.toml still says 'FILL IN' in line 2, {line}, "):
        check_filled(project, "my-customs")
    _fill(path)
    check_filled(project, "my-customs")


def test_without_a_card_the_message_says_how_to_draft_one(project: Project) -> None:
    """The command stands in it, with the id that was asked for."""
    with pytest.raises(CardError, match=r"scoledger data draft FILE\.csv --card my-customs"):
        check_filled(project, "my-customs")


def test_a_card_that_is_there_is_not_written_over(project: Project) -> None:
    """What a person has filled in stays, in a draft and in a card."""
    path = _draft(project)
    _fill(path)
    before = path.read_text("utf-8")

    with pytest.raises(DuplicateIdError, match=r"my-customs\.toml exists already"):
        _draft(project)
    assert path.read_text("utf-8") == before
    _add(project)
    with pytest.raises(DuplicateIdError, match=r"data/cards/my-customs\.toml exists already"):
        _draft(project)


@pytest.mark.parametrize("table", ["My-Customs", "my_customs", "../escape", ""])
def test_an_id_is_an_id(project: Project, table: str) -> None:
    """No path and no capital: the file is named after it."""
    with pytest.raises(CardError, match="is no id of a table"):
        _draft(project, table=table)


@pytest.mark.parametrize("header", ["a,A", "a,%"])
def test_columns_need_names_of_their_own(project: Project, header: str) -> None:
    """Two that become one, or one that becomes nothing, are named."""
    (project.root.parent / "bad.csv").write_text(f"{header}\n1,2\n", encoding="utf-8")

    with pytest.raises(CardError, match="has no name of its own"):
        _draft(project, "bad.csv")


def test_a_file_that_is_not_there_is_named(project: Project) -> None:
    """And no card is left behind."""
    with pytest.raises(NoDataError, match=r"none\.csv"):
        _draft(project, "none.csv")
    assert not list(project.data.rglob("*.toml"))

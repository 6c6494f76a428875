"""What can be compared: editions, the registry, runs of the book and of the store; and what cannot."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sidemaker import result, store_run

from scoledger.editions import Comparison, compare_sides, find_side, present_edition, write_difference, write_edition
from scoledger.errors import AmbiguousRunError, ComparisonError, UnknownEditionError, UnknownRunError
from scoledger.paths import Project

ROWS = "year,share\n2014,0.5\n2015,0.6\n"
BOOK, OWN, WINDOW, OTHER = "1a2b3c4d5e6f", "1a9999999999", "77aa77aa77aa", "c0ffee000000"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A book of one run, its edition, two runs of one's own with other parameters, and one of another notebook."""
    project = Project(tmp_path)
    kinds = [
        result("plain-kgz-total"),
        result("plain-kgz-rows", "table"),
        result("plain-kgz-words", "text", text="So."),
    ]
    store_run(project, BOOK, kinds, {"plain-kgz-rows": ROWS}, is_in_book=True)
    write_edition(project, replace(present_edition(project), name="2026.1"))
    kaz = [result("plain-kaz-total", value=5.0), result("plain-kaz-rows", "table")]
    given = {"country": "KAZ", "year": 2001}
    store_run(project, OWN, kaz, {"plain-kaz-rows": ROWS.replace("0.6", "0.7")}, slug="plain-kaz", parameters=given)
    kinds = [result("plain-kgz-total", value=3.2), result("plain-kgz-rows", "table")]
    store_run(project, WINDOW, kinds, {"plain-kgz-rows": ROWS + "2016,0.9\n"}, parameters={**given, "country": "KGZ"})
    store_run(project, OTHER, [result("late-kgz-total")], slug="late-kgz", notebook="late")
    return project


def compare(project: Project, a: str, b: str) -> Comparison:
    """Compare what two words name."""
    return compare_sides(project, find_side(project, a), find_side(project, b))


def standings(comparison: Comparison) -> dict[str, str]:
    """How each result stands."""
    return {pair.name: pair.standing for pair in comparison.pairs}


@pytest.mark.parametrize(
    ("word", "kind", "name"),
    [
        ("present", "present", "present"),
        ("2026.1", "edition", "2026.1"),
        ("plain-kgz", "run", f"run {BOOK}"),
        (BOOK, "run", f"run {BOOK}"),
        ("1a2", "run", f"run {BOOK}"),
        ("c", "run", f"run {OTHER}"),
        ("plain-kaz", "run", f"run {OWN}"),
    ],
)
def test_a_word_names_a_side(project: Project, word: str, kind: str, name: str) -> None:
    """A slug means the run of the book; that of a run of one's own, the only one in the store."""
    side = find_side(project, word)

    assert (side.kind, side.edition.name) == (kind, name)


def test_texts_are_no_results_to_compare(project: Project) -> None:
    """Prose moves with every number in it."""
    assert sorted(find_side(project, "present").edition.entries) == ["plain-kgz-rows", "plain-kgz-total"]


def test_a_run_of_the_book_is_found_when_the_store_has_lost_it(project: Project) -> None:
    """The registry holds its results and tables."""
    shutil.rmtree(project.runs / BOOK)
    found = compare(project, "plain-kgz", WINDOW)

    assert standings(found) == {"rows": "changed", "total": "changed"}
    assert found.pairs[0].cells is not None


def test_runs_with_other_parameters_are_compared_cell_by_cell(project: Project) -> None:
    """The ids differ by the slug alone; the cause is the parameter."""
    found = compare(project, "plain-kgz", OWN)
    rows, total = found.pairs

    assert standings(found) == {"rows": "changed", "total": "changed"}
    assert rows.cells
    assert [(change.row, change.was, change.now) for change in rows.cells.changes] == [("2015", "0.6", "0.7")]
    assert total.difference == 2.0
    assert total.causes == ("parameters: country KGZ -> KAZ",)


@pytest.mark.parametrize("whole", ["2026.1", "present"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_run_is_set_against_the_published_one(project: Project, whole: str, is_first: bool) -> None:
    """Only the run of the same page is taken from the whole, whichever side it is on."""
    store_run(project, "b0b0b0b0b0b0", [result("plain-kaz-other")], slug="plain-kaz", is_in_book=True)
    found = compare(project, *((whole, WINDOW) if is_first else (WINDOW, whole)))

    assert standings(found) == {"rows": "changed", "total": "changed"}


def test_an_edition_has_no_cells(project: Project) -> None:
    """The registry has."""
    with_edition, with_present = (compare(project, whole, WINDOW).pairs[0] for whole in ("2026.1", "present"))

    assert (with_edition.name, with_edition.cells) == ("rows", None)
    assert with_present.cells
    assert with_present.cells.rows_only_b == ("2016",)


def test_a_table_without_a_file_is_compared_by_digest(project: Project) -> None:
    """As a run of older code may have left it."""
    store_run(project, "d0d0d0d0d0d0", [result("plain-kgz-rows", "table"), result("plain-kgz-total")])
    (rows, _) = compare(project, BOOK, "d0d0").pairs

    assert (rows.standing, rows.cells) == ("changed", None)
    assert "by digest only" in write_difference(rows)


def test_an_edition_is_compared_with_the_present(project: Project) -> None:
    """Nothing has changed at first; a new result is only in B."""
    assert set(standings(compare(project, "2026.1", "present")).values()) == {"unchanged"}

    store_run(project, "b0b0b0b0b0b0", [result("plain-kaz-other")], slug="plain-kaz", is_in_book=True)

    assert standings(compare(project, "2026.1", "present"))["plain-kaz-other"] == "only in B"


def test_what_is_only_shown_otherwise_has_no_cell_that_differs(project: Project) -> None:
    """The digest covers how the table is shown."""
    shown = result("plain-kgz-rows", "table", details={"columns": [{"name": "Year"}]})
    store_run(project, "d0d0d0d0d0d0", [shown, result("plain-kgz-total")], {"plain-kgz-rows": ROWS})
    (rows, _) = compare(project, BOOK, "d0d0").pairs

    assert rows.standing == "changed"
    assert rows.cells
    assert rows.cells.changes == ()


@pytest.mark.parametrize(
    ("word", "error", "message"),
    [
        ("2026.3", UnknownEditionError, r"no edition '2026\.3'. Did you mean '2026\.1'"),
        ("plain-kzg", UnknownRunError, "no run 'plain-kzg'. Did you mean 'plain-kgz'"),
        ("1a2b3c4d5e60", UnknownRunError, f"Did you mean '{BOOK}'"),
        ("presnt", UnknownRunError, "Did you mean 'present'"),
        ("", UnknownRunError, "no edition and no run ''"),
        ("../runs", UnknownRunError, "no edition and no run"),
        ("1a", AmbiguousRunError, f"(?s)fits 2 runs.*{BOOK}  plain country=KGZ, year=2001.*{OWN}.*more letters"),
    ],
)
def test_what_is_not_there_is_answered(project: Project, word: str, error: type[Exception], message: str) -> None:
    """The nearest name, or all that it may be."""
    with pytest.raises(error, match=message):
        find_side(project, word)


def test_a_slug_of_several_runs_of_the_store_is_ambiguous(project: Project) -> None:
    """Their parameters tell them apart; a slug of the book is not: it means the book's."""
    store_run(project, "d0d0d0d0d0d0", [result("plain-kaz-total")], slug="plain-kaz", parameters={"year": 2002})
    with pytest.raises(AmbiguousRunError, match="'plain-kaz' fits 2 runs"):
        find_side(project, "plain-kaz")


def test_a_long_list_of_runs_is_cut(project: Project) -> None:
    """Eight are named."""
    for number in range(10):
        store_run(project, f"e{number}0000000000", [result("plain-kgz-total")])
    with pytest.raises(AmbiguousRunError, match="fits 10 runs") as found:
        find_side(project, "e")

    assert str(found.value).count("plain country") == 8
    assert "and 2 more" in str(found.value)


def test_a_damaged_run_is_refused(project: Project) -> None:
    """A result that is no JSON, and a file that is gone; other runs can still be found by their slug."""
    path = project.runs / OWN / "results" / "plain-kaz-total.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UnknownRunError, match=f"run {OWN}: results/plain-kaz-total.json differs from its checksum"):
        find_side(project, OWN)

    path.unlink()
    with pytest.raises(UnknownRunError, match=f"run {OWN}: results/plain-kaz-total.json is missing"):
        find_side(project, OWN)

    assert find_side(project, "late-kgz").edition.name == f"run {OTHER}"


def test_before_the_first_build_there_is_nothing_present(tmp_path: Path) -> None:
    """The message says what to run."""
    with pytest.raises(ComparisonError, match="the registry holds no number"):
        find_side(Project(tmp_path), "present")


def test_a_run_of_prose_alone_has_nothing_to_compare(project: Project) -> None:
    """It is named."""
    store_run(project, "d0d0d0d0d0d0", [result("plain-kgz-words", "text", text="So.")])
    with pytest.raises(ComparisonError, match="run d0d0d0d0d0d0 holds no number"):
        find_side(project, "d0d0")


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (BOOK, OTHER, f"(?s)run {BOOK} is a run of plain, run {OTHER} one of late.*Expected two runs of one notebook"),
        ("present", OWN, "present has no run of plain with the page book/plain/kaz"),
        (OWN, "2026.1", r"(?s)2026\.1 has no run of plain with the page book/plain/kaz.*by its slug: plain-kgz"),
        ("present", OTHER, "it has none of this notebook yet"),
    ],
)
def test_two_things_with_nothing_in_common_are_refused(project: Project, a: str, b: str, message: str) -> None:
    """The message says what could be compared instead."""
    with pytest.raises(ComparisonError, match=message):
        compare(project, a, b)


def test_two_runs_without_a_common_id_are_refused(project: Project) -> None:
    """Although they are of one notebook."""
    store_run(project, "d0d0d0d0d0d0", [result("plain-kgz-sum")])
    with pytest.raises(ComparisonError, match="have no result in common"):
        compare(project, "d0d0", BOOK)

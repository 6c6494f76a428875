"""Grids of sweeps of any kind, read and planned, alone and by the command line: a plan, or one clear error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fuzzing import LITERALS, WORDS, count_end, end_well, mostly, profile, toml_texts, words
from hypothesis import given
from hypothesis import strategies as st

from scoledger.cli import main
from scoledger.cli import run as run_command
from scoledger.cli.sweep import sweep_name
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import PlannedRun
from scoledger.runs.sweeps import GridError, Sweep, grid, read_grid, read_sweep
from scoledger.runs.values import MOST_RUNS

DECLARED = """
[one]
title = "One"
summary = "One."
slug = "one-{country}-{first_year}"
page = "one/{country}-{first_year}"
may_be_equal = true
parameters.country = { type = "country", default = "KGZ", help = "State" }
parameters.states = { type = "states", default = "KAZ,KGZ", help = "States" }
parameters.first_year = { type = "year", default = 2001, help = "First", minimum = 1992, maximum = 2024 }
parameters.last_year = { type = "year", default = 2010, help = "Last", minimum = 1992, maximum = 2024 }
parameters.kind = { type = "choice", default = "a", choices = ["a", "b"], help = "Kind" }
parameters.count = { type = "integer", default = 3, help = "Count" }
parameters.share = { type = "number", default = 0.5, help = "Share", minimum = 0, maximum = 1 }
parameters.is_real = { type = "boolean", default = true, help = "Deflated" }
parameters.label = { type = "text", default = "x", help = "Label" }
"""
LISTS = """
[parameters]
country = ["KAZ", "KGZ"]
first_year = { from = 1995, to = 2005, step = 5 }
last_year = [2005, 2010]
kind = "b"
"""
OTHERS = """
[parameters]
states = ["CA5", "KAZ,UZB"]
count = [1, 2]
share = [0.5, 1]
is_real = [true, false]
label = ["one", "two"]
"""
#: Texts that a parameter of the name allows.
SOUND = {
    "country": ["KAZ", "kgz", " UZB "], "states": ["CA5", '"KAZ,UZB"'], "first_year": ["1995", "2000"],
    "last_year": ["2005", "2024"], "kind": ["a", "b"], "count": ["3", "-7"], "share": ["0.5", "1e-3"],
    "is_real": ["true", "false"], "label": ["x", "<b>", "../x", "=1+1"],
}  # fmt: skip
#: Whole numbers and tables that Python can hold and not write, and what multiplies beyond measure.
HUGE = "0x" + "f" * 6000
BEYOND = (
    f"first_year = {HUGE}", f"count = [{HUGE}]", f"first_year = {{ from = 1, to = {HUGE} }}",
    f"first_year = {{ from = {HUGE} }}", f"count = {{ from = {HUGE}, to = {HUGE} }}",
    "first_year = { from = 1, to = 1000000000 }",
    "first_year = " + "[" * 300 + "]" * 300,
    f"a{'.a' * 3000} = 1", f"first_year = [{{ a{'.a' * 3000} = 1 }}]", f"{'a' * 9000} = 1", f"label = '{'a' * 90_000}'",
    "\n".join(f"a{number} = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]" for number in range(4400)),
    "\n".join(f"a{number} = {{ from = 1, to = 100000 }}" for number in range(900)),
    "\n".join(f"{name} = {{ from = 1, to = 1000 }}" for name in ("first_year", "last_year", "count")),
)  # fmt: skip

_KEPT: list[Project] = []


@pytest.fixture(autouse=True, scope="module")
def _keep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make the checkout that hypothesis' cases share, where the command line finds it and executes nothing."""
    root = tmp_path_factory.mktemp("grids") / "root"
    for folder in ("notebooks", "data/claims", "data/cards"):
        (root / folder).mkdir(parents=True)
    (root / "notebooks" / "parameters.toml").write_text(DECLARED, encoding="utf-8")
    (root / "notebooks" / "one.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    (root / "requirements.lock").write_text("nothing==1\n", encoding="utf-8")
    _KEPT[:] = [Project(root)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(root))
        patch.setattr(run_command, "execute_runs", _refuse)
        yield


class ReachedError(Exception):
    """Raised in place of the execution of runs."""


def _refuse(_: Project, runs: list[PlannedRun], **__: Any) -> None:
    raise ReachedError(runs)


def put(name: str, content: bytes) -> Path:
    """Write a grid into the checkout."""
    path = _KEPT[0].root / name
    path.write_bytes(content)
    return path


def plan(path: Path, *, skip_impossible: bool) -> Sweep | None:
    """Plan a grid: every run of it stays inside, and each combination is a run, a repetition or impossible."""
    found: Sweep | None = end_well(
        lambda: read_sweep(_KEPT[0], "one", path, skip_impossible=skip_impossible), path.name
    )
    if found is not None:
        assert len({run.key for run in found.runs}) == len(found.runs) <= MOST_RUNS
        assert len(found.runs) + found.repeated + len(found.impossible) == found.listed
        assert all(run.page.startswith("book/one/") and "/" not in run.slug for run in found.runs)
        assert not found.impossible or skip_impossible
    return found


def spoilt(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """The same as another program saves them, or as they arrive broken."""
    changes = {
        "plain": lambda text, _: text,
        "mark": lambda text, _: b"\xef\xbb\xbf" + text,
        "lines": lambda text, _: text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        "utf-16": lambda text, _: text.decode("utf-8", "replace").encode("utf-16"),
        "cut": lambda text, at: text[: at * len(text) // 100],
        "byte": lambda text, at: text[: at * len(text) // 100] + b"\xff" + text[at * len(text) // 100 :],
        "nul": lambda text, at: text[: at * len(text) // 100] + b"\x00" + text[at * len(text) // 100 :],
    }  # fmt: skip
    names = st.sampled_from([*["plain"] * 8, *["mark"] * 3, *["lines"] * 3, *changes])
    return st.tuples(texts, names, st.integers(0, 100)).map(lambda drawn: changes[drawn[1]](drawn[0], drawn[2]))


@st.composite
def rows(draw: st.DrawFn) -> bytes:
    """A grid as CSV, most of whose cells are sound."""
    names = draw(st.lists(st.sampled_from(list(SOUND)), min_size=1, max_size=4, unique=True))
    table = [[draw(st.sampled_from(SOUND[name])) for name in names] for _ in range(draw(st.integers(1, 5)))]
    table.insert(0, list(names))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        row = draw(st.sampled_from(table))
        at = draw(st.integers(0, len(row)))
        how = draw(st.sampled_from(["cell", "cell", "quoted", "longer", "double", "blank"]))
        if how in {"cell", "quoted"} and at < len(row):
            word = draw(st.one_of(words, st.sampled_from(["nan", "-inf", "1e400", "9" * 30, "a" * 9000, "0x7d1"])))
            row[at] = word if how == "cell" else '"{}"'.format(word.replace('"', '""'))
        elif how == "longer":
            row.insert(at, "1")
        else:
            table.append(list(table[-1]) if how == "double" else [""])
    return "\n".join(",".join(row) for row in table).encode("utf-8", "surrogatepass")


beyond = st.sampled_from(BEYOND).map(lambda line: f"[parameters]\n{line}\n".encode())
toml_grids = spoilt(mostly(toml_texts(LISTS, OTHERS), beyond))
csv_grids = spoilt(mostly(rows(), st.binary(max_size=80)))


@profile(1500)
@given(toml_grids, st.booleans())
def test_grids_as_toml(content: bytes, skip_impossible: bool) -> None:
    """Lists and spans that multiply out, or an error that names the file."""
    plan(put("grid.toml", content), skip_impossible=skip_impossible)


@profile(1500)
@given(csv_grids, st.booleans())
def test_grids_as_csv(content: bytes, skip_impossible: bool) -> None:
    """A run for every row, or an error that names the file."""
    found = plan(put("grid.csv", content), skip_impossible=skip_impossible)

    assert found is None or found.listed <= content.count(b"\n") + content.count(b"\r") + 1


@pytest.mark.parametrize("line", BEYOND, ids=lambda line: line[:30])
def test_what_cannot_be_written_or_counted_is_refused(line: str) -> None:
    """Before it is built: the message is short."""
    path = put("grid.toml", f"[parameters]\n{line}\n".encode())

    with pytest.raises(GridError) as caught:
        read_grid(path)
    assert len(str(caught.value)) < 800


@pytest.mark.parametrize("kind", [".toml", ".csv"])
def test_the_text_of_a_grid_is_bounded(kind: str) -> None:
    """In bytes, and in names that are joined by dots however they are written."""
    with pytest.raises(GridError, match="such a grid has"):
        read_grid(put(f"grid{kind}", b"#" * (grid.LARGEST[kind] + 1)))


@pytest.mark.parametrize(
    "line",
    ["a.b.c.d = 1", "[ a . \"b\" . 'c' . d ]", "x = { a.b.c.d = 1 }", "x = '''a'\"''', {1}", 'x = """a"""", {1}',
     'x = ["a\\"", { a.b.c.d = 1 }]', "x = 'it''s', a.b.c.d"],
)  # fmt: skip
def test_names_joined_by_dots_are_counted(line: str) -> None:
    """After a text of any kind too; within one, and in a comment, dots are dots."""
    with pytest.raises(GridError, match="joins more than three names by dots"):
        read_grid(put("grid.toml", f"[parameters]\n{line.replace('{1}', 'a.b.c.d = 1')}\n".encode()))
    text = '# a.b.c.d it\'s """\n[parameters]\nlabel = ["1.2.3.4", \'a.b.c.d\', """a.b.c.d"""]\nshare = 1.5\n'
    assert read_grid(put("grid.toml", text.encode())).size == 3
    assert (
        read_grid(put("grid.toml", b"parameters.first_year.from = 1995\nparameters.first_year.to = 1996\n")).size == 2
    )


def test_a_grid_of_rows_is_read_no_further_than_it_takes_to_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the last row that is allowed is not looked at; blank lines are no rows."""
    monkeypatch.setattr(grid, "MOST_RUNS", 3)
    path = put("grid.csv", b"count\n1\n\n2\n3\n4\n" + b'"')

    with pytest.raises(GridError, match=r"lists more than 3 runs; a sweep has 3 at most"):
        read_grid(path)


def test_what_is_no_file_is_no_grid(tmp_path: Path) -> None:
    """A folder, and a device that has no end."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "zero.toml").symlink_to("/dev/zero")

    for name in ("folder.csv", "zero.toml"):
        with pytest.raises(GridError, match=f"{name} cannot be read: it is no file"):
            read_grid(tmp_path / name)


def test_a_line_break_in_a_cell_stays_in_it() -> None:
    """Whether the file has been saved here or on Windows; other signs for a line's end are letters."""
    path = put("grid.csv", 'label\r\n"a\r\nb"\r\na\x0bb\u2028c\r\n'.encode())

    assert [given["label"] for _, given in read_grid(path).combinations] == ["a\nb", "a\x0bb\u2028c"]


@pytest.mark.parametrize("word", [*WORDS, "x.toml", "b" * 240])
def test_the_folder_of_a_sweep_has_a_short_and_plain_name(word: str) -> None:
    """Whatever the file is called."""
    found = plan(put("grid.toml", b"[parameters]\ncount = 1\n"), skip_impossible=False)
    assert found is not None
    names = {sweep_name(Project.find(), found, Path(f"{word}{end}.toml")) for end in ("", "x", "y")}

    assert all(len(name) <= 120 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in names)
    assert len(names) == 3


def invoke(*arguments: str) -> tuple[BaseException | None, str]:
    """Give what the command line ended with, unless it is an exit, and what it wrote."""
    done = CliRunner().invoke(main, arguments)
    if isinstance(done.exception, ReachedError):
        return done.exception, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in {0, 2}
    assert done.exit_code == 0 or len(done.output.splitlines()) >= 2
    assert not any("\x00" <= sign < "\t" or "\x0b" <= sign < " " or "\x7f" <= sign < "\xa0" for sign in done.output)
    assert len(done.output) < 40_000
    count_end("error" if done.exit_code else "result")
    return None, done.output


@profile(120)
@given(toml_grids, csv_grids, st.booleans(), st.sampled_from([(), ("--skip-impossible",)]))
def test_a_sweep_is_shown_or_refused(toml: bytes, table: bytes, is_table: bool, more: tuple[str, ...]) -> None:
    """By the command line, with signs that a terminal may be shown, and nothing written."""
    path = put("grid.csv", table) if is_table else put("grid.toml", toml)
    _, output = invoke("sweep", "one", "--grid", str(path), "--dry-run", *more)

    assert "runs of notebooks/one.ipynb" in output or path.name in output
    assert not (_KEPT[0].build / "sweeps").exists()


pairs = st.sampled_from(list(SOUND)).flatmap(
    lambda name: st.tuples(
        st.just(name.replace("_", "-")),
        mostly(st.sampled_from([text.strip(' "') for text in SOUND[name]]), words, st.sampled_from(LITERALS), times=30),
    )
)


@profile(400)
@given(
    st.lists(mostly(pairs, st.tuples(words, words), times=39), max_size=4),
    st.booleans(),
    st.sampled_from([*[()] * 9, ("--",), ("--country",), ("-x",), ("x",)]),
)
def test_words_of_a_run(given_pairs: list[tuple[str, str]], is_joined: bool, more: tuple[str, ...]) -> None:
    """`scoledger run` plans one run of the values that were given, or says what is wrong with them."""
    joined = [f"--{name}={value}" for name, value in given_pairs]
    apart = [word for name, value in given_pairs for word in (f"--{name}", value)]
    end, _ = invoke("run", "one", *(joined if is_joined else apart), *more)

    if end is not None:
        count_end("result")
        (planned,) = end.args[0]
        chosen = dict(given_pairs)
        assert planned.notebook == "one"
        assert len(chosen) == len(given_pairs)
        assert planned.parameters["country"] == chosen.get("country", "KGZ").upper()
        assert str(planned.parameters["count"]) == chosen.get("count", "3")


def test_a_terminal_is_shown_no_signs_that_it_would_obey() -> None:
    """Neither those of a value nor those of a file's name; a line break does not break a table."""
    path = put("grid.toml", b'[parameters]\nlabel = "\\u0007\\nx\\u009by\\u202e"\ncount = 1\n')
    _, shown = invoke("sweep", "one", "--grid", str(path), "--dry-run")
    _, refused = invoke("sweep", "one", "--grid", "a\x07b.toml")

    assert r"\x07 x\x9by\u202e  1      to execute" in shown
    assert r"a\x07b.toml cannot be read" in refused


def test_no_file_is_left() -> None:
    """Beside the grid: the checkout is as it was."""
    names = {path.name for path in _KEPT[0].root.iterdir()}

    assert names <= {"notebooks", "data", "requirements.lock", "grid.toml", "grid.csv"}

"""The command ``compare``: what it prints and writes, and how it answers mistakes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sidemaker import result, store_run

from scoledger.cli import main
from scoledger.editions import present_edition, write_edition
from scoledger.paths import Project

BOOK, OWN = "1a2b3c4d5e6f", "1a9999999999"
TABLE = "year,a,b\n2014,0.5,1\n2015,0.6,2\n2016,0.7,\n"


@pytest.fixture
def project(tiny: Project) -> Project:
    """A book of one run, its edition, and a run of one's own with another country."""
    kinds = [result("plain-kgz-total"), result("plain-kgz-rows", "table"), result("plain-kgz-same")]
    store_run(tiny, BOOK, kinds, {"plain-kgz-rows": TABLE}, is_in_book=True)
    write_edition(tiny, replace(present_edition(tiny), name="2026.1"))
    other = [result("plain-kaz-total", value=4.5, n=7), result("plain-kaz-rows", "table"), result("plain-kaz-same")]
    given = {"country": "KAZ", "year": 2001}
    cells = {"plain-kaz-rows": "year,a,b\n2014,1.5,3\n2015,1.6,2\n2016,1.7,4\n"}
    store_run(tiny, OWN, [*other, result("plain-kaz-new")], cells, slug="plain-kaz", parameters=given)
    return tiny


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_what_has_changed_comes_first_and_a_summary_last(project: Project) -> None:
    """Values, differences, the first cells, causes; what is unchanged is counted alone."""
    found = call("compare", "plain-kgz", OWN[:3])

    assert found.exit_code == 0
    assert found.output == (
        "A  run 1a2b3c4d5e6f, 3 results, notebook plain (country=KGZ, year=2001)\n"
        "B  run 1a9999999999, 4 results, notebook plain (country=KAZ, year=2001)\n"
        "\n"
        "changed (2)\n"
        "result  A        B                difference\n"
        "rows    table    table            5 of 6 cells differ\n"
        "total   3.0 bcm  4.5 bcm (n = 7)  +1.5 bcm (+50%)\n"
        "rows, 2014, a: 0.5 -> 1.5\n"
        "rows, 2014, b: 1 -> 3\n"
        "rows, 2015, a: 0.6 -> 1.6\n"
        "rows: and 2 cells more (see --page, --json)\n"
        "\n"
        "only in B (1)\n"
        "result  A  B        difference\n"
        "new        3.0 bcm\n"
        "\n"
        "what they were made from\n"
        "parameters: country KGZ -> KAZ (2 of 3 results changed)\n"
        "\n"
        "4 results: 2 changed, 1 only in B, 1 unchanged\n"
    )


def test_all_lists_what_is_unchanged_too(project: Project) -> None:
    """An edition against the present."""
    brief, full = call("compare", "2026.1", "present").output, call("compare", "2026.1", "present", "--all").output

    assert "unchanged (3)\n" in full
    assert "plain-kgz-same" in full
    assert "plain-kgz-same" not in brief
    assert "the same parameters, data, code and environment" in brief
    assert brief.splitlines()[-1] == "3 results: 3 unchanged"


def test_json_and_page_are_written_where_it_is_said(project: Project, tmp_path: Path) -> None:
    """Both at once, in a folder that is made; their paths end the output."""
    data, page = tmp_path / "new" / "c.json", tmp_path / "new" / "c.html"
    found = call("compare", BOOK, OWN, "--json", str(data), "--page", str(page))

    assert found.output.splitlines()[-2:] == [str(data), str(page)]
    assert json.loads(data.read_text("utf-8"))["summary"]["changed"] == 2
    assert page.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["2026.2", "present"], "there is no edition '2026.2'. Did you mean '2026.1'?"),
        (["plain-kzg", "present"], "there is no edition and no run 'plain-kzg'. Did you mean 'plain-kgz'?"),
        (["1a", "present"], "'1a' fits 2 runs of the store"),
        (["present", OWN], "has no run of plain with the page book/plain/kaz"),
        (["present"], "Missing argument 'B'"),
        (["present", "present", "--json", "."], "is a directory"),
        (["present", "present", "--page", "/dev/null/c.html"], "cannot write /dev/null/c.html"),
    ],
)
def test_a_mistake_is_answered_with_a_message(project: Project, words: list[str], message: str) -> None:
    """No traceback, status 2."""
    found = call("compare", *words)

    assert message in found.output
    assert "Traceback" not in found.output
    assert found.exit_code == 2


def test_a_title_cannot_steer_the_terminal(project: Project) -> None:
    """Whoever wrote the run that is looked at."""
    store_run(project, "e0e0e0e0e0e0", [result("plain-kgz-total", value=9.0, text="\x1b[2J9")])
    found = call("compare", BOOK, "e0e0")

    assert "[2J9" in found.output
    assert "\x1b" not in found.output


def test_help_names_the_command_and_its_options() -> None:
    """In one line, and whole."""
    assert re.search(r"\n  compare +Set editions or runs side by side\.\n", call("--help").output)
    for option in ("--json FILE", "--page FILE", "--all"):
        assert option in call("compare", "--help").output

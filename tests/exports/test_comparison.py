"""Two sides as JSON for programs and as one page that asks nobody for anything."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sidemaker import edition, number, table, verdict

from scoledger.editions import Comparison, Edition, Side, compare_cells, pair_entries
from scoledger.errors import OutputError
from scoledger.exports import describe_side, make_comparison, plain, write_comparison_json, write_comparison_page

EVIL = "<script>alert('&\"x')</script>"


def compare(one: Edition, other: Edition, cells: tuple[str, str] | None = None) -> Comparison:
    """Two editions side by side; `cells` are the tables behind every changed table."""
    found = compare_cells(*cells) if cells else None
    pairs = [
        replace(pair, cells=found if pair.standing == "changed" and pair.entry.kind == "table" else None)
        for pair in pair_entries(one, other)
    ]
    return Comparison(Side(one, "edition"), Side(other, "run", "plain-kgz"), pairs)


ONE = edition("2026.1", number("a-same"), number("a-moved"), number("a-gone"), verdict("mixed"), table("1"))
OTHER = edition(
    "run abc", number("a-same"), number("a-moved", 4.5, n=7), number("a-new"), verdict("mixed"), table("2"),
    code_digest="b" * 16,
)  # fmt: skip
TABLES = ("year,share\n2014,0.123456789\n", "year,share\n2014,0.5\n2015,\n")


class Page(HTMLParser):
    """What a page of HTML holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and that it is open."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that closes another than the last."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words += data


def read_page(path: Path, comparison: Comparison) -> Page:
    """Write the page and read it."""
    write_comparison_page(path, comparison)
    return Page(path.read_text("utf-8"))


def test_json_holds_every_result(tmp_path: Path) -> None:
    """Changed or not; what one side lacks is null."""
    path = tmp_path / "c.json"
    write_comparison_json(path, compare(ONE, OTHER, TABLES))
    found = json.loads(path.read_text("utf-8"))
    results = {item["name"]: item for item in found["results"]}

    assert found["summary"] == {
        "changed": 2, "changed within rounding": 0, "only in A": 1, "only in B": 1, "unchanged": 2
    }  # fmt: skip
    assert found["causes"] == [{"cause": "code: package", "results": 4, "changed": 2}]
    assert (results["a-gone"]["b"], results["a-new"]["a"]) == (None, None)
    assert (results["a-moved"]["difference"], results["a-moved"]["percent"], results["a-moved"]["b"]["n"]) == (
        1.5, 50.0, 7
    )  # fmt: skip
    assert results["a-moved"]["causes"] == ["code: package"]
    assert results["plain-kgz-rows"]["cells"]["changes"] == [
        {"row": "2014", "column": "share", "was": "0.123456789", "now": "0.5"}
    ]
    assert (found["a"]["kind"], found["b"]["slug"]) == ("edition", "plain-kgz")
    assert found["b"]["runs"]["r1"]["parameters"] == {"country": "KGZ", "year": 2001}


def test_json_has_exactly_the_promised_keys() -> None:
    """For programs that read it."""
    made = make_comparison(compare(ONE, OTHER))

    assert set(made) == {"a", "b", "summary", "causes", "results"}
    assert {frozenset(item) for item in made["results"]} == {
        frozenset(("name", "kind", "title", "standing", "a", "b", "difference", "percent", "cells", "causes", "note"))
    }


def test_the_page_shows_both_sides(tmp_path: Path) -> None:
    """Values, difference, cells with the digits that count, causes, and what is unchanged."""
    words = read_page(tmp_path / "c.html", compare(ONE, OTHER, TABLES)).words

    for expected in (
        "3.0 bcm",
        "4.5 bcm (n = 7)",
        "+1.5 bcm (+50%)",
        "1 of 1 cells differ; 1 row only in B",
        "0.123457",
        "Rows are matched by year",
        "Rows only in B: 2015",
        "code: package",
        "2 results",
    ):
        assert expected in words


def test_the_page_asks_for_nothing(tmp_path: Path) -> None:
    """No script, no address but an empty picture in itself, and a policy that forbids the rest."""
    path = tmp_path / "c.html"
    page = read_page(path, compare(ONE, OTHER, TABLES))
    addresses = [(tag, attrs[name]) for tag, attrs in page.tags for name in ("src", "href") if name in attrs]

    assert addresses == [("link", "data:,")]
    assert not {"script", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\(|@import|//", path.read_text("utf-8"))
    assert any("default-src 'none'" in (attrs.get("content") or "") for tag, attrs in page.tags if tag == "meta")


def test_the_page_is_accessible(tmp_path: Path) -> None:
    """Language, one first heading, captions, headers with a scope, light and dark, and tags that close in order."""
    path = tmp_path / "c.html"
    page = read_page(path, compare(ONE, OTHER, TABLES))
    tags = [tag for tag, _ in page.tags]

    assert page.tags[0] == ("html", {"lang": "en"})
    assert tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table") == 5
    assert {attrs.get("scope") for tag, attrs in page.tags if tag == "th"} == {"col", "row"}
    assert "prefers-color-scheme: dark" in path.read_text("utf-8")
    assert (page.wrong, page.open) == ([], [])


def test_untrusted_text_is_escaped(tmp_path: Path) -> None:
    """Title, text, unit, parameter, cell and column, wherever it stands."""
    evil = replace(table("1"), title=EVIL)
    one = edition(EVIL, evil, number(unit=EVIL, text=EVIL), parameters={EVIL: "a"})
    other = edition(EVIL, replace(evil, digest="2"), number(value=4.0, unit=EVIL, text=EVIL), parameters={EVIL: EVIL})
    quoted = EVIL.replace('"', '""')
    header = f'year,"{quoted}"\n'
    path = tmp_path / "c.html"
    page = read_page(path, compare(one, other, (f'{header}2014,"{quoted}"\n', f'{header}2014,"{quoted}!"\n')))

    assert "script" not in {tag for tag, _ in page.tags}
    assert "<script" not in path.read_text("utf-8")
    assert page.words.count(EVIL) > 10
    assert (page.wrong, page.open) == ([], [])


def test_a_long_list_of_cells_is_cut_on_the_page_alone(tmp_path: Path) -> None:
    """A hundred are shown; JSON has all."""
    tables = ["\n".join(["year,n", *(f"{year},{shift + year}" for year in range(120))]) for shift in (0, 1)]
    comparison = compare(ONE, OTHER, (tables[0], tables[1]))
    page = read_page(tmp_path / "c.html", comparison)
    cells = next(item["cells"] for item in make_comparison(comparison)["results"] if item["cells"])

    assert "The first 100 of 120 cells that differ" in page.words
    assert len(cells["changes"]) == 120


def test_two_equal_sides_give_a_page_that_says_so(tmp_path: Path) -> None:
    """Nothing differs, nor what they were made from."""
    words = read_page(tmp_path / "c.html", compare(ONE, ONE)).words

    assert "Nothing." in words
    assert "The same parameters, data, code and environment." in words


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second time nothing is written."""
    comparison = compare(ONE, OTHER, TABLES)

    assert write_comparison_page(tmp_path / "c.html", comparison)
    assert not write_comparison_page(tmp_path / "c.html", comparison)
    assert write_comparison_json(tmp_path / "c.json", comparison)
    assert not write_comparison_json(tmp_path / "c.json", comparison)


def test_a_folder_that_is_a_file_is_answered(tmp_path: Path) -> None:
    """As every output is."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        write_comparison_page(tmp_path / "file" / "c.html", compare(ONE, ONE))


@pytest.mark.parametrize(
    ("side", "words"),
    [
        (Side(ONE, "edition"), "edition 2026.1, 5 results"),
        (Side(edition("present", number()), "present"), "the registry as it is, 1 result"),
        (Side(OTHER, "run", "plain-kgz"), "run abc, 5 results, notebook plain (country=KGZ, year=2001)"),
        (Side(edition("run a", number(), parameters={}), "run", "x"), "run a, 1 result, notebook plain"),
    ],
)
def test_a_side_is_described(side: Side, words: str) -> None:
    """Of a run its notebook and parameters too."""
    assert describe_side(side) == words


def test_text_for_a_terminal_steers_nothing() -> None:
    """Colours, line ends, and what turns the direction of reading."""
    assert plain("a\x1b[31mb\n\x00c\u202ed  \u00fc") == "a [31mb c d \u00fc"

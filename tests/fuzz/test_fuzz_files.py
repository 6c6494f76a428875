"""Claims, rules, records, cards, corrections, declarations and tables of any kind: read, or one clear error."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from checkout import CARD, CLAIM, RULES, write_tiny_table
from fuzzing import WORDS, end_well, mostly, profile, toml_texts, words
from hypothesis import example, given
from hypothesis import strategies as st

from scoledger.additions import draft_card
from scoledger.cards import read_card, read_cards
from scoledger.claims import read_articles, read_claim, read_claims, read_rules
from scoledger.claims.records import read_records
from scoledger.errors import ClaimError, LedgerError, NoDataError, SchemaError
from scoledger.parameters import read_declarations
from scoledger.paths import Project
from scoledger.site.redirects import read_redirects
from scoledger.tables import Library, add_table, ingest, library

READING = """
[[readings]]
name = "literal"
meaning = "as it says"
same_as = "literal"
[[readings.parts]]
name = "2014"
rule = "PF10"
statistic = "level"
claimed = 1.5
year = 2014
[[readings.measurements]]
measure = "trade_level"
label = "Trade"
arguments = { country = "KGZ" }
vary = { mirror = ["china", "partners"] }
prune = [ { when = { mirror = "china" }, reason = "No." } ]
"""
RECORD = """
id = "one"
actor = "A"
date = "2001"
place = "B"
finding = "C."
[[records]]
publisher = "P"
title = "T"
url = "https://example.org"
date = "2001-06-15"
level = "primary"
checked = "not verified"
supports = "core"
"""
ARTICLE = """
[one]
author = "A"
year = 2016
title = "T"
journal = "J"
citation_key = "k"
information_until = 2016-08-10
"""
CORRECTION = """
[[corrections]]
table = "tiny"
where = { year = 2001 }
column = "value_musd"
expect = 1.0
replace = 2.0
reason = "R"
source = "S"
date = 2026-01-02
"""
DECLARED = """
[one]
title = "One"
summary = "One."
slug = "one-{country}"
page = "one/{country}"
may_be_equal = true
[one.parameters.country]
type = "country"
default = "KGZ"
help = "State"
[one.parameters.year]
type = "year"
default = 2001
help = "Year"
minimum = 1992
maximum = 2024
[one.parameters.kind]
type = "choice"
default = "a"
choices = ["a", "b"]
help = "Kind"
"""
SOUND_CARD = CARD.format(sha256="ab" * 32) + '\n[columns.state]\ntype = "str"\ndescription = "S."\npattern = "[A-Z]+"\n'
CSV = "year,value_musd\n2001,1.0\n2002,2.5\n"

_KEPT: list[Project] = []


@pytest.fixture(autouse=True, scope="module")
def _keep(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make the checkout that hypothesis' cases share."""
    root = tmp_path_factory.mktemp("files") / "root"
    for folder in ("data/claims/art", "data/cards", "data/tables", "data/records", "notebooks"):
        (root / folder).mkdir(parents=True)
    project = Project(root)
    write_tiny_table(project, (1.0, 2.0))
    (project.claims / "rules.toml").write_text(RULES, encoding="utf-8")
    _KEPT[:] = [project]


def put(name: str, content: bytes) -> Project:
    """Write a file below the root of the checkout."""
    project = _KEPT[0]
    (project.root / name).write_bytes(content)
    return project


def end_and_stay(action: Any, *names: str) -> Any:
    """As `end_well`, and nothing is written beside the checkout."""
    project = _KEPT[0]
    found = end_well(action, *names)
    assert [path.name for path in project.root.parent.iterdir()] == ["root"]
    return found


@profile(700)
@given(toml_texts(CLAIM.format(id="one", source="art") + READING, CLAIM.format(id="one", source="art")))
def test_claims(content: bytes) -> None:
    """The claim of that name, or an error that names its file."""
    project = put("data/claims/art/one.toml", content)
    found = end_and_stay(lambda: read_claims(project), "data/claims/art/one.toml")

    assert found is None or list(found) == ["one"]


@profile(300)
@given(
    st.from_regex(r"[a-z]{1,5}", fullmatch=True),
    st.one_of(words, words.map("*{}".format), st.sampled_from(["*", "on?", "../art/one", "**/one", "a/**b", "[o]ne"])),
    st.booleans(),
)
def test_a_name_of_a_claim_is_no_pattern(claim_id: str, word: str, is_id: bool) -> None:
    """Nor a path: whatever is asked for is the id of a claim, or there is none."""
    name = f"data/claims/art/{claim_id}.toml"
    project = put(name, CLAIM.format(id=claim_id, source="art").encode())
    found = end_and_stay(lambda: read_claim(project, claim_id if is_id else word), "scoledger claims")
    (project.root / name).unlink()

    assert (found.id if found else None) == (claim_id if is_id or word == claim_id else None)


@profile(300)
@given(toml_texts(RULES))
def test_rules(content: bytes) -> None:
    """No number of a rule takes longer to read than to write."""
    project = put("data/claims/rules.toml", content)

    assert isinstance(end_and_stay(lambda: read_rules(project), "rules.toml") or {}, dict)


@profile(300)
@given(st.sampled_from(["articles", "records", "redirects"]), st.data())
def test_articles_records_and_redirects(kind: str, data: st.DataObject) -> None:
    """Everything else that states something about the book."""
    name, sound, read = {
        "articles": ("data/claims/articles.toml", ARTICLE, read_articles),
        "records": ("data/records/one.toml", RECORD, lambda project: read_records(project, "one")),
        "redirects": ("data/redirects.toml", '[pages]\n"book/a" = "book/b"\n', read_redirects),
    }[kind]
    project = put(name, data.draw(toml_texts(sound)))
    found: Any = end_and_stay(lambda: read(project), name)

    assert kind != "records" or found is None or all(one.url.startswith("http") for one in found.records)


@profile(600)
@given(toml_texts(SOUND_CARD))
def test_cards(content: bytes) -> None:
    """The card of that name with its table in its folder, or an error that names the card."""
    project = put("data/cards/tiny.toml", content)
    found = end_and_stay(lambda: read_cards(project), "data/cards/tiny.toml")

    assert found is None or (project.data / found["tiny"].file.path).parent == project.data / "tables"


@pytest.mark.parametrize("word", WORDS)
def test_no_word_names_a_card_elsewhere(word: str) -> None:
    """A path, a pattern, a long name: none is an id."""
    assert end_and_stay(lambda: read_card(_KEPT[0], word), "data/cards") is None


@profile(300)
@given(toml_texts(CORRECTION), st.sampled_from([True, *[False] * 5]))
def test_corrections(content: bytes, is_sound: bool) -> None:
    """A table with its corrections, or an error that names their file or the table's."""
    project = _KEPT[0]
    write_tiny_table(project, (1.0, 2.0))
    put("data/corrections.toml", CORRECTION.encode() if is_sound else content)
    frame = end_and_stay(lambda: Library(project).read("tiny"), "data/corrections.toml", "data/tables/tiny.parquet")
    put("data/corrections.toml", b"")

    assert frame is None or set(frame) == {"year", "value_musd"}
    assert not is_sound or frame is not None


@profile(400)
@given(toml_texts(DECLARED))
@example(DECLARED.replace("= 2001", "= 0x" + "f" * 5000).encode())
@example(DECLARED.replace('"a", "b"', '"a", 0x' + "f" * 5000).encode())
def test_declarations_of_notebooks(content: bytes) -> None:
    """What every notebook can be asked, in words that can be written, or an error that names the file."""
    project = put("notebooks/parameters.toml", content)
    found = end_and_stay(lambda: read_declarations(project), "notebooks/parameters.toml")

    for declaration in (found or {}).values():
        assert all(name.isidentifier() for name in declaration.parameters)
        assert all(parameter.expected() and str(parameter) for parameter in declaration.parameters.values())


cells = st.one_of(
    words, st.sampled_from(["2001", "1e400", "9" * 30, "-9223372036854775809", "nan", "inf", "", '"', "1,5", "=1"])
)
rows = st.dictionaries(st.integers(1990, 2030), st.floats(0, 100), min_size=1, max_size=5)
sound = rows.map(lambda found: "\n".join(["year,value_musd", *(f"{k},{v}" for k, v in found.items()), ""]).encode())
odd_tables = st.one_of(
    st.lists(st.lists(cells, min_size=1, max_size=3), max_size=4).map(
        lambda rows: "\n".join(["year,value_musd", *(",".join(row) for row in rows)]).encode("utf-8", "surrogatepass")
    ),
    st.lists(cells, min_size=1, max_size=5).map(lambda heads: (",".join(heads) + "\n1,2\n").encode("utf-8", "replace")),
    st.binary(max_size=60),
    st.binary(max_size=30).map(lambda tail: CSV.encode() + tail),
)
tables = mostly(sound, odd_tables, times=2)


@profile(400)
@given(
    tables,
    st.sampled_from([*[(".csv", False)] * 4, *[(".csv.gz", True)] * 2, (".csv", True), (".csv.gz", False),
                     (".zip", False), (".parquet", False)]),
)  # fmt: skip
def test_tables(content: bytes, kind: tuple[str, bool]) -> None:
    """A table that its card allows, or one error; the card, whole or not, stays one."""
    project = _KEPT[0]
    write_tiny_table(project, (1.0, 2.0))
    suffix, is_packed = kind
    source = project.root / f"source{suffix}"
    source.write_bytes(gzip.compress(content) if is_packed else content)
    end_and_stay(lambda: add_table(project, source, "tiny"), "source", "tiny", "the file")

    assert Library(project).read("tiny")["year"].between(1990, 2030).all()


@profile(200)
@given(odd_tables)
def test_drafts_of_cards(content: bytes) -> None:
    """A draft is TOML whatever the header says, or there is none."""
    project = _KEPT[0]
    source = project.root / "source.csv"
    source.write_bytes(content)
    path = end_and_stay(
        lambda: draft_card(project, source, "drafted"), "source.csv", "the file's column", "data/drafts"
    )
    if path is not None:
        (project.cards / "drafted.toml").write_bytes(path.read_bytes())
        end_and_stay(lambda: read_card(project, "drafted"), "data/cards/drafted.toml")
        path.unlink()
        (project.cards / "drafted.toml").unlink()


def test_a_number_that_would_fill_the_memory_is_no_share(tmp_path: Path) -> None:
    """A thousand million digits from eleven letters."""
    (tmp_path / "data" / "claims").mkdir(parents=True)
    path = tmp_path / "data" / "claims" / "rules.toml"
    path.write_text(f'{RULES}support_share = "1e1000000000"\n', encoding="utf-8")

    with pytest.raises(ClaimError, match="expected a fraction such as"):
        read_rules(Project(tmp_path))


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends at the bound."""
    monkeypatch.setattr(ingest, "MOST_BYTES", 1000)
    source = tmp_path / "bomb.csv.gz"
    source.write_bytes(gzip.compress(b"year\n" + b"1\n" * 1000))

    with pytest.raises(NoDataError, match=r"unpacked, it has more than 1,000 bytes"):
        ingest.read_raw(source)


def test_a_table_with_more_rows_than_any_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes of Parquet can stand for thousands of millions of equal rows."""
    project = _KEPT[0]
    write_tiny_table(project, (1.0, 7.0))
    monkeypatch.setattr(library, "MOST_ROWS", 1)

    with pytest.raises(SchemaError, match=r"has 2 rows\.\nExpected at most 1"):
        Library(project).read("tiny")


def test_rows_longer_than_the_header_are_refused(tmp_path: Path) -> None:
    """Else their cells would stand below the wrong names."""
    project = _KEPT[0]
    write_tiny_table(project, (1.0, 2.0))
    source = tmp_path / "long.csv"
    source.write_text("year,value_musd\n1,2001,1\n", encoding="utf-8")

    with pytest.raises(LedgerError, match="more cells than its header names"):
        add_table(project, source, "tiny")

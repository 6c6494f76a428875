"""The bundle for a paper: what is in it, and that nothing is half-written or written over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bookmaker import RULES, BookMaker
from paper_project import IDS, add_results, change, publish
from pybtex.database import parse_file

from scoledger.errors import CitationError, EditionError, OutputError, PaperError, UnknownResultError
from scoledger.exports.paper import write_paper


@pytest.fixture
def cited(maker: BookMaker) -> BookMaker:
    """A project with everything that a paper cites."""
    return add_results(maker)


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_bundle_holds_what_a_paper_needs(cited: BookMaker, tmp_path: Path) -> None:
    """Macros, bibliography, README, example, and the files of figure and table."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    figures = {f"figures/flows.{suffix}" for suffix in ("csv", "pdf", "png", "svg")}
    tables = {f"tables/flows-table.{suffix}" for suffix in ("csv", "tex")}

    assert set(contents(tmp_path / "sco")) == {
        ".scoledger.json", "README.md", "example.tex", "results.bib", "results.tex", *figures, *tables,
    }  # fmt: skip


def test_a_number_is_defined_with_all_that_it_is(cited: BookMaker, tmp_path: Path) -> None:
    """Printed words, number, unit, interval, n, edition, id and citation; a minus sign is one."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    lines = (tmp_path / "sco" / "results.tex").read_text("utf-8").splitlines()
    found = dict(re.findall(r"\\scodefine\{trade-2014\}\{(\w+)\}\{(.*)\}", "\n".join(lines)))

    assert found == {
        "kind": "number", "title": "Trade in 2014", "text": "45.0 billion USD", "value": "45.0", "unit": "billion USD",
        "interval": "27.1 billion USD to 45.0 billion USD", "n": "1,234", "edition": "2026.1",
        "id": "\\scoid{trade-2014@2026.1}", "cite": "\\cite{scoledger-2026.1-trade-2014}",
    }  # fmt: skip
    assert "\\scodefine{fall-1999}{text}{$-$3.2 percent}" in lines
    assert "\\scodefine{fall-1999}{title}{Fall \\& rise, 100 \\% of R\\_1}" in lines


def test_the_bibliography_names_edition_results_data_and_methods(cited: BookMaker, tmp_path: Path) -> None:
    """Each once, and an ampersand of the book's bibliography is escaped once."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    bibliography = parse_file(str(tmp_path / "sco" / "results.bib"))
    results = {f"scoledger-2026.1-{name}" for name in IDS}

    assert set(bibliography.entries) == {
        "scoledger-2026.1", "data-test-trade", "kocamaz2019", "simonsohn2020", "yao1988", *results,
    }  # fmt: skip
    assert bibliography.entries["yao1988"].fields["journal"] == "Statistics \\& Probability Letters"
    assert [str(person) for person in bibliography.entries["yao1988"].persons["author"]] == ["Yao, Yi-Ching"]


def test_a_reading_with_two_rules_cites_the_methods_of_both(cited: BookMaker, tmp_path: Path) -> None:
    """Its parts are judged by a point and by a rank."""
    cited.write("data/claims/rules.toml", f'{RULES}[RANK]\nkind = "rank"\ntext = "The first places hold."\n')
    cited.write("data/claims/methods.toml", 'every = []\npoint = ["yao1988"]\nrank = ["mann1945"]\n')
    path = cited.add_verdict("alpha", run="run-a")
    path.write_text(path.read_text("utf-8").replace('"rule": "PF10"', '"rule": "PF10, RANK"'), encoding="utf-8")

    assert write_paper(cited.project, ["alpha"], tmp_path / "sco").methods == ("kocamaz2019", "mann1945", "yao1988")


def test_a_key_that_would_stand_twice_is_refused(cited: BookMaker, tmp_path: Path) -> None:
    """BibTeX would drop one of the two in silence."""
    path = cited.project.book / "references.bib"
    text = path.read_text("utf-8") + "\n@misc{data-test-trade,\n  title = {Another}\n}\n"
    path.write_text(text, encoding="utf-8")
    cited.write("data/claims/methods.toml", 'every = ["data-test-trade"]\npoint = []\n')

    with pytest.raises(CitationError, match="data-test-trade twice"):
        write_paper(cited.project, IDS, tmp_path / "sco")


def test_the_readme_warns_of_extracts_and_names_the_terms(cited: BookMaker, tmp_path: Path) -> None:
    """A table that the producer lets nobody pass on whole is named; without one there is no warning."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    free = (tmp_path / "sco" / "README.md").read_text("utf-8")
    card = cited.project.cards / "test-trade.toml"
    text = card.read_text("utf-8").replace('rule = "ship"', 'rule = "extract"')
    card.write_text(text.replace("redistributable = true", "redistributable = false"), encoding="utf-8")
    content = write_paper(cited.project, IDS, tmp_path / "sco")
    held = (tmp_path / "sco" / "README.md").read_text("utf-8")

    assert "may be passed on freely" not in free
    assert "values taken from `test-trade` (Test Statistics Office)" in held
    assert "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; passed on as an extract" in held
    assert [card.id for card in content.held] == ["test-trade"]
    assert "| `trade-2014` | number | 45.0 billion USD | Trade in 2014 |" in held


def test_two_bundles_of_one_registry_are_equal(cited: BookMaker, tmp_path: Path) -> None:
    """Byte for byte, in every file."""
    write_paper(cited.project, IDS, tmp_path / "one")
    write_paper(cited.project, IDS, tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_earlier_bundle_is_replaced_with_what_latex_left(cited: BookMaker, tmp_path: Path) -> None:
    """The new one holds only what was asked for."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    (tmp_path / "sco" / "example.aux").write_text("left", encoding="utf-8")
    write_paper(cited.project, ["trade-2014"], tmp_path / "sco")

    assert {path.name for path in (tmp_path / "sco").iterdir()} == {
        ".scoledger.json", "README.md", "example.tex", "results.bib", "results.tex",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["thesis.tex", "figures/mine.pdf", "tables/trade-2014.csv", "results.tex"])
def test_somebody_s_files_are_left_alone(cited: BookMaker, tmp_path: Path, name: str) -> None:
    """Also beside an earlier bundle, under the id of a number; a results.tex of another hand is somebody's, too."""
    if name != "results.tex":
        write_paper(cited.project, IDS, tmp_path / "sco")
    path = tmp_path / "sco" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    before = contents(tmp_path / "sco")

    with pytest.raises(OutputError, match=f"it holds {name}"):
        write_paper(cited.project, ["trade-2014"], tmp_path / "sco")
    assert contents(tmp_path / "sco") == before


@pytest.mark.parametrize("name", ["README.md", "example.tex", "tables/flows-table.tex", "figures/flows.pdf"])
def test_a_bundle_that_was_altered_is_left_alone(cited: BookMaker, tmp_path: Path, name: str) -> None:
    """Nobody's changes vanish: the altered file is named; once it is as it was written, the bundle is replaced."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    path, written = tmp_path / "sco" / name, (tmp_path / "sco" / name).read_bytes()
    path.write_bytes(written + b"mine")
    before = contents(tmp_path / "sco")
    with pytest.raises(OutputError, match=f"altered since it was written: {name}[.]"):
        write_paper(cited.project, ["trade-2014"], tmp_path / "sco")

    assert contents(tmp_path / "sco") == before
    path.write_bytes(written)
    write_paper(cited.project, ["trade-2014"], tmp_path / "sco")
    assert not (tmp_path / "sco" / "tables").exists()


def test_one_result_is_not_many(cited: BookMaker, tmp_path: Path) -> None:
    """The README counts in plain English."""
    write_paper(cited.project, ["trade-2014"], tmp_path / "one")
    write_paper(cited.project, IDS, tmp_path / "all")

    assert "\n1 result, written by" in (tmp_path / "one" / "README.md").read_text("utf-8")
    assert "\n5 results, written by" in (tmp_path / "all" / "README.md").read_text("utf-8")


def test_a_bundle_without_its_checksums_is_left_alone(cited: BookMaker, tmp_path: Path) -> None:
    """Nobody can tell whether it was altered; a list that is damaged, or climbs out of the folder, is refused, too."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    (tmp_path / "sco" / ".scoledger.json").unlink()
    with pytest.raises(OutputError, match=r"it holds README.md, .* and \d more"):
        write_paper(cited.project, IDS, tmp_path / "sco")
    for words in ("{", "[]", '{"files": {"../x": "0"}}', '{"files": {"results.tex": 1}}'):
        (tmp_path / "sco" / ".scoledger.json").write_text(words, encoding="utf-8")
        with pytest.raises(PaperError, match=r"scoledger.json cannot be read"):
            write_paper(cited.project, IDS, tmp_path / "sco")


def test_the_folder_itself_stays(cited: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that works in it stands in no deleted folder: empty at first, then with a bundle."""
    (tmp_path / "sco").mkdir()
    monkeypatch.chdir(tmp_path / "sco")
    number = Path().stat().st_ino
    write_paper(cited.project, IDS, Path())
    write_paper(cited.project, ["trade-2014"], Path())

    assert (tmp_path / "sco").stat().st_ino == number
    assert "flows" not in Path("results.tex").read_text("utf-8")


def test_a_failure_leaves_the_earlier_bundle(cited: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one new file cannot be put in its place, all old ones are put back; a new folder is taken away."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    before, rename = contents(tmp_path / "sco"), Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "results.tex" and path.parent.name == "new":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="No space left"):
        write_paper(cited.project, ["trade-2014"], tmp_path / "sco")
    assert contents(tmp_path / "sco") == before
    with pytest.raises(OutputError, match="No space left"):
        write_paper(cited.project, IDS, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_cannot_be_put_back_is_kept(cited: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the way back fails as well, the earlier files are not deleted, and the message says where they stand."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    before, rename = contents(tmp_path / "sco"), Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.parent.name in {"new", "old"}:
            raise OSError(30, "Read-only file system")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="move them back by hand"):
        write_paper(cited.project, ["trade-2014"], tmp_path / "sco")
    (old,) = (tmp_path / "sco").glob(".scoledger-*/old")

    assert "results.tex" in contents(old)
    assert {**contents(tmp_path / "sco"), **contents(old)}.items() >= before.items()


def test_what_cannot_be_cited_is_refused(cited: BookMaker, tmp_path: Path) -> None:
    """No id, an unknown id with the nearest, prose, and a file in the place of the folder."""
    cited.add_result("some-words", "text", text="Words.")
    with pytest.raises(PaperError, match="no id is given"):
        write_paper(cited.project, [], tmp_path / "sco")
    with pytest.raises(UnknownResultError, match="Did you mean 'trade-2014'"):
        write_paper(cited.project, ["trade-2015"], tmp_path / "sco")
    with pytest.raises(CitationError, match="no citation of its own"):
        write_paper(cited.project, ["some-words"], tmp_path / "sco")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        write_paper(cited.project, IDS, tmp_path / "file")
    assert not (tmp_path / "sco").exists()


def test_nothing_goes_out_under_the_name_of_an_edition_that_says_otherwise(cited: BookMaker, tmp_path: Path) -> None:
    """Before the edition is published the README says so; afterwards a value that has moved is refused."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    draft = (tmp_path / "sco" / "README.md").read_text("utf-8")
    publish(cited)
    write_paper(cited.project, IDS, tmp_path / "sco")
    change(cited, "trade-2014", value=46.0, text="46.0 billion USD")

    assert "is not published yet" in draft
    assert "is not published yet" not in (tmp_path / "sco" / "README.md").read_text("utf-8")
    with pytest.raises(EditionError, match=r"edition 2026[.]1 '45[.]0 billion USD'"):
        write_paper(cited.project, IDS, tmp_path / "sco")

"""Checking a paper: every standing, the cause, hostile papers and bad input."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from paper_project import add_results, change, publish, remove, write_tex

from scoledger.editions.paper import Report, read_paper, report_data, verify_paper, write_report
from scoledger.editions.paper import reading as reading_module
from scoledger.errors import EditionError, PaperError, StaleResultError, UnknownEditionError
from scoledger.exports.paper import write_paper

IDS = ("same", "moved", "rounded", "gone", "alpha", "flows", "flows-table")


@pytest.fixture
def book(tmp_path: Path) -> BookMaker:
    """An edition, a paper's bundle of it, and since then: one result moved, one within rounding, one withdrawn."""
    book = add_results(BookMaker.begin(tmp_path / "book"))
    book.add_run("run-b", "book/profiles/kgz", [])
    for name in ("same", "moved", "rounded", "gone"):
        book.add_result(name, run="run-b", low=44.0, high=46.0, n=10)
    give_run(book, "2024-05")
    publish(book)
    write_paper(book.project, IDS, tmp_path / "paper" / "sco")
    change(book, "moved", value=47.5, text="47.5 billion USD")
    change(book, "rounded", value=45.001)
    remove(book, "gone")
    text = '[gone]\nedition = "2026.2"\nreason = "It was counted twice."\nsuccessor = "same"\n'
    book.write("data/editions/withdrawn.toml", text)
    give_run(book, "2025-11")
    return book


def give_run(book: BookMaker, vintage: str) -> None:
    """Let the run have read a vintage of the table."""
    path = book.project.runs / "run-b" / "run.json"
    record = json.loads(path.read_text("utf-8"))
    record |= {"inputs": [{"kind": "table", "id": "test-trade", "digest": vintage * 3, "vintage": vintage}]}
    record |= {"notebook_digest": "a" * 64, "code_digest": "c" * 64, "edition": "2026.1", "files": {}}
    path.write_text(json.dumps(record), encoding="utf-8")


def verify(book: BookMaker, tmp_path: Path, body: str, **keys: Any) -> Report:
    """Check a paper with this body, beside the bundle."""
    return verify_paper(book.project, write_tex(tmp_path / "paper", body, **keys))


def standings(report: Report) -> dict[str, str]:
    """Word by id."""
    return {finding.standing.id: finding.standing.standing for finding in report.findings}


def test_every_standing_is_told_with_value_and_cause(book: BookMaker, tmp_path: Path) -> None:
    """Unchanged, within rounding, changed, withdrawn and misspelt, each with its lines."""
    body = "\\sco{same}, \\sco[n]{moved}\n\\sco{rounded} \\sco{same}\n\\sco{gone} \\sco[value]{mooved}"
    report = verify(book, tmp_path, body)
    text = write_report(report)
    lines = [" ".join(line.split()) for line in text.splitlines()]

    assert "paper.tex:5, 6 same@2026.1 unchanged 45.0 billion USD 45.0 billion USD" in lines
    assert "paper.tex:5 moved@2026.1 changed 45.0 billion USD 47.5 billion USD" in lines
    assert "paper.tex:6 rounded@2026.1 changed within rounding 45.0 billion USD 45.0 billion USD" in lines
    assert "value 45 -> 45.001 billion USD" in lines
    assert lines.count("data vintage: test-trade 2024-05 -> 2025-11") == 2
    assert "paper.tex:7 gone@2026.1 withdrawn 45.0 billion USD -" in lines
    assert "withdrawn in 2026.2: It was counted twice" in lines
    assert "in its place: same, now 45.0 billion USD" in lines
    assert "paper.tex:7 mooved@2026.1 unknown - -" in lines
    assert "edition 2026.1 has no such result. Did you mean 'moved'?" in lines
    assert lines[-1] == (
        "5 results cited: 1 unchanged, 1 changed within rounding, 1 changed, 1 withdrawn, 1 unknown. 3 to look at."
    )
    assert not report.is_sound


def test_a_paper_within_rounding_is_sound(book: BookMaker, tmp_path: Path) -> None:
    """It still prints what the book says."""
    report = verify(book, tmp_path, "\\sco{same} \\sco{rounded} \\sco[title]{alpha}")

    assert report.is_sound
    assert write_report(report).splitlines()[-1].endswith("The paper says what the book says.")


def test_an_id_in_the_text_is_compared_with_its_own_edition(book: BookMaker, tmp_path: Path) -> None:
    """It needs no results.tex; an address of mail and a longer version are no ids."""
    change(book, "trade-2014", value=46.0, text="46.0 billion USD")
    body = "same@2026.1, (trade-2014@2026.1). Not me@2026.1.example, same@2026.11x, @2026.1; look---same@2026.1."
    report = verify(book, tmp_path, body, preamble="")

    assert standings(report) == {"same": "unchanged", "trade-2014": "changed"}
    assert [len(finding.places) for finding in report.findings] == [2, 1]
    assert str(report.findings[0].places[1]) == "paper.tex:5"


@pytest.mark.parametrize("words", ["Trade-2014", "trade_2014", "trade\\_2014", "trade.2014", "tr\u00e4de-2014"])
def test_a_misspelt_id_in_the_text_is_no_silence(book: BookMaker, tmp_path: Path, words: str) -> None:
    """Also where it cannot be an id at all: it is unknown, and the nearest is named."""
    report = verify(book, tmp_path, f"same@2026.1 and {words}@2026.1")

    assert list(standings(report).values()) == ["unchanged", "unknown"]
    assert "Did you mean 'trade-2014'?" in write_report(report)
    assert not report.is_sound


def test_figures_and_tables_are_citations_too(book: BookMaker, tmp_path: Path) -> None:
    """A figure by the picture that is included, a table by the id in its caption."""
    change(book, "flows-table", details={"columns": [], "rows": []})
    body = "\\includegraphics[width=1cm]{sco/figures/flows.pdf}\n\\includegraphics{logo}\\input{sco/tables/flows-table}"
    report = verify(book, tmp_path, body)

    assert standings(report) == {"flows": "unchanged", "flows-table": "changed"}
    assert str(report.findings[1].places[0]).startswith("sco/tables/flows-table.tex:")
    assert "the table shows other values" in write_report(report)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{same}{text}{45.0 b", "{same}{text}{55.0 b", "text is '55.0 billion USD', was '45.0 billion USD'"),
        ("{same}{n}{10}", "{same}{n}{1,000}", "n is '1,000', was '10'"),
        ("\\scodefine{same}{interval}{44 billion USD to 46 billion USD}\n", "", "interval is 'missing', was '44 b"),
    ],
)
def test_a_value_altered_by_hand_is_found(book: BookMaker, tmp_path: Path, old: str, new: str, words: str) -> None:
    """What the paper prints and what the edition says are both told."""
    path = tmp_path / "paper" / "sco" / "results.tex"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    report = verify(book, tmp_path, "\\sco{same} \\sco{rounded}")

    assert standings(report) == {"same": "altered", "rounded": "changed within rounding"}
    assert words in write_report(report)
    assert not report.is_sound


def test_comments_and_verbatim_do_not_count(book: BookMaker, tmp_path: Path) -> None:
    """Neither does what stands behind the end; a percent sign that is printed begins no comment."""
    body = (
        "50\\% \\sco{same} % \\sco{moved} gone@2026.1\n\\verb|\\sco{gone}| \\lstinline{\\sco{gone}}\n"
        "\\begin{verbatim}\n\\sco{moved}\n\\end{verbatim}\n\\begin{lstlisting}\nmoved@2026.1\n\\end{lstlisting}\n"
        "\\\\sco{moved} \\section{On \\sco{alpha}}\n\\end{document}\n\\sco{moved}"
    )
    report = verify(book, tmp_path, body)

    assert standings(report) == {"same": "unchanged", "alpha": "unchanged"}
    assert str(report.findings[1].places[0]) == "paper.tex:13"


def test_chapters_of_the_paper_are_read(book: BookMaker, tmp_path: Path) -> None:
    """By input and include, from the paper's folder, each once; what the preamble inputs from elsewhere is noted."""
    (tmp_path / "paper" / "parts").mkdir()
    (tmp_path / "paper" / "parts" / "one.tex").write_text("\n\\sco{same}\\input{parts/one}", encoding="utf-8")
    preamble = "\\input{glyphtounicode}\\input sco/results.tex"
    report = verify(book, tmp_path, "\\include{parts/one}\\input{parts/one.tex}", preamble=preamble)

    assert [str(place) for place in report.findings[0].places] == ["parts/one.tex:2"]
    assert report.is_sound
    assert report.paper.notes == ["paper.tex:3: \\input{glyphtounicode}: not in the paper's folder, not read"]


def test_what_cannot_be_followed_is_no_silence(book: BookMaker, tmp_path: Path) -> None:
    """A missing chapter, a macro around ours and an input that macros name leave the paper unchecked."""
    body = "\\sco{same}\n\\input{missing}\n\\newcommand{\\mine}[1]{\\sco{#1}}\n\\input{\\jobname-x}\n\\import{a}{b}"
    report = verify(book, tmp_path, body)

    assert [item.partition(": ")[0] for item in report.paper.unchecked] == [
        f"paper.tex:{line}" for line in (6, 7, 8, 9)
    ]
    assert "there is no such file in the paper's folder" in write_report(report)
    assert not report.is_sound


def test_without_a_built_book_the_newest_edition_stands_in(book: BookMaker, tmp_path: Path) -> None:
    """And the report says so."""
    for path in book.project.registry.glob("*.json"):
        path.unlink()
    report = verify(book, tmp_path, "\\sco{moved}")

    assert standings(report) == {"moved": "unchanged"}
    assert "compared with edition 2026.1, as no book is built here" in write_report(report)


def test_the_data_of_a_report_are_plain(book: BookMaker, tmp_path: Path) -> None:
    """For programs: places, values, causes and counts."""
    data = report_data(verify(book, tmp_path, "\\sco{moved} \\sco{gone}"))
    moved, gone = json.loads(json.dumps(data))["findings"]

    assert data["counts"] == {"changed": 1, "withdrawn": 1}
    assert (data["is_sound"], data["present"], data["paper"]) == (False, "present", "paper.tex")
    assert moved["places"] == [{"file": "paper.tex", "line": 5}]
    assert (moved["was"]["value"], moved["now"]["value"], moved["printed"]) == (45.0, 47.5, "45.0 billion USD")
    assert moved["causes"] == ["data vintage: test-trade 2024-05 -> 2025-11"]
    assert (gone["note"], gone["successor"]) == ("withdrawn in 2026.2: It was counted twice", "same")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "../outside", "link"])
def test_nothing_outside_the_folder_is_opened(
    book: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Neither by a path that climbs, nor by an absolute one, nor through a link."""
    (tmp_path / "outside.tex").write_text("\\sco{moved}", encoding="utf-8")
    (tmp_path / "paper" / "link.tex").symlink_to(tmp_path / "outside.tex")
    opened, read_bytes = list[Path](), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or read_bytes(path))
    paper = read_paper(write_tex(tmp_path / "paper", f"\\sco{{same}}\\input{{{name}}}"))

    assert [path.name for path in opened] == ["paper.tex", "results.tex"]
    assert paper.unchecked == [f"paper.tex:5: \\input{{{name}}} leads out of the paper's folder and was not read"]


@pytest.mark.parametrize(
    "body",
    ["{" * 20_000 + "\\sco{same}", "\\begin{a}" * 5_000 + "\\sco{same}", "$" * 9_999 + "\\sco{same}", "\\sco{same}\\",
     "\\verb \\sco{same}", "\\begin\\sco{same}", "\\sco{same}\\input{" + "x" * 5_000 + "}", "\\sco{same}\\iffalse"],
)  # fmt: skip
def test_broken_latex_stops_nothing(book: BookMaker, tmp_path: Path, body: str) -> None:
    """However deep, long or unfinished it is, what can be read is read."""
    paper = read_paper(write_tex(tmp_path / "paper", body))

    assert [citation.id for citation in paper.citations] == ["same"]


def test_a_chapter_that_ends_in_a_backslash_is_read(book: BookMaker, tmp_path: Path) -> None:
    """No command begins there."""
    (tmp_path / "paper" / "part.tex").write_text("\\sco{same}\\", encoding="utf-8")
    paper = read_paper(write_tex(tmp_path / "paper", "\\input{part}"))

    assert [str(citation.place) for citation in paper.citations] == ["part.tex:1"]


def test_a_long_chain_of_files_is_followed_and_an_endless_one_refused(
    book: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four hundred files deep; beyond the limit the message says how many."""
    for number in range(400):
        text = f"\\input{{c{number + 1}}}" if number < 399 else "\\sco{same}"
        (tmp_path / "paper" / f"c{number}.tex").write_text(text, encoding="utf-8")
    path = write_tex(tmp_path / "paper", "\\input{c0}")

    assert [str(item.place) for item in read_paper(path).citations] == ["c399.tex:1"]
    monkeypatch.setattr(reading_module, "MOST_FILES", 100)
    with pytest.raises(PaperError, match="more than 100 files"):
        read_paper(path)


def test_a_huge_file_is_refused_unread(book: BookMaker, tmp_path: Path) -> None:
    """By its size, before it is opened; also as an input."""
    path = write_tex(tmp_path / "paper", "\\sco{same}\\input{huge}")
    with (tmp_path / "paper" / "huge.tex").open("wb") as file:
        os.truncate(file.fileno(), reading_module.LARGEST + 1)

    with pytest.raises(PaperError, match=r"huge.tex makes the paper larger than 20,000,000 bytes"):
        read_paper(path)


@pytest.mark.parametrize("field", ["text", "edition"])
def test_a_hostile_definition_is_refused(book: BookMaker, tmp_path: Path, field: str) -> None:
    """Braces a thousand deep, and control characters in what would be printed to a terminal."""
    text = f"\\scodefine{{same}}{{edition}}{{2026.1}}\\scodefine{{same}}{{{field}}}{{{'{' * 999}{'}' * 999}}}"
    (tmp_path / "paper" / "sco" / "results.tex").write_text(text, encoding="utf-8")

    with pytest.raises((PaperError, UnknownEditionError)):
        verify(book, tmp_path, "\\sco{same}")


def test_control_characters_reach_no_terminal(book: BookMaker, tmp_path: Path) -> None:
    """An id that would clear the screen is shown with question marks."""
    text = write_report(verify(book, tmp_path, "\\sco{same} \\sco{\x1b[2Jmoved}\\input{x\x1b[31m}"))

    assert "\x1b" not in text
    assert "?[2Jmoved@2026.1" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\\documentclass{article} nothing", "cites nothing of the book"),
        (b"%PDF-1.5\n\0\0", "is no text"),
        ("\n\\sco{same} Kür".encode("latin-1"), r"paper.tex:2 is not UTF-8: found the byte 0xfc"),
        (b"\\sco{same}", "inputs no results.tex"),
        (b"", "cites nothing of the book"),
    ],
)
def test_bad_papers_get_a_message(book: BookMaker, tmp_path: Path, content: bytes, message: str) -> None:
    """What was expected, what was found and what to do."""
    path = tmp_path / "paper" / "paper.tex"
    path.write_bytes(content)

    with pytest.raises(PaperError, match=message):
        verify_paper(book.project, path)


def test_a_missing_paper_and_a_folder_get_a_message(book: BookMaker, tmp_path: Path) -> None:
    """Both are no LaTeX file."""
    with pytest.raises(PaperError, match="found nothing there"):
        verify_paper(book.project, tmp_path / "none.tex")
    with pytest.raises(PaperError, match="found a folder there"):
        verify_paper(book.project, tmp_path)


def test_an_edition_that_is_not_kept_is_named_with_its_line(book: BookMaker, tmp_path: Path) -> None:
    """And so are those that are kept; a damaged one is refused, too."""
    with pytest.raises(
        UnknownEditionError, match=r"(?s)paper.tex:6 cites 'same' of edition '2031.7'.*Kept are: 2026.1"
    ):
        verify(book, tmp_path, "\n\\emph{same@2031.7}")
    (book.project.editions / "2026.1" / "results.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(EditionError, match="do not fit together"):
        verify(book, tmp_path, "\\sco{same}")


def test_an_id_that_results_tex_lacks_is_looked_for_in_the_newest_edition(book: BookMaker, tmp_path: Path) -> None:
    """The tenth of a year is newer than the ninth."""
    shutil.copytree(book.project.editions / "2026.1", book.project.editions / "2026.9")
    shutil.copytree(book.project.editions / "2026.1", book.project.editions / "2026.10")
    path = tmp_path / "paper" / "sco" / "results.tex"
    text = path.read_text("utf-8")
    assert "{same}{edition}{2026.1}" in text
    text = text.replace("{same}{edition}{2026.1}", "{same}{edition}{2026.9}")
    path.write_text(text.replace("{alpha}{edition}{2026.1}", "{alpha}{edition}{2026.10}"), encoding="utf-8")
    report = verify(book, tmp_path, "\\sco{trade-2014}")

    assert [finding.standing.edition for finding in report.findings] == ["2026.10"]


def test_a_lost_table_of_the_registry_is_named(book: BookMaker, tmp_path: Path) -> None:
    """Even if the paper cites another result: what the book says now cannot be read whole."""
    (book.project.registry / "files" / "flows-table.csv").unlink()

    with pytest.raises(StaleResultError, match=r"(?s)table 'flows-table' is damaged: files/flows-table\.csv.*book'"):
        verify(book, tmp_path, "\\sco{same}")


def test_a_long_paper_is_read_in_one_go(book: BookMaker, tmp_path: Path) -> None:
    """Two million letters with twenty thousand citations: every one is found, with its line."""
    body = "\n".join(["word " * 20 + "\\sco{same}"] * 20_000)
    paper = read_paper(write_tex(tmp_path / "paper", body))

    assert len(paper.citations) == 20_000
    assert paper.citations[-1].place.line == 20_004

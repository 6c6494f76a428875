"""What a chapter's notebook says through its session: numbers, sentences, sources, closing box, claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoledger import results
from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.errors import ClaimError, NoDataError, ResultError, UnknownTableError
from scoledger.paths import Project

TEXT = """
id = "plain"
question = "Is it so?"
articles = "They say that it is so."
reverse = "If it were not."
identifies = "Nothing does."
claims = ["tiny-claim"]
references = ["mann1945", "sen1968"]
"""

SHARE = Quantity("share", "Share", 0.25, "share", low=0.2, high=float("inf"), n=1200, caption="a|b", is_main=True)
UNKNOWN = Quantity("gone", "Share in 2030", None, "share")


@pytest.fixture
def run(tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> results.Session:
    """A chapter's notebook that has begun and read its table."""
    monkeypatch.setenv(results.FOLDER_VARIABLE, str(tmp_path / "run"))
    tiny.chapters.mkdir(parents=True)
    (tiny.chapters / "plain.toml").write_text(TEXT, encoding="utf-8")
    session = results.begin("plain", country="KGZ")
    session.library.read("tiny")
    return session


def test_known_quantities_become_results_and_one_table(run: results.Session) -> None:
    """An unknown one is no result; an open end of an interval is none; a bar in a caption does not end the cell."""
    shown = run.numbers([SHARE, UNKNOWN])

    assert set(run.results) == {"plain-kgz-share", "plain-kgz-numbers"}
    assert run.results["plain-kgz-share"].high is None
    assert run.results["plain-kgz-share"].details == {"is_main": True}
    assert "| Share | {result}`plain-kgz-share` | at least 20 percent | 1,200 | a\\|b |" in shown.markdown
    assert "Share: 25 percent (at least 20 percent)" in shown.plain


def test_a_sentence_cites_by_name(run: results.Session) -> None:
    """With the unit or without; in JupyterLab the number itself stands there."""
    run.numbers([SHARE])
    shown = run.say("answer", "It is {share}, or {share|value}.")

    assert shown.markdown == "It is {result}`plain-kgz-share`, or {result}`plain-kgz-share|value`."
    assert shown.plain == "It is 25 percent, or 25 percent."


def test_a_sentence_cannot_cite_what_is_not_known(run: results.Session) -> None:
    """The message names the nearest; nothing is written."""
    run.numbers([SHARE, UNKNOWN])

    with pytest.raises(ResultError, match=r"cites 'shore'(?s:.)*Did you mean 'share'"):
        run.say("answer", "It is {shore}.")
    assert "plain-kgz-answer" not in run.results


def test_a_source_line_names_vintage_and_side(run: results.Session) -> None:
    """Of the tables named, which must have been read."""
    assert run.source("tiny", side="the partner's books") == "Sources: Nobody (2025-06). Read from the partner's books"
    with pytest.raises(UnknownTableError, match="Did you mean 'tiny'"):
        run.source("tinny")


def test_the_closing_box_has_four_parts(run: results.Session) -> None:
    """Articles and reversal from the text file, data and certainty from the chapter."""
    run.numbers([SHARE])
    text = run.closing("It is {share}.", "Fairly sure.").markdown

    heads = ["What the articles say", "What the data say", "How sure we are", "What would change our mind"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert "**What the data say.** It is {result}`plain-kgz-share`." in text
    assert "{admonition} Is it so?" in text


def test_the_closing_box_is_plain_outside_the_book(run: results.Session) -> None:
    """No frame and no role is shown in JupyterLab."""
    run.numbers([SHARE])
    html = run.closing("It is {share}.", "Fairly sure.").html

    assert ":::" not in html
    assert "{" not in html
    assert "It is 25 percent." in html


def test_claims_and_references_come_from_the_text_file(run: results.Session) -> None:
    """The directive adds the verdicts, the bibliography the references."""
    assert run.claims().markdown == "```{verdict-list}\ntiny-claim\n```"
    assert "{cite:t}`mann1945`, {cite:t}`sen1968`" in run.identifies().markdown


def test_the_text_file_is_an_input_of_the_run(run: results.Session, tmp_path: Path) -> None:
    """A changed sentence makes the run stale."""
    run.claims()
    inputs = json.loads((tmp_path / "run" / "inputs.json").read_text())

    assert [item["id"] for item in inputs if item["kind"] == "chapter"] == ["plain"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"tiny-claim"', '"tiny-clam"'), r"Did you mean 'tiny-claim'"),
        (('question = "Is it so?"', 'question = "It is so."'), "question"),
        (('id = "plain"', 'id = "late"'), "expected id 'plain', found 'late'"),
        (("reverse", "revers"), "revers"),
    ],
)
def test_a_text_file_that_cannot_be_used_is_refused(
    run: results.Session, tiny: Project, change: tuple[str, str], message: str
) -> None:
    """The message names the file and what is wrong."""
    (tiny.chapters / "plain.toml").write_text(TEXT.replace(*change), encoding="utf-8")

    with pytest.raises(ClaimError, match=rf"plain\.toml(?s:.)*{message}"):
        run.claims()


def test_what_is_missing_is_said() -> None:
    """Unknown quantities by their titles, after what the chapter names itself."""
    chapter = Chapter(title="A", quantities=(SHARE, UNKNOWN), answer="", data="", sure="", missing=("all debt",))

    assert chapter.write_missing() == "The tables do not hold: all debt; share in 2030."
    assert chapter.find("share") is SHARE
    with pytest.raises(NoDataError, match="It has: share, gone"):
        chapter.find("shore")

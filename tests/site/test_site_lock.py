"""The lock on the pages: what was fixed, what changed after it, and which pages follow."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from bookmaker import ROOT, BookMaker
from planted import write_claim

from scoledger.claims import LockChange, LockEntry, relock, write_lock
from scoledger.errors import BuildFailedError
from scoledger.site import build_book
from scoledger.site.lock import count_lock, describe_lock

DAY, LATER = dt.date(2026, 1, 2), dt.date(2026, 2, 3)
CHANGE = LockChange(date=LATER, reason="A misprint", was="ab", what=("the claim was taken out",))


def entry(*changes: LockChange, held: str = "ab", tests: tuple[str, ...] = ()) -> LockEntry:
    """An entry of the lock."""
    return LockEntry(date=DAY, hash=held, tests=tests, changes=changes)


@pytest.mark.parametrize(
    ("entries", "differing", "expected"),
    [
        ({}, {"a": "not locked"}, ["No claim is locked yet."]),
        ({"a": entry(), "b": entry()}, {}, ["2 claims are locked; none was changed after its lock."]),
        ({"a": entry(CHANGE), "b": entry()}, {}, ["2 claims are locked; 1 was changed after its lock."]),
        (
            {"a": entry(CHANGE, CHANGE), "b": entry(CHANGE), "c": entry(CHANGE, held="")},
            {"d": "not locked"},
            [
                "2 claims are locked; 2 were changed after their lock, and 1 was taken out.",
                "Not as locked now: d (not locked).",
            ],
        ),
        (
            {"a": entry(tests=("literal/rise", "charitable/rise")), "b": entry()},
            {},
            [
                "2 claims are locked; none was changed after its lock.",
                "The family of tests has 2 members, in 1 of the claims.",
            ],
        ),
    ],
)
def test_the_lock_is_counted(entries: dict[str, LockEntry], differing: dict[str, str], expected: list[str]) -> None:
    """Locked, changed, taken out, not as locked, and the tests."""
    assert count_lock(entries, differing) == expected


def edit(maker: BookMaker, claim: str, old: str, new: str) -> None:
    """Replace words of a claim's file."""
    path = maker.project.claims / "kocamaz2019" / f"{claim}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def begin(maker: BookMaker) -> BookMaker:
    """Two claims, locked and judged, and the real page of the lock."""
    for claim in ("alpha", "beta"):
        write_claim(maker.project, claim, source="kocamaz2019")
        maker.add_claim_page(claim)
    maker.write("book/lock.md", (ROOT / "book" / "lock.md").read_text("utf-8"))
    write_lock(maker.project, DAY)
    return maker


def test_a_claim_says_when_it_was_locked_and_what_changed(maker: BookMaker) -> None:
    """Before there is a lock it says nothing; a change of yet no reason is told as such."""
    write_claim(maker.project, "alpha", source="kocamaz2019")
    assert describe_lock(maker.project, "alpha") == ([], [])
    write_lock(maker.project, DAY)
    assert describe_lock(maker.project, "beta") == (["Not locked yet."], [])
    assert describe_lock(maker.project, "alpha") == (["Locked on 2 January 2026."], [])
    edit(maker, "alpha", "claimed = 45.0", "claimed = 44.0")
    what = "Reading literal, part 2010: claimed 45 → 44."
    assert describe_lock(maker.project, "alpha") == (["Locked on 2 January 2026.", "Not as locked now."], [what])
    relock(maker.project, LATER, "A misprint", claims=["alpha"])
    first = "Changed after its lock of 2 January 2026, on 3 February 2026: A misprint."
    assert describe_lock(maker.project, "alpha") == ([first], [what])
    edit(maker, "alpha", "claimed = 44.0", "claimed = 43.0")
    relock(maker.project, LATER, "Another", claims=["alpha"])
    said, differing = describe_lock(maker.project, "alpha")
    assert said == ["Changed after its lock of 2 January 2026, on 3 February 2026: Another."]
    assert differing == [first, what, "Reading literal, part 2010: claimed 44 → 43."]


def text_of(path: Path) -> str:
    """Words of the article of a page, without tags."""
    article = re.search(r"<article.*?</article>", path.read_text("utf-8"), re.DOTALL)
    assert article
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", article[0])).split())


@pytest.mark.slow
def test_a_change_reaches_its_claim_and_the_page_of_the_lock_and_no_other(maker: BookMaker) -> None:
    """The row names claim, days, reason and what differs; the page of the other claim is not touched."""
    begin(maker)
    book = build_book(maker.project).parent / "book"
    assert "2 claims are locked; none was changed after its lock." in text_of(book / "lock.html")
    assert "Lock Locked on 2 January 2026." in text_of(book / "claims" / "alpha.html")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in book.rglob("*.html")}
    edit(maker, "alpha", "claimed = 45.0", "claimed = 44.0")
    relock(maker.project, LATER, "The footnote <says> so.", claims=["alpha"])
    build_book(maker.project)

    assert {path.name for path, held in before.items() if path.read_bytes() != held[1]} == {"lock.html", "alpha.html"}
    row = re.search(
        r"<tr[^>]*><th[^>]*>(?:(?!</tr>).)*alpha\.html.*?</tr>", (book / "lock.html").read_text(), re.DOTALL
    )
    assert row
    assert (
        re.sub(r"\s*<[^>]+>\s*", "|", row[0]).strip("|").split("|")[-1] == "Reading literal, part 2010: claimed 45 → 44"
    )
    for words in (
        "locked 2\u00a0January\u00a02026",
        "changed 3\u00a0February\u00a02026",
        "The footnote &lt;says&gt; so.",
    ):
        assert words in row[0]
    assert "Changed after its lock of 2 January 2026, on 3 February" in text_of(book / "claims" / "alpha.html")
    page = (book / "claims" / "alpha.html").read_text("utf-8")
    assert re.search(r"<summary>What changed</summary><p>Reading (?:(?!</details>).)*claimed 45 → 44", page, re.DOTALL)


@pytest.mark.slow
def test_a_lock_that_does_not_match_fails_the_build(maker: BookMaker) -> None:
    """The message names the claim and how to mend the two files."""
    begin(maker)
    path = maker.project.claims / "locked.json"
    path.write_text(path.read_text("utf-8").replace('"claimed":45.0', '"claimed":44.0', 1), encoding="utf-8")

    with pytest.raises(BuildFailedError, match=r"'alpha' is not what the lock fixed"):
        build_book(maker.project)

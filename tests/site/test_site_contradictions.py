"""The page of contradictions, and the attributes of the ledger's rows: real builds of a small book."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.errors import BuildFailedError
from scoledger.site import build_book

pytestmark = pytest.mark.slow

GROUPS = """
[[groups]]
type = "between"
title = "Rise or fall"
claims = ["alpha", "beta"]
note = "A rise stands against a fall."

[[groups]]
type = "between"
title = "Judged or not"
claims = ["alpha", "later"]
note = "One of them comes later."

[[groups]]
type = "doubtful-fact"
title = "Doubtful"
claims = ["alpha", "beta", "later"]
note = "Facts."
"""
PAGE = """
# Contradictions

## Between

```{contradictions} between
```

## Facts

```{contradictions} doubtful-fact
```
"""


def begin(root: Path) -> BookMaker:
    """A book with three groups, two judged claims and one that has no file."""
    maker = BookMaker.begin(root)
    maker.write("data/claims/contradictions.toml", GROUPS)
    maker.write("book/contradictions.md", PAGE)
    for claim, verdict in (("alpha", "supported"), ("beta", "contradicted")):
        maker.write(f"data/claims/kocamaz2019/{claim}.toml", "")
        maker.add_claim_page(claim, verdict, title=f'"{claim}" & co', countries=["KGZ", "XXX"])
    return maker


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a built book."""
    return build_book(begin(tmp_path_factory.mktemp("book")).project).parent / "book"


def sections(page: str) -> dict[str, str]:
    """HTML of each group, by its id."""
    return dict(re.findall(r'<section class="contradiction" id="([^"]+)">(.*?)</section>', page, re.DOTALL))


def test_both_sides_stand_with_badge_and_link_and_are_weighed(built: Path) -> None:
    """The first holds and the second fails, so the data favour the first."""
    group = sections((built / "contradictions.html").read_text("utf-8"))["between-rise-or-fall"]

    assert group.index("First side") < group.index('href="claims/alpha.html"') < group.index("Second side")
    assert group.index("Second side") < group.index('href="claims/beta.html"')
    for words in ("verdict-supported", "verdict-contradicted", "A rise stands against", "favour the first side"):
        assert words in group


def test_a_claim_without_a_file_is_named_as_not_judged(built: Path) -> None:
    """Its id stands there without badge or link, and the sides are not compared."""
    group = sections((built / "contradictions.html").read_text("utf-8"))["between-judged-or-not"]

    assert "not judged in this edition" in group
    assert "claims/later.html" not in group
    assert "no claim of the second side has a verdict" in group


def test_doubtful_facts_have_no_sides_but_a_count(built: Path) -> None:
    """Two of three are judged."""
    group = sections((built / "contradictions.html").read_text("utf-8"))["doubtful-fact-doubtful"]

    assert "First side" not in group
    assert "Verdicts: 1 contradicted, 1 supported." in group


def test_a_row_of_the_ledger_tells_the_filter_what_it_is(built: Path) -> None:
    """Id, choices, countries by name and the searched text stand in escaped attributes; the heading has none."""
    ledger = (built / "claims" / "index.html").read_text("utf-8")
    row = re.search(r"<tr[^>]*data-claim=\"alpha\"[^>]*>", ledger)

    assert row
    found = {key: html.unescape(item) for key, item in re.findall(r'data-(\w+)="([^"]*)"', row[0])}
    assert found == {
        "claim": "alpha",
        "article": "kocamaz2019",
        "topic": "trade",
        "kind": "point-figure",
        "verdict": "supported",
        "testability": "trade-energy-stats",
        "country": "Kyrgyzstan|XXX",
        "text": '"alpha" & co Paraphrase of alpha.',
    }
    assert ledger.count("data-claim=") == 2


def test_a_missing_verdict_of_a_claim_that_has_a_file_fails_the_build(tmp_path: Path) -> None:
    """The claim is in the ledger, its verdict is not in the registry."""
    maker = begin(tmp_path)
    maker.write("data/claims/kocamaz2019/later.toml", "")

    with pytest.raises(BuildFailedError, match=r"book/contradictions\.md:\d+.*'later'"):
        build_book(maker.project)


def test_a_type_that_no_group_has_fails_the_build(tmp_path: Path) -> None:
    """The message names the types that there are."""
    maker = begin(tmp_path)
    maker.write("book/contradictions.md", PAGE.replace("} between", "} within-nobody"))

    with pytest.raises(BuildFailedError, match="there are: between, doubtful-fact"):
        build_book(maker.project)


def read_page(maker: BookMaker, name: str) -> str:
    """Build, and read a page."""
    return (build_book(maker.project).parent / "book" / f"{name}.html").read_text("utf-8")


def test_the_page_follows_verdicts_groups_and_new_claims(tmp_path: Path) -> None:
    """A changed verdict, a claim that comes to be judged, and a changed note each reach the page."""
    maker = begin(tmp_path)
    assert "favour the first side" in read_page(maker, "contradictions")
    maker.add_verdict("alpha", "contradicted")
    assert "speak against both sides" in read_page(maker, "contradictions")
    maker.write("data/claims/kocamaz2019/later.toml", "")
    maker.add_claim_page("later", "confirmed")
    assert 'href="claims/later.html"' in sections(read_page(maker, "contradictions"))["between-judged-or-not"]
    maker.write("data/claims/contradictions.toml", GROUPS.replace("A rise stands", "A slow rise stands"))
    assert "A slow rise stands" in read_page(maker, "contradictions")

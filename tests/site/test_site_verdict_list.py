"""The list of claims with their verdicts, and the index of a chapter: real builds of a small book."""

from __future__ import annotations

import html
import re

import pytest
from bookmaker import BookMaker

from scoledger.errors import BuildFailedError
from scoledger.site import build_book

pytestmark = pytest.mark.slow

CHAPTER = """
id = "country_profile"
question = "What is a state like?"
articles = "They say that it is so."
reverse = "If it were not."
identifies = "Nothing does."
claims = ["alpha"]
references = ["mann1945"]
"""


def test_a_listed_claim_shows_badge_title_and_sentence(maker: BookMaker) -> None:
    """On a page that people wrote and on the chapter's index, each linked to the claim's own page."""
    maker.add_claim_page("alpha", "mixed", title="Alpha rises")
    maker.write("data/claims/kocamaz2019/alpha.toml", "")
    maker.write("data/chapters/country_profile.toml", CHAPTER)
    maker.write("book/method.md", "# Method\n\n```{verdict-list}\nalpha\n```\n")
    build_book(maker.project)

    for page in ("method.html", "profiles/index.html"):
        text = (maker.project.html / "book" / page).read_text("utf-8")
        listed = html.unescape(re.search(r'<ul class="verdict-list.*?</ul>', text, re.DOTALL)[0])  # type: ignore[index]
        assert re.search(r'href="(\.\./)?claims/alpha.html"', listed)
        assert all(word in listed for word in ("Mixed", "Alpha rises", "The data <say> something about alpha."))
    assert "What is a state like?" in text


def test_a_listed_claim_that_is_not_judged_fails_the_build(maker: BookMaker) -> None:
    """With the page and the id."""
    maker.write("book/method.md", "# Method\n\n```{verdict-list}\nalpha\n```\n")

    with pytest.raises(BuildFailedError, match=r"book/method.md:\d+: there is no result 'alpha'"):
        build_book(maker.project)

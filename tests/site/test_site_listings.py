"""Pages of countries, topics and articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.claims import read_claims, read_theses
from scoledger.editions import newest_edition
from scoledger.errors import ClaimError
from scoledger.paths import Project
from scoledger.site import build_book, write_pages
from scoledger.site.listings.groups import group_of, groups_named
from scoledger.site.listings.settings import read_settings

PROJECT = Project(Path(__file__).resolve().parents[2])
CENTRAL_ASIA = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
FOUNDERS = ["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"]
ARTICLES = """
[kocamaz2019]
author = "Sinem Kocamaz"
year = 2019
title = "The Rise of New Powers"
journal = "A Journal"
citation_key = "kocamaz2019"
information_until = 2017-06-07
"""
THESES = """
[[theses]]
id = "balancing"
source = "kocamaz2019"
title = "Soft balancing"
statement = "They balance softly."
[[theses.links]]
name = "trade"
says = "Trade grows among them."
for = ["gas-share"]
"""
SETTINGS = """
numbers = ["profile-{country}-gdp", "profile-{country}-absent"]
[topics.energy]
title = "Energy"
about = "Oil and gas."
figure = "gas-figure"
"""


@pytest.fixture
def listed(maker: BookMaker) -> BookMaker:
    """Three claims: one names Kyrgyzstan, one all of Central Asia, one two states elsewhere."""
    sections = {"China": 20, "china": 30, "Introduction": 5}
    rows = [
        ("gas-share", "supported", ["KGZ", "CHN"], "energy", "China"),
        ("oil-share", "mixed", [*CENTRAL_ASIA, "CHN"], "energy", "china"),
        ("vote-pact", "contradicted", ["DEU", "FRA"], "votes/alignment", "Introduction"),
    ]
    for claim, verdict, countries, topic, section in rows:
        locator = {"section": section, "line": sections[section]}
        maker.add_claim_page(claim, verdict, countries=countries, topic=topic, locator=locator)
        maker.write(f"data/claims/kocamaz2019/{claim}.toml", "")
    maker.write("data/claims/articles.toml", ARTICLES)
    maker.write("data/claims/theses.toml", THESES)
    maker.write("data/listings.toml", SETTINGS)
    maker.add_run("run-profile", "book/profiles/kgz", [], "Kyrgyzstan: profile", "country_profile")
    maker.manifest["runs"][-1]["parameters"] = {"country": "KGZ"}
    maker.add_run("run-dependence", "book/dependence/ca5", [], "Dependence of all", "trade_dependence")
    maker.manifest["runs"][-1]["parameters"] = {"country": "CA5"}
    maker.add_result("profile-kgz-gdp", run="run-profile", page="book/profiles/kgz")
    maker.add_figure("gas-figure", run="run-profile", page="book/profiles/kgz")
    return maker


def page(maker: BookMaker, name: str) -> str:
    """A generated page."""
    write_pages(maker.project)
    return (maker.project.book / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        (CENTRAL_ASIA, ("CA5",)),
        ([*CENTRAL_ASIA, "CHN", "RUS"], ("CA5",)),
        (FOUNDERS, ("SCO6", "SCO2001")),
        ([*FOUNDERS, "IND", "PAK"], ("SCO2017",)),
        (["KAZ", "KGZ"], ()),
        (["CHN"], ()),
    ],
)
def test_a_claim_names_the_largest_whole_groups(countries: list[str], expected: tuple[str, ...]) -> None:
    """Two states are no group, a part of a larger group is none, and no state is in two."""
    assert groups_named(countries) in (expected, expected[:1])
    assert len(groups_named(countries)) == bool(expected)


def test_a_state_beside_a_group_is_named_by_itself() -> None:
    """Central Asia and China: Kyrgyzstan as one of five, China as China."""
    countries = [*CENTRAL_ASIA, "CHN"]

    assert group_of("KGZ", countries) == "CA5"
    assert group_of("CHN", countries) == ""


def test_a_country_page_answers_first(listed: BookMaker) -> None:
    """Counts, then numbers, pages and claims; those about it apart from those about its group."""
    text = page(listed, "countries/kgz")
    order = ["# Kyrgyzstan", "verdict-counts} Claims that name Kyrgyzstan", "## The main numbers",
             "{result}`profile-kgz-gdp`", "## Pages about Kyrgyzstan", "## Claims that name Kyrgyzstan",
             "## Claims about a group with Kyrgyzstan", "every state of Central Asia"]  # fmt: skip

    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    alone, grouped = text.split("## Claims about a group")
    assert "oil-share" not in alone.split("## Claims that name")[1]
    assert "oil-share" in grouped
    assert "profile-kgz-absent" not in text


def test_a_trade_share_on_a_country_page_says_whose_books_it_rests_on(listed: BookMaker) -> None:
    """With the range of both sides' books where they differ; other numbers keep their title."""
    books = '[books]\n"profile-{country}-gdp" = "by China\'s books"\n'
    listed.write("data/listings.toml", SETTINGS.replace("[topics.energy]", f"{books}[topics.energy]"))
    keys = {"run": "run-profile", "page": "book/profiles/kgz", "value": 0.641, "unit": "share", "text": "64.1 percent"}
    listed.add_result("profile-kgz-gdp", low=0.343, high=0.641, **keys)
    both = "Title of profile-kgz-gdp, by China's books (both sides' books: 34.3 percent to 64.1 percent) |"
    assert both in page(listed, "countries/kgz")
    listed.add_result("profile-kgz-gdp", **keys)
    assert "Title of profile-kgz-gdp, by China's books |" in page(listed, "countries/kgz")

    listed.write("data/listings.toml", SETTINGS)
    assert "Title of profile-kgz-gdp |" in page(listed, "countries/kgz")


def test_every_trade_share_of_a_country_page_says_whose_books() -> None:
    """The settings give words for each share of the profiles, and for nothing that no page shows."""
    settings = read_settings(PROJECT)

    assert set(settings.books) == {
        number for number in settings.numbers if "-share-" in number and "peak" not in number
    }


def test_a_country_page_links_pages_about_it_and_about_its_groups(listed: BookMaker) -> None:
    """A parameter that is its code, or the name of a group with it; neither for a state outside."""
    own, shared = page(listed, "countries/kgz").split("About groups that it belongs to")

    assert "{doc}`/book/profiles/kgz`" in own
    assert "{doc}`/book/dependence/ca5`" in shared
    assert "## Pages about" not in page(listed, "countries/deu")
    assert "## The main numbers" not in page(listed, "countries/deu")


def test_every_state_that_a_claim_names_has_a_page_and_no_other(listed: BookMaker) -> None:
    """Those of the three claims, and their index."""
    write_pages(listed.project)
    names = {path.stem for path in (listed.project.book / "countries").glob("*.md")}

    assert names == {"index", "chn", "deu", "fra", *(code.lower() for code in CENTRAL_ASIA)}
    assert "| {doc}`/book/countries/kgz` | KGZ | 1 | 1 |" in page(listed, "countries/index")


def test_a_topic_page_has_its_picture_and_its_claims_by_verdict(listed: BookMaker) -> None:
    """Words and figure of the settings; a topic with a slash has an address without one."""
    text = page(listed, "topics/energy")

    assert "Oil and gas." in text
    assert "```{result-figure} gas-figure" in text
    assert text.index("### Supported") < text.index("### Mixed")
    assert "# Votes/alignment" in page(listed, "topics/votes-alignment")
    assert "| {doc}`/book/topics/energy` | 2 | 1 | 1 | 0 | 0 |" in page(listed, "topics/index")


def test_an_article_page_follows_the_text(listed: BookMaker) -> None:
    """Reference, thesis and scoreboard; sections in order of their lines, and one that differs by a capital once."""
    text = page(listed, "articles/kocamaz2019")

    for words in ("# Kocamaz (2019)", "Sinem Kocamaz (2019). The Rise of New Powers.", "They balance softly.",
                  "1. Trade grows among them."):  # fmt: skip
        assert words in text
    assert re.findall("^### (.+)$", text, re.MULTILINE) == ["Introduction", "China"]
    assert text.rindex("gas-share") < text.rindex("oil-share")


def test_settings_with_an_unknown_key_are_refused(listed: BookMaker) -> None:
    """The message names file and key."""
    listed.write("data/listings.toml", "figures = 1\n")

    with pytest.raises(ClaimError, match=r"listings\.toml.*\n.*figures"):
        write_pages(listed.project)


def test_the_settings_name_what_the_newest_edition_has() -> None:
    """Every number of at least one country, every figure, and every topic, kind and testability of the claims."""
    settings, entries = read_settings(PROJECT), newest_edition(PROJECT).entries
    codes = {code.lower() for claim in read_claims(PROJECT).values() for code in claim.countries}
    kinds = {topic.figure: entries[topic.figure].kind for topic in settings.topics.values() if topic.figure}

    for number in settings.numbers:
        assert any(number.format(country=code) in entries for code in codes), number
    assert set(kinds.values()) == {"figure"}
    assert set(settings.topics) == {claim.topic for claim in read_claims(PROJECT).values()}
    assert set(settings.kinds) == {claim.kind for claim in read_claims(PROJECT).values()}
    assert set(settings.testability) == {claim.testability for claim in read_claims(PROJECT).values()}
    assert {thesis.source for thesis in read_theses(PROJECT).values()} == {"schafer2016", "kocamaz2019"}


def test_the_built_pages_count_verdicts_and_are_linked_from_the_claim(listed: BookMaker) -> None:
    """Badges with numbers, no sentence in a brief list, and links from the verdict box and the ledger."""
    built = build_book(listed.project).parent / "book"
    topic = (built / "topics" / "energy.html").read_text("utf-8")
    claim = (built / "claims" / "gas-share.html").read_text("utf-8")
    ledger = (built / "claims" / "index.html").read_text("utf-8")

    assert "Claims on this topic: 2." in topic
    counts = re.search(r'<ul class="[^"]*verdict-counts.*?</ul>', topic, re.DOTALL)
    assert counts is not None
    assert re.findall(r"<span>(\w+)</span></span> <strong>(\d)", counts[0]) == [("Supported", "1"), ("Mixed", "1")]
    assert "verdict-sentence" not in topic
    facts = claim[claim.index("Listed under") :]
    for place in ("../articles/kocamaz2019.html", "../topics/energy.html", "../countries/kgz.html"):
        assert f'href="{place}"' in facts
    assert 'href="../topics/energy.html"' in ledger


@pytest.mark.parametrize("number", ["profile-{contry}-gdp", "profile-{}-gdp", "profile-{country", "a-{country!r}"])
def test_a_misspelt_placeholder_is_refused_when_the_settings_are_read(maker: BookMaker, number: str) -> None:
    """The message names the file, what stands there and what may."""
    maker.write("data/listings.toml", f'numbers = ["{number}"]\n')

    with pytest.raises(ClaimError, match=r"data/listings\.toml(?s:.)*has a placeholder other than \{country\}"):
        read_settings(maker.project)

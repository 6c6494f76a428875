"""Countries and groups: names, membership of groups, and what a wrong code is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoledger.countries import (
    EXTRA_CODES,
    GROUP_NAMES,
    GROUPS,
    country_name,
    is_country,
    members,
    parse_states,
    validate_country,
)
from scoledger.errors import UnknownCountryError
from scoledger.indicators.membership import states_at
from scoledger.paths import Project
from scoledger.tables import Library


@pytest.mark.parametrize(
    ("code", "name"),
    [("KGZ", "Kyrgyzstan"), ("RUS", "Russia"), ("IRN", "Iran"), ("WLD", "World"), ("EU27", "European Union (27)")],
)
def test_names_are_the_short_ones(code: str, name: str) -> None:
    """Not ISO's "Iran, Islamic Republic of"."""
    assert country_name(code) == name


@pytest.mark.parametrize("code", sorted(EXTRA_CODES))
def test_aggregates_have_names_but_are_no_countries(code: str) -> None:
    """A figure can name them; a ranking of countries leaves them out."""
    assert country_name(code)
    assert not is_country(code)


@pytest.mark.parametrize("group", GROUPS)
def test_groups_consist_of_countries(group: str) -> None:
    """No aggregate inside a group, and no state twice."""
    assert all(is_country(code) for code in members(group))
    assert len(set(members(group))) == len(members(group))


def test_group_sizes() -> None:
    """Five and four states of Central Asia, six founders, twenty-seven of the Union."""
    assert [len(members(name)) for name in ("CA5", "CA4", "SCO6", "EU27")] == [5, 4, 6, 27]


def test_a_country_is_a_group_of_one() -> None:
    """Measures take a state wherever they take a group."""
    assert members("KGZ") == ("KGZ",)


def test_case_and_spaces_do_not_matter_on_input() -> None:
    """What is typed on a command line is forgiven."""
    assert validate_country(" kgz ") == "KGZ"


def test_a_misspelt_code_is_answered_with_the_nearest() -> None:
    """KGX is near KGZ."""
    with pytest.raises(UnknownCountryError, match=r"'KGX' is not a country code\. Did you mean '[A-Z]{3}'"):
        validate_country("KGX")


def test_a_name_is_answered_with_its_code() -> None:
    """Somebody who types the name learns the code."""
    with pytest.raises(UnknownCountryError, match="Did you mean 'KGZ'"):
        validate_country("Kyrgyzstan")


@pytest.mark.parametrize(("word", "code"), [("Kyrgystan", "KGZ"), ("kazakstan", "KAZ"), ("Russian Federaton", "RUS")])
def test_a_misspelt_name_is_answered_with_its_code(word: str, code: str) -> None:
    """Short names and ISO's formal ones."""
    with pytest.raises(UnknownCountryError, match=f"Did you mean '{code}'"):
        validate_country(word)


def test_three_letters_are_a_code_not_half_a_name() -> None:
    """CHA is no abbreviation of Chad."""
    with pytest.raises(UnknownCountryError, match=r"'CHA' is not a country code\.(?! Did you mean 'TCD')"):
        validate_country("CHA")


@pytest.mark.parametrize("word", ["WLD", "wld", "World"])
def test_an_aggregate_is_called_one(word: str) -> None:
    """Nobody who asks for the world is sent to Wallis and Futuna."""
    with pytest.raises(UnknownCountryError, match=f"'{word}' is not a country code but an aggregate") as caught:
        validate_country(word)

    assert "WLD, World." in str(caught.value)
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["WLD", "World", "XKX", "CA5", "CA6", "EU27"])
def test_what_is_suggested_is_accepted(wrong: str) -> None:
    """Nobody is sent from an aggregate or a group to a code that is refused in turn."""
    with pytest.raises(UnknownCountryError) as caught:
        validate_country(wrong)
    hint = re.search(r"Did you mean '(\w+)'", str(caught.value))

    assert hint is None or is_country(hint[1])


def test_a_misspelt_group_is_answered_with_a_group() -> None:
    """Where groups are taken, they are suggested and listed."""
    with pytest.raises(UnknownCountryError, match=r"Did you mean 'SCO6'(?s:.)*or a group: ASEAN, CA2, CA4"):
        members("SCO")


def test_an_unknown_code_has_no_name() -> None:
    """The error is ours, not a KeyError."""
    with pytest.raises(UnknownCountryError, match="'ZZZ' is not a country code"):
        country_name("ZZZ")


def test_every_group_has_a_name() -> None:
    """Running text never shows a code of ours."""
    assert set(GROUP_NAMES) == set(GROUPS)


@pytest.mark.parametrize(
    ("group", "day"),
    [("SCO2001", "2001-07-01"), ("SCO2017", "2017-07-01"), ("SCO2023", "2023-08-01"), ("SCO2024", "2024-08-01")],
)
def test_the_sets_of_members_are_those_of_the_table(group: str, day: str) -> None:
    """The table of statuses says who belonged on a day; the groups are written out for readers of parameters."""
    library = Library(Project(Path(__file__).resolve().parents[1]))

    assert states_at(library, day, ("member",)) == tuple(sorted(GROUPS[group]))


def test_observers_are_added_to_the_members_of_2024() -> None:
    """Afghanistan and Mongolia, until the statuses were merged in 2025."""
    library = Library(Project(Path(__file__).resolve().parents[1]))

    assert states_at(library, "2024-08-01", ("member", "observer")) == tuple(sorted(GROUPS["SCO2024OBS"]))


@pytest.mark.parametrize("organisation", ["CSTO", "EAEU"])
def test_other_organisations_are_those_of_the_table(organisation: str) -> None:
    """Members whose row has no end."""
    table = Library(Project(Path(__file__).resolve().parents[1])).read("organisations")
    rows = table[(table["org"] == organisation) & (table["status"] == "member") & table["end"].isna()]

    assert tuple(sorted(rows["iso3"])) == tuple(sorted(GROUPS[organisation]))


@given(st.lists(st.sampled_from(["KAZ", "KGZ", "CHN", "RUS", "USA"]), min_size=1))
def test_a_set_of_states_is_the_same_in_any_order_and_case(codes: list[str]) -> None:
    """A set: neither order nor repetition matters."""
    assert parse_states(" , ".join(code.lower() for code in codes)) == tuple(sorted(set(codes)))

"""Countries and groups: ISO 3166-1 alpha-3 codes, their names, and the sets of states that the book speaks of."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Collection

import pycountry

from scoledger.errors import UnknownCountryError, nearest

#: Names that differ from ISO's formal ones, and codes that ISO does not have.
SHORT_NAMES = {
    "ANT": "Netherlands Antilles",
    "BLX": "Belgium-Luxembourg",
    "BOL": "Bolivia",
    "CZE": "Czechia",
    "DDR": "East Germany",
    "EU27": "European Union (27)",
    "GBR": "United Kingdom",
    "HKG": "Hong Kong",
    "IRN": "Iran",
    "KOR": "South Korea",
    "LAO": "Laos",
    "MDA": "Moldova",
    "NLD": "Netherlands",
    "PRK": "North Korea",
    "RUS": "Russia",
    "SCG": "Serbia and Montenegro",
    "SUN": "Soviet Union",
    "SYR": "Syria",
    "TUR": "Turkey",
    "TWN": "Taiwan",
    "USA": "United States",
    "VEN": "Venezuela",
    "VNM": "Vietnam",
    "WLD": "World",
    "XKX": "Kosovo",
    "YUG": "Yugoslavia",
}

#: Year of the membership of OPEC, ASEAN and the European Union, whatever the year that is looked at.
MEMBERSHIP_YEAR = 2024

#: Sets of states with a name.  CA4 is Central Asia without Turkmenistan, the one state of the five that never joined;
#: CA2 the two that report their trade in most years.  SCO6 and SCO2001 are the membership of 2001, SCO2017, SCO2023 and
#: SCO2024 that after each enlargement, SCO2024OBS the last with its observers.  Groups without a year in their name are
#: those of `MEMBERSHIP_YEAR`.
GROUPS: dict[str, tuple[str, ...]] = {
    "CA5": ("KAZ", "KGZ", "TJK", "TKM", "UZB"),
    "CA4": ("KAZ", "KGZ", "TJK", "UZB"),
    "CA2": ("KAZ", "KGZ"),
    "SCO6": ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"),
    "SCO2001": ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"),
    "SCO2017": ("CHN", "IND", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"),
    "SCO2023": ("CHN", "IND", "IRN", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"),
    "SCO2024": ("BLR", "CHN", "IND", "IRN", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"),
    "SCO2024OBS": ("AFG", "BLR", "CHN", "IND", "IRN", "KAZ", "KGZ", "MNG", "PAK", "RUS", "TJK", "UZB"),
    "CSTO": ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"),
    "EAEU": ("ARM", "BLR", "KAZ", "KGZ", "RUS"),
    "ASEAN": ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"),
    "OPEC": ("ARE", "COG", "DZA", "GAB", "GNQ", "IRN", "IRQ", "KWT", "LBY", "NGA", "SAU", "VEN"),
    "CHINA": ("CHN",),
    "CHINA3": ("CHN", "HKG", "MAC"),
    "EU27": (
        "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN",
        "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
    ),
}  # fmt: skip

#: What a group is called in running text.
GROUP_NAMES: dict[str, str] = {
    "CA5": "Central Asia",
    "CA4": "Central Asia without Turkmenistan",
    "CA2": "Kazakhstan and Kyrgyzstan",
    "SCO6": "the six founding members",
    "SCO2001": "the six founding members",
    "SCO2017": "the organisation as of 2017",
    "SCO2023": "the organisation as of 2023",
    "SCO2024": "the organisation as of 2024",
    "SCO2024OBS": "the organisation of 2024 with its observers",
    "CSTO": "the Collective Security Treaty Organisation",
    "EAEU": "the Eurasian Economic Union",
    "ASEAN": "ASEAN",
    "OPEC": "OPEC",
    "CHINA": "China",
    "CHINA3": "China with Hong Kong and Macao",
    "EU27": "the European Union",
}

#: Codes that statistics use beside ISO's: the world, blocs, Kosovo and entities that no longer report.
EXTRA_CODES = frozenset({"WLD", "EU27", "XKX", "BLX", "SCG", "YUG", "ANT", "SUN", "DDR"})


#: How alike (0 to 1) a word must be to a country's name to mean it.
_NEAR_NAME = 0.75

#: Letters of a code: what is no longer is a code misspelt, so that "IRA" is near IRN and not near the name of Iraq.
_CODE_LETTERS = 3


@functools.cache
def _iso_names() -> dict[str, str]:
    names = {country.alpha_3: getattr(country, "common_name", country.name) for country in pycountry.countries}
    return names | SHORT_NAMES


def is_country(code: str) -> bool:
    """Whether a code is one state or territory of ISO 3166-1."""
    return code not in EXTRA_CODES and code in _iso_names()


def country_name(code: str) -> str:
    """Short English name of a country or aggregate.

    Raises
    ------
    UnknownCountryError
        If the code is neither ISO 3166-1 alpha-3 nor an aggregate of the statistics.

    Examples
    --------
    >>> country_name("KGZ"), country_name("RUS"), country_name("WLD")
    ('Kyrgyzstan', 'Russia', 'World')
    """
    try:
        return _iso_names()[code]
    except KeyError:
        raise UnknownCountryError(_unknown(code, groups=())) from None


def validate_country(code: str) -> str:
    """Return the code of one country, upper case, or say which code was probably meant.

    Raises
    ------
    UnknownCountryError
        If no ISO country has the code.
    """
    upper = code.strip().upper()
    if is_country(upper):
        return upper
    raise UnknownCountryError(_unknown(code, groups=()))


def members(group: str) -> tuple[str, ...]:
    """States of a group (``"CA5"``), or those whose codes stand in a list joined by commas, or the one of a code.

    Raises
    ------
    UnknownCountryError
        If it is none of these.

    Examples
    --------
    >>> members("CA4"), members("CHN,RUS"), members("KGZ")
    (('KAZ', 'KGZ', 'TJK', 'UZB'), ('CHN', 'RUS'), ('KGZ',))
    """
    if group in GROUPS:
        return GROUPS[group]
    codes = tuple(group.split(","))
    for code in codes:
        if not is_country(code):
            raise UnknownCountryError(_unknown(code))
    return codes


def validate_states(text: str) -> str:
    """Return a set of states as it is written throughout: the name of a group, or codes in order, joined by commas.

    Parameters
    ----------
    text : str
        Name of a group, or one or more ISO codes joined by commas, in any case and order.

    Raises
    ------
    UnknownCountryError
        If a part of it is neither.

    Examples
    --------
    >>> validate_states("sco2017"), validate_states("rus, chn,RUS")
    ('SCO2017', 'CHN,RUS')
    """
    if text.strip().upper() in GROUPS:
        return text.strip().upper()
    codes = [code.strip().upper() for code in text.split(",")]
    for code in codes:
        if not is_country(code):
            raise UnknownCountryError(_unknown(code))
    return ",".join(sorted(set(codes)))


def parse_states(text: str) -> tuple[str, ...]:
    """States of a set as `validate_states` writes it.

    Raises
    ------
    UnknownCountryError
        As `validate_states`.

    Examples
    --------
    >>> parse_states("CA2"), parse_states("RUS,CHN")
    (('KAZ', 'KGZ'), ('CHN', 'RUS'))
    """
    written = validate_states(text)
    return GROUPS[written] if written in GROUPS else tuple(written.split(","))


def states_name(text: str) -> str:
    """Name of a set of states for a reader.

    Examples
    --------
    >>> states_name("CA5"), states_name("SCO2017"), states_name("KAZ"), states_name("CHN,RUS")
    ('Central Asia', 'the organisation as of 2017', 'Kazakhstan', 'China and Russia')
    """
    written = validate_states(text)
    if written in GROUP_NAMES:
        return GROUP_NAMES[written]
    *first, last = [country_name(code) for code in parse_states(written)]
    return f"{', '.join(first)} and {last}" if first else last


def _unknown(code: str, groups: Collection[str] = tuple(GROUPS)) -> str:
    or_group = f", or a group: {', '.join(sorted(groups))}" if groups else ""
    expected = f"Expected an ISO 3166-1 alpha-3 code such as 'KGZ'{or_group}."
    written = code.strip().casefold()
    for extra in sorted(EXTRA_CODES):
        if written in {extra.casefold(), country_name(extra).casefold()}:
            return (
                f"{code!r} is not a country code but an aggregate or entity of the statistics: "
                f"{extra}, {country_name(extra)}.\n{expected}"
            )
    return f"{code!r} is not a country code.{_hint(code.strip(), groups)}\n{expected}"


def _hint(word: str, groups: Collection[str]) -> str:
    # Only what would be accepted may be suggested: no aggregate, and a group where groups are.
    names = {iso: name for iso, name in _iso_names().items() if is_country(iso)}
    formal = {country.name.casefold(): country.alpha_3 for country in pycountry.countries}
    by_name = formal | {name.casefold(): iso for iso, name in names.items()}
    close = difflib.get_close_matches(word.casefold(), by_name, n=1, cutoff=_NEAR_NAME)
    if close and len(word) > _CODE_LETTERS:
        iso = by_name[close[0]]
        return f" Did you mean {iso!r} ({names[iso]})?"
    return nearest(word.upper(), [*names, *groups])

"""What is measured and tested of a pair of states, from both sides' books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from scoledger.countries import country_name, is_country, members
from scoledger.indicators import DEPENDENCE_LABELS, PARTNER_BOOKS, dependence, name_books
from scoledger.indicators.books import FLOWS, WORLD_TABLE, book, world_totals
from scoledger.indicators.debt import owed_to_gdp
from scoledger.indicators.dependence import OWN_BOOKS
from scoledger.indicators.trade import partner_hhi, partner_share_everywhere
from scoledger.inference import (
    Break,
    Segments,
    Trend,
    any_break_p,
    estimate_trend,
    find_break,
    find_segments,
    profile_break,
)
from scoledger.tables import Library
from scoledger.verdicts import ControlResult, compare_changes

#: Fewest years with which breaks are sought, and a tendency is tested.
FEWEST, FEWEST_TREND = 10, 4
#: Events whose dates were known before the search, by partner: first full year, and words.  The last is tested.
EVENTS: dict[str, dict[float, str]] = {
    "CHN": {2002: "after the SCO was founded", 2014: "after the Belt and Road was announced"},
    "RUS": {2002: "after the SCO was founded", 2015: "Eurasian Economic Union"},
}
#: States whose dependence the same change is compared with by name.
BESIDE = "CA5"
FORMS = {"mean": "steps", "line": "lines"}
SIDES = ("reported", "mirror")

Data = TypeVar("Data", pd.Series, pd.DataFrame)


@dataclass(frozen=True)
class Found:
    """Everything measured of one pair.

    Parameters
    ----------
    country, partner : str
        ISO codes.
    span : tuple of int
        The window asked for.
    mirror : str
    holding : tuple of str
        Tables that hold a flow of the pair.
    names : mapping of str to str
        Plain names of the books by mirror side.
    frames : mapping of str to pandas.DataFrame
        Measures by mirror side in the window; those of `mirror` are the main ones.
    held : mapping of str to tuple
        First and last year with a share, in the window or not; absent where there is none.
    debt, hhi : pandas.Series
        Public debt to the partner over gross domestic product, and concentration over partners, by year.
    trends : mapping of str to scoledger.inference.Trend
        Of the share, by mirror side.
    level : scoledger.inference.Break or None
        One shift in a trending share.
    segments : mapping of str to scoledger.inference.Segments
        Several breaks, by form.
    profiles : mapping of str to pandas.DataFrame
        Evidence for a shift at each date, by the name of the books.
    others : pandas.Series
        Chance of breaks as large without any, in every other country with the same years.
    world : scoledger.verdicts.ControlResult or None
    cover : tuple of int or None
        Of the states beside which `world` places this one, those whose share is known in both its years, and all whose
        trade is recorded in both; None without `world`.
    """

    country: str
    partner: str
    span: tuple[int, int]
    mirror: str
    holding: tuple[str, ...]
    names: Mapping[str, str]
    frames: Mapping[str, pd.DataFrame]
    held: Mapping[str, tuple[int, int]]
    debt: pd.Series
    hhi: pd.Series
    trends: Mapping[str, Trend]
    level: Break | None
    segments: Mapping[str, Segments]
    profiles: Mapping[str, pd.DataFrame]
    others: pd.Series
    world: ControlResult | None
    cover: tuple[int, int] | None

    @property
    def state(self) -> str:
        """Name of the state."""
        return country_name(self.country)

    @property
    def other(self) -> str:
        """Name of the partner."""
        return country_name(self.partner)

    @property
    def books(self) -> str:
        """Name of the main books."""
        return self.names[self.mirror]

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that hold a flow of the pair, and the totals; the totals last."""
        return (*self.holding, WORLD_TABLE)

    @property
    def other_side(self) -> str:
        """The side that stands beside the main one; the partner's, when the main one is the mean."""
        return "reported" if self.mirror == "mirror" else "mirror"

    def main(self, column: str = "share_total") -> pd.Series:
        """One measure by the main books."""
        return self.frames[self.mirror][column].dropna()

    def beside(self, column: str = "share_total") -> pd.Series:
        """The same by the other side's books."""
        return self.frames[self.other_side][column].dropna()

    def across(self, column: str) -> dict[str, pd.Series]:
        """One measure by the name of the books, both sides; a side without values is absent."""
        series = {self.names[side]: self.frames[side][column].dropna() for side in SIDES}
        return {name: one for name, one in series.items() if len(one)}

    @property
    def burdens(self) -> dict[str, dict[str, pd.Series]]:
        """Ratios to gross domestic product: trade by the name of the books, debt."""
        trade = {f"trade, {name}": one for name, one in self.across("trade_to_gdp").items()}
        return {f"trade with {self.other}": trade, f"public debt to {self.other}": {"debt": self.debt}}

    @property
    def tested(self) -> dict[str, pd.Series]:
        """What is tested for a tendency, by words: every measure but the intensity, which is no share."""
        labels = {name: label for name, label in DEPENDENCE_LABELS.items() if name != "intensity"}
        found = {
            f"{label}, {self.names[side]}": self.frames[side][name]
            for name, label in labels.items()
            for side in dict.fromkeys((self.mirror, *SIDES))
            if len(self.frames[side][name].dropna())
        }
        return found | ({"public debt over gross domestic product": self.debt} if len(self.debt) else {})

    @property
    def known_dates(self) -> dict[float, str]:
        """Events inside the window."""
        return {year: words for year, words in EVENTS.get(self.partner, {}).items() if self._spans(year)}

    @property
    def event_year(self) -> int | None:
        """The date whose evidence is compared with that at every other."""
        profile = self.profiles.get(self.books)
        year = max(EVENTS.get(self.partner, {}), default=None)
        return int(year) if profile is not None and year is not None and year in profile.index else None

    def _spans(self, year: float) -> bool:
        return self.span[0] <= year <= self.span[1]

    @property
    def paths(self) -> dict[str, pd.Series]:
        """The share with the steps and the lines that Schwarz's criterion chooses."""
        if not len(self.main()):
            return {}
        fitted = {
            f"{FORMS[form]}, {one.by_bic} break{'s' * (one.by_bic != 1)}": one.chosen_by_bic.fitted
            for form, one in self.segments.items()
        }
        return {f"share, {self.books}": self.main()} | fitted

    def tabulate_breaks(self) -> pd.DataFrame:
        """Tests for breaks, one row per form and number, ready for a reader."""
        rows = [
            {
                "Parts": FORMS[form],
                "Breaks": str(number),
                "First years": ", ".join(map(str, row["years"])) or "-",
                "BIC": f"{row['bic']:.2f}",
                "LWZ": f"{row['lwz']:.2f}",
                "p, one more": "" if pd.isna(row["p_next"]) else f"{row['p_next']:.3f}",
                "Chosen by": ", ".join(one.choosers(int(str(number)))),
            }
            for form, one in self.segments.items()
            for number, row in one.table.iterrows()
        ]
        return pd.DataFrame(rows)


def measure_pair(library: Library, country: str, partner: str, span: tuple[int, int], mirror: str) -> Found:
    """Measure and test everything that the chapter says of one pair.

    Parameters
    ----------
    country, partner : str
        ISO codes.
    span : tuple of int
        First and last year.
    mirror : {"reported", "mirror", "mean"}
    """
    names = name_books(country, partner)
    whole = {side: dependence(library, country, partner, side) for side in dict.fromkeys((mirror, *SIDES))}
    frames = {side: _within(frame, span) for side, frame in whole.items()}
    years = {side: frame["share_total"].dropna().index for side, frame in whole.items()}
    share = frames[mirror]["share_total"].dropna()
    is_long = len(share) >= FEWEST
    ours = [code for code in dict.fromkeys((country, *members(BESIDE))) if code != partner]
    everywhere = partner_share_everywhere(library, source=PARTNER_BOOKS, partner=partner)
    everywhere = everywhere.where(everywhere <= 1)  # more than all trade is no share: the two tables contradict there
    world = _compare(everywhere, country, partner, span, ours)
    return Found(
        country=country,
        partner=partner,
        span=span,
        mirror=mirror,
        holding=_holders(library, country, partner),
        names=names,
        frames=frames,
        held={side: (int(index.min()), int(index.max())) for side, index in years.items() if len(index)},
        debt=_within(_debt(library, country, partner), span),
        hhi=_within(partner_hhi(library, source=OWN_BOOKS, states=country), span),
        trends=_trends(frames),
        level=find_break(share) if is_long else None,
        segments={form: find_segments(share, form=form) for form in ("mean", "line")} if is_long else {},
        profiles=_profiles(frames, names),
        others=_break_elsewhere(everywhere, country, share) if is_long else pd.Series(dtype=float),
        world=world,
        cover=_count_cover(library, world, {partner, *ours}) if world else None,
    )


def _within(data: Data, span: tuple[int, int]) -> Data:
    return data[(data.index >= span[0]) & (data.index <= span[1])].dropna(how="all")


def _holders(library: Library, country: str, partner: str) -> tuple[str, ...]:
    """Tables in which one of the two reports trade with the other."""
    names = dict.fromkeys((*PARTNER_BOOKS, *OWN_BOOKS))
    pairs = ((country, partner), (partner, country))
    return tuple(
        name for name in names if any(len(book(library, name, *pair, flow)) for pair in pairs for flow in FLOWS[:2])
    )


def _debt(library: Library, country: str, partner: str) -> pd.Series:
    """Official loans of the partner over product; nothing at all when the state is no debtor, or never was its."""
    frame = owed_to_gdp(library, partner, "DT.DOD.BLAT.CD")
    owed: pd.Series = frame[country].dropna() if country in frame else pd.Series(dtype=float)
    return owed if owed.any() else owed.iloc[:0]


def _trends(frames: Mapping[str, pd.DataFrame]) -> dict[str, Trend]:
    shares = {side: frame["share_total"].dropna() for side, frame in frames.items()}
    return {side: estimate_trend(one) for side, one in shares.items() if len(one) >= FEWEST_TREND}


def _profiles(frames: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    shares = {
        names[side]: frames[side]["share_total"].dropna() for side in ("reported", "mirror", "mean") if side in frames
    }
    return {name: profile_break(one) for name, one in shares.items() if len(one) >= FEWEST}


def _break_elsewhere(everywhere: pd.DataFrame, country: str, share: pd.Series) -> pd.Series:
    """The test for any break in every other country that has all the same years: placebos in space."""
    known = everywhere.reindex(share.index).dropna(axis=1).drop(columns=country, errors="ignore")
    return pd.Series({code: any_break_p(known[code]) for code in known}, dtype=float)


def _compare(
    everywhere: pd.DataFrame, country: str, partner: str, span: tuple[int, int], ours: list[str]
) -> ControlResult | None:
    """The change of the partner's share in every country, over the years in which the state's own is known."""
    known = _within(everywhere[country].dropna(), span) if country in everywhere else pd.Series(dtype=float)
    if not len(known):
        return None
    label = f"Share of {country_name(partner)} in trade"
    return compare_changes(everywhere, ours, label, int(known.index[0]), int(known.index[-1]))


def _count_cover(library: Library, world: ControlResult, own: set[str]) -> tuple[int, int]:
    """Other states whose share is known in both years, and those whose trade is recorded in both."""
    totals = world_totals(library, "total").reindex([world.first_year, world.last_year])
    recorded = {str(code) for code in totals.columns[totals.notna().all()] if is_country(str(code))}
    return len(set(world.changes.index) - own), len(recorded - own)

"""How often the tests of the book find what is not there, and how often what is: false-positive rates and power.

Run it from the root of the checkout: ``make benchmark``, or ``python benchmarks/inference.py --help``.
It writes ``results/inference.csv`` and ``results/inference.svg``, which the book shows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pymannkendall
import statsmodels.api as sm
from drawing import write_drawing
from scipy import stats

import scoledger.inference
from scoledger.inference import estimate_trend, find_break, joint_effect_test, joint_trend_test
from scoledger.inference.effects import prepare_test, unit_changes

RESULTS = Path(__file__).parent / "results"
SEED = 20261121
LEVEL = 0.05
#: Years, correlations of the noise from one year to the next, and numbers of treated and of other units.
YEARS, CORRELATIONS, TREATED, OTHERS = (15, 20, 25), (0.0, 0.3, 0.6, 0.8), (1, 4, 5), (20, 100)
#: Slopes a decade, shifts and effects, in standard deviations of the noise.
SLOPES, SHIFTS, EFFECTS = (0.5, 1.0, 2.0, 4.0), (2.0, 3.0, 4.0), (1.0, 2.0)
#: Slope a decade that the test of absence is to rule out.
MARGIN = 2.0
#: Andrews (1993), table 1: 5 percent point for one parameter and 15 percent trimming, for long series.
PUBLISHED_POINT = 8.85
JOINT_DRAWS = 499


@dataclass(frozen=True)
class Cell:
    """One row of the table: a test at one sample size, in noise of one correlation.

    Parameters
    ----------
    statistic : {"trend", "absence", "break", "effect", "joint"}
    test : str
        In words.
    use : {"verdict", "comparison"}
        Verdicts rest on it, or it stands beside for comparison.
    years : int
    correlation : float
        First-order, of the noise.
    planted : float
        Slope a decade, shift in the middle or effect, in standard deviations of the noise.
    is_null : bool
        Whether a rejection is a false positive.
    treated, others : int
        Units, for an effect.
    setting : str
        What is out of the ordinary.
    """

    statistic: str
    test: str
    use: str
    years: int
    correlation: float
    planted: float = 0.0
    is_null: bool = True
    treated: int = 0
    others: int = 0
    setting: str = ""

    @property
    def is_joint(self) -> bool:
        """Whether it tests many specifications at once, which takes longer."""
        return self.statistic == "joint"


def simulate_noise(draw: np.random.Generator, n: int, years: int, correlation: float) -> np.ndarray:
    """First-order autoregressive noise of unit variance, one series a row."""
    noise = draw.normal(size=(n, years))
    for year in range(1, years):
        noise[:, year] = correlation * noise[:, year - 1] + np.sqrt(1 - correlation**2) * noise[:, year]
    return noise


def _series(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=range(2001, 2001 + len(values)))


def make_line(cell: Cell, draw: np.random.Generator) -> pd.Series:
    """A series with the slope planted."""
    noise = simulate_noise(draw, 1, cell.years, cell.correlation)[0]
    return _series(noise + cell.planted / 10 * np.arange(cell.years))


def make_step(cell: Cell, draw: np.random.Generator) -> pd.Series:
    """A rising series with a fall planted in its middle."""
    noise = simulate_noise(draw, 1, cell.years, cell.correlation)[0]
    at = np.arange(cell.years)
    return _series(noise + 0.3 * at - cell.planted * (at >= cell.years // 2))


def make_panel(cell: Cell, draw: np.random.Generator) -> pd.DataFrame:
    """Units with a common shock each year; the first ones are affected from the middle on."""
    values = simulate_noise(draw, cell.treated + cell.others, cell.years, cell.correlation)
    ours = slice(cell.treated)
    if cell.setting == "the treated swing twice as much":
        values[ours] *= 2
    if cell.setting == "the treated share a shock of their own":
        values[ours] += simulate_noise(draw, 1, cell.years, cell.correlation)
    values[ours, cell.years // 2 :] += cell.planted
    values += draw.normal(size=cell.years)
    return pd.DataFrame(values.T, index=range(2001, 2001 + cell.years), columns=[f"U{i}" for i in range(len(values))])


def _treated(cell: Cell) -> list[str]:
    return [f"U{number}" for number in range(cell.treated)]


def _event(cell: Cell) -> int:
    return 2001 + cell.years // 2


def reject_joint_trend(cell: Cell, draw: np.random.Generator) -> bool:
    """Test six specifications of one series: two sources that differ by noise, and three windows."""
    line = make_line(cell, draw)
    other = line + 0.5 * simulate_noise(draw, 1, cell.years, cell.correlation)[0]
    windows = [one.iloc[skip:] for one in (line, other) for skip in (0, 1, 2)]
    return joint_trend_test(windows, JOINT_DRAWS).p_value < LEVEL


def reject_joint_effect(cell: Cell, draw: np.random.Generator) -> bool:
    """Test four specifications of one panel: two sources that differ by noise, and two windows."""
    frame = make_panel(cell, draw)
    other = frame + 0.5 * simulate_noise(draw, len(frame.columns), cell.years, cell.correlation).T
    last = int(frame.index[-1])
    frames = [(one, (first, last)) for one in (frame, other) for first in (2001, 2002)]
    return joint_effect_test(frames, _treated(cell), _event(cell), JOINT_DRAWS).p_value < LEVEL


def reject_published_point(cell: Cell, draw: np.random.Generator) -> bool:
    """Compare the largest F of a least-squares fit with the published point."""
    values = make_step(cell, draw).to_numpy()
    at = np.arange(cell.years)
    base = np.column_stack([np.ones(cell.years), at])
    edge = int(np.ceil(0.15 * cell.years))
    without = np.linalg.lstsq(base, values, rcond=None)[1][0]
    dates = range(edge, cell.years - edge + 1)
    least = min(np.linalg.lstsq(np.column_stack([base, at >= date]), values, rcond=None)[1][0] for date in dates)
    return bool((without - least) / least * (cell.years - 3) > PUBLISHED_POINT)


def reject_clustered(cell: Cell, draw: np.random.Generator) -> bool:
    """Two-way fixed effects with standard errors clustered by unit, which for one event come down to changes."""
    frame = make_panel(cell, draw)
    changes = (frame.loc[_event(cell) :].mean() - frame.loc[: _event(cell) - 1].mean()).to_numpy()
    ours, others = changes[: cell.treated], changes[cell.treated :]
    variance = sum(((one - one.mean()) ** 2).sum() / len(one) ** 2 for one in (ours, others))
    n = len(changes)
    score = abs(ours.mean() - others.mean()) / np.sqrt(variance * n / (n - 2))
    return bool(2 * stats.t.sf(score, n - 1) < LEVEL)


def _reject_effect(cell: Cell, draw: np.random.Generator) -> bool:
    # The test of `estimate_effect`, without the search for its interval, which takes twice as long.
    changes = unit_changes(make_panel(cell, draw), _event(cell), (2001, 2000 + cell.years))
    return prepare_test(changes.to_numpy(), cell.treated)(0.0) < LEVEL


def _reject_hamed_rao(cell: Cell, draw: np.random.Generator) -> bool:
    with np.errstate(invalid="ignore"):
        return bool(pymannkendall.hamed_rao_modification_test(make_line(cell, draw).to_numpy(), lag=1).p < LEVEL)


def _reject_newey_west(cell: Cell, draw: np.random.Generator) -> bool:
    """Newey and West (1987), as statsmodels has it, with the truncation 4 (n / 100)^(2/9) and a t distribution."""
    line = make_line(cell, draw)
    lags = {"maxlags": max(1, int(4 * (len(line) / 100) ** (2 / 9))), "use_correction": True}
    years = sm.add_constant(np.arange(len(line), dtype=float))
    fitted = sm.OLS(line.to_numpy(), years).fit(cov_type="HAC", cov_kwds=lags, use_t=True)
    return bool(fitted.pvalues[1] < LEVEL)


#: What each test of the table is called, and how one draw of it is made and tested.
TESTS: dict[str, tuple[str, str, Callable[[Cell, np.random.Generator], bool]]] = {
    "Mann-Kendall against simulated noise": (
        "trend", "verdict", lambda cell, draw: estimate_trend(make_line(cell, draw)).p_value < LEVEL),
    "Mann-Kendall, Hamed and Rao": ("trend", "comparison", _reject_hamed_rao),
    "Least squares, Newey and West": ("trend", "comparison", _reject_newey_west),
    "Slope smaller than 2": (
        "absence", "verdict", lambda cell, draw: 10 * estimate_trend(make_line(cell, draw)).bound < MARGIN),
    "Sup-F, whole procedure simulated": (
        "break", "verdict", lambda cell, draw: find_break(make_step(cell, draw)).p_value < LEVEL),
    "Sup-F, published critical value": ("break", "comparison", reject_published_point),
    "Randomisation": ("effect", "verdict", _reject_effect),
    "Regression, errors clustered by unit": ("effect", "comparison", reject_clustered),
    "All specifications, trend": ("joint", "verdict", reject_joint_trend),
    "All specifications, effect": ("joint", "verdict", reject_joint_effect),
}  # fmt: skip


def list_cells() -> Iterator[Cell]:
    """Every cell of the table."""
    for test, (statistic, use, _) in TESTS.items():
        make = partial(Cell, statistic, test, use)
        if statistic == "effect" or test == "All specifications, effect":
            yield from _list_panels(make, is_joint=statistic == "joint", is_used=use == "verdict")
            continue
        for years, correlation in itertools.product(YEARS, CORRELATIONS):
            planted = {"trend": SLOPES, "break": SHIFTS, "joint": (2.0,)}.get(statistic, ())
            yield make(years, correlation, planted=MARGIN if statistic == "absence" else 0.0)
            if statistic == "absence":
                yield make(years, correlation, is_null=False)
            for size in planted if use == "verdict" else ():
                yield make(years, correlation, planted=size, is_null=False)


def _list_panels(make: Callable[..., Cell], *, is_joint: bool, is_used: bool) -> Iterator[Cell]:
    # The joint test is slow, and four units are much like five.
    for treated, others, correlation in itertools.product((1, 5) if is_joint else TREATED, OTHERS, CORRELATIONS[:3]):
        units: dict[str, Any] = {"treated": treated, "others": others}
        yield make(20, correlation, **units)
        for effect in EFFECTS if is_used and not is_joint else ():
            yield make(20, correlation, planted=effect, is_null=False, **units)
    for years, correlation in itertools.product((15, 25), CORRELATIONS[:3] if not is_joint else ()):
        yield make(years, correlation, treated=5, others=20)
    for setting in ("the treated swing twice as much", "the treated share a shock of their own"):
        for others in OTHERS:
            yield make(20, 0.3, treated=5, others=others, setting=setting)


def count_rejections(cell: Cell, draws: int) -> int:
    """Rejections among draws; the same for the same cell and number, in whatever order cells are run."""
    draw = np.random.default_rng([SEED, zlib.crc32(repr(cell).encode())])
    reject = TESTS[cell.test][2]
    return sum(reject(cell, draw) for _ in range(draws))


def inference_digest() -> str:
    """Digest of the code under test."""
    digest = hashlib.sha256()
    for path in sorted(Path(scoledger.inference.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def tabulate(counts: dict[Cell, tuple[int, int]], today: dt.date, code: str) -> pd.DataFrame:
    """One row per cell: its settings, rejections among draws, their rate and its Monte Carlo standard error."""
    frame = pd.DataFrame(
        [asdict(cell) | {"draws": draws, "rejected": rejected} for cell, (draws, rejected) in counts.items()]
    )
    frame["rate"] = frame["rejected"] / frame["draws"]
    # Of the rate shrunk a little towards one half, so that a rate of zero is not without error.
    shrunk = (frame["rejected"] + 1) / (frame["draws"] + 2)
    frame["error"] = np.sqrt(shrunk * (1 - shrunk) / frame["draws"]).round(4)
    return frame.assign(seed=SEED, measured=today.isoformat(), code=code)


def main() -> None:
    """Measure every cell, write the table and draw it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=1000, help="draws per false-positive rate (default 1000)")
    parser.add_argument("--power-draws", type=int, default=500, help="draws per power (default 500)")
    parser.add_argument("--joint-draws", type=int, default=400, help="draws per cell of the joint tests (default 400)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--folder", type=Path, default=RESULTS, help="where to write")
    options = parser.parse_args()
    cells, today, code = list(list_cells()), dt.datetime.now(tz=dt.UTC).date(), inference_digest()
    draws = [
        options.joint_draws if cell.is_joint else options.draws if cell.is_null else options.power_draws
        for cell in cells
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        counts = {}
        found = pool.map(count_rejections, cells, draws)
        for cell, number, rejected in zip(cells, draws, found, strict=True):
            counts[cell] = (number, rejected)
            print(f"{len(counts)}/{len(cells)} {cell.test}: {rejected / number:.3f}  {cell}", flush=True)
    frame = tabulate(counts, today, code)
    options.folder.mkdir(parents=True, exist_ok=True)
    staged = options.folder / "inference.csv.new"
    frame.to_csv(staged, index=False, lineterminator="\n")
    staged.replace(options.folder / "inference.csv")
    write_drawing(frame, options.folder / "inference.svg")


if __name__ == "__main__":
    main()

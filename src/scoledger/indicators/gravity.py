"""Gravity: trade of a group against what size, distance and the like predict for it."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from scoledger.countries import members
from scoledger.errors import NoDataError
from scoledger.indicators.macro import indicator
from scoledger.indicators.registry import check_choice, measure
from scoledger.indicators.spillovers import BOUNDS, interval_end
from scoledger.tables import Library

PANEL = "gravity-panel-4yearly"
REPORTS = "imf-dots-exports"
GEODIST = "cepii-geodist"
#: Years of the panel: every fourth; the reports are read for the same ones.
EVERY = 4
MODELS = ("size and distance", "and ties", "and access to the sea")
#: Codes of the trade panel and the distances that the World Bank writes otherwise.
OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "PAL": "PSE", "YUG": "SRB"}
#: Countries without a coast.
LANDLOCKED = (
    "AFG", "AND", "ARM", "AUT", "AZE", "BDI", "BFA", "BLR", "BOL", "BTN", "BWA", "CAF", "CHE", "CZE", "ETH", "HUN",
    "KAZ", "KGZ", "LAO", "LIE", "LSO", "LUX", "MDA", "MKD", "MLI", "MNG", "MWI", "NER", "NPL", "PRY", "RWA", "SMR",
    "SRB", "SSD", "SVK", "SWZ", "TCD", "TJK", "TKM", "UGA", "UZB", "ZMB", "ZWE",
)  # fmt: skip


@measure("ratio")
def actual_over_predicted(
    library: Library,
    *,
    states: str,
    flow: str,
    partners: tuple[str, ...],
    model: str,
    source: str = PANEL,
    bound: str = "estimate",
) -> pd.Series:
    """Trade of a group over what size, distance and the like predict for it, in every fourth year.

    Parameters
    ----------
    flow : {"export", "import"}
        Out of the group, or into it.
    partners : tuple of str
        With whom; empty: with all.
    model : {"size and distance", "and ties", "and access to the sea"}
        Output of both and distance; also common borders, language and colonial ties, and output per person; also
        whether either has a coast.
    source : {"gravity-panel-4yearly", "imf-dots-exports"}
        Exporters' reports with zeros, or without them.
    bound : {"estimate", "lower end", "upper end"}
        The ratio, or an end of its 95 percent interval.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Below one when less is traded than predicted.

    Notes
    -----
    A gravity equation without pair or country effects, by Poisson pseudo-maximum likelihood with zeros (Santos Silva
    and Tenreyro 2006); an indicator of the group's flows makes their prediction rest on all others.  Errors are
    clustered by exporter and by importer, with as many degrees of freedom as the group has states, less one.
    """
    check_choice("flow", flow, ("export", "import"))
    check_choice("model", model, MODELS)
    check_choice("source", source, (PANEL, REPORTS))
    check_choice("bound", bound, BOUNDS)
    found = {
        year: float(np.exp(interval_end(log_ratio, error, traders - 1, bound)))
        for year, (log_ratio, error, traders) in _log_ratios(library, source, states, flow, partners, model).items()
    }
    return pd.Series(found, dtype=float).rename("ratio").rename_axis("year")


@functools.lru_cache(maxsize=64)
def _log_ratios(
    library: Library, source: str, states: str, flow: str, partners: tuple[str, ...], model: str
) -> dict[int, tuple[float, float, int]]:
    """Logarithm of the ratio, its standard error and the number of states that trade, by year."""
    group = members(states)
    panel = _gravity_panel(library, source, model)
    own, other = ("exporter", "importer") if flow == "export" else ("importer", "exporter")
    of_interest = panel[own].isin(group) & (panel[other].isin(partners) if partners else True)
    found = {}
    for year, rows in panel.groupby("year"):
        inside = of_interest[rows.index].to_numpy()
        traders = int(rows.loc[inside, own].nunique())
        if traders > 1:
            found[int(str(year))] = (*_estimate_ratio(rows, inside), traders)
    return found


@functools.lru_cache(maxsize=8)
def _gravity_panel(library: Library, source: str, model: str) -> pd.DataFrame:
    """Flows with what explains them; a flow without output or distance of its two countries is left out."""
    if source == PANEL:
        panel = library.read(PANEL)[["exporter", "importer", "year", "value_usd"]]
    else:
        panel = library.read(REPORTS).rename(columns={"reporter": "exporter", "partner": "importer"})
        panel = panel[panel["year"] % EVERY == 0].assign(value_usd=panel["value_musd"] * 1e6)
    distances = library.read(GEODIST).replace({"iso_o": OLD_CODES, "iso_d": OLD_CODES})
    panel = panel.replace({"exporter": OLD_CODES, "importer": OLD_CODES})
    panel = panel.merge(distances, left_on=["exporter", "importer"], right_on=["iso_o", "iso_d"])
    panel = panel[panel["exporter"] != panel["importer"]]
    output, people = indicator(library, "gdp_current_usd"), indicator(library, "population")
    for who in ("exporter", "importer"):
        panel[f"output_{who}"] = np.log(_look_up(output, panel, who))
        panel[f"person_{who}"] = np.log(_look_up(output / people, panel, who))
        panel[f"coast_{who}"] = panel[who].isin(LANDLOCKED).astype(float)
    panel["distance"] = np.log(panel["distance_km"])
    columns = ["output_exporter", "output_importer", "distance"]
    if model != "size and distance":
        columns += ["person_exporter", "person_importer"]
        columns += ["is_contiguous", "is_common_official_language", "is_colonial_tie"]
    if model == "and access to the sea":
        columns += ["coast_exporter", "coast_importer"]
    panel = panel[["exporter", "importer", "year", "value_usd", *columns]].dropna()
    return panel.reset_index(drop=True)


def _look_up(frame: pd.DataFrame, panel: pd.DataFrame, who: str) -> np.ndarray:
    """Value of a frame of years x countries for every row of the panel; missing where the frame has none."""
    rows = frame.index.get_indexer(pd.Index(panel["year"]))
    columns = frame.columns.get_indexer(pd.Index(panel[who]))
    values = frame.to_numpy()[rows, columns]
    return np.asarray(np.where((rows >= 0) & (columns >= 0), values, np.nan))


def _estimate_ratio(rows: pd.DataFrame, inside: np.ndarray) -> tuple[float, float]:
    """Logarithm of actual over predicted trade of some flows, and its standard error."""
    explained = rows.drop(columns=["exporter", "importer", "year", "value_usd"]).to_numpy(dtype=float)
    x = np.column_stack([inside.astype(float), explained, np.ones(len(rows))])
    y = rows["value_usd"].to_numpy() / rows["value_usd"].mean()
    beta = fit_poisson(x, y)
    fitted = np.exp(x @ beta)
    bread = np.linalg.inv((x * fitted[:, None]).T @ x)
    scores = x * (y - fitted)[:, None]
    meat = _cluster(scores, rows["exporter"]) + _cluster(scores, rows["importer"]) - scores.T @ scores
    variance = float((bread @ meat @ bread)[0, 0])
    return float(beta[0]), float(np.sqrt(max(variance, 0.0)))


def _cluster(scores: np.ndarray, labels: pd.Series) -> np.ndarray:
    sums = pd.DataFrame(scores).groupby(labels.to_numpy()).sum().to_numpy()
    return np.asarray(sums.T @ sums)


def fit_poisson(x: np.ndarray, y: np.ndarray, *, steps: int = 200, tolerance: float = 1e-9) -> np.ndarray:
    """Coefficients of a Poisson pseudo-maximum-likelihood regression with a log link.

    Parameters
    ----------
    x : numpy.ndarray, shape (n_rows, n_columns)
    y : numpy.ndarray, shape (n_rows,)
        Not negative.

    Raises
    ------
    NoDataError
        If the steps do not converge.

    Examples
    --------
    >>> x = np.column_stack([[0.0, 0.0, 1.0, 1.0], np.ones(4)])
    >>> np.exp(fit_poisson(x, np.array([1.0, 3.0, 8.0, 8.0]))).round(6).tolist()
    [4.0, 2.0]
    """
    fitted = (y + y.mean()) / 2
    linear = np.log(fitted)
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        weighted = x * fitted[:, None]
        previous, beta = beta, np.linalg.solve(weighted.T @ x, weighted.T @ (linear + (y - fitted) / fitted))
        linear = np.clip(x @ beta, -50, 50)
        fitted = np.exp(linear)
        if np.abs(beta - previous).max() < tolerance:
            return np.asarray(beta)
    raise NoDataError(f"the regression on {len(y)} flows did not converge in {steps} steps.")

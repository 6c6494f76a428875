"""Directive of the page on the tests: their measured false-positive rates and power."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.paths import Project
from scoledger.site.directives import make_table
from scoledger.site.lock import write_date
from scoledger.site.lookup import project_of

#: Rate above which a test is called unreliable, where 5 percent is promised.
LIMIT = 0.075
_PLANTED = {
    "trend": "Slope, a decade",
    "absence": "True slope",
    "break": "Fall in level",
    "effect": "Effect",
    "joint": "Planted",
}


@dataclass(frozen=True)
class Rate:
    """One measured rate.

    Parameters
    ----------
    statistic, test, use, setting : str
    sample : str
        Years, and units where there are any, in words.
    correlation, planted : float
        Of the noise; slope, shift or effect in its standard deviations.
    is_null : bool
        Whether it is a rate of false positives, and not of finds.
    value, error : float
        The rate and its Monte Carlo standard error.
    draws : int
    measured : datetime.date
    """

    statistic: str
    test: str
    use: str
    setting: str
    sample: str
    correlation: float
    planted: float
    is_null: bool
    value: float
    error: float
    draws: int
    measured: dt.date


def rates_path(project: Project) -> Path:
    """Path of the measured rates."""
    return project.root / "benchmarks" / "results" / "inference.csv"


def read_rates(project: Project) -> list[Rate]:
    """Read the measured rates, in the order of the file."""
    with rates_path(project).open(encoding="utf-8", newline="") as file:
        return [_read_rate(row) for row in csv.DictReader(file)]


def _read_rate(row: dict[str, str]) -> Rate:
    units = f"; {row['treated']} units against {row['others']}" if int(row["treated"]) else ""
    return Rate(
        statistic=row["statistic"],
        test=row["test"],
        use=row["use"],
        setting=row["setting"],
        sample=f"{row['years']} years{units}",
        correlation=float(row["correlation"]),
        planted=float(row["planted"]),
        is_null=row["is_null"] == "True",
        value=float(row["rate"]),
        error=float(row["error"]),
        draws=int(row["draws"]),
        measured=dt.date.fromisoformat(row["measured"]),
    )


class Reliability(SphinxDirective):
    """``{reliability} trend``: false alarms of the tests for a trend; with ``:power:`` what they find.

    ``{reliability} summary`` says in a sentence what the verdicts' own tests reach; ``{reliability} settings`` shows
    the false alarms where what a test supposes does not hold.
    """

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"power": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Make the table or the sentence."""
        project = project_of(self.env)
        self.env.note_dependency(str(rates_path(project)))
        try:
            rates = read_rates(project)
        except (OSError, ValueError, KeyError) as fault:
            raise self.error(f"{rates_path(project)} cannot be read: {fault}. Measure it: make benchmark.") from fault
        what, power = self.arguments[0], "power" in self.options
        if what == "summary":
            return [nodes.paragraph("", summarise(rates))]
        if what == "settings":
            chosen = [rate for rate in rates if rate.setting]
        else:
            chosen = [rate for rate in rates if rate.statistic == what and rate.is_null != power and not rate.setting]
        if not chosen:
            raise self.error(f"no rate of {what!r} in {rates_path(project).name}.")
        return [tabulate(chosen)]


def summarise(rates: list[Rate]) -> str:
    """Say how often the tests that verdicts rest on raise a false alarm, by the memory of the noise."""
    ours = [rate for rate in rates if rate.is_null and rate.use == "verdict" and not rate.setting]
    parts = []
    for correlation in sorted({rate.correlation for rate in ours}):
        values = [rate.value for rate in ours if rate.correlation == correlation]
        parts.append(f"{_percent(min(values))} to {_percent(max(values))} percent where it is {correlation:g}")
    above = [rate for rate in ours if rate.value > LIMIT]
    told = "; ".join(
        f"{rate.test}, {rate.sample}, correlation {rate.correlation:g}: {_percent(rate.value)} percent"
        for rate in above
    )
    draws = sorted({rate.draws for rate in rates})
    return (
        f"Where nothing was planted, the tests on which verdicts rest raised a false alarm in these shares of the "
        f"trials, by the correlation of the noise from one year to the next: {'; '.join(parts)}. "
        + (f"Above {_percent(LIMIT)} percent: {told}. " if told else f"None lies above {_percent(LIMIT)} percent. ")
        + f"Measured on {' and '.join(write_date(day) for day in sorted({rate.measured for rate in rates}))}, "
        f"with {draws[0]:,} to {draws[-1]:,} trials for each rate."
    )


def tabulate(rates: list[Rate]) -> nodes.table:
    """Make a table of rates in percent, a column for each correlation; what passes the limit is bold."""
    correlations = sorted({rate.correlation for rate in rates})
    has_planted = any(not rate.is_null for rate in rates)
    settings = any(rate.setting for rate in rates)
    cells: dict[tuple[str, ...], dict[float, Rate]] = {}
    for rate in sorted(rates, key=lambda rate: rate.use != "verdict"):
        name = rate.test if rate.use == "verdict" else f"{rate.test} ({_USES[rate.use]})"
        setting = [f"{rate.setting[:1].upper()}{rate.setting[1:]}"] if settings else []
        key = (name, *setting, rate.sample, *([f"{rate.planted:g}"] if has_planted else []))
        cells.setdefault(key, {})[rate.correlation] = rate
    names = ["Test", *(["Setting"] if settings else []), "Sample"]
    names += [_PLANTED[rates[0].statistic]] if has_planted else []
    columns: list[dict[str, Any]] = [{"name": name} for name in names]
    columns += [{"name": f"Correlation {correlation:g}", "numeric": True} for correlation in correlations]
    rows = [[*key, *(_cell(found.get(correlation)) for correlation in correlations)] for key, found in cells.items()]
    errors = max(rate.error for rate in rates)
    what = "Found" if has_planted else "False alarms"
    caption = f"{what}, percent of trials. Standard errors of the simulation are at most {_percent(errors)} points."
    return make_table(columns, rows, caption)


_USES = {"comparison": "for comparison"}


def _cell(rate: Rate | None) -> nodes.Node | str:
    if rate is None:
        return ""
    text = _percent(rate.value)
    return nodes.strong("", text) if rate.is_null and rate.value > LIMIT else text


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"

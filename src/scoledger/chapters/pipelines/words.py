"""Sentences of the chapter on pipelines, true for whatever was found."""

from __future__ import annotations

import pandas as pd

from scoledger.chapters.pipelines.measures import (
    BASE,
    BUILT,
    COLUMNS,
    FORECASTS,
    GAS_SELLERS,
    NOT_BUILT,
    PRICE,
    REGION,
    RUSSIAN,
    VOLUME,
    Measures,
    name_of,
)
from scoledger.chapters.pipelines.quantities import path_of, slug_of
from scoledger.countries import country_name

#: A flow within a tenth of a forecast is about as much; below half of it is much less.
NEAR, HALF = 0.1, 0.5


def _flow(found: Measures, code: str) -> float | None:
    path, year = path_of(found, code), FORECASTS[code].year
    return float(path[year]) if year in path.index else None


def write_answer(found: Measures) -> str:
    """What the supplier sold against what was forecast, and how a naive forecast fared."""
    name, code = country_name(found.supplier), found.supplier
    systems = "{use-central} of what was built" if "Central Asia to China" in found.use else "an unknown part"
    beside = ", Power of Siberia at {use-siberia}" if "Power of Siberia" in found.use else ""
    lines = f"The lines from Central Asia run at {systems}{beside}."
    if code not in COLUMNS:
        return f"No gas flows by pipeline from {name} to China in these tables; the other lines are shown. {lines}"
    said, flow = FORECASTS[code], _flow(found, code)
    slug = slug_of(code)
    if flow is None:
        return f"{{forecast-{slug}}} were forecast for {said.year}, of which the tables have no flow. {lines}"
    first = (
        f"{name} sold China {_compare(flow, said.bcm)} forecast by pipeline: {{flow-{slug}}} in {said.year} against "
        f"{{forecast-{slug}}}, {{ratio-{slug}}}."
    )
    other = _write_share(found) if code == "RUS" else _write_region(found)
    words = (first, _write_reached(found, code, flow), _write_baseline(found, code), other, lines)
    return " ".join(word for word in words if word)


def _compare(flow: float, forecast: float) -> str:
    if flow < HALF * forecast:
        return "much less than"
    if flow < (1 - NEAR) * forecast:
        return "less than"
    return "more than" if flow > (1 + NEAR) * forecast else "about as much as"


def _write_reached(found: Measures, code: str, flow: float) -> str:
    """Whether the figure was ever reached, unless the bases of the statistics differ by more than is missing."""
    slug, bcm = slug_of(code), FORECASTS[code].bcm
    if len(found.basis) and abs(flow / bcm - 1) <= float(found.basis.abs().max()):
        return (
            "What is between the two is less than the {basis} by which editions of the statistics differ, so that "
            "these tables cannot say whether the figure was reached."
        )
    if (path_of(found, code) >= bcm).any():
        return f"The figure was first reached in {{reached-{slug}}}."
    return f"The figure was reached in no year known; the most was {{largest-{slug}}}."


def _write_baseline(found: Measures, code: str) -> str:
    row = found.scores.set_index("code").loc[code]
    if pd.isna(row["no_change"]):
        return ""
    slug = slug_of(code)
    nothing = float(row["no_change"]) == 0
    if nothing:
        return "Nothing flowed when the article was written, so that naive forecasts say nothing of a new line."
    miss, same = abs(row["forecast"] - row["outcome"]), abs(row["no_change"] - row["outcome"])
    if miss == same:
        return f"The forecast missed by as much as no change would have, {{miss-{slug}}}."
    word = "nearer" if miss < same else "further off"
    return (
        f"The forecast missed by {{miss-{slug}}}, {word} than no change from the last flow that the author could know "
        f"({{miss-same-{slug}}})."
    )


def _write_share(found: Measures) -> str:
    year, most = RUSSIAN
    _, high = found.russia.values()
    if int(year) not in high.index:
        return ""
    reached = "a level reached since" if float(high.max()) >= most else "a level not reached in any year known"
    return (
        f"Russian gas was {{share-then}} of what China used in {year:.0f} and {{share-last}} in the last year known, "
        f"against {{share-forecast}} at most that was forecast, {reached}."
    )


def _write_region(found: Measures) -> str:
    row = found.scores.set_index("code").loc[REGION]
    text = "Central Asia together sent {flow-region} of {forecast-region}"
    if pd.isna(row["outcome"]) or pd.isna(row["line"]):
        return f"{text}." if pd.notna(row["outcome"]) else ""
    values = {name: abs(float(row[name]) - float(row["outcome"])) for name in ("forecast", "no_change", "line")}
    names = {"forecast": "the forecast", "no_change": "no change", "line": "a straight line"}
    best = min(values, key=lambda name: values[name])
    covers = row["line_low"] <= row["outcome"] <= row["line_high"]
    inside = "inside" if covers else "outside"
    return (
        f"{text}; of forecast ({{miss-region}}), no change ({{miss-same-region}}) and straight line "
        f"({{miss-line-region}}) {names[best]} came nearest, and the outcome lies {inside} the line's interval."
    )


def write_data(found: Measures) -> str:
    """For the closing box: which figures came true, what is not built, and what value did beside volume."""
    gap = float(found.basis.abs().max()) if len(found.basis) else 0.0
    kinds: dict[str, list[str]] = {"met": [], "open": [], "missed": []}
    for code in COLUMNS:
        flow = _flow(found, code)
        if flow is not None:
            ratio = flow / FORECASTS[code].bcm
            kinds["open" if abs(ratio - 1) <= gap else "met" if ratio >= 1 else "missed"].append(name_of(code))
    told = (
        ("met", "was reached"), ("open", "was met as nearly as the statistics can tell"), ("missed", "was missed"),
    )  # fmt: skip
    parts = [f"that for {', '.join(kinds[kind])} {words}" for kind, words in told if kinds[kind]]
    first = f"Of the volumes said, {'; '.join(parts)}." if parts else "No volume can be judged."
    return " ".join(word for word in (first, _write_built(found), _write_value(found)) if word)


def _write_built(found: Measures) -> str:
    rows = found.statuses[found.statuses["segment"] == NOT_BUILT]
    if rows.empty:
        return ""
    status, said = str(rows["status"].iloc[0]), FORECASTS[REGION].bcm
    if status == BUILT or "Central Asia to China" not in found.use:
        return f"{NOT_BUILT} is in the tracker as {status.lower()}."
    built = float(found.capacity["Central Asia to China"].iloc[-1])
    short = " can carry {capacity-central}, less than was said for Central Asia together" if said > built else ""
    return (
        f"The lines that are built{short or ' can carry {capacity-central}'}; {NOT_BUILT} is not in operation (the "
        f"tracker's word: {status.lower()})."
    )


def _write_value(found: Measures) -> str:
    if PRICE not in found.value:
        return ""
    last = int(found.value[PRICE].index[-1])
    price, volume = (float(found.value[name].iloc[-1]) for name in (PRICE, VOLUME))
    if volume > 1 > price:
        word = "More gas earned less for each cubic metre"
    elif volume > 1:
        word = "More gas earned no less for each cubic metre"
    else:
        word = "The volume did not grow"
    return (
        f"{word}: in {last} the region's volume was {{volume-change}} times, its value {{value-change}} times and the "
        f"price {{price-change}} times that of {BASE}."
    )


def write_certainty(found: Measures) -> str:
    """How firm the numbers are, and which comparisons hang on the basis."""
    gap = float(found.basis.abs().max()) if len(found.basis) else 0.0
    flows = {code: _flow(found, code) for code in COLUMNS}
    hanging = [
        name_of(code) for code, flow in flows.items() if flow is not None and abs(flow / FORECASTS[code].bcm - 1) <= gap
    ]
    basis = "Editions of the statistics differ from the present basis by {basis} at most"
    if hanging:
        basis += f", which decides the comparison for {', '.join(hanging)} and no other."
    else:
        basis += ", which decides no comparison here."
    return (
        f"All flows come from one producer. {basis} The flow by supplier is missing for several years. Baselines rest "
        "on what could be known at the end of {known-until}; single states had too few years then for a line. A "
        "forecast, an agreement, a capacity and a flow are four things, and the table sets them apart."
    )


def list_missing(found: Measures) -> tuple[str, ...]:
    """What the tables do not hold for a supplier, in words."""
    name = country_name(found.supplier)
    if found.supplier not in COLUMNS:
        return (f"pipeline gas from {name} to China",)
    by_value = () if found.supplier in GAS_SELLERS else (f"the value of {name}'s gas apart from its oil",)
    return ("flow by supplier before 2013, in 2015 and in 2024", *by_value)

"""A judged claim as plain data, for the registry, the book and the exports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scoledger.claims import Claim, Part, Rule, title_reading
from scoledger.inference import JointTest
from scoledger.tables import Library
from scoledger.verdicts.evidence import ClaimVerdict, PartVerdict, ReadingVerdict
from scoledger.verdicts.flips import find_flips
from scoledger.verdicts.forecasts import Score, score_forecasts
from scoledger.verdicts.foresight import Foresight, look_back
from scoledger.verdicts.labels import Labels
from scoledger.verdicts.looking_back import list_foresight, list_scores
from scoledger.verdicts.turning import write_turning
from scoledger.verdicts.wording import write_claimed, write_finding, write_sentence


@dataclass(frozen=True)
class Headline:
    """The figure that stands for one part of a reading.

    Parameters
    ----------
    name : str
        Name of the result, after the claim's id.
    value, low, high : float
        Median, smallest and largest over the specifications; for a trend, the share that supports it.
    unit : str
    n : int
        Number of specifications behind it.
    title, caption, claimed : str
    """

    name: str
    value: float
    low: float | None
    high: float | None
    unit: str
    n: int
    title: str
    caption: str
    claimed: str


@dataclass(frozen=True)
class Summary:
    """A judged claim with its wording.

    Parameters
    ----------
    foresight : Foresight, optional
        What its author could know; None where no series judges it.
    scores : tuple of Score
        A forecast's specifications against naive baselines.
    """

    verdict: ClaimVerdict
    sentence: str
    headlines: tuple[Headline, ...]
    content: dict[str, Any]
    foresight: Foresight | None = None
    scores: tuple[Score, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return self.content


def summarise(verdict: ClaimVerdict, library: Library, labels: Labels, rules: dict[str, Rule]) -> Summary:
    """Put a verdict into words and plain data.

    Parameters
    ----------
    library : Library
        The one that the claim was judged with: its tables are the sources.
    """
    sources = [item.id for item in library.inputs if item.kind == "table"]
    sentence = write_sentence(verdict, labels, rules)
    headlines = tuple(
        headline
        for reading in verdict.readings
        for part in reading.parts
        if (headline := _headline(reading, part, labels, rules)) is not None
    )
    content = {
        "claim": _claim(verdict.claim),
        "verdict": verdict.verdict,
        "sentence": sentence,
        "readings": [_reading(reading, verdict, labels, rules, sources) for reading in verdict.readings],
        "records": verdict.records.model_dump(mode="json")["records"] if verdict.records else [],
    }
    foresight = look_back(verdict, library, rules)
    scores = score_forecasts(verdict, foresight.last_year) if foresight else ()
    if foresight:
        content["foresight"] = list_foresight(foresight)
    if scores:
        content["scores"] = list_scores(scores)
    return Summary(verdict, sentence, headlines, content, foresight, scores)


def make_slug(*words: str) -> str:
    """Words as part of an id: lower case, letters, digits and dashes.

    Examples
    --------
    >>> make_slug("either book", "2016")
    'either-book-2016'
    """
    return "-".join(re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words)


def _headline(reading: ReadingVerdict, item: PartVerdict, labels: Labels, rules: dict[str, Rule]) -> Headline | None:
    part = item.part
    if not item.computed:
        return None
    claimed = write_claimed(part, labels, rules[part.rule])
    title = f"{title_reading(reading.reading.name)}, {part.name}"
    name = make_slug(reading.reading.name, part.name)
    count = len(item.computed)
    if part.statistic in {"trend", "comparison", "effect"}:
        caption = f"Share of {count} specifications that bear the claim out."
        return Headline(name, item.share("supports"), None, None, "share", count, title, caption, claimed)
    values = item.values
    unit = {"ranking": "rank", "peak-year": "year", "ratio": "ratio"}.get(part.statistic, part.unit)
    caption = f"Median over {count} specifications, with the smallest and the largest. Claimed: {claimed}."
    middle = float(values.median())
    if unit in {"rank", "year"}:
        middle = float(values.sort_values().iloc[(count - 1) // 2])
    return Headline(name, middle, float(values.min()), float(values.max()), unit, count, title, caption, claimed)


def _claim(claim: Claim) -> dict[str, Any]:
    fields = ("id", "source", "title", "paraphrase", "quote", "kind", "topic", "voice", "testability", "note")
    dump = claim.model_dump(mode="json")
    return {name: dump[name] for name in (*fields, "countries", "period", "locator")}


def _reading(
    reading: ReadingVerdict, verdict: ClaimVerdict, labels: Labels, rules: dict[str, Rule], sources: list[str]
) -> dict[str, Any]:
    decisions = [part.decision for part in reading.parts if part.decision is not None]
    decisive = max(decisions, key=lambda item: item.share_explained).dimension if decisions else None
    names = sorted({part.part.rule for part in reading.parts})
    return {
        "name": reading.reading.name,
        "meaning": reading.reading.meaning,
        "rule": ", ".join(names),
        "rule_text": " ".join(rules[name].text for name in names),
        "verdict": reading.verdict,
        "finding": write_finding(reading, verdict, labels, rules),
        "share_supporting": reading.share("supports"),
        "share_contradicting": reading.share("contradicts"),
        "specifications": reading.specifications,
        "not_computable": reading.not_computable,
        "decisive_dimension": labels.dimension(decisive) if decisive else None,
        "flip": write_turning(reading, labels, rules),
        "flips": [
            {"verdict": flip.verdict, "choices": dict(flip.choices), "specifications": flip.specifications}
            for flip in find_flips(reading, rules)
        ],
        "groups": {part.part.name: part.groups for part in reading.parts if part.groups},
        "tests": [_test(part.part, part.joint) for part in reading.parts if part.joint is not None],
        "figures": [
            _figure(verdict, part, headline, sources)
            for part in reading.parts
            if (headline := _headline(reading, part, labels, rules)) is not None
        ],
    }


def _test(part: Part, joint: JointTest) -> dict[str, Any]:
    """The joint test over the specifications of a part."""
    return {
        "part": part.name,
        "kind": part.statistic,
        "statistic": joint.statistic,
        "p_value": joint.p_value,
        "specifications": joint.specifications,
    }


def _figure(verdict: ClaimVerdict, part: PartVerdict, headline: Headline, sources: list[str]) -> dict[str, Any]:
    return {
        "id": f"{verdict.claim.id}-{headline.name}",
        "name": part.part.name,
        "verdict": part.verdict,
        "claimed": headline.claimed,
        "value": headline.value,
        "unit": headline.unit,
        "low": headline.low,
        "high": headline.high,
        "years": part.years or f"{verdict.claim.period.first}-{verdict.claim.period.last}",
        "sources": list(part.sources) or sources,
    }

"""Judge a claim: run every specification, apply the rules, join parts to readings and readings to a verdict."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scoledger.cards import read_cards
from scoledger.claims import Claim, Part, Reading, RecordFile, Rule, read_records, read_rules
from scoledger.claims.rules import find_rule
from scoledger.errors import ClaimError, NoDataError
from scoledger.indicators import find_measure
from scoledger.inference import decisive_dimension
from scoledger.tables import ABSENT, Library, input_digest
from scoledger.verdicts.documents import judge_records
from scoledger.verdicts.evidence import (
    SCORES,
    ClaimVerdict,
    Decision,
    Evidence,
    PartVerdict,
    ReadingVerdict,
)
from scoledger.verdicts.joining import conclude_part, join_parts, join_readings, list_choices
from scoledger.verdicts.joint import run_joint_test
from scoledger.verdicts.specification import Specification, check_claim, specify
from scoledger.verdicts.statistics import observe


def judge_claim(claim: Claim, library: Library, rules: dict[str, Rule] | None = None) -> ClaimVerdict:
    """Judge a claim over all its readings and specifications.

    Parameters
    ----------
    claim : Claim
    library : Library
        Tables; every one that is read is recorded there.
    rules : dict of str to Rule, optional
        By default those of ``data/claims/rules.toml``.

    Returns
    -------
    ClaimVerdict

    Raises
    ------
    ClaimError
        If no specification of a part could be computed: such a claim has no verdict path.
    UnknownMeasureError, UnknownRuleError, UnknownTableError
        If the claim names one.
    """
    rules = rules if rules is not None else read_rules(library.project)
    _note_inputs(claim, library)
    check_claim(claim, rules, read_cards(library.project))
    if not claim.readings:
        return ClaimVerdict(claim, "not testable", ())
    needs_records = any(part.statistic == "record" for reading in claim.readings for part in reading.parts)
    has_records = (library.project.records / f"{claim.id}.toml").is_file()
    records = read_records(library.project, claim.id) if needs_records or has_records else None
    readings = tuple(_judge_reading(claim, reading, library, rules, records) for reading in claim.readings)
    return ClaimVerdict(claim, join_readings(readings), readings, records)


def _note_inputs(claim: Claim, library: Library) -> None:
    """Record the text files that decide the verdict beside the tables."""
    files = [("claim", f"{claim.source}/{claim.id}"), ("rules", "rules"), ("rules", "labels"), ("records", claim.id)]
    for kind, name in files:
        digest = input_digest(library.project, kind, name)
        if digest != ABSENT:
            library.note(kind, name, digest)


def _judge_reading(
    claim: Claim, reading: Reading, library: Library, rules: dict[str, Rule], records: RecordFile | None
) -> ReadingVerdict:
    where = f"claim {claim.id!r}, reading {reading.name!r}"
    measured = _measure_all(specify(reading, where), library)
    parts = []
    for part in reading.parts:
        rule = find_rule(rules, part.rule, where)
        if part.statistic == "record":
            parts.append(PartVerdict(part, judge_records(records, part), ()))
            continue
        ours = [one for one in measured if not one[0].parts or part.name in one[0].parts]
        evidence = tuple(observe(part, rule, specification, series, unit) for specification, series, unit in ours)
        judged = _judge_part(part, rule, evidence, where)
        parts.append(replace(judged, joint=run_joint_test(part, evidence, [series for _, series, _ in ours])))
    series = tuple((specification, values) for specification, values, _ in measured)
    return ReadingVerdict(reading, join_parts(parts), tuple(parts), series)


def _measure_all(
    specifications: list[Specification], library: Library
) -> list[tuple[Specification, pd.Series | pd.DataFrame, str]]:
    """Measure each specification once; those that differ in window or year share a series."""
    cache: dict[str, pd.Series | pd.DataFrame] = {}
    found = []
    for specification in specifications:
        measure = find_measure(specification.measure, specification.label)
        key = repr((specification.measure, sorted(specification.arguments.items())))
        if key not in cache:
            try:
                cache[key] = measure.function(library, **specification.arguments)
            except NoDataError:
                cache[key] = pd.DataFrame() if measure.shape == "ranking" else pd.Series(dtype=float)
        found.append((specification, cache[key], measure.unit))
    return found


def _judge_part(part: Part, rule: Rule, evidence: tuple[Evidence, ...], where: str) -> PartVerdict:
    if all(item.outcome == "no data" for item in evidence):
        reasons = sorted({item.detail for item in evidence})
        raise ClaimError(
            f"{where}, part {part.name!r}: no specification could be computed, so there is no verdict path.\n"
            f"Found: {'; '.join(reasons[:3])}.\nName a source, year or window that the data hold."
        )
    verdict, groups = conclude_part(part, rule, evidence)
    return PartVerdict(part, verdict, evidence, groups, _decide(evidence))


def _decide(evidence: tuple[Evidence, ...]) -> Decision | None:
    computed = [item for item in evidence if item.outcome != "no data"]
    choices = pd.DataFrame([list_choices(item.specification) for item in computed])
    outcome = pd.Series([SCORES[item.outcome] for item in computed])
    found = decisive_dimension(choices, outcome)
    if found is None:
        return None
    dimension, share = found
    shares = [
        {str(name): float(value) for name, value in (outcome == score).groupby(choices[dimension]).mean().items()}
        for score in (SCORES["supports"], SCORES["contradicts"])
    ]
    return Decision(dimension, share, *shares)

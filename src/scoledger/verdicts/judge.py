"""Judge a claim: run every specification, apply the rules, join parts to readings and readings to a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

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
    Verdict,
    write_choice,
)
from scoledger.verdicts.specification import MEASURE, Specification, check_claim, specify
from scoledger.verdicts.statistics import observe

#: Verdicts on documents in the words for statistics, where a claim has readings of both kinds.
_AS_STATISTIC: dict[str, Verdict] = {"confirmed": "supported", "disputed": "mixed", "unverified": "not identified"}


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
    return ClaimVerdict(claim, _join_readings(readings), readings, records)


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
        evidence = tuple(
            observe(part, rule, specification, series, unit)
            for specification, series, unit in measured
            if not specification.parts or part.name in specification.parts
        )
        parts.append(_judge_part(part, rule, evidence, where))
    series = tuple((specification, values) for specification, values, _ in measured)
    return ReadingVerdict(reading, _join_parts(parts), tuple(parts), series)


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
    groups = _judge_groups(part, rule, evidence)
    verdict = apply_shares(rule, evidence)
    if groups and part.group_at_least:
        enough = sum(group == "supported" for group in groups.values()) >= part.group_at_least
        verdict = "supported" if enough else ("mixed" if verdict == "supported" else verdict)
    return PartVerdict(part, verdict, evidence, groups, _decide(evidence))


def apply_shares(rule: Rule, evidence: Iterable[Evidence]) -> Verdict:
    """Verdict from the shares of specifications that support and contradict.

    Specifications that the data cannot answer do not count.
    """
    outcomes = [item.outcome for item in evidence if item.outcome != "no data"]
    if not outcomes:
        return "not identified"
    if Fraction(outcomes.count("supports"), len(outcomes)) >= rule.support_share:
        return "supported"
    if Fraction(outcomes.count("contradicts"), len(outcomes)) >= rule.contradict_share:
        return "contradicted"
    return "not identified" if rule.kind == "effect" else "mixed"


def _judge_groups(part: Part, rule: Rule, evidence: tuple[Evidence, ...]) -> dict[str, Verdict]:
    if part.group is None:
        return {}
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        known = {**item.specification.arguments, **item.specification.choices}
        groups[write_choice(known.get(part.group, "all"))].append(item)
    return {name: apply_shares(rule, items) for name, items in sorted(groups.items())}


def _decide(evidence: tuple[Evidence, ...]) -> Decision | None:
    computed = [item for item in evidence if item.outcome != "no data"]
    # Fixed arguments count too: what one measurement fixes another may vary.
    rows = [
        {MEASURE: item.specification.label}
        | {name: write_choice(choice) for name, choice in item.specification.arguments.items()}
        | {name: write_choice(choice) for name, choice in item.specification.choices.items()}
        for item in computed
    ]
    choices = pd.DataFrame(rows)
    outcome = pd.Series([SCORES[item.outcome] for item in computed])
    found = decisive_dimension(choices, outcome)
    if found is None:
        return None
    dimension, share = found
    support = (outcome == 1).groupby(choices[dimension]).mean()
    return Decision(dimension, share, {str(name): float(value) for name, value in support.items()})


def _join_parts(parts: list[PartVerdict]) -> Verdict:
    """All parts borne out: supported.  Every core part refuted: contradicted.  Otherwise mixed."""
    words = {item.verdict for item in parts}
    if len(words) == 1:
        return words.pop()
    core = {_AS_STATISTIC.get(item.verdict, item.verdict) for item in parts if item.part.role == "core"}
    everything = {_AS_STATISTIC.get(item.verdict, item.verdict) for item in parts}
    if everything == {"supported"}:
        return "supported"
    return "contradicted" if core == {"contradicted"} else "mixed"


def _join_readings(readings: tuple[ReadingVerdict, ...]) -> Verdict:
    """The verdict that all readings share; where they differ it depends on the reading, which is mixed."""
    words = {reading.verdict for reading in readings}
    if len(words) > 1:
        words = {_AS_STATISTIC.get(word, word) for word in words}
    return words.pop() if len(words) == 1 else "mixed"

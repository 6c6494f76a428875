"""Join outcomes to verdicts: specifications to a part, parts to a reading, readings to a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from scoledger.claims import Part, Rule
from scoledger.verdicts.evidence import Evidence, PartVerdict, ReadingVerdict, Verdict, write_choice
from scoledger.verdicts.specification import MEASURE, Specification

#: Verdicts on documents in the words for statistics, where a claim has readings of both kinds.
_AS_STATISTIC: dict[str, Verdict] = {"confirmed": "supported", "disputed": "mixed", "unverified": "not identified"}


def conclude_part(part: Part, rule: Rule, evidence: Iterable[Evidence]) -> tuple[Verdict, dict[str, Verdict]]:
    """Verdict on a part by the shares of its specifications, and on each of its groups where it has some."""
    known = tuple(evidence)
    groups = _judge_groups(part, rule, known)
    verdict = apply_shares(rule, known)
    if groups and part.group_at_least:
        enough = sum(group == "supported" for group in groups.values()) >= part.group_at_least
        verdict = "supported" if enough else ("mixed" if verdict == "supported" else verdict)
    return verdict, groups


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


def join_parts(parts: Iterable[PartVerdict]) -> Verdict:
    """All parts borne out: supported.  Every core part refuted: contradicted.  Otherwise mixed."""
    known = list(parts)
    words = {item.verdict for item in known}
    if len(words) == 1:
        return words.pop()
    core = {_AS_STATISTIC.get(item.verdict, item.verdict) for item in known if item.part.role == "core"}
    everything = {_AS_STATISTIC.get(item.verdict, item.verdict) for item in known}
    if everything == {"supported"}:
        return "supported"
    return "contradicted" if core == {"contradicted"} else "mixed"


def join_readings(readings: tuple[ReadingVerdict, ...]) -> Verdict:
    """The verdict that all readings share; where they differ it depends on the reading, which is mixed."""
    words = {reading.verdict for reading in readings}
    if len(words) > 1:
        words = {_AS_STATISTIC.get(word, word) for word in words}
    return words.pop() if len(words) == 1 else "mixed"


def list_choices(specification: Specification) -> dict[str, str]:
    """Every choice that a specification makes, as text, the measurement among them.

    Fixed arguments count too: what one measurement fixes another may vary.
    """
    return {
        MEASURE: specification.label,
        **{name: write_choice(choice) for name, choice in specification.arguments.items()},
        **{name: write_choice(choice) for name, choice in specification.choices.items()},
    }

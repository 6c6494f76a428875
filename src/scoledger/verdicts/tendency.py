"""What the specifications of a part show, in a few words: too low, a clear rise, no effect."""

from __future__ import annotations

from scoledger.claims import Part, Rule
from scoledger.units import write_value
from scoledger.verdicts.evidence import Evidence, PartVerdict
from scoledger.verdicts.flips import RESTS_ON
from scoledger.verdicts.labels import Labels
from scoledger.verdicts.wording import write_claimed

#: A median beyond this multiple of the claimed figure, or below its inverse, is far off.
FAR = 2.0


def write_tendency(item: PartVerdict, labels: Labels, rule: Rule) -> str:
    """What the specifications of a part show, in a few words.

    Examples
    --------
    ``far too low, 26.1 billion USD``; ``a clear rise``; ``no effect that can be told from chance in 5 of 8``
    """
    if not item.computed:
        return f"documents: {item.verdict}"
    if item.part.statistic in {"level", "ratio"}:
        return _write_figure(item, rule)
    rests_on = RESTS_ON.get(item.verdict)
    deciding = [one for one in item.computed if rests_on is None or one.outcome == rests_on]
    words = [_say(item.part, labels, rule, one) for one in deciding or item.computed]
    commonest = max(sorted(set(words)), key=words.count)
    count = words.count(commonest)
    return commonest if count == len(item.computed) else f"{commonest} in {count} of {len(item.computed)}"


def _say(part: Part, labels: Labels, rule: Rule, one: Evidence) -> str:
    value = one.value or 0.0
    match part.statistic:
        case "trend":
            return _say_trend(one, value)
        case "effect":
            return _say_effect(one)
        case "peak-year":
            return f"the record in {value:.0f}"
        case "comparison":
            return _say_comparison(part, labels, rule, one)
        case _:
            return _say_rank(part, labels, rule, one)


def _say_trend(one: Evidence, value: float) -> str:
    if one.outcome == "neither":
        return "no clear trend"
    if one.is_absent:
        return "no trend worth the name"
    return "a clear rise" if value > 0 else "a clear fall"


def _say_effect(one: Evidence) -> str:
    if one.outcome == "supports":
        return "an effect"
    if one.outcome == "neither":
        has_interval = one.low is not None and one.high is not None
        is_seen = has_interval and (one.low or 0) * (one.high or 0) > 0
        return "an effect, but one before the event too" if is_seen else "no effect that can be told from chance"
    return "no effect worth the name" if one.is_absent else "an effect the other way"


def _say_comparison(part: Part, labels: Labels, rule: Rule, one: Evidence) -> str:
    if one.outcome == "supports":
        return write_claimed(part, labels, rule)
    if not isinstance(part.claimed, tuple):
        side = "above" if part.below else "below"
        return f"{side} {write_value(float(part.claimed or 0), part.unit)}"
    names = [labels.choice(str(unit)) for unit in part.claimed]
    return " before ".join(reversed(names)) if len(names) == 2 else "in another order"  # noqa: PLR2004 - a pair


def _say_rank(part: Part, labels: Labels, rule: Rule, one: Evidence) -> str:
    told = write_claimed(part, labels, rule)
    if one.outcome == "supports":
        return told
    verb = " is " if " is " in told else " are "
    return told.replace(verb, f"{verb}not ", 1) if one.outcome == "contradicts" else "these, in another order"


def _write_figure(item: PartVerdict, rule: Rule) -> str:
    """The median of the figures and how it stands to the claimed one, or to the nearer end of the claimed range."""
    part = item.part
    claimed = part.claimed if isinstance(part.claimed, tuple) else (part.claimed or 0,)
    low, high = float(claimed[0]), float(claimed[-1])
    value = float(item.values.median())
    times = 1.0 if low <= value <= high else value / (low if value < low else high)
    return f"{_write_distance(times, rule)}, {write_value(value, 'ratio' if part.statistic == 'ratio' else part.unit)}"


def _write_distance(times: float, rule: Rule) -> str:
    distance = abs(times - 1)
    if distance <= (rule.within or 0):
        return "about right"
    side = "high" if times > 1 else "low"
    if distance <= (rule.beyond or 0):
        return f"a little too {side}"
    return f"far too {side}" if times > FAR or times < 1 / FAR else f"too {side}"

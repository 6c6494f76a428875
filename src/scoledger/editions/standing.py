"""How a result of an edition stands now, and why it has changed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoledger.editions.edition import Edition, Entry, RunBasis
from scoledger.editions.withdrawn import Withdrawal
from scoledger.errors import UnknownResultError, nearest

#: What can have become of a result, the best first.
STANDINGS = ("unchanged", "changed within rounding", "changed", "withdrawn", "unknown")

#: Relative difference that another processor's rounding can make.
_SAME = 1e-9


@dataclass(frozen=True)
class Standing:
    """How one result stands.

    Parameters
    ----------
    id, edition : str
        What was cited.
    standing : str
        One of `STANDINGS`.
    was, now : Entry or None
        What it was worth in the edition, and what it is worth now.
    causes : tuple of str
        What has changed of what it was made from, in words; also of a result whose worth is unchanged.
    note : str
        Why it was withdrawn, or which known id is nearest.
    successor : str
        Id that stands in the place of one that was withdrawn.
    """

    id: str
    edition: str
    standing: str
    was: Entry | None = None
    now: Entry | None = None
    causes: tuple[str, ...] = ()
    note: str = ""
    successor: str = ""


def resolve(result_id: str, then: Edition, now: Edition, withdrawn: dict[str, Withdrawal] | None = None) -> Standing:
    """Say how a result of an edition stands now.

    Raises
    ------
    UnknownResultError
        If the edition has no such id; the message names the nearest.
    """
    was = then.entries.get(result_id)
    if was is None:
        raise UnknownResultError(
            f"edition {then.name} has no result {result_id!r}.{nearest(result_id, then.entries)}\n"
            f"It holds {len(then.entries)} results. Correct the id, or name the edition that has it."
        )
    present, gone = now.entries.get(result_id), (withdrawn or {}).get(result_id)
    if present is None:
        note = f"withdrawn in {gone.edition}: {gone.reason}" if gone else "no longer made; no reason was recorded"
        successor = gone.successor if gone else ""
        return Standing(result_id, then.name, "withdrawn", was, now.entries.get(successor), (), note, successor)
    causes = find_causes(then.runs[was.run], now.runs[present.run])
    return Standing(result_id, then.name, compare_entries(was, present), was, present, tuple(causes))


def compare_entries(was: Entry, now: Entry) -> str:
    """Compare what a result was worth and is worth.

    Returns
    -------
    str
        ``unchanged``, ``changed within rounding`` (what is printed is the same, its digits behind are not) or
        ``changed``.
    """
    if was.kind != now.kind or was.unit != now.unit:
        return "changed"
    if was.kind != "number":
        if was.text == now.text and was.digest == now.digest:
            return "unchanged"
        # A verdict can keep its word while a figure behind it moves; a table or figure shows all that it is.
        return "changed within rounding" if was.kind == "verdict" and was.text == now.text else "changed"
    pairs = [(was.value, now.value), (was.low, now.low), (was.high, now.high)]
    if (was.text, was.interval, was.n) != (now.text, now.interval, now.n):
        return "changed"
    return "unchanged" if all(_is_same(one, other) for one, other in pairs) else "changed within rounding"


def find_causes(then: RunBasis, now: RunBasis) -> list[str]:
    """Name what has changed of what a run was made from: parameters, data and their vintage, code, environment."""
    causes = []
    if then.parameters != now.parameters:
        names = sorted({*then.parameters, *now.parameters})
        moved = [name for name in names if then.parameters.get(name) != now.parameters.get(name)]
        words = [
            f"{name} {then.parameters.get(name, 'absent')} -> {now.parameters.get(name, 'absent')}" for name in moved
        ]
        causes.append(f"parameters: {', '.join(words)}")
    read = sorted({*then.inputs, *now.inputs})
    causes += [_tell_input(name, then, now) for name in read if then.inputs.get(name) != now.inputs.get(name)]
    if _is_other(then.notebook_digest, now.notebook_digest):
        causes.append(f"code: notebook {now.notebook}")
    if _is_other(then.code_digest, now.code_digest):
        causes.append("code: package")
    if _is_other(then.lock_digest, now.lock_digest):
        causes.append("environment: requirements.lock")
    return causes


def _is_other(one: str, other: str) -> bool:
    """Whether two digests are known and differ: of a run whose record is gone, nothing is claimed."""
    return bool(one and other) and one != other


def _tell_input(name: str, then: RunBasis, now: RunBasis) -> str:
    kind, _, item = name.partition(" ")
    if kind != "table":
        verb = "no longer read" if name not in now.inputs else "read only now" if name not in then.inputs else "changed"
        return f"{kind} {item}: {verb}"
    if name not in now.inputs:
        return f"data: {item} is no longer read"
    if name not in then.inputs:
        return f"data: {item} is read only now"
    old, new = then.vintages.get(item, ""), now.vintages.get(item, "")
    return (
        f"data vintage: {item} {old} -> {new}"
        if old != new
        else f"data: {item} (vintage {new}), card or values changed"
    )


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=1e-12)

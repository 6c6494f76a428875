"""Verdicts on claims that only dated documents can judge."""

from __future__ import annotations

from scoledger.claims import Part, Record, RecordFile
from scoledger.errors import ClaimError
from scoledger.verdicts.evidence import Verdict

#: Independent dated reports that weigh as much as one document of the actor itself.
REPORTS_NEEDED = 2


def judge_records(records: RecordFile | None, part: Part) -> Verdict:
    """Verdict of dated records: rule EVENT, and MEMB, which is the same rule applied to lists and treaties.

    A primary document, or two independent dated reports or works of reference, establish a finding.  What only
    unverified records say establishes nothing.  Where one counter-example suffices, `decided_by` says so beforehand.

    Returns
    -------
    {"confirmed", "contradicted", "disputed", "unverified"}
        *Disputed* when the core holds but an attribute is wrong, or when records on both sides are established.
    """
    if records is None:
        raise ClaimError(f"part {part.name!r} is judged by records, but none were read.")
    held = {side: _is_established(records, side) for side in ("core", "attribute-wrong", "otherwise")}
    if part.decided_by and held[part.decided_by]:
        return "confirmed" if part.decided_by == "core" else "contradicted"
    if held["otherwise"]:
        return "disputed" if held["core"] or held["attribute-wrong"] else "contradicted"
    if held["attribute-wrong"]:
        return "disputed"
    return "confirmed" if held["core"] else "unverified"


def _is_established(records: RecordFile, side: str) -> bool:
    speaking = [item for item in records.records if item.supports == side and item.checked != "not verified"]
    if any(_is_primary(item) for item in speaking):
        return True
    publishers = {item.publisher for item in speaking if item.date is not None}
    return len(publishers) >= REPORTS_NEEDED


def _is_primary(record: Record) -> bool:
    return record.level == "primary" and record.checked == "primary document seen"

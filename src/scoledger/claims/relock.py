"""Changing a claim after its lock: on purpose, with a reason, and for everyone to see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from scoledger.claims.claim import read_claims
from scoledger.claims.difference import only_rules_differ, rules_that_differ
from scoledger.claims.lock import LockChange, LockEntry, changed_since_lock, read_locked, store_lock, tell_change
from scoledger.claims.locked import Content, content_hash, locked_content
from scoledger.claims.rules import find_rule, read_rules
from scoledger.errors import LockError, UnknownClaimError, nearest
from scoledger.paths import Project


def relock(
    project: Project, today: dt.date, reason: str, *, claims: Collection[str] = (), rules: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Lock changed claims anew; the reason and what differs are added to their entries.

    Parameters
    ----------
    project : Project
    today : datetime.date
    reason : str
        Why the claims were changed.
    claims : collection of str
        Claims to lock anew, whatever differs; one that was taken out keeps its history.
    rules : collection of str
        Rules that changed: every claim that differs in these rules alone, and in what they newly ask of its parts, is
        locked anew.

    Returns
    -------
    dict of str to tuple of str
        What differs, in plain words, by claim id.  Claims that are not named stay as they are, changed or not.

    Raises
    ------
    LockError
        If the reason is empty, a claim named has not changed or is not locked yet, or no claim differs in the rules.
    UnknownClaimError, UnknownRuleError
        If there is no claim, or no rule, of a name.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise LockError(
            "a claim is locked anew without a reason.\n"
            'Expected --reason "why it was changed": it is shown on the claim\'s page.'
        )
    entries, contents = read_locked(project)
    present = _present_contents(project)
    named = set(claims) | _claims_of_rules(project, contents, present, rules)
    _check_named(claims, entries, present, changed_since_lock(project))
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(named):
        content = present.get(key)
        found[key] = tell_change(contents.get(key), content)
        change = LockChange(date=today, reason=reason, was=entries[key].hash, what=found[key])
        entries[key] = LockEntry(
            date=entries[key].date,
            hash=content_hash(content) if content else "",
            changes=(*entries[key].changes, change),
        )
        contents.pop(key, None)
        if content:
            contents[key] = content
    store_lock(project, entries, contents)
    return found


def _present_contents(project: Project) -> dict[str, Content]:
    rules = read_rules(project)
    return {key: locked_content(claim, rules) for key, claim in read_claims(project).items()}


def _claims_of_rules(
    project: Project, contents: dict[str, Content], present: dict[str, Content], rules: Collection[str]
) -> set[str]:
    """Claims that differ in these rules and in nothing else: what else was changed needs a reason of its own."""
    for name in rules:
        find_rule(read_rules(project), name, "scoledger lock")
    kept = {key: (content, present[key]) for key, content in contents.items() if key in present}
    found = {
        key
        for key, (old, new) in kept.items()
        if only_rules_differ(old, new) and rules_that_differ(old, new) and rules_that_differ(old, new) <= set(rules)
    }
    if rules and not found:
        raise LockError(
            f"no locked claim differs in {', '.join(sorted(rules))} alone.\n"
            "See what differs: scoledger lock --check; name a claim that differs in more: scoledger lock --relock ID."
        )
    return found


def _check_named(
    claims: Collection[str], entries: dict[str, LockEntry], present: dict[str, Content], changed: dict[str, str]
) -> None:
    for key in sorted(claims):
        if key not in entries and key not in present:
            raise UnknownClaimError(
                f"no claim {key!r} to lock anew.{nearest(key, present)}\nList them: scoledger claims."
            )
        if key not in entries:
            raise LockError(f"{key} is not locked yet, so that it cannot be locked anew.\nLock it: scoledger lock.")
        if key not in changed:
            raise LockError(f"{key} is as it was locked: there is nothing to lock anew.\nLeave it out.")

"""The lock: a hash of every claim's readings and of the rules, fixed on a date."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from scoledger.claims.claim import Claim, read_claims
from scoledger.claims.rules import Rule, read_rules
from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.errors import LockError, UnknownClaimError, nearest
from scoledger.paths import Project


class LockEntry(Model):
    """When a claim's readings were locked, and their hash together with the rules that they name."""

    date: dt.date
    hash: str


def reading_hash(claim: Claim, rules: dict[str, Rule]) -> str:
    """Hash of what decides a verdict: the readings, and the rules that they name.

    Wording, locator and notes do not count: mending a paraphrase breaks no lock.  Nor does a key that the file does not
    use: a later version of the program may know more of them.
    """
    control = claim.control.model_dump(mode="json", exclude_defaults=True) if claim.control else {}
    named = sorted({part.rule for reading in claim.readings for part in reading.parts})
    content = {
        "readings": [reading.model_dump(mode="json", exclude_defaults=True) for reading in claim.readings],
        "control": control,
        "rules": {name: rules[name].model_dump(mode="json", exclude_defaults=True) for name in named if name in rules},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_lock(project: Project) -> dict[str, LockEntry]:
    """Read ``data/claims/LOCK``: entries by claim id; empty when nothing is locked yet."""
    path = project.claims / "LOCK"
    if not path.exists():
        return {}
    return {key: check_model(path, LockEntry, content) for key, content in read_toml(path).items()}


def changed_since_lock(project: Project) -> dict[str, str]:
    """Claims whose readings or rules differ from the lock, each with what differs.

    Returns
    -------
    dict of str to str
        ``"not locked"``, ``"changed"`` or ``"removed"`` by claim id; empty when everything holds.
    """
    entries, rules = read_lock(project), read_rules(project)
    claims = read_claims(project)
    found = {
        key: "not locked" if key not in entries else "changed"
        for key, claim in claims.items()
        if key not in entries or entries[key].hash != reading_hash(claim, rules)
    }
    return found | {key: "removed" for key in entries if key not in claims}


def write_lock(project: Project, today: dt.date, *, relock: frozenset[str] = frozenset()) -> list[str]:
    """Lock every claim that has no entry yet, and those named in `relock`; other entries stay as they are.

    Returns
    -------
    list of str
        Claims that were locked now.

    Raises
    ------
    LockError
        If a locked claim has changed and is not named in `relock`: a change after the lock is made on purpose.
    UnknownClaimError
        If `relock` names a claim that there is not.
    """
    entries, rules, claims = read_lock(project), read_rules(project), read_claims(project)
    for key in sorted(relock - set(claims)):
        raise UnknownClaimError(f"no claim {key!r} to lock anew.{nearest(key, claims)}\nList them: scoledger claims.")
    changed = [key for key, how in changed_since_lock(project).items() if how == "changed" and key not in relock]
    if changed:
        raise LockError(
            f"the readings or rules of {', '.join(changed)} have changed since they were locked.\n"
            "Restore them; or, to change them on purpose, name them: scoledger lock --relock ID "
            "(the date of the new lock is shown on the claim's page)."
        )
    fresh = [key for key in claims if key not in entries or key in relock]
    entries = {key: entry for key, entry in entries.items() if key in claims}
    entries |= {key: LockEntry(date=today, hash=reading_hash(claims[key], rules)) for key in fresh}
    lines = ["# Hash of readings and rules by claim, and the date they were fixed. Written by: scoledger lock"]
    lines += [f'{key} = {{ date = {entries[key].date}, hash = "{entries[key].hash}" }}' for key in sorted(entries)]
    path = project.claims / "LOCK"
    staged = path.with_suffix(".new")
    staged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    staged.replace(path)
    return fresh

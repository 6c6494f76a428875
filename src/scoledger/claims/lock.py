"""The lock: a hash of every claim's readings and rules, fixed on a date, and the history of what changed after."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from scoledger.claims.claim import Claim, read_claim, read_claims
from scoledger.claims.difference import tell_difference
from scoledger.claims.locked import (
    Content,
    content_hash,
    contents_path,
    locked_content,
    read_contents,
    restore_advice,
    tested_parts,
    write_contents,
)
from scoledger.claims.rules import Rule, read_rules
from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.errors import LockError
from scoledger.paths import Project

#: What a change says that was made when contents were not kept yet.
_NOT_KEPT = "what differs is not known: the content was not kept when it was locked"
#: What a change says when the claim was taken out.
REMOVED = "the claim was taken out"


class LockChange(Model):
    """A change after the lock.

    Parameters
    ----------
    date : datetime.date
    reason : str
        Why it was made, in the words of who made it.
    was : str
        The hash until then.
    what : list of str
        What differs, in plain words that the program found.
    """

    date: dt.date
    reason: str
    was: str
    what: tuple[str, ...]


class LockEntry(Model):
    """When a claim's readings were first locked, and their present hash together with the rules that they name.

    Parameters
    ----------
    date : datetime.date
        Day of the first lock; it stays when the claim is changed.
    hash : str
        Hash of the present content; empty once the claim was taken out.
    tests : list of str
        Core parts that a test of significance judges, as ``"reading/part"``: its share of the family of tests.
    changes : list of LockChange
        What changed since, oldest first.
    """

    date: dt.date
    hash: str
    tests: tuple[str, ...] = ()
    changes: tuple[LockChange, ...] = ()


def reading_hash(claim: Claim, rules: dict[str, Rule]) -> str:
    """Hash of what decides a verdict: the readings, the control, and the rules that the readings name."""
    return content_hash(locked_content(claim, rules))


def lock_path(project: Project) -> Path:
    """Path of the lock."""
    return project.claims / "LOCK"


def read_lock(project: Project) -> dict[str, LockEntry]:
    """Read ``data/claims/LOCK``: entries by claim id; empty when nothing is locked yet."""
    path = lock_path(project)
    if not path.exists():
        return {}
    return {key: check_model(path, LockEntry, content) for key, content in read_toml(path).items()}


def read_locked(project: Project) -> tuple[dict[str, LockEntry], dict[str, Content]]:
    """Read the lock and the contents that it fixes, and check them against each other.

    Returns
    -------
    entries : dict of str to LockEntry
    contents : dict of str to dict
        A claim that was locked before contents were kept has none.

    Raises
    ------
    LockError
        If a content does not have the hash that its entry states.
    """
    entries, contents = read_lock(project), read_contents(project)
    # A lock from before tests were declared has none at all.
    declares = any(entry.tests for entry in entries.values())
    for key, content in contents.items():
        expected = entries[key].hash if key in entries else "no entry"
        try:
            found = content_hash(content)
            tests = tested_parts(content)
        except (KeyError, TypeError):
            found, tests = "no content of a claim", ()
        if found != expected or (declares and entries[key].tests != tests):
            raise LockError(
                f"{contents_path(project)}: the content of {key!r} is not what the lock fixed.\n"
                f"Expected {expected} and the tests that LOCK declares, found {found}.\n{restore_advice(project)}"
            )
    return entries, contents


def read_family(project: Project) -> dict[str, tuple[str, ...]]:
    """Read the family of tests that the lock declares, over which p values are corrected.

    Returns
    -------
    dict of str to tuple of str
        ``"reading/part"`` by claim id; a claim without a test of significance is absent.
    """
    return {key: entry.tests for key, entry in read_lock(project).items() if entry.tests}


def changed_since_lock(project: Project) -> dict[str, str]:
    """Claims whose readings or rules differ from the lock, each with how.

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
    return found | {key: "removed" for key, entry in entries.items() if key not in claims and entry.hash}


def tell_changes(project: Project) -> dict[str, tuple[str, ...]]:
    """Say for every claim that is not as locked what differs.

    Returns
    -------
    dict of str to tuple of str
        Lines in plain words by claim id; claims that are not locked yet are absent.

    Raises
    ------
    LockError
        As `read_locked`.
    """
    contents, rules, claims = read_locked(project)[1], read_rules(project), read_claims(project)
    now = {key: locked_content(claims[key], rules) if key in claims else None for key in changed_since_lock(project)}
    known = read_lock(project)
    return {key: tell_change(contents.get(key), content) for key, content in now.items() if key in known}


def tell_claim(project: Project, claim_id: str, entry: LockEntry, content: Content | None) -> tuple[str, ...]:
    """Say for one locked claim what differs from its entry and content; nothing when it is as it was locked."""
    here = any(project.claims.glob(f"*/{claim_id}.toml"))
    now = locked_content(read_claim(project, claim_id), read_rules(project)) if here else None
    held = content_hash(now) if now is not None else ""
    return () if entry.hash == held else tell_change(content, now)


def tell_change(old: Content | None, new: Content | None) -> tuple[str, ...]:
    """Say what differs, also where the old content was not kept or the claim is gone."""
    if new is None:
        return (REMOVED,)
    return (_NOT_KEPT,) if old is None else tell_difference(old, new)


def write_lock(project: Project, today: dt.date) -> list[str]:
    """Lock every claim that has no entry yet; other entries stay as they are.

    An entry from before contents and tests were kept gets them now, since it still has its hash.

    Returns
    -------
    list of str
        Claims that were locked now.

    Raises
    ------
    LockError
        If a locked claim has changed: a change after the lock is made on purpose.
    """
    entries, contents = read_locked(project)
    rules, claims = read_rules(project), read_claims(project)
    how = changed_since_lock(project)
    changed = [key for key, word in how.items() if word != "not locked"]
    if changed:
        raise LockError(
            f"the readings or rules of {', '.join(changed)} have changed since they were locked.\n"
            "See what differs: scoledger lock --check.\n"
            'Restore them; or, to change them on purpose: scoledger lock --relock ID --reason "why" '
            "(the change and its reason are shown on the claim's page)."
        )
    fresh = [key for key in claims if key not in entries]
    for key, claim in claims.items():
        contents[key] = locked_content(claim, rules)
        entries[key] = entries.get(key, LockEntry(date=today, hash=content_hash(contents[key])))
    store_lock(project, entries, contents)
    return fresh


def store_lock(project: Project, entries: dict[str, LockEntry], contents: dict[str, Content]) -> None:
    """Put both files of the lock in place, each whole; the tests that an entry declares are those of its content."""
    entries = {
        key: entry.model_copy(update={"tests": tested_parts(contents[key]) if key in contents else ()})
        for key, entry in entries.items()
    }
    lines = [
        "# Hash of readings and rules by claim, the date they were first fixed, the tests of significance that they",
        "# bring into the family, and what changed since. Written by: scoledger lock",
    ]
    lines += [f"{key} = {_write_entry(entries[key])}" for key in sorted(entries)]
    for path, text in (
        (contents_path(project), write_contents(contents)),
        (lock_path(project), "\n".join(lines) + "\n"),
    ):
        staged = path.with_suffix(".new")
        staged.write_text(text, encoding="utf-8")
        staged.replace(path)


def _write_entry(entry: LockEntry) -> str:
    keys = [f"date = {entry.date}", f"hash = {_text(entry.hash)}"]
    keys += [f"tests = {_texts(entry.tests)}"] if entry.tests else []
    changes = [
        f"  {{ date = {one.date}, reason = {_text(one.reason)}, was = {_text(one.was)}, what = {_texts(one.what)} }},"
        for one in entry.changes
    ]
    keys += ["changes = [\n" + "\n".join(changes) + "\n]"] if changes else []
    return f"{{ {', '.join(keys)} }}"


def _texts(items: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, items))}]"


def _text(text: str) -> str:
    """Write a TOML string: JSON's escapes are TOML's, for text that can be printed."""
    return json.dumps("".join(sign for sign in text if sign.isprintable()), ensure_ascii=False)

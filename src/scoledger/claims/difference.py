"""What differs between two locked contents of a claim, in plain words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from scoledger.claims.claim import Control, Measurement, Part, Reading
from scoledger.claims.locked import Content
from scoledger.claims.rules import Rule

#: Words of a text that are repeated; where more differ, that it was reworded is said, and the file holds the wording.
_MOST_WORDS = 30


def tell_difference(old: Content, new: Content) -> tuple[str, ...]:
    """Say in plain words what differs between two contents.

    Parameters
    ----------
    old, new : dict
        As `locked_content` makes them.

    Returns
    -------
    tuple of str
        One line per reading, part, measurement, control or rule that differs; empty when nothing does.

    Examples
    --------
    >>> def content(figure):
    ...     part = {"name": "2014", "rule": "PF10", "statistic": "level", "claimed": figure}
    ...     return {"readings": [{"name": "literal", "parts": [part]}], "control": {}, "rules": {}}
    >>> tell_difference(content(45), content(44))
    ('reading literal, part 2014: claimed 45 -> 44',)
    """
    before, after = _by_name(old["readings"]), _by_name(new["readings"])
    lines = [line for key in _union(before, after) for line in _tell_reading(key, before.get(key), after.get(key))]
    lines += _tell("control", old["control"], new["control"], Control)
    rules = _union(old["rules"], new["rules"])
    lines += [
        line for key in rules for line in _tell(f"rule {key}", old["rules"].get(key), new["rules"].get(key), Rule)
    ]
    return tuple(lines) if lines or old == new else ("the order of readings, parts or measurements",)


def rules_that_differ(old: Content, new: Content) -> frozenset[str]:
    """Names of the rules whose thresholds or wording differ."""
    return frozenset(
        key for key in _union(old["rules"], new["rules"]) if old["rules"].get(key) != new["rules"].get(key)
    )


def only_rules_differ(old: Content, new: Content) -> bool:
    """Whether readings and control are the same, but for what a changed rule newly asks of its parts.

    A part may state what it did not state before, such as the smallest trend that counts, where its rule differs; what
    it stated must stand.
    """
    asking = rules_that_differ(old, new)
    readings: list[Any] = [
        {**reading, "parts": [_as_asked(part, old, asking, reading["name"]) for part in reading["parts"]]}
        for reading in new["readings"]
    ]
    return bool(old["control"] == new["control"] and old["readings"] == readings)


def _as_asked(part: dict[str, Any], old: Content, asking: frozenset[str], reading: str) -> dict[str, Any]:
    """A part without what its rule asks of it anew."""
    if part["rule"] not in asking:
        return part
    before = _by_name(_by_name(old["readings"]).get(reading, {"parts": []})["parts"]).get(part["name"], {})
    return {key: item for key, item in part.items() if key in before or not _is_optional(key)}


def _is_optional(key: str) -> bool:
    field = Part.model_fields.get(key)
    return field is not None and not field.is_required() and field.default is None


def _tell_reading(name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[str]:
    where = f"reading {name}"
    if not old or not new:
        return _tell(where, old, new, Reading)
    lines = _tell(where, _plain(old), _plain(new), Reading)
    parts = _by_name(old["parts"]), _by_name(new["parts"])
    told: dict[str, list[str]] = {}
    for key in _union(*parts):
        for phrase in _tell("", parts[0].get(key), parts[1].get(key), Part):
            told.setdefault(phrase, []).append(key)
    lines += [f"{where}, part{'s' * (len(names) > 1)} {', '.join(names)}{phrase}" for phrase, names in told.items()]
    measurements = _by_label(old), _by_label(new)
    for key in _union(*measurements):
        lines += _tell(f"{where}, {key}", measurements[0].get(key), measurements[1].get(key), Measurement)
    return lines


def _plain(reading: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in reading.items() if key not in {"parts", "measurements"}}


def _by_name(items: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(item["name"]): item for item in items}


def _by_label(reading: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Measurements have no name; a label that stands twice is told apart by its number."""
    found: dict[str, dict[str, Any]] = {}
    for item in reading.get("measurements", []):
        name = f"measurement “{item['label']}”"
        number = 1 + sum(key.startswith(name) for key in found)
        found[name if number == 1 else f"{name} ({number})"] = item
    return found


def _union(old: Iterable[str], new: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*old, *new]))


def _tell(where: str, old: dict[str, Any] | None, new: dict[str, Any] | None, model: type[BaseModel]) -> list[str]:
    """Tell one line about one thing, or none."""
    if old == new:
        return []
    if not old or not new:
        return [f"{where}: {'taken out' if old else 'added'}"]
    phrases = [
        phrase
        for key in _union(old, new)
        for phrase in _tell_item(key.replace("_", " "), *(_item(one, key, model) for one in (old, new)))
    ]
    return [f"{where}: {'; '.join(phrases)}"]


def _item(content: dict[str, Any], key: str, model: type[BaseModel]) -> Any:
    """A value, or the default that holds where none is stated."""
    if key in content:
        return content[key]
    field = model.model_fields.get(key)
    default = None if field is None or field.is_required() else field.get_default(call_default_factory=True)
    return list(default) if isinstance(default, tuple) else default


def _tell_item(name: str, old: Any, new: Any) -> list[str]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            phrase for key in _union(old, new) for phrase in _tell_item(f"{name} {key}", old.get(key), new.get(key))
        ]
    if name == "prune":
        return _tell_prunes(old, new)
    if isinstance(old, str) and isinstance(new, str) and " " in f"{old}{new}".strip():
        return [_tell_words(name, old.split(), new.split())]
    return [f"{name} {_write(old)} -> {_write(new)}"]


def _tell_words(name: str, old: list[str], new: list[str]) -> str:
    """Show the words of a text that differ, each with what stands in their place."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changes = [
        (" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"
    ]
    if sum(max(len(before.split()), len(after.split())) for before, after in changes) > _MOST_WORDS:
        return f"{name} reworded"
    return f"{name} {', '.join(_tell_replaced(before, after) for before, after in changes)}"


def _tell_replaced(old: str, new: str) -> str:
    if old and new:
        return f"“{old}” -> “{new}”"
    return f"“{old}” taken out" if old else f"“{new}” added"


def _tell_prunes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    before, after = ({json.dumps(rule["when"], sort_keys=True) for rule in rules} for rules in (old, new))
    counts = [f"{len(after - before)} added"] * bool(after - before) + [f"{len(before - after)} taken out"] * bool(
        before - after
    )
    return [f"pruned combinations {', '.join(counts) or 'given other reasons'}"]


def _write(value: Any) -> str:
    """Write a value as a reader would.

    Examples
    --------
    >>> _write(["CA5", ["KAZ", "KGZ"]]), _write(None), _write(True), _write(2.0)
    ('CA5, KAZ + KGZ', 'none', 'yes', '2')
    """
    if value is None or value in ([], {}, ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(" + ".join(map(_write, one)) if isinstance(one, list) else _write(one) for one in value)
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)

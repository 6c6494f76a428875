"""How a result of an edition stands now, and which cause is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sidemaker import BASIS, edition, number, table, verdict

from scoledger.editions import Entry, Withdrawal, compare_entries, resolve
from scoledger.editions.standing import find_causes
from scoledger.errors import UnknownResultError

TOTAL = number(value=3.0, low=2.0, high=4.0, interval="2.0 bcm to 4.0 bcm", n=12)


@pytest.mark.parametrize(
    ("was", "now", "standing"),
    [
        (TOTAL, TOTAL, "unchanged"),
        (TOTAL, replace(TOTAL, value=3.0 * (1 + 1e-12)), "unchanged"),
        (TOTAL, replace(TOTAL, value=3.01), "changed within rounding"),
        (TOTAL, replace(TOTAL, low=2.01), "changed within rounding"),
        (TOTAL, replace(TOTAL, value=3.1, text="3.1 bcm"), "changed"),
        (TOTAL, replace(TOTAL, low=2.1, interval="2.1 bcm to 4.0 bcm"), "changed"),
        (TOTAL, replace(TOTAL, low=None, high=None, interval=""), "changed"),
        (TOTAL, replace(TOTAL, n=11), "changed"),
        (TOTAL, replace(TOTAL, text="3 bcm"), "changed"),
        (TOTAL, replace(TOTAL, unit="tcm"), "changed"),
        (number(value=0.0), number(value=0.0), "unchanged"),
        (number(value=0.0), number(value=1e-6, text="0.0 bcm"), "changed within rounding"),
        (verdict("mixed"), verdict("mixed"), "unchanged"),
        (verdict("mixed"), verdict("mixed", "2" * 16), "changed within rounding"),
        (verdict("mixed"), verdict("supported"), "changed"),
        (table("1" * 16), table("1" * 16), "unchanged"),
        (table("1" * 16), table("2" * 16), "changed"),
        (table("1" * 16), table("1" * 16, kind="figure"), "changed"),
    ],
)
def test_what_is_printed_decides(was: Entry, now: Entry, standing: str) -> None:
    """Digits behind it are rounding; another n, unit or interval is not."""
    assert compare_entries(was, now) == standing


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({}, []),
        ({"parameters": {"country": "KAZ", "mirror": "own"}},
         ["parameters: country KGZ -> KAZ, mirror absent -> own, year 2001 -> absent"]),
        ({"inputs": {"table tiny": "f" * 16}, "vintages": {"tiny": "2026-01"}},
         ["data vintage: tiny 2025-06 -> 2026-01"]),
        ({"inputs": {"table tiny": "f" * 16}}, ["data: tiny (vintage 2025-06), card or values changed"]),
        ({"inputs": {}, "vintages": {}}, ["data: tiny is no longer read"]),
        ({"inputs": {**BASIS.inputs, "table more": "1"}, "vintages": {**BASIS.vintages, "more": "2025"}},
         ["data: more is read only now"]),
        ({"inputs": {**BASIS.inputs, "claim alpha": "1"}}, ["claim alpha: read only now"]),
        ({"notebook_digest": "b" * 16}, ["code: notebook plain"]),
        ({"code_digest": "b" * 16}, ["code: package"]),
        ({"lock_digest": "b" * 16}, ["environment: requirements.lock"]),
        ({"notebook_digest": "", "lock_digest": ""}, []),
    ],
)  # fmt: skip
def test_each_cause_is_named(changes: dict[str, Any], causes: list[str]) -> None:
    """Parameters, data and their vintage, code and environment; of a record that is gone, nothing is claimed."""
    assert find_causes(BASIS, replace(BASIS, **changes)) == causes


def test_causes_stand_in_one_order() -> None:
    """All at once: parameters, data, code, environment."""
    now = replace(BASIS, parameters={}, inputs={}, vintages={}, notebook_digest="1", code_digest="2", lock_digest="3")

    assert [cause.partition(":")[0] for cause in find_causes(BASIS, now)] == [
        "parameters", "data", "code", "code", "environment"
    ]  # fmt: skip


def test_a_result_is_resolved_with_its_causes() -> None:
    """What it was, what it is, and why."""
    found = resolve(
        TOTAL.id, edition("2026.1", TOTAL), edition("present", replace(TOTAL, value=3.01), code_digest="b" * 16)
    )

    assert (found.standing, found.edition, found.causes) == ("changed within rounding", "2026.1", ("code: package",))
    assert found.was
    assert found.now
    assert (found.was.value, found.now.value) == (3.0, 3.01)


def test_a_withdrawn_id_has_its_reason_and_successor() -> None:
    """The successor's present worth comes with it."""
    now = edition("present", number("plain-kgz-sum", 5.0))
    gone = {TOTAL.id: Withdrawal("2026.2", "It was wrong.", "plain-kgz-sum")}
    found = resolve(TOTAL.id, edition("2026.1", TOTAL), now, gone)

    assert (found.standing, found.note) == ("withdrawn", "withdrawn in 2026.2: It was wrong.")
    assert found.successor == "plain-kgz-sum"
    assert found.now == now.entries["plain-kgz-sum"]


def test_an_id_that_is_gone_without_a_word_is_withdrawn_too() -> None:
    """The note says that no reason was recorded."""
    found = resolve(TOTAL.id, edition("2026.1", TOTAL), edition("present", verdict("mixed")))

    assert (found.standing, found.now, found.successor) == ("withdrawn", None, "")
    assert "no reason was recorded" in found.note


def test_an_id_that_the_edition_never_had_is_answered_with_the_nearest() -> None:
    """Even if the present registry has it."""
    with pytest.raises(UnknownResultError, match=r"no result 'plain-kgz-totl'\. Did you mean 'plain-kgz-total'"):
        resolve("plain-kgz-totl", edition("2026.1", TOTAL), edition("present", TOTAL))

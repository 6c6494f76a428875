"""Specifications: every combination, less those pruned; and what a claim may name."""

from __future__ import annotations

from typing import Any

import pytest
from planted import make_claim, make_rule

from scoledger.claims import Reading, Rule
from scoledger.errors import ClaimError, UnknownMeasureError, UnknownRuleError, UnknownTableError
from scoledger.verdicts import Specification, check_claim, specify

RULES: dict[str, Rule] = {"PF10": make_rule("point"), "RANK": make_rule("rank"), "TREND_UP": make_rule("trend")}
TABLES = ("flows", "other-flows")
PART = {"name": "p", "rule": "PF10", "statistic": "level", "claimed": 1.0, "unit": "share", "year": 2010}
FIXED = {"source": "flows", "states": "KGZ", "partners": "CHN"}


def _reading(part: dict[str, Any] | None = None, **measurement: Any) -> dict[str, Any]:
    given = {"measure": "partner_share", "label": "share", "arguments": FIXED, "vary": {"mirror": ["mirror"]}}
    return {"name": "r", "meaning": "m", "parts": [part or PART], "measurements": [given | measurement]}


def _specify(**measurement: Any) -> list[Specification]:
    return specify(Reading.model_validate(_reading(**measurement)), "here")


def test_all_combinations_in_order() -> None:
    """The last dimension varies fastest."""
    found = _specify(vary={"mirror": ["reported", "mirror"], "flow": ["export", "import", "total"]})

    assert [tuple(item.choices.values()) for item in found] == [
        ("reported", "export"), ("reported", "import"), ("reported", "total"),
        ("mirror", "export"), ("mirror", "import"), ("mirror", "total"),
    ]  # fmt: skip


def test_what_varies_overrides_what_is_fixed() -> None:
    """And everything goes to the measure."""
    (found,) = _specify(arguments=FIXED | {"flow": "total"}, vary={"mirror": ["mirror"], "flow": ["export"]})

    assert dict(found.arguments) == FIXED | {"mirror": "mirror", "flow": "export"}


def test_window_and_year_are_no_arguments() -> None:
    """The engine reads them itself, fixed or varied."""
    (varied,) = _specify(vary={"mirror": ["mirror"], "window": [[2001, 2016]]})
    (fixed,) = _specify(arguments=FIXED | {"year": 2010})

    assert (varied.window, varied.year, "window" in varied.arguments) == ((2001, 2016), None, False)
    assert (fixed.window, fixed.year, "year" in fixed.arguments) == (None, 2010, False)


def test_nothing_varied_is_one_specification() -> None:
    """A single figure."""
    assert len(_specify(vary={})) == 1


@pytest.mark.parametrize(
    ("when", "left"),
    [
        ({"mirror": "reported"}, 3),
        ({"flow": ["export", "import"]}, 2),
        ({"mirror": "reported", "flow": ["export", "import"]}, 4),
        ({"source": "flows", "flow": "total"}, 4),
        ({"source": "other-flows"}, 6),
    ],
)
def test_pruning_by_values_and_lists(when: dict[str, Any], left: int) -> None:
    """A list is a list of alternatives; all conditions must be met; what is fixed counts too."""
    vary = {"mirror": ["reported", "mirror"], "flow": ["export", "import", "total"]}

    assert len(_specify(vary=vary, prune=[{"when": when, "reason": "Because."}])) == left


def test_pruning_by_a_window_is_by_both_years() -> None:
    """[2001, 2018] is a window and no list of alternatives."""
    vary = {"mirror": ["mirror"], "window": [[2001, 2016], [2001, 2018], [2016, 2018]]}
    found = _specify(vary=vary, prune=[{"when": {"window": [2001, 2018]}, "reason": "Because."}])

    assert [item.window for item in found] == [(2001, 2016), (2016, 2018)]


def test_pruning_everything_is_refused() -> None:
    """A measurement without specifications would be silent."""
    with pytest.raises(ClaimError, match="here: the prune rules of measurement 'share' leave no specification"):
        _specify(prune=[{"when": {"mirror": "mirror"}, "reason": "Because."}])


def test_a_sound_claim_passes() -> None:
    """The one that the others of this file break."""
    check_claim(make_claim(_reading()), RULES, TABLES)


@pytest.mark.parametrize(
    ("reading", "error", "message"),
    [
        (_reading(measure="partner_shar"), UnknownMeasureError, "unknown measure 'partner_shar'.*'partner_share'"),
        (_reading(arguments=FIXED | {"state": "KGZ"}), UnknownMeasureError, "no argument 'state'.*'states'"),
        (_reading(vary={}), UnknownMeasureError, "measure 'partner_share' needs mirror"),
        (_reading(PART | {"rule": "PF1"}), UnknownRuleError, "unknown rule 'PF1'.*'PF10'"),
        (_reading(arguments=FIXED | {"source": "flow"}), UnknownTableError, "unknown table 'flow'.*'flows'"),
        (_reading(arguments=FIXED | {"source": ["flows", "x-flows"]}), UnknownTableError, "unknown table 'x-flows'"),
        (_reading(vary={"mirror": ["mirror"], "source": ["flows", "flws"]}), UnknownTableError, "'flws'.*'flows'"),
        (_reading(PART | {"rule": "RANK"}), ClaimError, "rule 'RANK' judges a rank, not the statistic 'level'"),
        (_reading(PART | {"statistic": "trend"}), ClaimError, "rule 'PF10' judges a point, not the statistic 'trend'"),
        (_reading(prune=[{"when": {"mirrr": "mirror"}, "reason": "Because."}]), ClaimError, "names 'mirrr'.*'mirror'"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_claim_and_reading(
    reading: dict[str, Any], error: type[Exception], message: str
) -> None:
    """With the nearest name where there is one."""
    with pytest.raises(error, match=f"(?s)^claim 'made-up', reading 'r'.*{message}"):
        check_claim(make_claim(reading), RULES, TABLES)


@pytest.mark.parametrize(
    ("control", "error"),
    [
        ({"measure": "partner_share_everywere"}, UnknownMeasureError),
        ({"arguments": {"source": "flows", "partners": "CHN"}}, UnknownMeasureError),
        ({"arguments": {"source": "flws", "partner": "CHN"}}, UnknownTableError),
    ],
)
def test_the_control_is_checked_too(control: dict[str, Any], error: type[Exception]) -> None:
    """Before the run, and not in its middle."""
    given = {"measure": "partner_share_everywhere", "label": "l", "first_year": 2001, "last_year": 2010}
    sound = given | {"arguments": {"source": "flows", "partner": "CHN"}}
    check_claim(make_claim(_reading(), control=sound), RULES, TABLES)

    with pytest.raises(error, match="claim 'made-up', control"):
        check_claim(make_claim(_reading(), control=sound | control), RULES, TABLES)


def test_a_claim_needs_a_reading_or_a_reason() -> None:
    """Otherwise there is no verdict path."""
    with pytest.raises(ClaimError, match="claim 'made-up' has no verdict path"):
        check_claim(make_claim(), RULES, TABLES)
    check_claim(make_claim(testability="not-testable", reason_untestable="Nobody counted."), RULES, TABLES)

"""What keeps the whole suite short: the order of its modules, and a garbage collector with little to look at."""

from __future__ import annotations

import gc
from typing import Any

#: Modules that take longest, longest first: whoever begins with them has short ones left to end with.
LONGEST = (
    "tests/guides/test_guides.py",
    "tests/browser/test_every_page.py",
    "tests/verdicts/test_lead_verdicts.py",
    "tests/chapters/test_gravity.py",
    "tests/runs/test_cluster.py",
    "tests/chapters/test_gravity_joining.py",
    "tests/site/test_site_rebuild.py",
    "tests/site/preview/test_preview.py",
    "tests/exports/test_two_builds.py",
    "tests/site/test_site_metadata.py",
    "tests/chapters/test_russia_turn.py",
    "tests/cli/test_broken_off.py",
    "tests/chapters/test_mirror_statistics.py",
    "tests/runs/test_warm_kernels.py",
)


def put_longest_first(items: list[Any]) -> None:
    """Sort collected tests by module; within one, and among those that are not named, nothing changes its place."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def spare_the_collector() -> None:
    """Take what is in memory for good out of the garbage collector's sight.

    After collection that is all libraries and 12,000 tests.  Some functions have everything collected each time that
    they are called (`multipletests` of statsmodels), which then takes a second.
    """
    gc.collect()
    gc.freeze()

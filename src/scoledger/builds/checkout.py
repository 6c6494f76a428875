"""One build at a time in a checkout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scoledger.builds.holding import hold_alone
from scoledger.builds.underway import remove_left_parts
from scoledger.errors import BuildRunningError
from scoledger.paths import Project

LOCK = ".lock"


@contextmanager
def hold_checkout(project: Project) -> Iterator[None]:
    """Hold the checkout for one build, without what a killed one has left of its notes.

    Raises
    ------
    BuildRunningError
        If another build holds it.
    OutputError
        If `_build` cannot be written.
    """

    def refuse(holder: str) -> BuildRunningError:
        return BuildRunningError(
            f"another build is at work in {project.root}: {holder}.\n"
            "Wait until it is done, or end that process; 'scoledger run' may be used meanwhile."
        )

    with hold_alone(project.build / LOCK, refuse):
        remove_left_parts((project.build, project.build / "sphinx"))
        yield

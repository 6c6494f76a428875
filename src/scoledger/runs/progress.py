"""How far a batch of runs is: a bar in a terminal, a line per run elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self, TextIO

from tqdm import tqdm

from scoledger.runs.plan import PlannedRun
from scoledger.runs.work import Outcome


class Progress:
    """Progress of a batch.

    Parameters
    ----------
    total : int
        Number of runs.
    stream : text stream, optional
        By default the error stream, so that the output of a command stays clean.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._total = total
        self._done = 0
        self._under_way: list[str] = []
        terminal = self._stream.isatty()
        self._bar = tqdm(total=total, unit="run", desc="runs", file=self._stream, leave=False) if terminal else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
        if kind is KeyboardInterrupt:
            print(f"{self._done} of {self._total} runs have ended, and those that are done are kept", file=self._stream)

    def start(self, planned: PlannedRun) -> None:
        """Note that a run is under way."""
        self._under_way.append(planned.slug)
        self._show()

    def finish(self, outcome: Outcome) -> None:
        """Note that a run has ended, well or not."""
        self._under_way.remove(outcome.planned.slug)
        self._done += 1
        if self._bar is None:
            word = "FAILED" if outcome.failure else "done"
            where = f" on {outcome.worker}" if outcome.worker else ""
            line = f"[{self._done}/{self._total}] {word} {outcome.planned.slug} ({outcome.seconds:.1f} s){where}"
            print(f"{line}, {self._total - self._done} left", file=self._stream, flush=True)
        else:
            self._bar.update()
        self._show()

    def _show(self) -> None:
        if self._bar is not None:
            self._bar.set_postfix_str(", ".join(self._under_way) or "done")

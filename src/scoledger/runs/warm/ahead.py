"""What a fork server reads while nobody asks: the tables, which every kernel that it forks then finds in memory."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

from scoledger.cards import read_cards
from scoledger.errors import LedgerError
from scoledger.paths import Project
from scoledger.tables import input_digest, load_table


def read_ahead() -> Iterator[str]:
    """Read the tables of the project, one at each step.

    A kernel reads a table again if it has changed since (`load_table`), and notes what it uses as always: only the time
    that reading takes is saved.  What cannot be read is left to the run that needs it, which says why.

    Yields
    ------
    str
        Id of the table.
    """
    with contextlib.suppress(LedgerError):
        project = Project.find()
        for table_id in read_cards(project):
            with contextlib.suppress(LedgerError):
                load_table(project, table_id, input_digest(project, "table", table_id))
            yield table_id
    gc.collect()
    gc.freeze()  # pages of what was read stay shared

"""What a fork server reads while nobody asks: parameters and tables, which its kernels then find in memory."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

from scoledger.cards import read_cards
from scoledger.errors import LedgerError
from scoledger.parameters import read_declarations
from scoledger.paths import Project
from scoledger.tables import input_digest, load_table


def read_ahead() -> Iterator[str]:
    """Read what can be asked and the tables of the project, one at each step.

    A kernel reads again what has changed since (`read_declarations`, `load_table`), and notes what it uses as always:
    only the time that reading takes is saved.  What cannot be read is left to the run that needs it, which says why.

    Yields
    ------
    str
        Id of the table.
    """
    with contextlib.suppress(LedgerError):
        project = Project.find()
        read_declarations(project)
        for table_id in read_cards(project):
            with contextlib.suppress(LedgerError):
                load_table(project, table_id, input_digest(project, "table", table_id))
            yield table_id
    gc.collect()
    gc.freeze()  # pages of what was read stay shared

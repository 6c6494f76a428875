"""Which pages differ from what was read of them, by what they say and not by the times of their files.

Sphinx reads a page again when its file is younger than the last reading.  A clock that was set back in between makes an
edited page look old.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_KNOWN = "scoledger_page_sources"


def pages_that_differ(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Name the pages whose source is not what was last read, and note what every source is now."""
    del app, removed
    known: dict[str, str] = getattr(env, _KNOWN, {})
    now = {name: _digest(Path(env.doc2path(name))) for name in sorted(env.found_docs)}
    setattr(env, _KNOWN, now)
    return [name for name in now if name in known and known[name] != now[name] and name not in added | changed]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

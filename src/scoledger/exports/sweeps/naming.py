"""Names in the small book of a sweep: two runs that differ in what no name says would make the same ids and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from scoledger.results import Result
from scoledger.runs import RunRecord

#: Where Markdown names a result: in a role, as what a directive is about, as code.
_NAMED = re.compile(r"(\{[a-z-]+\}`|`{3,}\{[a-z-]+\} |(?<![`}])`)([a-z0-9-]+)(?=[`|\s])")


def name_runs(records: Sequence[RunRecord]) -> dict[str, tuple[str, str]]:
    """Name runs so that no two are alike.

    Returns
    -------
    dict of str to tuple of str
        By run id: prefix of the result ids, and page.  Those of the declaration where they are unique among the runs;
        elsewhere the run id follows.
    """
    slugs, pages = (Counter(getattr(record, name) for record in records) for name in ("slug", "page"))
    names = {}
    for record in records:
        is_unique = slugs[record.slug] == 1 and pages[record.page] == 1
        end = "" if is_unique else f"-{record.run}"
        names[record.run] = (f"{record.slug}{end}", f"{record.page}{end}")
    return names


def rename_ids(ids: Sequence[str], old: str, new: str) -> dict[str, str]:
    """Give ids another prefix, and the prefix itself.

    Examples
    --------
    >>> rename_ids(["plain-total"], "plain", "plain-1a2b")
    {'plain-total': 'plain-1a2b-total', 'plain': 'plain-1a2b'}
    """
    return {name: f"{new}{name.removeprefix(old)}" for name in [*ids, old]}


def rename_text(text: str, names: Mapping[str, str]) -> str:
    """Rename results where Markdown names them, and leave words and commands as they are.

    Examples
    --------
    >>> rename_text("It is {result}`a-total|value`; run a-total, see `a-total`.", {"a-total": "b-total"})
    'It is {result}`b-total|value`; run a-total, see `b-total`.'
    """
    return _NAMED.sub(lambda found: f"{found[1]}{names.get(found[2], found[2])}", text)


def rename_result(result: Result, names: Mapping[str, str], page: str) -> Result:
    """Put a result onto another page under another id."""
    name = names[result.id]
    return replace(
        result,
        id=name,
        page=page,
        files={kind: f"{name}{PurePath(file).name.removeprefix(result.id)}" for kind, file in result.files.items()},
        text=rename_text(result.text, names),
        caption=rename_text(result.caption, names),
    )


def rename_notebook(notebook: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Rename results in the Markdown of an executed notebook, given and returned as plain JSON."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = rename_text("".join(cell["source"]), names)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data:
                data["text/markdown"] = rename_text("".join(data["text/markdown"]), names)
    return notebook

"""The findings part of README.md, written from the registry between two markers."""

from __future__ import annotations

import re
from collections import Counter

from scoledger.errors import BuildFailedError
from scoledger.exports.summary import count_specifications
from scoledger.paths import Project
from scoledger.results import Result, write_bytes, write_text
from scoledger.site.badges import VERDICTS
from scoledger.site.registry import current_results, result_file
from scoledger.site.writing import escape_markdown

BEGIN = "<!-- findings: written by scoledger.exports.write_readme; changes are lost -->"
END = "<!-- end of findings -->"
#: Id of a figure -> the picture of the README that is a copy of it.
PICTURES = {"ledger-scoreboard": "book/_static/scoreboard.svg", "ledger-topics": "book/_static/topics.svg"}

#: A full stop before a space and a capital: a decimal point ends no sentence.
_SENTENCE_END = re.compile(r"(?<=\.)\s+(?=[A-Z])")
#: A claim that a page names with its verdict.
_BADGE = re.compile(r"\{verdict-badge\}`([a-z0-9-]+)`")
_PART = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def write_readme(project: Project) -> bool:
    """Bring the findings part of README.md, and its pictures, up to date.

    Returns
    -------
    bool
        Whether anything was written.

    Raises
    ------
    BuildFailedError
        If README.md lacks the two markers.
    """
    path = project.root / "README.md"
    text = path.read_text(encoding="utf-8")
    if not _PART.search(text):
        raise BuildFailedError(
            f"README.md lacks the two markers of its findings part.\nExpected the lines\n{BEGIN}\n{END}\nAdd them."
        )
    changed = write_text(path, _PART.sub(lambda _: write_findings(project), text))
    for figure in _pictured(project):
        picture = result_file(project, figure, "svg")
        if picture is not None:
            changed |= write_bytes(project.root / PICTURES[figure.id], picture.read_bytes())
    return changed


def write_findings(project: Project) -> str:
    """Write the findings part, with its markers, as README.md should hold it."""
    verdicts = current_results(project, "verdict")
    if not verdicts:
        return f"{BEGIN}\nNo claim has a verdict yet: run `make book`.\n{END}"
    counts = Counter(result.text for result in verdicts)
    tally = ", ".join(f"{counts[word]} {word}" for word in VERDICTS if counts[word])
    specifications = sum(map(count_specifications, verdicts))
    lines = [
        BEGIN,
        f"{len(verdicts)} claims, {specifications:,} specifications: {tally}.",
        "",
        *(line for figure in _pictured(project) for line in (f"![{figure.title}]({PICTURES[figure.id]})", "")),
        "| Claim | Verdict | In one sentence |",
        "|---|---|---|",
        *(_row(result) for result in _leading(project, verdicts)),
        "",
        "Every claim stands in the ledger of the book and in `exports/ledger.csv`.",
        END,
    ]
    return "\n".join(lines)


def _pictured(project: Project) -> list[Result]:
    return [result for result in current_results(project, "figure") if result.id in PICTURES]


def _leading(project: Project, verdicts: list[Result]) -> list[Result]:
    """The verdicts that the landing page names, in its order; all of them where it names none."""
    page = project.book / "index.md"
    named = _BADGE.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    known = {result.id: result for result in verdicts}
    return [known[claim] for claim in dict.fromkeys(named) if claim in known] or verdicts


def _row(result: Result) -> str:
    title = result.details.get("claim", {}).get("title") or result.title
    return f"| {escape_markdown(title)} | **{result.text}** | {escape_markdown(_in_short(result))} |"


def _in_short(result: Result) -> str:
    """First sentence of a verdict; where its readings part, it alone would say nothing, and their words follow."""
    sentence = first_sentence(result.caption)
    readings = result.details.get("readings") or []
    if len({reading["verdict"] for reading in readings}) < 2:  # noqa: PLR2004 - one word for all readings
        return sentence
    words = ", ".join(f"{reading['name']} {reading['verdict']}" for reading in readings)
    return f"{sentence.rstrip('.')}: {words}."


def first_sentence(text: str) -> str:
    """Cut a text after the first full stop that ends a sentence.

    Examples
    --------
    >>> first_sentence("It is 2.03 billion, not 1.0 billion. The rest follows.")
    'It is 2.03 billion, not 1.0 billion.'
    """
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]

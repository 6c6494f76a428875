"""Every command and every file of the guides, done in order in a fresh copy of the checkout.

Three kinds of command are replaced, as `guidebook` says: ``make`` says what it would do, JupyterLab its version, and a
sweep makes no pages.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml
from guidebook import ROOT, RULES, CommandStep, FileStep, copy_checkout, follow, guides, read_steps

from scoledger.cli import main

#: Guides in the order in which a reader goes through them; the last of a course builds on those before it.
COURSES = (
    ("book/rerun.md",),
    ("book/guides/claim.md", "book/guides/table.md"),
    ("book/guides/country.md",),
    ("book/guides/grid.md",),
    ("book/guides/cluster.md",),
    ("book/guides/broken-off.md",),
)
#: Most words of prose in a guide: a screen and a half.
MOST_WORDS = 330

PAGE = """# A guide

```{{code-block}} toml
:caption: New file `note.txt`

first
```

```{{code-block}} toml
:caption: At the end of `note.txt`

second
```

```console
$ {command}
{seen}
```
"""


def _read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which made-up pages are followed."""
    return copy_checkout(tmp_path_factory.mktemp("guides") / "checkout")


@pytest.mark.parametrize("course", COURSES, ids=lambda course: Path(course[-1]).stem)
def test_a_guide_does_what_it_says(course: tuple[str, ...], tmp_path: Path) -> None:
    """Each command ends as the page says and prints what one should see."""
    copy = copy_checkout(tmp_path / "checkout")

    for page in course:
        steps = read_steps(_read(page))
        assert any(isinstance(step, CommandStep) for step in steps)
        follow(steps, copy)


def test_every_guide_is_in_a_course() -> None:
    """A page that is added to the folder is followed too."""
    assert sorted(page for course in COURSES for page in course) == sorted(guides())


def test_every_guide_is_in_the_contents() -> None:
    """One part of the book holds all of them."""
    parts = yaml.safe_load(_read("_toc.yml"))["parts"]
    (part,) = [part for part in parts if part["caption"] == "Do it yourself"]

    assert sorted(f"{chapter['file']}.md" for chapter in part["chapters"]) == sorted(guides())


def test_cleaning_keeps_the_guides(tmp_path: Path) -> None:
    """Folders of generated pages go; pages that people wrote stay."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for folder in ("_static", "guides", "claims"):
        (tmp_path / "book" / folder).mkdir(parents=True)

    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)

    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["_static", "guides"]


def test_the_guide_to_clusters_names_each_command_that_uses_one() -> None:
    """A command that takes the option has a place in the guide."""
    context = click.Context(main)
    found = [main.get_command(context, name) for name in main.list_commands(context)]
    using = [c.name for c in found if c and any("--scheduler" in option.opts for option in c.params)]
    text = _read("book/guides/cluster.md")

    assert using
    assert [name for name in using if f"`scoledger {name}`" not in text] == []


@pytest.mark.parametrize("page", guides())
def test_a_guide_is_short_and_shows_what_is_seen(page: str) -> None:
    """At most a screen and a half of prose; what one has at the end, needs, sees, and does when it goes wrong."""
    text = _read(page)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)

    assert len(prose.split()) <= MOST_WORDS
    for words in ("**You will have**", "**You need**", "## Steps", "## If it goes wrong"):
        assert words in text
    steps = read_steps(text)
    assert any(isinstance(step, CommandStep) and step.expected and not step.is_refused for step in steps)
    assert any(isinstance(step, CommandStep) and step.is_refused for step in steps)


@pytest.mark.parametrize("page", guides())
def test_every_command_of_a_guide_has_a_rule(page: str) -> None:
    """None goes untested in silence."""
    commands = [step.command for step in read_steps(_read(page)) if isinstance(step, CommandStep)]

    assert all(command.startswith(tuple(RULES)) for command in commands)


@pytest.mark.parametrize(
    ("command", "executed"),
    [
        ("make book", "make -n book"),
        (".venv/bin/jupyter lab book.ipynb", ".venv/bin/jupyter lab --version"),
        (".venv/bin/scoledger why", ".venv/bin/scoledger why"),
        (".venv/bin/scoledger sweep --pages claim --grid a.csv", ".venv/bin/scoledger sweep claim --grid a.csv"),
    ],
)
def test_what_is_not_executed_is_known(tmp_path: Path, command: str, executed: str) -> None:
    """Only what takes an hour, or does not end, is replaced."""
    (tmp_path / "book.ipynb").write_text("{}", encoding="utf-8")
    start = next(start for start in RULES if command.startswith(start))

    assert RULES[start](command, tmp_path) == executed


def test_a_page_is_followed_to_the_letter(checkout: Path) -> None:
    """A new file, an addition to its end, and a command."""
    follow(read_steps(PAGE.format(command=".venv/bin/scoledger params claim", seen="name type ...")), checkout)

    assert (checkout / "note.txt").read_text("utf-8") == "first\n\nsecond\n"


@pytest.mark.parametrize(
    ("command", "seen", "message"),
    [
        (".venv/bin/scoledger parms claim", "name type ...", "status 2"),
        (".venv/bin/scoledger params claim", "nobody prints this", "one should see 'nobody prints this'"),
        (".venv/bin/scoledger params claim", "scoledger: no such thing", "status 0"),
        (".venv/bin/scoledger params clam", "scoledger: there is no such thing", "one should see"),
        ("make bok", "...", "status 2"),
        (".venv/bin/jupyter lab notebooks/clam.ipynb", "...", "clam"),
        ("curl example.org", "...", "no rule says how to follow: curl"),
    ],
)
def test_what_does_not_work_is_noticed(checkout: Path, command: str, seen: str, message: str) -> None:
    """A misspelt command, a line that is not printed, a mistake that is none, a command without a rule."""
    with pytest.raises(AssertionError, match=message):
        follow(read_steps(PAGE.format(command=command, seen=seen)), checkout)


def test_lines_are_seen_in_order(checkout: Path) -> None:
    """What is printed earlier does not count later."""
    steps = read_steps(PAGE.format(command=".venv/bin/scoledger params claim", seen="claim_id ...\nname type ..."))

    with pytest.raises(AssertionError, match="one should see 'name type"):
        follow(steps, checkout)


def test_an_addition_needs_its_file(checkout: Path) -> None:
    """A misspelt path of a file that should be there is noticed."""
    with pytest.raises(AssertionError, match=r"data/clams/articles\.toml is not there"):
        follow([FileStep("data/clams/articles.toml", "x\n", is_added=True)], checkout)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n```toml\na = 1\n```\n", "names no file"),
        ("\n```{code-block} toml\n:caption: Some file `a.toml`\n\na = 1\n```\n", "names no file"),
        ("\n```console\nprinted\n```\n", "begins with what no command has printed"),
        ("\n```console\n$ make book\n", "a fence that is not understood"),
    ],
)
def test_a_block_that_is_not_understood_is_an_error(text: str, message: str) -> None:
    """A block without a file's name, output without a command, a fence without an end."""
    with pytest.raises(AssertionError, match=message):
        read_steps(text)

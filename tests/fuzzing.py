"""What a hostile or careless file may hold, and how everything that reads one must end.

Each fuzzed function ends in a result or in exactly one `LedgerError` whose message has at least two lines and names the
file; it raises nothing else, and writes nowhere but below its own folder.  ``SCOLEDGER_FUZZ=20`` tries twenty times as
many cases, other ones every time.  A fuzz of another kind of file (a grid of a sweep, say) is a module beside those in
tests/fuzz that takes `toml_texts` and `end_well` from here.
"""

from __future__ import annotations

import csv
import os
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import HealthCheck, currently_in_test_context, event, settings
from hypothesis import strategies as st

from scoledger.errors import LedgerError

#: How many times as many cases as usual.
TIMES = int(os.environ.get("SCOLEDGER_FUZZ", "1"))

#: Words that lead out of a folder, out of a name, or into a shell, a page or a template.
WORDS = (
    "", " ", ".", "..", "../x", "../../etc/passwd", "/etc/passwd", "C:\\x", "C:x", "\\\\host\\x", "~", "a/b", "a//b",
    "a\\b", "con", "nul", "-", "--", "-x", "--help", "*", "**", "?", "[a]", "a" * 300, "ä", "\u202e", "\ufeff", "NaN",
    "1e999",
    "{}", "{0}", "{country}", "{country.__class__}", "{country!r:>9999}", "{", "}", "%s", "$(id)", "`id`", "; id", "\n",
    "a\nb", "'''", '"', "<script>", "{{ 7 * 7 }}", "=1+1", "KGZ", "kgz", "CHN", "CHN,KGZ",
    "2001", "-1", "0x10", "1_000",
)  # fmt: skip


def mostly(usual: st.SearchStrategy[Any], *others: st.SearchStrategy[Any], times: int = 8) -> st.SearchStrategy[Any]:
    """Draw from one strategy so many times as often as from each of the others.

    `hypothesis.strategies.one_of` counts a strategy once, however often it is named.
    """
    kinds = [usual] * times + list(others)
    return st.integers(0, len(kinds) - 1).flatmap(kinds.__getitem__)


words = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))

#: Values as TOML writes them, some of which no reader expects.
LITERALS = (
    "0", "-1", "2001", "1e999", "nan", "-inf", "0x10", "9" * 30, "9" * 5000, "1.5", "true", '""', '"KGZ"',
    '"a\\u0000b"', '"../x"',
    '"{country.__class__}"', '"{0}"', '"a\\nb"', "'<b>'", "[]", "[[]]", "[1, 'a', true]", "{}", "{ a = 1 }",
    "1979-05-27",
    "07:32:00", "1979-05-27T07:32:00Z", "[" * 3000 + "]" * 3000, "[" * 200 + "]" * 200, "[" * 500, '"""', "*",
    f'"{"a" * 5000}"', "[{}]", "['*']",
)  # fmt: skip
_PIECES = (
    *LITERALS,
    "[",
    "]",
    "=",
    "\n",
    "[a]",
    "[[a]]",
    "a.b = 1",
    "[runs.parameters]",
    "\x00",
    "\ufeff",
    "#",
    '"',
    "'''",
)


def profile(cases: int) -> settings:
    """Settings for one fuzz: the same cases every time, unless more are asked for."""
    return settings(
        max_examples=cases * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def toml_texts(*sound: str) -> st.SearchStrategy[bytes]:
    """Files: sound ones with lines changed, lost, doubled or cut off, and texts and bytes of any kind.

    Most of them are TOML still, and many are sound still: what lies behind the parser is reached too.
    """
    return mostly(
        st.sampled_from(sound).flatmap(_changed),
        st.lists(st.one_of(st.sampled_from(_PIECES), words), max_size=8).map(lambda found: " ".join(found).encode()),
        st.binary(max_size=60),
    )


#: What is done to a line: nothing that matters, another value, or harm.
_HARMLESS = ("comment", "space", "blank", "move")
_HOW = (*_HARMLESS * 2, *["value"] * 5, *["borrow"] * 2, "key", "lose", "double", "cut", "insert")


@st.composite
def _changed(draw: st.DrawFn, text: str) -> bytes:
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        if lines:
            _change(draw, lines, draw(st.integers(0, len(lines) - 1)))
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines).encode("utf-8", "surrogatepass")


def _change(draw: st.DrawFn, lines: list[str], at: int) -> None:
    key, equals, value = lines[at].partition("=")
    how = draw(st.sampled_from(_HOW))
    if how in {"value", "borrow"} and equals:
        others = [line.partition("=")[2].strip() for line in lines if "=" in line]
        kinds = st.one_of(st.sampled_from(LITERALS), words.map(_quote)) if how == "value" else st.sampled_from(others)
        lines[at] = f"{key}= {draw(kinds)}"
    elif how == "key":
        lines[at] = f"{_quote(draw(words))} {equals or '='} {value or 1}"
    elif how == "lose":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "cut":
        lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    elif how == "insert":
        lines.insert(at, draw(st.sampled_from(_PIECES)))
    elif how == "comment":
        lines.insert(at, "# " + draw(st.text("ab =[]{}#", max_size=8)))
    elif how == "move" and at and equals and "=" in lines[at - 1]:
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
    else:
        lines[at] += " " * draw(st.integers(1, 3))


def _quote(text: str) -> str:
    escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}" for sign in text)
    return f'"{escaped}"'


#: How the cases of the test that is running have ended: in a result, in an error, in an error of the first parser.
ENDS: Counter[str] = Counter()


def end_well(action: Callable[[], Any], *names: str) -> Any:
    """Do something: give its result, or None after one clear error.

    How it ended is counted in `ENDS`; ``--hypothesis-show-statistics`` shows it too.

    Parameters
    ----------
    action : callable
    names : str
        Of the files, one of which an error must name.
    """
    try:
        found = action()
    except LedgerError as error:
        message = str(error)
        assert len(message.splitlines()) >= 2, message
        assert any(name in message for name in names), message
        assert len(message) < 40_000
        count_end("parser" if _is_of_a_parser(error) else "error")
        return None
    count_end("result")
    return found


def count_end(end: str) -> None:
    """Count how a case has ended."""
    ENDS[end] += 1
    if currently_in_test_context():
        event(f"ends in: {end}")


def _is_of_a_parser(error: BaseException) -> bool:
    """Whether what raised an error was the text of a file, and not what it says."""
    while root := error.__cause__ or error.__context__:
        error = root
    if isinstance(error, UnicodeDecodeError | csv.Error | tomllib.TOMLDecodeError | yaml.YAMLError):
        return True
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and "tomllib" in frames[-1].filename

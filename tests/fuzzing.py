"""What a hostile or careless file may hold, and how everything that reads one must end.

Each fuzzed function ends in a result or in exactly one `LedgerError` whose message has at least two lines and names the
file; it raises nothing else, and writes nowhere but below its own folder.  ``SCOLEDGER_FUZZ=20`` tries twenty times as
many cases, other ones every time.  A fuzz of another kind of file (a grid of a sweep, say) is a module beside those in
tests/fuzz that takes `toml_texts` and `end_well` from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
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
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))

#: Values as TOML writes them, some of which no reader expects.
LITERALS = (
    "0", "-1", "2001", "1e999", "nan", "-inf", "0x10", "9" * 30, "9" * 5000, "1.5", "true", '""', '"KGZ"',
    '"a\\u0000b"', '"../x"',
    '"{country.__class__}"', '"{0}"', '"a\\nb"', "'<b>'", "[]", "[[]]", "[1, 'a', true]", "{}", "{ a = 1 }",
    "1979-05-27",
    "07:32:00", "1979-05-27T07:32:00Z", "[" * 3000 + "]" * 3000, "[" * 500, '"""', "*",
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
    """Files: sound ones with lines changed, lost, doubled or cut off, and texts and bytes of any kind."""
    return st.one_of(
        st.sampled_from(sound).flatmap(_changed),
        st.sampled_from(sound).flatmap(_changed),
        st.sampled_from(sound).flatmap(_changed),
        st.lists(st.one_of(st.sampled_from(_PIECES), words), max_size=8).map(lambda found: " ".join(found).encode()),
        st.binary(max_size=60),
    )


@st.composite
def _changed(draw: st.DrawFn, text: str) -> bytes:
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        if not lines:
            break
        at = draw(st.integers(0, len(lines) - 1))
        key, equals, _value = lines[at].partition("=")
        how = draw(st.sampled_from(["value", "value", "value", "value", "key", "lose", "double", "cut", "insert"]))
        if how == "value" and equals:
            lines[at] = f"{key}= {draw(st.one_of(st.sampled_from(LITERALS), words.map(_quote)))}"
        elif how == "key":
            lines[at] = f"{_quote(draw(words))} {equals or '='} {_value or 1}"
        elif how == "lose":
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        else:
            lines.insert(at, draw(st.sampled_from(_PIECES)))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _quote(text: str) -> str:
    escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}" for sign in text)
    return f'"{escaped}"'


def end_well(action: Callable[[], Any], *names: str) -> Any:
    """Do something: give its result, or None after one clear error.

    Parameters
    ----------
    action : callable
    names : str
        Of the files, one of which an error must name.
    """
    try:
        return action()
    except LedgerError as error:
        message = str(error)
        assert len(message.splitlines()) >= 2, message
        assert any(name in message for name in names), message
        assert len(message) < 40_000
        return None

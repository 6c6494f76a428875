"""What a terminal may be shown: words of others can hold signs that clear it, move about in it or turn text round."""

from __future__ import annotations

import re

#: Control signs but for tab and line feed, separators of lines and paragraphs, changes of direction, half signs.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_plain(text: str) -> str:
    r"""Write the signs of a text that a terminal would obey as what they are.

    Examples
    --------
    >>> write_plain("KGZ\x1b[2J")
    'KGZ\\x1b[2J'
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)

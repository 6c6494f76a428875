"""Words as LaTeX."""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from pylatexenc.latexencode import (  # type: ignore[import-untyped]
    RULE_CALLABLE,
    UnicodeToLatexConversionRule,
    UnicodeToLatexEncoder,
)


def escape_latex(text: object) -> str:
    r"""Write any text so that LaTeX shows it as it is; Latin letters beyond ASCII stay, since LaTeX reads UTF-8.

    Examples
    --------
    >>> escape_latex("R&D: 45 % of Kürşat_2 {sic}")
    'R\\&D: 45 \\% of Kürşat\\_2 \\{sic\\}'
    """
    return str(_encoder().unicode_to_latex(" ".join(str(text).split())))


@functools.cache
def _encoder() -> Any:
    # Letters pass, signs do not: a minus sign or an arrow has no letter in the fonts of plain LaTeX.
    keep = UnicodeToLatexConversionRule(RULE_CALLABLE, _keep_letter, replacement_latex_protection="none")
    return UnicodeToLatexEncoder(
        conversion_rules=[keep, "defaults"],
        replacement_latex_protection="braces-after-macro",
        unknown_char_policy="keep",
    )


def _keep_letter(text: str, position: int) -> tuple[int, str] | None:
    letter = text[position]
    if letter == "|":  # the fonts of plain LaTeX have a dash in its place
        return 1, "\\textbar{}"
    # Other alphabets are not in the fonts of plain LaTeX: a Greek letter becomes one of mathematics.
    is_latin = letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")
    return (1, letter) if is_latin and not letter.isascii() else None

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

#: Latin letters that LaTeX sets from UTF-8 in its first encoding, OT1: it has no eth, thorn, ogonek or barred d.
_LETTERS = {*map(chr, range(0xC0, 0x180)), *"ȘșȚț"} - set("×÷ÐÞðþĄąĐđĘęĦħĮįĸŉŊŋŦŧŲųſĿŀ")  # noqa: RUF001 - they are meant
#: Other letters and signs that the library writes with macros of plain LaTeX alone.
_SIGNS = frozenset(
    "¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¹º¼½¾¿×÷ˆˇ˘˙˚˜˝ΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικ"  # noqa: RUF001 - they are meant
    "λμνξοπρςστυφχψωϊϋόύώϑϕϖϱϵ‐‒–—―‖‘’“”†‡•․‥…‰‱′″‴※⁄⁎⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎€№™ℓℏ←"  # noqa: RUF001 - they are meant
    "↑→↓↔↕↖↗↘↙↦⇌⇐⇑⇒⇓⇔⇕∀∂∃∆∇∈∉∋∏∐∑−∓∗∘∙√∝∞∠∣∥∧∨∩∪∫∮∼≀≃≅≈≍≐≠≡≢≤≥≪≫≺≻⊂⊃⊆⊇⊎⊓⊔⊕⊖⊗⊘⊙⊢⊣⊤⊥⋀⋁⋂⋃⋄⋅⋆"  # noqa: RUF001 - they are meant
    "⋈⋮⋯⋱△▹▽◃○◦◯⟨⟩⟵⟶⟷⟸⟹⟺⟼"
)
#: Categories of Unicode: controls, and formats such as a mark that turns the direction of writing.
_UNSEEN = ("Cc", "Cf")
#: They choose between pictures of the character before them.
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def escape_latex(text: object) -> str:
    r"""Write any text so that plain pdfLaTeX sets it, without a package.

    Latin letters with accents stay, since LaTeX reads UTF-8; Greek letters and common signs become macros. A control
    or format character is dropped. Any other character, such as a Cyrillic or Chinese one, has no glyph in the fonts
    of plain LaTeX: its code point stands in its place, as in ``[U+4E2D]``.

    Examples
    --------
    >>> escape_latex("R&D: 45 % of Kürşat_2 {sic}")
    'R\\&D: 45 \\% of Kürşat\\_2 \\{sic\\}'
    >>> escape_latex("a \u4e2d b")
    'a [U+4E2D] b'
    """
    return _escape(unicodedata.normalize("NFC", " ".join(str(text).split())))


@functools.lru_cache(maxsize=4096)  # every citation names the book, its authors and the tables
def _escape(words: str) -> str:
    return str(_encoder().unicode_to_latex(words))


@functools.cache
def _encoder() -> Any:
    own = UnicodeToLatexConversionRule(RULE_CALLABLE, _write_letter, replacement_latex_protection="none")
    return UnicodeToLatexEncoder(
        conversion_rules=[own, "defaults"],
        replacement_latex_protection="braces-after-macro",
        unknown_char_policy="fail",
    )


def _write_letter(text: str, position: int) -> tuple[int, str] | None:
    """Write one character; nothing where the library has a macro for it that plain LaTeX defines."""
    letter = text[position]
    if letter == "|":  # the fonts of plain LaTeX have a dash in its place
        return 1, "\\textbar{}"
    if unicodedata.category(letter) in _UNSEEN or letter in _VARIANTS:
        return 1, ""
    if letter.isascii() or letter in _SIGNS:
        return None
    return 1, letter if letter in _LETTERS else f"[U+{ord(letter):04X}]"

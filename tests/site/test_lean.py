"""What pages load, how their menu is named, and how they follow the system's scheme."""

from __future__ import annotations

import pytest

from scoledger.site.lean.assets import is_used
from scoledger.site.lean.menu import name_folds
from scoledger.site.lean.schemes import follow_system, split_rules


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("_static/clipboard.min.js", '<div class="highlight-bash">', True),
        ("_static/clipboard.min.js", "<p>Words.</p>", False),
        ("_static/design-tabs.js", '<label class="sd-tab-label">', True),
        ("_static/design-tabs.js", '<div class="sd-card">', False),
        ("_static/sphinx-design.min.css", '<div class="sd-card">', True),
        ("togglebutton", '<div class="admonition dropdown">', True),
        ("_static/mystnb.1.css", '<div class="cell docutils">', True),
        ("_static/anything.js", "", True),
    ],
)
def test_a_file_is_loaded_where_something_uses_it(name: str, body: str, *, expected: bool) -> None:
    """Files that no rule names are always loaded."""
    assert is_used(name, body) is expected


def test_a_fold_is_named_after_the_page_above_it() -> None:
    """With the signs of its title kept as text, and no name for a link without a fold."""
    menu = (
        '<li><a class="reference" href="a.html">Oil &amp; <em>gas</em></a><details><summary><span></span></summary>'
        '<ul><li><a href="b.html">One</a></li></ul></details></li><li><a href="c.html">Two</a></li>'
    )

    named = name_folds(menu)

    assert named.replace(' aria-label="Pages under Oil &amp; gas"', "") == menu
    assert named.count('<summary aria-label="Pages under Oil &amp; gas">') == 1


def test_a_fold_after_a_plain_link_has_the_name_of_its_own_page() -> None:
    """Not that of a page before it."""
    menu = '<a href="a">First</a><a href="b">Second</a><details open="open"><summary></summary></details>'

    assert '<summary aria-label="Pages under Second">' in name_folds(menu)


def test_rules_for_one_scheme_are_repeated_for_the_system() -> None:
    """Others are not; a selector keeps what else it says; conditions around a rule stay."""
    style = (
        "/* html[data-theme=dark] { } */ a{color:red}\n"
        "html[data-theme='dark'] a, html[data-theme=\"light\"] b{color:pink}\n"
        "@media print{html[data-theme=dark] p{color:black} q{color:red}}"
    )

    assert follow_system(style).splitlines() == [
        '@media (prefers-color-scheme: light) {html[data-theme="auto"] b{color:pink}}',
        '@media (prefers-color-scheme: dark) {html[data-theme="auto"] a{color:pink}}',
        '@media print {@media (prefers-color-scheme: dark) {html[data-theme="auto"] p{color:black}}}',
    ]


def test_commas_in_parentheses_split_no_selector() -> None:
    """As in ``:not(.a, .b)``."""
    style = "html[data-theme=dark] img:not(.a,.b){filter:none}"

    assert 'html[data-theme="auto"] img:not(.a,.b){filter:none}' in follow_system(style)


def test_braces_in_words_end_no_rule() -> None:
    """A quoted brace is a letter; a statement without a body is passed over."""
    style = '@import "x.css";a::before{content:"}"}b{c:d}'

    assert list(split_rules(style)) == [("a::before", 'content:"}"'), ("b", "c:d")]

"""A small project whose every file was written by somebody who means harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from bookmaker import BookMaker, claim_cells
from checkout import CLAIM

#: Stands in everything that would run, load or be read if words of data were taken for more.
MARKER = "pwned"
#: What a template would make of `EVALUATED_FROM`.
EVALUATED, EVALUATED_FROM = "1337191", "{{ 7 * 191027 + 2 }}"
#: A file outside the checkout, and what it holds.
SECRET = "a secret of the machine"

HTML = f"<script>{MARKER}()</script><img src=x onerror={MARKER}()>"
#: Words that Markdown, MyST, Jinja, HTML or a shell could take for markup.
PHRASES = (
    HTML,
    f"{{raw:html}}`<b onclick={MARKER}()>`",
    f"`x` {{raw}}`{HTML}`",
    f"[a](javascript:{MARKER}()) ![b](javascript:{MARKER}())",
    f'"><svg onload={MARKER}()>',
    f"</script><script>{MARKER}()</script>",
    f"a\n\n```{{raw}} html\n{HTML}\n```\n",
    f":::{{raw}} html\n{HTML}\n:::",
    "```{literalinclude} /../secret.txt\n```",
    EVALUATED_FROM,
    f"| a | b |\n|---|---|\n| {HTML} | {HTML} |",
    f"<https://example.org/{MARKER}> <javascript:{MARKER}()>",
    "(index)=\n% a comment",
    "=WEBSERVICE(A1)",
)
#: All of them in one.
WORDS = " ".join(PHRASES)
#: Short enough for the name of a page.
TOPIC = f"x <img src=x onerror={MARKER}()>"
#: Addresses that must lead nowhere.
ADDRESSES = (
    f"javascript:{MARKER}()",
    f"JaVaScRiPt:{MARKER}()",
    f"data:text/html,{HTML}",
    f"https://example.org/) <img src=x onerror={MARKER}()>",
)


def quoted(text: str) -> str:
    """Write a text as TOML: JSON's escapes are TOML's."""
    return json.dumps(text)


def write_hostile(maker: BookMaker, result_words: str = WORDS) -> None:
    """Fill a project with such words: cards, claims, articles, theses, chapters, results, tables, records, runs."""
    for number, (phrase, address) in enumerate(zip(PHRASES, ADDRESSES * 4, strict=False)):
        _write_card(maker, f"hostile-{number}", phrase, address)
    _write_claims(maker)
    maker.add_run("run-alpha", "book/claims/alpha", claim_cells("alpha"), heading=WORDS)
    maker.add_verdict("alpha", source="wicked", about=_claim())
    _edit(maker.project.registry / "alpha.json", _worsen)
    maker.add_result("spoilt-number", text=result_words, title=WORDS, caption=WORDS)
    maker.add_result("spoilt-text", "text", text=result_words, title=WORDS)
    maker.add_figure("spoilt-figure")
    _edit(
        maker.project.registry / "spoilt-figure.json", lambda it: it | dict.fromkeys(("title", "caption", "alt"), WORDS)
    )
    columns = [{"name": WORDS, "numeric": False}, {"name": "b", "numeric": True}]
    rows = [[phrase, "=1+1"] for phrase in PHRASES]
    maker.add_result("spoilt-table", "table", title=WORDS, caption=WORDS, details={"columns": columns, "rows": rows},
                     files={"csv": "spoilt-table.csv"})  # fmt: skip
    shown = "{result}`spoilt-number` {result}`spoilt-text`\n\n```{result-figure} spoilt-figure\n```\n\n"
    shown += "```{result-table} spoilt-table\n```\n"
    output = nbformat.v4.new_output("display_data", {"text/markdown": shown, "text/plain": "x"})
    cells = [nbformat.v4.new_markdown_cell("# T\n\nWords."), nbformat.v4.new_code_cell("show()", outputs=[output])]
    maker.add_run("run-kgz", "book/dependence/kgz", cells, heading=WORDS, notebook="trade_dependence")
    maker.write(
        "book/method.md", f"# Method\n\n{shown}\n```{{verdict}} alpha\n```\n\n```{{contradictions}} between\n```\n"
    )


def _claim() -> dict[str, Any]:
    words = dict.fromkeys(("title", "paraphrase", "quote", "kind", "note"), WORDS)
    return {**words, "topic": TOPIC, "locator": {"section": WORDS, "line": 3}, "countries": ["KGZ", WORDS]}


def _worsen(verdict: dict[str, Any]) -> dict[str, Any]:
    details = verdict["details"]
    details["sentence"] = details["forecloses"] = WORDS
    keys = ("name", "meaning", "finding", "flip", "rule", "rule_text", "decisive_dimension")
    details["readings"][0] |= dict.fromkeys(keys, WORDS)
    details["records"] = [
        {**details["records"][0], "title": WORDS, "publisher": WORDS, "url": address} for address in ADDRESSES
    ]
    return verdict | {"title": WORDS, "caption": WORDS}


def _write_claims(maker: BookMaker) -> None:
    words, sentence = quoted(WORDS), quoted(f"{WORDS}.")
    maker.write("data/claims/wicked/alpha.toml", CLAIM.format(id="alpha", source="wicked"))
    maker.write(
        "data/claims/articles.toml",
        f"[wicked]\nauthor = {words}\nyear = 2016\ntitle = {words}\njournal = {words}\ncitation_key = 'schafer2016'\n"
        f"information_until = 2016-08-10\ndoi = {words}\nnote = {words}\n",
    )
    maker.write(
        "data/claims/theses.toml",
        f"[[theses]]\nid = 't'\nsource = 'wicked'\ntitle = {words}\nstatement = {sentence}\n"
        f"[[theses.links]]\nname = {words}\nsays = {sentence}\nfor = ['alpha']\nagainst = []\n",
    )
    maker.write(
        "data/claims/contradictions.toml",
        f"[[groups]]\ntype = 'between'\ntitle = {words}\nclaims = ['alpha', 'beta']\nnote = {words}\n",
    )
    maker.write("data/listings.toml", f"[topics.{quoted(TOPIC)}]\ntitle = {words}\nabout = {sentence}\n")


def _write_card(maker: BookMaker, table: str, phrase: str, address: str) -> None:
    maker.add_card(table)
    path = maker.project.cards / f"{table}.toml"
    text = path.read_text("utf-8")
    for key in ("title", "producer", "citation", "obtained", "name", "repository", "commit", "topic", "vintage"):
        lines = text.splitlines()
        text = "\n".join(f"{key} = {quoted(phrase)}" if line.startswith(f"{key} = ") else line for line in lines)
    text = text.replace('url = "https://creativecommons.org/licenses/by/4.0/"', f"url = {quoted(address)}")
    text = text.replace("known_limits = [", f"known_limits = [{quoted(phrase)}, ")
    text = text.replace("[columns.value_musd]", f"[columns.{quoted(phrase)}]")
    path.write_text(text + "\n", encoding="utf-8")


def _edit(path: Path, change: Any) -> None:
    path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), encoding="utf-8")

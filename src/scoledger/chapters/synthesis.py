"""Synthesis: what the ledger says about a thesis, link by link, with the strongest evidence on each side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.claims import Thesis, read_claims, read_rules, read_thesis
from scoledger.inference import leave_one_out, sign_flip_p
from scoledger.tables import Library, input_digest
from scoledger.verdicts import ReadingVerdict, judge_claim, read_labels, summarise

#: What a verdict by documents adds to the standing of a claim; an unverified one says nothing.
BY_DOCUMENTS = {"confirmed": 1.0, "contradicted": -1.0, "disputed": 0.0}
#: Verdicts that decide a claim, and which way.
DECIDED = {"supported": 1, "confirmed": 1, "contradicted": -1}
#: Verdicts that leave it open for want of evidence.
OPEN = ("unverified", "not testable")
#: Pieces of evidence shown on each side.
STRONGEST = 5
#: From here on a balance counts as leaning: a tenth of the way from even to unanimous.
LEANING = 0.1

SAYS = ("for the thesis", "against it", "undecided", "open")


@dataclass(frozen=True, kw_only=True)
class Synthesis(Chapter):
    """What the ledger says about one thesis.

    Parameters
    ----------
    evidence : pandas.DataFrame, shape (n_claims, 12)
        One row per claim: ``claim``, ``label`` (its title), ``link``, ``bearing`` (1 the thesis gains when the claim
        stands, -1 it loses), ``verdict``, ``says`` (one of `SAYS`), ``value`` (bearing times standing, in [-1, 1];
        missing when open), ``low`` and ``high`` (over its readings), ``specifications``, ``is_measured`` (by series,
        not by documents alone), ``is_own`` (made by the article that argues for the thesis), ``sentence``.
    links : pandas.DataFrame, shape (n_links, 9)
        One row per link: ``label``, ``says``, the four counts, ``value``, ``low`` and ``high`` (leaving out one claim
        at a time).
    variants : pandas.DataFrame, shape (n_variants, 5)
        The balance counted in other ways: ``label``, ``value``, ``low``, ``high``, ``n``.
    """

    thesis: Thesis
    evidence: pd.DataFrame
    links: pd.DataFrame
    variants: pd.DataFrame

    def strongest(self, side: str) -> pd.DataFrame:
        """The strongest evidence on one side, as a table for a reader.

        Decided claims come first, then those with the larger share, then those with more specifications.

        Parameters
        ----------
        side : {"for", "against"}
        """
        sign = 1 if side == "for" else -1
        rows = self.evidence[(self.evidence["value"] * sign) > 0]
        ranked = rows.assign(
            is_decided=rows["says"] == SAYS[0 if side == "for" else 1], size=rows["value"].abs()
        ).sort_values(["is_decided", "size", "specifications", "claim"], ascending=[False, False, False, True])
        names = {"label": "Claim", "link": "Link", "verdict": "Verdict", "value": "Weight", "sentence": "Why"}
        return ranked.head(STRONGEST)[list(names)].rename(columns=names).reset_index(drop=True)


def collect(library: Library, *, thesis: str) -> Synthesis:
    """Judge every claim that bears on a thesis, and weigh them.

    Parameters
    ----------
    thesis : str
        Id of one in ``data/claims/theses.toml``.

    Raises
    ------
    ClaimError
        If there is no such thesis.

    Notes
    -----
    The standing of a claim is the mean over its readings of the share of specifications that support it less the share
    that contradict it; a reading by documents counts 1 when confirmed, -1 when contradicted, 0 when disputed.  The
    balance is the mean over all claims that are not open, each with the sign of its bearing.  It describes the ledger:
    claims overlap, so that it is no probability.
    """
    stated = read_thesis(library.project, thesis)
    library.note("rules", "theses", input_digest(library.project, "rules", "theses"))
    evidence = _gather(library, stated)
    links = _weigh_links(stated, evidence)
    variants = _vary(stated, evidence)
    quantities = _quantities(evidence, links)
    return Synthesis(
        title=f"Synthesis: {stated.title[0].lower()}{stated.title[1:]}",
        quantities=quantities,
        answer=_write_answer(stated, evidence, links),
        data=_write_data(links),
        sure=_write_certainty(evidence, variants),
        thesis=stated,
        evidence=evidence,
        links=links,
        variants=variants,
    )


def _gather(library: Library, thesis: Thesis) -> pd.DataFrame:
    claims, rules, labels = read_claims(library.project), read_rules(library.project), read_labels(library.project)
    rows = []
    for link in thesis.links:
        for name in link.claims:
            verdict = judge_claim(claims[name], library, rules)
            bearing = 1 if name in link.gains else -1
            standing = [value for reading in verdict.readings if (value := stand(reading)) is not None]
            rows.append(
                {
                    "claim": name,
                    "label": claims[name].title,
                    "link": link.name,
                    "bearing": bearing,
                    "verdict": verdict.verdict,
                    "says": _side(verdict.verdict, bearing),
                    "value": bearing * sum(standing) / len(standing) if standing else None,
                    "low": min((bearing * one for one in standing), default=None),
                    "high": max((bearing * one for one in standing), default=None),
                    "specifications": sum(reading.specifications for reading in verdict.readings),
                    "is_measured": any(map(_is_measured, verdict.readings)),
                    "is_own": claims[name].source == thesis.source,
                    "sentence": summarise(verdict, library, labels, rules).sentence,
                }
            )
    frame = pd.DataFrame(rows)
    return frame.astype({"value": float, "low": float, "high": float})


def stand(reading: ReadingVerdict) -> float | None:
    """Standing of a claim under one reading, in [-1, 1]; None where the reading is not judged.

    Parameters
    ----------
    reading : scoledger.verdicts.ReadingVerdict
    """
    if _is_measured(reading):
        return reading.share("supports") - reading.share("contradicts")
    return BY_DOCUMENTS.get(reading.verdict)


def _is_measured(reading: ReadingVerdict) -> bool:
    return any(part.part.statistic != "record" and part.computed for part in reading.parts)


def _side(verdict: str, bearing: int) -> str:
    if verdict in OPEN:
        return SAYS[3]
    sign = DECIDED.get(verdict, 0) * bearing
    return SAYS[{1: 0, -1: 1, 0: 2}[sign]]


def _weigh_links(thesis: Thesis, evidence: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for link in thesis.links:
        own = evidence[evidence["link"] == link.name]
        known = own.dropna(subset=["value"])
        without = leave_one_out(known["value"], known["claim"])
        counts = own["says"].value_counts()
        rows.append(
            {
                "label": link.name,
                "says": link.says,
                **{word: int(counts.get(word, 0)) for word in SAYS},
                "value": known["value"].mean(),
                "low": without.min(),
                "high": without.max(),
            }
        )
    return pd.DataFrame(rows)


def _vary(thesis: Thesis, evidence: pd.DataFrame) -> pd.DataFrame:
    """The balance with other claims in it, and with other weights."""
    known = evidence.dropna(subset=["value"])
    by_data = known["is_measured"]
    subsets = {
        "all claims": known,
        "claims judged by statistics": known[by_data],
        "claims judged by documents": known[~by_data],
        "claims of the article that argues for it": known[known["is_own"]],
        "claims of the other article": known[~known["is_own"]],
        "decided claims only": known[known["says"].isin(SAYS[:2])],
        **{f"without the link '{link.name}'": known[known["link"] != link.name] for link in thesis.links},
    }
    rows = [
        {"label": label, "value": rows["value"].mean(), "low": float("nan"), "high": float("nan"), "n": len(rows)}
        for label, rows in subsets.items()
        if len(rows)
    ]
    equal = known.groupby("link", sort=False)["value"].mean()
    rows.append(
        {"label": "every link of equal weight", "value": equal.mean(), "low": float("nan"), "high": float("nan")}
        | {"n": len(known)}
    )
    return pd.DataFrame(rows)


def _quantities(evidence: pd.DataFrame, links: pd.DataFrame) -> tuple[Quantity, ...]:
    known = evidence.dropna(subset=["value"])
    without = leave_one_out(known["value"], known["link"])
    counts, verdicts = evidence["says"].value_counts(), evidence["verdict"].value_counts()
    rows = links[["label", "value", "low", "high"]].itertuples(index=False, name=None)
    caption = "Between -1 (every specification speaks against the thesis) and 1 (every one for it); interval: without "
    return (
        Quantity("claims", "Claims that bear on the thesis", len(evidence), "count"),
        *(
            Quantity(name, f"Claims that speak {word}", int(counts.get(word, 0)), "count", n=len(evidence))
            for name, word in zip(("for", "against"), SAYS[:2], strict=True)
        ),
        Quantity("undecided", "Claims that the evidence does not decide", int(counts.get(SAYS[2], 0)), "count"),
        Quantity("open", "Claims left open for want of evidence", int(counts.get(SAYS[3], 0)), "count"),
        *(
            Quantity(name, f"Those of them that are {word}", int(verdicts.get(word, 0)), "count")
            for name, word in zip(("unverified", "untestable"), OPEN, strict=True)
        ),
        Quantity(
            "balance", "Balance of the evidence", float(known["value"].mean()), "index",
            low=float(without.min()), high=float(without.max()), n=len(known), caption=f"{caption}each link in turn.",
            form="+.2f", is_main=True,
        ),
        Quantity(
            "chance", "Chance of such a balance if each claim could as well point the other way",
            sign_flip_p(known["value"].to_numpy()), "probability", n=len(known), form=".3f",
            caption="Claims overlap, so that the true chance is larger.",
        ),
        *(
            Quantity(
                f"link-{number}", f"Balance of the link '{label}'", value, "index",
                low=low, high=high, caption=f"{caption}each claim in turn.", form="+.2f",
            )
            for number, (label, value, low, high) in enumerate(rows, 1)
        ),
    )  # fmt: skip


def _lean(value: float) -> str:
    if abs(value) < LEANING:
        return "is even"
    return "leans towards it" if value > 0 else "leans against it"


def _write_answer(thesis: Thesis, evidence: pd.DataFrame, links: pd.DataFrame) -> str:
    balance = float(evidence["value"].mean())
    best, worst = int(links["value"].argmax()), int(links["value"].argmin())
    labels = [str(label) for label in links["label"]]
    return (
        f"The thesis: {thesis.statement} "
        f"The ledger {_lean(balance)}: of {{claims}} claims that bear on it, {{for}} speak for it and {{against}} "
        "against it; {undecided} are left undecided by the evidence, and {open} stay open ({untestable} not "
        "testable, {unverified} unverified). "
        f"The best-founded link is '{labels[best]}' ({{link-{best + 1}}}), the weakest "
        f"'{labels[worst]}' ({{link-{worst + 1}}})."
    )


def _write_data(links: pd.DataFrame) -> str:
    """Each link with the side on which it comes out."""
    sides: dict[str, list[str]] = {"borne out": [], "even": [], "not borne out": []}
    for number, (label, value) in enumerate(zip(links["label"], links["value"], strict=True), 1):
        word = "even" if abs(value) < LEANING else "borne out" if value > 0 else "not borne out"
        sides[word].append(f"{label} ({{link-{number}}})")
    told = [f"{word}: {', '.join(names)}" for word, names in sides.items() if names]
    return f"The balance is {{balance}}. Link by link, {'; '.join(told)}."


def _write_certainty(evidence: pd.DataFrame, variants: pd.DataFrame) -> str:
    values = variants["value"]
    balance = float(evidence["value"].mean())
    same = int((values * balance > 0).sum())
    turned = variants.loc[values * balance <= 0, "label"]
    other = f" It does not with: {', '.join(turned)}." if len(turned) else ""
    return (
        f"Counted in {len(variants)} ways, the balance keeps its sign in {same}.{other} "
        "If each claim could as well have pointed the other way, a balance at least as large would come up with "
        "probability {chance}; claims overlap, so that the true probability is larger. "
        "A balance that leans shows that what is said in favour of the thesis stands, "
        "not that one link brings about the next."
    )

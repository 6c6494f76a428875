"""The visual language: colours for every country that is named, words that can be read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from scoledger.countries import GROUPS, country_name
from scoledger.figures.style import COUNTRY_COLOURS, contrast, readable

#: Simulations of full protanopia and deuteranopia (Machado, Oliveira and Fernandes 2009), on linear light.
SIGHT = {
    "trichromat": np.eye(3),
    "protanope": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranope": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
}
#: From linear light to the uniform space Oklab (Ottosson 2020).
TO_CONES = np.array(
    [[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.68069955, 0.10739696], [0.08830246, 0.28171884, 0.6299787]]
)
TO_LAB = np.array(
    [[0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.42859221, 0.45059371], [0.02590404, 0.78277177, -0.80867577]]
)
#: The first ones, chosen for Central Asia and its partners; the others were fitted around them.
FIRST = ("CHN", "RUS", "KAZ", "KGZ", "TJK", "TKM", "UZB", "USA", "EU27")


def _seen(colour: str, sight: np.ndarray) -> np.ndarray:
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(sight @ linear, 0, 1))


@pytest.mark.parametrize("sight", SIGHT)
def test_members_and_observers_are_told_apart(sight: str) -> None:
    """At least 0.05 apart in Oklab, where 0.02 is just noticed, also by people without red or green cones."""
    codes = [*GROUPS["SCO2024OBS"], "TKM", "TUR", "USA"]
    seen = {code: _seen(COUNTRY_COLOURS[code], SIGHT[sight]) for code in codes}
    pairs = [(one, other) for one, other in itertools.combinations(codes, 2) if not {one, other} <= set(FIRST)]
    apart = [float(np.linalg.norm(seen[one] - seen[other])) for one, other in pairs]

    assert min(apart) > 0.05


@pytest.mark.parametrize("code", COUNTRY_COLOURS)
def test_every_country_s_line_and_name_stand_out(code: str) -> None:
    """Marks 3 to 1 on white, words 4.5 to 1."""
    assert country_name(code)
    assert contrast(COUNTRY_COLOURS[code]) >= 3
    assert contrast(readable(COUNTRY_COLOURS[code])) >= 4.5


def test_no_two_countries_share_a_colour() -> None:
    """Each is its own."""
    assert len(set(COUNTRY_COLOURS.values())) == len(COUNTRY_COLOURS)

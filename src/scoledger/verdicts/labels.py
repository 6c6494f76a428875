"""Plain words for dimensions and choices, as figures and sentences use them."""

from __future__ import annotations

from pydantic import Field

from scoledger.claims.toml import Model, read_model
from scoledger.countries import country_name, is_country
from scoledger.paths import Project


class Labels(Model):
    """Plain words by dimension and by choice, from ``data/claims/labels.toml``.

    Parameters
    ----------
    dimensions, choices : dict of str to str
    phrases : dict of str to str
        How a sentence states a choice: by dimension, with ``{choice}`` where its words go, or by
        ``dimension=choice`` where they would not do.
    """

    dimensions: dict[str, str]
    choices: dict[str, str]
    phrases: dict[str, str] = Field(default_factory=dict)

    def dimension(self, name: str) -> str:
        """A dimension in plain words; its own name when there are none."""
        return self.dimensions.get(name, name.replace("_", " "))

    def choice(self, name: str) -> str:
        """A choice in plain words, also when it joins several; itself when there are none."""
        if name in self.choices:
            return self.choices[name]
        return " and ".join(self.choices.get(item, _name(item)) for item in name.split(" + "))

    def phrase(self, dimension: str, choice: str) -> str:
        """A choice as a sentence states it: ``read from the partner's books``.

        Examples
        --------
        >>> labels = Labels(dimensions={}, choices={"own": "own books"}, phrases={"mirror": "read from {choice}"})
        >>> labels.phrase("mirror", "own"), labels.phrase("first_year", "2001")
        ('read from own books', 'with 2001 as first year')
        """
        if f"{dimension}={choice}" in self.phrases:
            return self.phrases[f"{dimension}={choice}"]
        words = self.choice(choice)
        if dimension in self.phrases:
            return self.phrases[dimension].replace("{choice}", words)
        return f"with {words} as {self.dimension(dimension)}"


def _name(code: str) -> str:
    return country_name(code) if is_country(code) else code


def read_labels(project: Project) -> Labels:
    """Read ``data/claims/labels.toml``.

    Raises
    ------
    ClaimError
        If the file is missing or is not what it should be.
    """
    return read_model(project.claims / "labels.toml", Labels)

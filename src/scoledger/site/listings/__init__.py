"""A page per country, per topic and per article, with the claims that belong there."""

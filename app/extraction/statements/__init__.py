"""Sentences of a page that speak against paying its total as it stands."""

"""The features a drawn layout may have; each is drawn by itself, so that any two meet sooner or later."""

from __future__ import annotations

from random import Random
from typing import Final

# Each feature with its choices; a choice that stands several times is drawn as often.
FEATURES: Final[dict[str, tuple[str, ...]]] = {
    "language": ("en", "en", "en", "de", "fr", "es", "it", "nl"),
    "numbers": ("own", "own", "own", "space", "apostrophe"),
    "grid": ("open", "underlined", "ruled", "boxed", "zebra"),
    "heading": ("plain", "plain", "capitals", "two rows", "with currency", "strange", "none"),
    "figures": ("full", "full", "full", "full", "full", "full", "full", "amount only"),
    "place": ("usual", "usual", "quantity first", "quantity after price", "code last"),
    "code": ("column", "column", "leading", "under", "under labelled", "none"),
    "text": ("short", "short", "below", "below", "above", "middle"),
    "unit": ("column", "column", "glued", "spaced", "at price", "none"),
    "per": ("no", "no", "no", "no", "100", "1000"),
    "discount": ("none", "none", "none", "percent", "amount"),
    "tax": ("none", "none", "rate", "code", "amount"),
    "gross": ("no", "no", "no", "yes"),
    "backorders": ("no", "no", "no", "yes"),
    "numbered": ("no", "yes"),
    "odd column": ("no", "no", "date", "origin"),
    "orders": ("none", "none", "none", "column", "below"),
    "between": ("nothing", "nothing", "sections", "notes", "sums"),
    "pages": ("one", "one", "one", "one", "two", "two with sums"),
    "credit": ("no", "no", "no", "no", "no", "minus", "trailing", "brackets"),
    "totals": ("right", "right", "spread", "under labels", "left"),
    "charges": ("none", "none", "below", "below", "as lines"),
    "header": ("colon", "columns", "above", "boxes", "sentence"),
    "dates": ("numbers", "numbers", "iso", "words", "short words"),
    "more tables": ("none", "none", "taxes", "schedule"),
    "page": ("a4", "letter", "landscape"),
    "seller": ("left", "right", "centre", "logo", "remit"),
    "background": ("plain", "plain", "plain", "watermark", "spaced title"),
    "font": ("Helvetica", "Helvetica", "Times", "Courier"),
}


def draw_features(random: Random, **fixed: str) -> dict[str, str]:
    """Return one choice of each feature; ``fixed`` (blanks written as underscores) sets some of them."""
    chosen = {name: random.choice(choices) for name, choices in FEATURES.items()}
    chosen |= {name.replace("_", " "): choice for name, choice in fixed.items()}
    if chosen["credit"] != "no":
        chosen |= {"discount": "none", "charges": "none", "more tables": "none"}
    if chosen["figures"] == "amount only":
        chosen |= {"unit": "none", "per": "no", "discount": "none", "backorders": "no", "place": "usual"}
    if chosen["per"] != "no" and chosen["unit"] == "at price":
        chosen["unit"] = "column"
    if chosen["heading"] == "none":
        # Nobody could tell list prices, bases or back orders apart without a word over them.
        chosen |= {
            "per": "no",
            "discount": "none",
            "backorders": "no",
            "gross": "no",
            "tax": "none",
            "odd column": "no",
        }
        chosen |= {"orders": "none", "code": "none" if chosen["code"] == "none" else "column"}
    return chosen

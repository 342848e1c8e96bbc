"""What one rule says about one group: the row of the table it picked, with the figures that row and the log need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.decision import BandUse, Lane, ReceiptUse
from app.domain.money import ZERO
from app.domain.policy import Role
from app.policy.lanes import rank, row, sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """One picked row with its figures, exposure (amount at stake), bands looked at and receipts used.

    ``unproved`` is what is paid on nobody's proof where nothing is known to be wrong, and so nothing at stake.
    """

    rule: str
    figures: Mapping[str, str] = field(default_factory=dict)
    exposure: Decimal = ZERO
    bands: tuple[BandUse, ...] = ()
    receipts: tuple[ReceiptUse, ...] = ()
    unproved: Decimal = ZERO

    @property
    def lane(self) -> Lane:
        """Return the lane of the row."""
        return row(self.rule).lane or Lane.AUTO_RESOLVE

    @property
    def owner(self) -> Role | None:
        """Return the owner the row names."""
        return row(self.rule).owner

    @property
    def rank(self) -> int:
        """Return the row's place in the table."""
        return rank(self.rule)

    @property
    def about_figures(self) -> bool:
        """Tell whether this is about how a figure was read, not about what it says."""
        return self.rule.startswith("figures.")

    @property
    def sentence(self) -> str:
        """Return the row's sentence with the figures in it."""
        return sentence(self.rule, self.figures)


def verdict(
    rule: str,
    *,
    exposure: Decimal = ZERO,
    bands: tuple[BandUse, ...] = (),
    receipts: tuple[ReceiptUse, ...] = (),
    **figures: str,
) -> Verdict:
    """Pick a row and give it its figures."""
    return Verdict(rule, figures, exposure, bands, receipts)

"""How figures are written for a person: the desk's decimal and grouping signs, exact digits, no rounding by stealth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.domain.money import plain, round_amount, trimmed

# A figure with a point in it that stands by itself: no part of the number of a document, a day, a file or a version.
# Whole numbers stay as they are: nothing tells the number of an order from a quantity.
_FIGURE = re.compile(r"(?<![\w.,/:#-])-?\d+\.\d+(?!\w|[.,-]\w|[/:]\d)")
# A day as stored sentences have it, standing by itself: no part of a longer number, a time or the name of a file.
_DAY = re.compile(r"(?<![\w.,/:#-])\d{4}-\d{2}-\d{2}(?!\w|[.:/-]\w)")
_STORED = re.compile(f"{_DAY.pattern}|{_FIGURE.pattern}")
_QUOTED = r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|'[^' ]*'"
_POINT = re.compile(r"\d\.\d")


@dataclass(frozen=True, slots=True)
class Figures:
    """The signs of one locale. ``date_format`` is a ``strftime`` pattern.

    ``names`` are those that look like figures on what is shown, and stay as they are in a sentence.
    """

    point: str = "."
    group: str = ","
    date_format: str = "%Y-%m-%d"
    names: frozenset[str] = frozenset()

    def money(self, value: Decimal, currency: str | None = None) -> str:
        """Write an amount with the decimals of its currency (more where the figure itself has more)."""
        rounded = round_amount(value, currency)
        return self._with_signs(plain(rounded if rounded == value else value))

    def price(self, value: Decimal, currency: str | None = None) -> str:
        """Write a unit price with all its digits, and at least the currency's decimals."""
        return self.money(value, currency)

    def quantity(self, value: Decimal) -> str:
        """Write a quantity without trailing zeros."""
        return self._with_signs(trimmed(value))

    def signed_money(self, value: Decimal, currency: str | None = None) -> str:
        """Write a difference with its sign, ``+`` included."""
        return ("+" if value > 0 else "") + self.money(value, currency)

    def signed_quantity(self, value: Decimal) -> str:
        """Write a difference of quantities with its sign."""
        return ("+" if value > 0 else "") + self.quantity(value)

    def percent(self, value: Decimal, *, signed: bool = False) -> str:
        """Write a percentage with one decimal, two where one would show nothing."""
        digits = Decimal("0.1") if abs(value) >= Decimal("0.05") or value == 0 else Decimal("0.01")
        text = self._with_signs(plain(value.quantize(digits)))
        return f"{'+' if signed and value > 0 else ''}{text} %"

    def sentence(self, text: str) -> str:
        """Write figures and days of a stored sentence ("1895.90", "2026-03-31") in these signs; names and quotes stay.

        What the rules say is stored with plain figures, so that a log reads the same on every desk. A text that got
        its figures here must not come again: "1.234" would be taken for one and a bit.
        """
        if not looks_like_a_figure(text):
            return text
        names = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(self.names, key=len, reverse=True) if name)
        pieces = re.split(f"({'|'.join((*names, _QUOTED))})", text)
        # What is left as it is stands at every second place.
        return "".join(
            piece if place % 2 else _STORED.sub(lambda found: self._as_here(found[0]), piece)
            for place, piece in enumerate(pieces)
        )

    def day(self, value: date) -> str:
        """Write a date."""
        return value.strftime(self.date_format)

    def short_day(self, value: date) -> str:
        """Write a date near today without its year, for where there is little room: 25.11., 11/25 or 11-25."""
        sign = next((ch for ch in self.date_format if ch not in "%dmY"), "")
        # A German day keeps its last point; elsewhere the sign only stands between.
        kept = sign if sign == "." and not self.date_format.startswith("%Y") else ""
        return value.strftime(self.date_format.replace("%Y", "").strip(sign) + kept)

    def read_day(self, text: str) -> date | None:
        """Read a day that a person typed: ISO, or the form of this locale; None where it is neither."""
        for form in ("%Y-%m-%d", self.date_format) if text.isascii() else ():
            try:
                return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        return None

    def _as_here(self, stored: str) -> str:
        if _DAY.fullmatch(stored) is None:
            return self._with_signs(stored)
        try:
            return self.day(date.fromisoformat(stored))
        except ValueError:
            # The number of something that only looks like a day.
            return stored

    def _with_signs(self, text: str) -> str:
        sign = "−" if text.startswith("-") else ""
        whole, _, decimals = text.lstrip("+-").partition(".")
        grouped = _grouped(whole, self.group)
        return sign + grouped + (self.point + decimals if decimals else "")


PLAIN = Figures()


def looks_like_a_figure(text: str) -> bool:
    """Say whether a point stands between digits, as it does in a plain figure, or a day as it is stored."""
    return _POINT.search(text) is not None or _DAY.search(text) is not None


def amount_with_currency(figures: Figures, value: Decimal, currency: str | None) -> str:
    """Write an amount followed by its ISO currency, where one is known."""
    text = figures.money(value, currency)
    return f"{text} {currency}" if currency else text


def _grouped(whole: str, sign: str) -> str:
    if not sign or len(whole) < 4:
        return whole
    head = len(whole) % 3
    parts = ([whole[:head]] if head else []) + [whole[i : i + 3] for i in range(head, len(whole), 3)]
    return sign.join(parts)

"""How one vendor writes: words, numbers, dates, and what stands in which column of the lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from tests.helpers.drawn_truth import TrueInvoice, TrueLine, cents

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "$"}
_COMMA = frozenset({"de", "fr", "es", "it", "nl"})
_CODES = {0: "Z", 7: "R", 9: "R", 10: "R", 19: "S", 20: "S", 21: "S", 22: "S"}


class Writing:
    """One vendor's way of writing, settled once for the whole invoice."""

    def __init__(self, random: Random, features: dict[str, str], truth: TrueInvoice) -> None:
        self.features, self.truth = features, truth
        tongue = truth.tongue
        self._labels = {name: random.choice(words) for name, words in tongue.labels.items()}
        self._heads = {name: random.choice(words) for name, words in tongue.columns.items()}
        self._random = random
        self._comma = truth.language in _COMMA
        self._group = {"space": " ", "apostrophe": "'"}.get(features["numbers"], "." if self._comma else ",")
        self._day_first = truth.language != "en" or truth.currency in {"GBP"}
        self._mark = random.choice("/-.") if truth.language != "en" else "/"
        self.sign = random.choice((_SIGNS[truth.currency], "", truth.currency))
        if truth.currency == "CAD":
            self.sign = random.choice(("", "CAD"))
        self.everywhere = random.random() < 0.3 and len(self.sign) == 1
        self._behind = self._comma
        self._quantity_comes = "quantity" if features["backorders"] == "no" else "shipped"

    def label(self, name: str) -> str:
        """Return the vendor's word for a field."""
        return self._labels[name]

    def pick(self, name: str, index: int) -> str:
        """Return the word of this place in a list of words."""
        words = self.truth.tongue.labels[name]
        return words[index % len(words)]

    # -- numbers and dates -----------------------------------------------------------------------------------------
    def number(self, value: Decimal, *, grouped: bool = True, plain: bool = False) -> str:
        """Return a number with the vendor's marks and its own decimals."""
        text = f"{abs(value):,f}" if grouped else f"{abs(value):f}"
        text = text.replace(",", "G").replace(".", "," if self._comma else ".").replace("G", self._group)
        if value >= 0:
            return text
        return (
            f"-{text}"
            if plain
            else {"trailing": f"{text}-", "brackets": f"({text})"}.get(self.features["credit"], f"-{text}")
        )

    def money(self, value: Decimal, *, named: bool = False) -> str:
        """Return an amount to the cent, with the currency where it is named."""
        text = self.number(cents(value))
        if not named or not self.sign:
            return text
        return f"{text} {self.sign}" if self._behind or len(self.sign) > 1 else f"{self.sign}{text}"

    def date(self, day: date) -> str:
        """Return a date as the vendor prints it."""
        style = self.features["dates"]
        month = self.truth.tongue.months[day.month - 1]
        if style == "iso":
            return day.isoformat()
        if style == "words":
            return f"{month} {day.day}, {day.year}" if not self._day_first else f"{day.day} {month} {day.year}"
        if style == "short words" and self.truth.language == "en":
            return f"{day.day:02d}-{month[:3]}-{day.year}"
        first, second = (day.day, day.month) if self._day_first else (day.month, day.day)
        return f"{first:02d}{self._mark}{second:02d}{self._mark}{day.year}"

    # -- columns ---------------------------------------------------------------------------------------------------
    def columns(self) -> list[tuple[str, list[str]]]:
        """Return the kinds of the columns from left to right, with the rows of their headings."""
        return [(kind, self._heading(kind)) for kind in self._kinds()]

    def _kinds(self) -> list[str]:
        f = self.features
        backorders = f["backorders"] == "yes"
        counts = ["ordered", "shipped", "backordered"] if backorders else ["quantity"]
        unit = ["unit"] if f["unit"] == "column" else []
        price = ["price", *(["per"] if f["per"] != "no" else []), *(["discount"] if f["discount"] != "none" else [])]
        tax = {"rate": ["tax"], "code": ["taxcode"], "amount": ["taxamount"]}.get(f["tax"], [])
        if f["figures"] == "amount only":
            counts, unit, price = [], [], []
        numbered = ["line"] if f["numbered"] == "yes" else []
        code = ["code"] if f["code"] == "column" else []
        order = ["order"] if f["orders"] == "column" else []
        odd = [f["odd column"]] if f["odd column"] != "no" else []
        amounts = [*tax, "amount"] if f["tax"] != "code" else ["amount", *tax]
        amounts += ["gross"] if f["gross"] == "yes" else []
        place = f["place"]
        if place == "quantity first":
            return [*counts, *unit, *numbered, *code, "description", *odd, *order, *price, *amounts]
        if place == "quantity after price":
            return [*numbered, *code, "description", *odd, *order, *price, *counts, *unit, *amounts]
        if place == "code last":
            return [*numbered, "description", *code, *odd, *order, *counts, *unit, *price, *amounts]
        return [*numbered, *code, *odd, "description", *order, *counts, *unit, *price, *amounts]

    def _heading(self, kind: str) -> list[str]:
        style = self.features["heading"]
        if style == "none":
            return [""]
        word = self._heads[kind]
        strange = f"strange-{kind}"
        if style == "strange" and strange in self._heads:
            word = self._heads[strange]
        if kind == "discount" and self.features["discount"] == "amount":
            word = word.replace(" %", "").replace("% ", "")
        if style == "capitals":
            word = word.upper()
        if style == "with currency" and kind in {"price", "amount"}:
            word = f"{word} ({self.truth.currency})"
        return word.split(" ", 1) if style == "two rows" and " " in word else [word]

    def samples(self, kind: str) -> list[str]:
        """Return every text that a column must hold."""
        if kind == "description":
            return [""]
        found = [self.cells(len(self.truth.lines), line, "").get(kind, "") for line in self.truth.lines]
        if kind == "amount":
            found += [self.money(self.truth.net)]
        return found

    def cells(self, number: int, line: TrueLine, text: str) -> dict[str, str]:
        """Return what stands in the columns of a line."""
        f = self.features
        cells = {"line": str(number), "description": text, "code": line.code or "", "amount": self.money(line.amount)}
        cells |= {"order": line.order or "", "date": self.date(self.truth.day), "origin": "DE"}
        tax = cents(line.amount * line.rate / 100)
        cells |= {"tax": f"{line.rate}%" if line.rate else "0%", "taxcode": _CODES.get(line.rate, "S")}
        cells |= {"taxamount": self.money(tax), "gross": self.money(line.amount + tax), "per": str(line.basis)}
        cells["unit"] = line.printed_unit if f["unit"] == "column" else ""
        if line.percent is not None:
            cells["discount"] = f"{line.percent}%" if "%" not in self._heading("discount")[0] else str(line.percent)
        elif line.off is not None:
            cells["discount"] = self.money(line.off)
        if line.quantity is not None and line.price is not None:
            unit = {"glued": line.printed_unit, "spaced": f" {line.printed_unit}"}.get(f["unit"], "")
            cells[self._quantity_comes] = self.number(line.quantity, plain=bool(unit)) + unit
            cells["ordered"] = self.number(abs(line.ordered))
            cells["backordered"] = self.number(abs(line.ordered) - abs(line.quantity))
            per = f"/{line.printed_unit}" if f["unit"] == "at price" else ""
            price = self.number(line.price)
            cells["price"] = (f"{self.sign}{price}" if self.everywhere and not self._behind else price) + per
        return cells

    def described(self, line: TrueLine) -> tuple[list[str], str, list[str]]:
        """Return the text of a line: the rows above its figures, beside them, below them."""
        f = self.features
        words, code = list(line.description), line.code
        style = f["text"] if len(words) > 1 else "short"
        main = " ".join(words)
        above: list[str] = []
        below: list[str] = []
        if style == "below":
            main, below = words[0], [" ".join(words[1:])]
        elif style == "above":
            above, main = [words[0]], " ".join(words[1:])
        elif style == "middle" and len(words) > 2:
            above, main, below = [words[0]], words[1], [" ".join(words[2:])]
        if code and f["code"] == "leading":
            if above:
                above[0] = f"{code} {above[0]}"
            else:
                main = f"{code} {main}"
        elif code and f["code"] == "under":
            below.append(code)
        elif code and f["code"] == "under labelled":
            below.append(f"{self._heads['code'].rstrip(':')}: {code}")
        if line.order and f["orders"] == "below":
            below.append(f"{self.label('order')}: {line.order}")
        if line.below:
            below.append(line.below)
        return above, main, below

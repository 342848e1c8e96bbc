"""Draws an invoice in a layout that nobody planned: every feature by chance, the truth always printed in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from reportlab.lib.colors import Color, black, lightgrey
from reportlab.lib.pagesizes import A4, landscape, letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.helpers.drawn_truth import TrueInvoice, TrueLine, cents, draw_truth
from tests.helpers.drawn_writing import Writing

_FONTS = {
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times": ("Times-Roman", "Times-Bold"),
    "Courier": ("Courier", "Courier-Bold"),
}
_SIZES = {"a4": A4, "letter": letter, "landscape": landscape(A4)}
_RIGHT = frozenset(
    {"quantity", "ordered", "shipped", "backordered", "price", "discount", "amount", "gross", "taxamount"}
)


@dataclass(slots=True)
class _Column:
    """A column while it is laid out: what it holds, its heading (rows), its left edge and width."""

    kind: str
    heading: list[str]
    x: float = 0.0
    width: float = 0.0


@dataclass(slots=True)
class _Entry:
    """Something in the table: cells by column kind on one row, more text rows above and below."""

    cells: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    bold: bool = False
    shade: bool = False


def draw_invoice(path: Path, seed: int, features: dict[str, str]) -> TrueInvoice:
    """Write a PDF and return what it says."""
    random = Random(f"{seed} drawn")
    truth = draw_truth(random, features["language"], features)
    _Drawing(path, random, features, truth).draw()
    return truth


class _Drawing:
    """One invoice on its way to paper; ``y`` runs down the page."""

    def __init__(self, path: Path, random: Random, features: dict[str, str], truth: TrueInvoice) -> None:
        self.random, self.features, self.truth = random, features, truth
        self.width, self.height = _SIZES[features["page"]]
        self.canvas = Canvas(str(path), pagesize=(self.width, self.height))
        self.plain, self.bold = _FONTS[features["font"]]
        self.size: float = random.choice((7.5, 8.0, 8.5, 9.0)) if features["font"] != "Courier" else 7.0
        self.step = self.size * random.choice((1.2, 1.35, 1.5))
        self.margin = random.choice((34, 42, 50))
        self.y = 0.0
        self.page = 1
        self.write = Writing(random, features, truth)

    # -- the whole -------------------------------------------------------------------------------------------------
    def draw(self) -> None:
        """Draw everything."""
        self._background()
        self.y = self.margin
        self._letterhead()
        self._parties_and_fields()
        self._table()
        self._totals()
        self._after()
        self.canvas.showPage()
        self.canvas.save()

    def word(self, name: str) -> str:
        """Return one of the vendor's words, the same each time."""
        return self.write.label(name)

    def text(self, x: float, text: str, *, right: bool = False, bold: bool = False, size: float = 0.0) -> None:
        """Put a text at this height; ``x`` is its left edge, or its right one."""
        size = size or self.size
        font = self.bold if bold else self.plain
        self.canvas.setFont(font, size)
        x -= stringWidth(text, font, size) if right else 0.0
        self.canvas.drawString(x, self.height - self.y - size, text)

    def down(self, steps: float = 1.0) -> None:
        """Go down by so many rows."""
        self.y += self.step * steps

    # -- the head --------------------------------------------------------------------------------------------------
    def _background(self) -> None:
        if self.features["background"] == "watermark":
            self.canvas.saveState()
            self.canvas.setFillColor(Color(0.9, 0.9, 0.9))
            self.canvas.setFont(self.bold, 70)
            self.canvas.translate(self.width / 2, self.height / 2)
            self.canvas.rotate(45)
            self.canvas.drawCentredString(0, 0, self.random.choice(("COPY", "ORIGINAL", "DUPLICATE")))
            self.canvas.restoreState()
        self.canvas.setFillColor(black)

    def _letterhead(self) -> None:
        name, *address = self.truth.seller
        tax = f"{self.word('taxid')}: {self.truth.tax_id}"
        place = self.features["seller"]
        lines = [*address, tax]
        if place == "centre":
            middle = self.width / 2
            self.text(middle - stringWidth(name, self.bold, 14) / 2, name, bold=True, size=14)
            self.down(1.8)
            for line in lines:
                self.text(middle - stringWidth(line, self.plain, self.size) / 2, line)
                self.down()
        elif place in {"left", "logo", "remit"}:
            size: float = 18 if place == "logo" else self.random.choice((self.size, 12))
            self.text(self.margin, name, bold=size > self.size, size=size)
            self.y += size * 1.2
            for line in lines:
                self.text(self.margin, line)
                self.down()
        else:
            x = self.width - self.margin - 170
            self.text(x, name, bold=True, size=11)
            self.y += 14
            for line in lines:
                self.text(x, line)
                self.down()
        self.down(0.6)
        self._title()

    def _title(self) -> None:
        title = self.word("credit" if self.truth.credit else "title")
        if self.features["background"] == "spaced title":
            title = " ".join(title.upper())
        size = self.random.choice((14, 18, 11))
        right = self.random.random() < 0.4
        self.text(self.width - self.margin if right else self.margin, title, right=right, bold=True, size=size)
        self.y += size * 1.5

    def _parties_and_fields(self) -> None:
        bill = [self.word("bill") + self.random.choice(("", ":")), *self.truth.buyer]
        ship = [self.word("ship") + self.random.choice(("", ":")), *self.truth.ship_to]
        top = self.y
        third = (self.width - 2 * self.margin) / 3
        beside = self.features["header"] in {"colon", "columns"}
        places = [(self.margin, bill)]
        if self.random.random() < 0.7:
            places.append((self.margin + third, ship))
        deepest = top
        for x, block in places:
            self.y = top
            for index, line in enumerate(block):
                self.text(x, line, bold=index == 0)
                self.down()
            deepest = max(deepest, self.y)
        if beside:
            self.y = top
            self._fields(self.margin + 2 * third, third)
            self.y = max(self.y, deepest)
        else:
            self.y = deepest + self.step * 0.7
            self._fields(self.margin, self.width - 2 * self.margin)
        self.down(1.2)

    def _pairs(self) -> list[tuple[str, str]]:
        truth = self.truth
        pairs = [(self.word("number"), truth.number), (self.word("date"), self.write.date(truth.day))]
        if truth.due is not None:
            pairs.append((self.word("due"), self.write.date(truth.due)))
        if truth.order is not None:
            pairs.append((self.word("order"), truth.order))
        for name in ("customer", "own"):
            if self.random.random() < 0.5:
                pairs.append((self.word(name), truth.others[name]))
        if self.write.sign == "":
            pairs.append((self.word("currency"), truth.currency))
        first, *rest = pairs
        self.random.shuffle(rest)
        return [first, *rest]

    def _fields(self, x: float, width: float) -> None:
        pairs = self._pairs()
        style = self.features["header"]
        if style == "colon":
            for name, value in pairs:
                self.text(x, f"{name}: {value}")
                self.down()
        elif style == "columns":
            for name, value in pairs:
                self.text(x, name, bold=True)
                self.text(x + width, value, right=True)
                self.down()
        elif style == "sentence":
            for start in range(0, len(pairs), 3):
                self.text(x, "    ".join(f"{name}: {value}" for name, value in pairs[start : start + 3]))
                self.down()
        else:
            self._boxes(pairs, x, width, boxed=style == "boxes")

    def _boxes(self, pairs: list[tuple[str, str]], x: float, width: float, *, boxed: bool) -> None:
        across = min(len(pairs), 4)
        cell = width / across
        for start in range(0, len(pairs), across):
            row = pairs[start : start + across]
            for index, (name, _) in enumerate(row):
                self.text(x + index * cell + 3, name, bold=True, size=self.size - 1)
            self.down()
            for index, (_, value) in enumerate(row):
                self.text(x + index * cell + 3, value)
                if boxed:
                    bottom = self.height - self.y - self.step - 2
                    self.canvas.rect(x + index * cell, bottom, cell, 2 * self.step + 3, stroke=1, fill=0)
            self.down(1.5)

    # -- the table -------------------------------------------------------------------------------------------------
    def _table(self) -> None:
        columns = self._lay_out([_Column(kind, heading) for kind, heading in self.write.columns()])
        entries = self._entries()
        self._heading(columns)
        table_top = self.y
        carried = Decimal(0)
        for index, (entry, amount) in enumerate(entries):
            if self.y + self.step * (3 + len(entry.above) + len(entry.below)) > self.height - self.margin - 20:
                self._end_page(columns, table_top, carried)
                table_top = self.y
            carried += amount
            self._entry(entry, columns, shade=index % 2 == 1)
        self._frame(columns, table_top)
        self.down(0.6)

    def _lay_out(self, columns: list[_Column]) -> list[_Column]:
        room = self.width - 2 * self.margin
        for column in columns:
            samples = [*column.heading, *self.write.samples(column.kind)]
            column.width = max(stringWidth(text, self.bold, self.size) for text in samples) + 9
        taken = sum(column.width for column in columns if column.kind != "description")
        text = next(column for column in columns if column.kind == "description")
        while room - taken < 110 and self.size > 5.5:
            self.size -= 0.5
            self.step = self.size * 1.3
            for column in columns:
                samples = [*column.heading, *self.write.samples(column.kind)]
                column.width = max(stringWidth(text_, self.bold, self.size) for text_ in samples) + 7
            taken = sum(column.width for column in columns if column.kind != "description")
        text.width = room - taken
        x: float = self.margin
        for column in columns:
            column.x, x = x, x + column.width
        return columns

    def _heading(self, columns: list[_Column]) -> None:
        if self.features["heading"] == "none":
            return
        high = max(len(column.heading) for column in columns)
        for row in range(high):
            for column in columns:
                offset = row - (high - len(column.heading))
                if offset >= 0:
                    self._cell(column, column.heading[offset], bold=True)
            self.down()
        if self.features["grid"] in {"underlined", "ruled"}:
            y = self.height - self.y
            self.canvas.line(self.margin, y, self.width - self.margin, y)
        self.down(0.3)

    def _cell(self, column: _Column, text: str, *, bold: bool = False) -> None:
        if not text:
            return
        if column.kind in _RIGHT:
            self.text(column.x + column.width - 4, text, right=True, bold=bold)
        else:
            self.text(column.x + 2, text, bold=bold)

    def _entries(self) -> list[tuple[_Entry, Decimal]]:
        entries: list[tuple[_Entry, Decimal]] = []
        between, since = self.features["between"], Decimal(0)
        group = 0
        for index, line in enumerate(self.truth.lines):
            if between in {"sections", "sums"} and index % 4 == 0 and len(self.truth.lines) > 3:
                entries.append((_Entry({"description": self.write.pick("section", group)}, bold=True), Decimal(0)))
                group += 1
            entries.append((self._line(index + 1, line), line.amount))
            since += line.amount
            last = index + 1 == len(self.truth.lines)
            if between == "sums" and len(self.truth.lines) > 3 and (index % 4 == 3 or last):
                cells = {"description": self.word("linesum"), "amount": self.write.money(since)}
                entries.append((_Entry(cells, bold=True), Decimal(0)))
                since = Decimal(0)
        if self.features["charges"] == "as lines":
            for kind, amount in self.truth.charges:
                entries.append((_Entry({"description": self.word(kind), "amount": self.write.money(amount)}), amount))
        return entries

    def _line(self, number: int, line: TrueLine) -> _Entry:
        above, main, below = self.write.described(line)
        return _Entry(self.write.cells(number, line, main), above, below)

    def _entry(self, entry: _Entry, columns: list[_Column], *, shade: bool) -> None:
        rows = len(entry.above) + 1 + len(entry.below)
        if shade and self.features["grid"] == "zebra":
            self.canvas.setFillColor(lightgrey)
            self.canvas.rect(
                self.margin,
                self.height - self.y - rows * self.step,
                self.width - 2 * self.margin,
                rows * self.step,
                stroke=0,
                fill=1,
            )
            self.canvas.setFillColor(black)
        text = next(column for column in columns if column.kind == "description")
        fitted = self._fitted(entry, text)
        for kind_row, line in enumerate(fitted):
            if kind_row == len(entry.above):
                for column in columns:
                    if column.kind != "description":
                        self._cell(column, entry.cells.get(column.kind, ""), bold=entry.bold)
            if line:
                self._cell(text, line, bold=entry.bold)
            self.down()
        self.y += self.step * (0.5 if rows > 1 else 0.15)
        if self.features["grid"] == "ruled":
            y = self.height - self.y + self.step * 0.1
            self.canvas.line(self.margin, y, self.width - self.margin, y)
            self.y += 2

    def _fitted(self, entry: _Entry, column: _Column) -> list[str]:
        """Return the rows of text; what is too wide goes on below."""
        rows = [*entry.above, entry.cells.get("description", "")]
        below = list(entry.below)
        main = rows[-1].split()
        kept: list[str] = []
        while main and stringWidth(" ".join([*kept, main[0]]), self.bold, self.size) < column.width - 6:
            kept.append(main.pop(0))
        rows[-1] = " ".join(kept)
        if main:
            below.insert(0, " ".join(main))
        return [*rows, *below]

    def _end_page(self, columns: list[_Column], top: float, carried: Decimal) -> None:
        sums = self.features["pages"] == "two with sums"
        if sums:
            self._cell(next(c for c in columns if c.kind == "description"), self.word("carried"))
            self._cell(next(c for c in columns if c.kind == "amount"), self.write.money(carried))
            self.down()
        self._frame(columns, top)
        self._new_page()
        self._heading(columns)
        if sums:
            self._cell(next(c for c in columns if c.kind == "description"), self.word("brought"))
            self._cell(next(c for c in columns if c.kind == "amount"), self.write.money(carried))
            self.down(1.2)

    def _new_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._background()
        self.y = self.margin
        self.text(self.margin, self.truth.seller[0], bold=True)
        self.text(self.width - self.margin, f"{self.word('page')} {self.page}", right=True)
        self.down()
        self.text(self.margin, f"{self.word('number')}: {self.truth.number}")
        self.down(2)

    def _frame(self, columns: list[_Column], top: float) -> None:
        if self.features["grid"] == "boxed":
            bottom = self.height - self.y
            upper = self.height - top
            for x in [*(column.x for column in columns), self.width - self.margin]:
                self.canvas.line(x, bottom, x, upper)
            self.canvas.line(self.margin, bottom, self.width - self.margin, bottom)

    # -- what follows ----------------------------------------------------------------------------------------------
    def _totals(self) -> None:
        truth, write = self.truth, self.write
        if self.y + 9 * self.step > self.height - self.margin:
            self._new_page()
        as_lines = self.features["charges"] == "as lines"
        pairs: list[tuple[str, Decimal]] = []
        if truth.taxes or (truth.charges and not as_lines) or self.random.random() < 0.6:
            pairs.append((self.word("subtotal"), truth.net + (truth.charged if as_lines else 0)))
        if not as_lines:
            pairs += [(self.word(kind), amount) for kind, amount in truth.charges]
        several = len(truth.taxes) > 1
        for rate, _, tax in truth.taxes:
            name = self.word("tax").replace("{rate}", str(rate))
            pairs.append((f"{name} {rate}%" if several and str(rate) not in name else name, tax))
        pairs.append((self.word("total"), truth.total))
        style = self.features["totals"]
        if style == "under labels" and len(pairs) <= 5:
            self._sums_under_labels(pairs)
            return
        left = {"right": self.width * 0.62, "left": self.margin, "spread": self.margin + 30}.get(
            style, self.width * 0.55
        )
        edge = self.width * 0.45 if style == "left" else self.width - self.margin - 4
        for index, (name, amount) in enumerate(pairs):
            last = index == len(pairs) - 1
            mark = ":" if self.random.random() < 0.5 else ""
            self.text(left, f"{name}{mark}", bold=last)
            self.text(edge, write.money(amount, named=last or write.everywhere), right=True, bold=last)
            self.down(1.2)

    def _sums_under_labels(self, pairs: list[tuple[str, Decimal]]) -> None:
        cell = (self.width - 2 * self.margin) / len(pairs)
        for index, (name, _) in enumerate(pairs):
            self.text(self.margin + (index + 1) * cell - 4, name, right=True, bold=True)
        self.down()
        for index, (_, amount) in enumerate(pairs):
            last = index == len(pairs) - 1
            self.text(self.margin + (index + 1) * cell - 4, self.write.money(amount, named=last), right=True)
        self.down(1.5)

    def _after(self) -> None:
        truth = self.truth
        self.down()
        if self.y + 7 * self.step > self.height - self.margin:
            self._new_page()
        kind = self.features["more tables"]
        rows: list[list[str]] = []
        if kind == "taxes" and truth.taxes:
            names = [self.write.pick("taxtable", index) for index in range(3)]
            rows = [names, *([f"{r} %", self.write.money(base), self.write.money(tax)] for r, base, tax in truth.taxes)]
        elif kind == "schedule" and truth.due is not None:
            half = cents(truth.total / 2)
            names = [self.write.pick("schedule", index) for index in range(3)]
            date = self.write.date(truth.due)
            rows = [names, ["1", date, self.write.money(half)], ["2", date, self.write.money(truth.total - half)]]
        for row in rows:
            for index, text in enumerate(row):
                self.text(self.margin + 90 * (index + 1), text, right=True, bold=row is rows[0])
            self.down(1.1)
        self.down()
        if self.features["seller"] == "remit":
            self.text(self.margin, f"{self.word('remit')}: {truth.seller[0]}, {truth.seller[1]}")
            self.down()
        self.text(self.margin, self.word("thanks"))

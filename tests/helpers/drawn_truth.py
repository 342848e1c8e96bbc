"""What a drawn invoice says: parties, numbers, lines, charges and sums that add up, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.helpers.layout_words import TONGUES, Tongue

CENT = Decimal("0.01")
_CURRENCIES = {"en": ("USD", "USD", "GBP", "CAD")}
_RATES = {"en": (0, 20, 7), "de": (19, 7), "fr": (20, 10), "es": (21, 10), "it": (22, 10), "nl": (21, 9)}
_STREETS = {
    "en": ("1400 Canal Street", "Dayton, OH 45402", "88 Mill Road", "Reading, PA 19601", "6 Wharf Lane"),
    "british": ("14 Canal Street", "Leeds LS1 4AP", "88 Mill Road", "Reading RG1 8BT", "6 Wharf Lane"),
    "de": ("Industriestraße 14", "70565 Stuttgart", "Hafenweg 3", "20457 Hamburg", "Postfach 1120"),
    "fr": ("12 rue des Forges", "69003 Lyon", "4 avenue du Port", "13002 Marseille", "ZI Nord"),
    "es": ("Calle Mayor 17", "28013 Madrid", "Polígono Sur 5", "41006 Sevilla", "Nave 4"),
    "it": ("Via Roma 21", "20121 Milano", "Viale Po 8", "10121 Torino", "Zona industriale"),
    "nl": ("Havenstraat 9", "3011 AB Rotterdam", "Dorpsweg 2", "5611 CD Eindhoven", "Postbus 77"),
}
_BUYERS = ("Brightwater Provisions Inc.", "Kestrel Manufacturing", "Aldgate Foods Ltd", "Montrose Werke GmbH")


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A line: figures as printed; ``quantity`` and ``price`` None where the layout prints amounts only."""

    code: str | None
    description: tuple[str, ...]
    quantity: Decimal | None
    unit: str
    printed_unit: str
    price: Decimal | None
    amount: Decimal
    basis: int = 1
    percent: Decimal | None = None
    off: Decimal | None = None
    rate: int = 0
    order: str | None = None
    ordered: Decimal = Decimal(0)
    below: str | None = None


@dataclass(frozen=True, slots=True)
class TrueInvoice:
    """An invoice in full; amounts of a credit memo are negative."""

    language: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    ship_to: tuple[str, ...]
    number: str
    day: date
    due: date | None
    order: str | None
    tax_id: str
    currency: str
    lines: tuple[TrueLine, ...]
    charges: tuple[tuple[str, Decimal], ...] = ()
    taxes: tuple[tuple[int, Decimal, Decimal], ...] = ()
    credit: bool = False
    others: dict[str, str] = field(default_factory=dict)

    @property
    def tongue(self) -> Tongue:
        """The words it is printed in."""
        return TONGUES[self.language]

    @property
    def net(self) -> Decimal:
        """What the lines add up to."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def charged(self) -> Decimal:
        """What the charges add up to."""
        return sum((amount for _, amount in self.charges), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """The tax in full."""
        return sum((tax for _, _, tax in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What is to be paid."""
        return self.net + self.charged + self.tax


def cents(value: Decimal) -> Decimal:
    """Return an amount to the cent, halves up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def draw_truth(random: Random, language: str, features: dict[str, str]) -> TrueInvoice:
    """Return an invoice that fits these features."""
    tongue = TONGUES[language]
    rates = _RATES[language]
    two_rates = features["tax"] in {"rate", "code"} and random.random() < 0.4
    count = random.randint(28, 44) if features["pages"] != "one" else random.choice((1, 2, 3, 3, 4, 5, 6, 8, 11))
    style = random.choice(("AB-{:04d}", "{:05d}", "{:06d}", "K{:03d}.{:02d}", "TX{:04d}Q", "{:03d}-{:04d}"))
    order = _order_number(random) if random.random() < 0.8 else None
    rate = random.choice(rates)
    lines = []
    for _ in range(count):
        line_rate = random.choice(rates) if two_rates else rate
        line = _line(random, tongue, features, style)
        own = _order_number(random) if features["orders"] != "none" else None
        lines.append(replace(line, rate=line_rate, order=own))
    charges = []
    if features["charges"] != "none":
        for kind in random.sample(("freight", "fuel_surcharge", "packaging"), random.choice((1, 1, 2))):
            charges.append((kind, cents(Decimal(random.randint(400, 19000)) / 100)))
    sign = -1 if features["credit"] != "no" else 1
    if sign < 0:
        lines = [
            replace(x, quantity=-x.quantity if x.quantity is not None else None, amount=-x.amount, off=None)
            for x in lines
        ]
        charges = []
    day = date(random.choice((2024, 2025, 2026)), random.randint(1, 12), random.randint(1, 28))
    seller_name = random.choice(tongue.company)
    currency = random.choice(_CURRENCIES.get(language, ("EUR",)))
    streets = _STREETS["british" if currency == "GBP" else language]
    buyer = (random.choice(_BUYERS), *random.sample(streets, 2))
    invoice = TrueInvoice(
        language=language,
        seller=(seller_name, *random.sample(streets, 2)),
        buyer=buyer,
        ship_to=(buyer[0], "Dock 4", *random.sample(streets, 1)),
        number=_number(random),
        day=day,
        due=day + timedelta(days=random.choice((10, 14, 30, 45))) if random.random() < 0.8 else None,
        order=order if features["orders"] == "none" else None,
        tax_id=_tax_id(random, language),
        currency=currency,
        lines=tuple(lines),
        charges=tuple(charges),
        credit=sign < 0,
        others={"customer": str(random.randint(10000, 99999)), "own": f"A{random.randint(100000, 999999)}"},
    )
    return replace(invoice, taxes=_taxes(invoice, rate))


def _line(random: Random, tongue: Tongue, features: dict[str, str], style: str) -> TrueLine:
    unit = random.choice(tuple(tongue.units))
    whole = unit not in {"KG", "LB", "L", "HR"}
    quantity = Decimal(random.choice((1, 2, 3, 5, 6, 10, 12, 24, 40, 100, 144, 250, 1200)))
    if not whole:
        quantity = Decimal(random.randint(5, 900)) / random.choice((1, 2, 4, 10))
        quantity = quantity.quantize(Decimal(random.choice(("0.1", "0.01"))), rounding=ROUND_HALF_UP)
    basis = int(features["per"]) if features["per"] != "no" and random.random() < 0.7 else 1
    price = cents(Decimal(random.randint(15, 40000)) / random.choice((100, 100, 100, 10)))
    if random.random() < 0.15 and basis == 1:
        price = (Decimal(random.randint(10, 90000)) / 10000).quantize(Decimal("0.0001"))
    if basis != 1:
        quantity = Decimal(random.choice((100, 250, 500, 1000, 2500)))
    full = quantity * price / basis
    percent = off = None
    if features["discount"] == "percent" and random.random() < 0.6:
        percent = Decimal(random.choice((5, 10, 15, 25)))
    amount = cents(full - full * percent / 100) if percent else cents(full)
    if features["discount"] == "amount" and random.random() < 0.6:
        off = cents(full * random.randint(2, 20) / 100)
        amount = cents(full) - off
    words = [random.choice(tongue.goods), *random.sample(tongue.more, random.randint(0, 3))]
    numbers = [random.randint(1, 999) for _ in range(style.count("{"))]
    bare = features["figures"] == "amount only"
    return TrueLine(
        code=None if features["code"] == "none" else style.format(*numbers),
        description=tuple(words),
        quantity=None if bare else quantity,
        unit=unit,
        printed_unit=random.choice(tongue.units[unit]),
        price=None if bare else price,
        amount=amount,
        basis=1 if bare else basis,
        percent=percent,
        off=off,
        ordered=quantity + random.choice((0, 0, 5, 12)),
        below=random.choice(tongue.labels["note"])
        if features["between"] == "notes" and random.random() < 0.3
        else None,
    )


def _taxes(invoice: TrueInvoice, charge_rate: int) -> tuple[tuple[int, Decimal, Decimal], ...]:
    bases: dict[int, Decimal] = {}
    for line in invoice.lines:
        bases[line.rate] = bases.get(line.rate, Decimal(0)) + line.amount
    if invoice.charges:
        bases[charge_rate] = bases.get(charge_rate, Decimal(0)) + invoice.charged
    return tuple((rate, base, cents(base * rate / 100)) for rate, base in sorted(bases.items()) if rate)


def _number(random: Random) -> str:
    style = random.choice(("{:06d}", "INV-{:05d}", "{:04d}/26", "R{:07d}", "2026-{:04d}", "F{:03d}-{:03d}", "SI{:06d}"))
    return style.format(*(random.randint(1, 999999) % 10**6 for _ in range(style.count("{"))))


def _order_number(random: Random) -> str:
    return random.choice(("PO-{:05d}", "45{:08d}", "{:06d}", "P{:06d}")).format(random.randint(10000, 99999))


def _tax_id(random: Random, language: str) -> str:
    nine = f"{random.randint(100000000, 999999999)}"
    forms = {
        "en": (f"{nine[:2]}-{nine[2:]}", f"GB{nine}"),
        "de": (f"DE{nine}",),
        "fr": (f"FR{nine[:2]}{nine}",),
        "es": (f"B{nine[:8]}",),
        "it": (f"IT{nine}{nine[:2]}",),
        "nl": (f"NL{nine}B01",),
    }
    return random.choice(forms[language])

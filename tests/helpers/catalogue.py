"""A small trade to make orders from: item families whose members differ by a size, a colour or a count."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from app.domain.item import Item, UomConversion

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Good:
    """One item with its usual unit, what a piece costs, and the pack sizes on file (unit, pieces a pack)."""

    sku: str
    description: str
    uom: str
    price: Decimal
    pack: tuple[str, int] | None = None
    catch_weight: bool = False

    def item(self) -> Item:
        return Item(self.sku, self.description, self.uom, catch_weight=self.catch_weight)

    def conversions(self) -> tuple[UomConversion, ...]:
        if self.pack is None:
            return ()
        small, count = self.pack
        return (UomConversion(self.sku, None, self.uom, small, Decimal(count)),)


@dataclass(frozen=True, slots=True)
class _Family:
    pattern: str
    variants: tuple[str, ...]
    uom: str
    cheapest: int
    dearest: int
    packs: tuple[tuple[str, int], ...] = ()
    catch_weight: bool = False


_FAMILIES = (
    _Family(
        "Hex Cap Screw, Grade 5, Zinc Plated, {}",
        ("1/4-20 x 1 in", "1/4-20 x 2 in", "5/16-18 x 1 in", "3/8-16 x 3 in"),
        "BX", 900, 4200, (("EA", 100), ("EA", 50)),
    ),
    _Family(
        "Hex Bolt DIN 933, {}",
        ("M8 x 40", "M8 x 45", "M10 x 50", "M12 x 60"),
        "BX", 700, 3900, (("EA", 100), ("EA", 250)),
    ),
    _Family(
        "Nitrile Gloves, Disposable, Powder-Free, {}",
        ("4 mil, Small", "4 mil, Large", "6 mil, Medium", "6 mil, X-Large"),
        "BX", 600, 1500, (("EA", 100),),
    ),
    _Family(
        "Can Liner, {}",
        ("Clear 12 mic, 24 x 33, 16 gal", "Black 1.5 mil, 33 x 39, 33 gal", "Black 1.5 mil, 43 x 47, 56 gal"),
        "CS", 1900, 6600, (("EA", 100), ("EA", 250), ("RL", 4)),
    ),
    _Family(
        "Sparkling Water, {}, 12 oz Can",
        ("Plain", "Lime", "Grapefruit", "Cherry"),
        "CS", 900, 2600, (("EA", 24), ("EA", 12)),
    ),
    _Family(
        "Toner Cartridge, {}",
        ("HP 58A, Black", "HP 58A, Magenta", "Brother TN-660, Cyan", "Lexmark 56F1H00, Black"),
        "EA", 4000, 19000,
    ),
    _Family(
        "Permanent Marker, {}",
        ("Chisel, Black", "Chisel, Red", "Fine, Black", "Fine, Blue"),
        "DZ", 700, 1500, (("EA", 12),),
    ),
    _Family("Ball Valve, Brass, Full Port, {}", ("1/2 in", "3/4 in", "1-1/2 in", "2 in"), "EA", 900, 8000),
    _Family("Caustic Soda {}", ("Beads", "Flakes", "Solution 50%"), "LB", 200, 900),
    _Family("Propylene Glycol, {}", ("Inhibited", "Food Grade", "Industrial"), "GA", 700, 2100),
    _Family(
        "Shop Wipers, {}",
        ("Red, 14 x 14", "Blue, Jumbo Roll", "White, 12 x 13 Pop-Up"),
        "CS", 2500, 9900, (("BX", 10), ("RL", 6)),
    ),
    _Family("Cheddar Cheese, {}", ("Mild, 40 lb Block", "Sharp, 10 lb Loaf"), "LB", 250, 700, catch_weight=True),
    _Family("Atlantic Salmon Fillet, {}", ("Skin-On", "Skinless"), "LB", 900, 1700, catch_weight=True),
    _Family(
        "{}",
        ("HVAC Technician, Service Call", "Millwright, Straight Time", "Certified Welder, On Site"),
        "HR", 6500, 18000,
    ),
    _Family("Copper Tube, Type L, Hard, {} Nominal", ("1/2 in", "1-1/4 in", "2 in"), "FT", 300, 2600),
)  # fmt: skip

UNRELATED = (
    "Promotional apparel, polo shirt, navy",
    "Catalog binder, hardbound edition",
    "Trade show banner stand",
    "Gift basket",
)


def goods(random: Random, count: int) -> list[Good]:
    """Return items of the trade, no two alike, with prices that need not be round; often many of few families."""
    families = random.sample(_FAMILIES, random.randint(2, 5)) if random.random() < 0.4 else list(_FAMILIES)
    wanted = [(family, variant) for family in families for variant in family.variants]
    random.shuffle(wanted)
    found = []
    for number, (family, variant) in enumerate(wanted[:count]):
        price = Decimal(random.randint(family.cheapest, family.dearest)) * CENT
        pack = random.choice(family.packs) if family.packs and random.random() < 0.8 else None
        sku = f"{10007 + 37 * number + random.randint(0, 30)}"
        found.append(Good(sku, family.pattern.format(variant), family.uom, price, pack, family.catch_weight))
    return found

"""What a line's own words say against what it bills, in six languages; and names of goods that sound like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.finding import Finding, Severity
from app.domain.item import Item
from app.policy.engine import decide
from tests.helpers.policy import World, bill, dec, order_line, read, receipt
from tests.unit.policy.test_group_rows import CLEAN, labour, quantity, substituted


def _rule(words: str, *, named: str = "", unit: str | None = None) -> str:
    line = bill(description=read(f"Hex bolt zinc plated {words}"))
    if unit is not None:
        line = replace(line, uom=read(unit))
    ordered = replace(order_line(), description=f"Hex bolt zinc plated {named}".strip())
    return CLEAN.but(lines=(line,), order_lines=(ordered,)).first.rule


@pytest.mark.parametrize(
    "words",
    [
        "BACKORDERED", "- on back order", "(not shipped)", "not shipped yet", "not yet been delivered",
        "out of stock until May", "nicht geliefert",
        "Rückstand, folgt",
        "en rupture de stock", "non livré", "pendiente de entrega", "agotado", "non consegnato", "niet geleverd",
        "geannuleerd", "shipped: 60", "only 60 pcs delivered", "nur 60 Stück geliefert",
        "backordered 40", "balance 40 to follow", "balance of 40 pcs to follow", "Rest 40 Stück folgt",
        "solde 40 à livrer", "wird nachgeliefert", "sera livré ultérieurement", "se enviará más adelante", "a saldo",
        "awaiting stock", "in Fertigung", "pas encore expédié", "aún no enviado", "nog niet verzonden", "vorbestellt",
        "part delivery", "1st delivery of 2", "Teillieferung 1 von 2", "livraison partielle 1/2", "deellevering",
        "wordt nageleverd", "to be delivered next week", "ships separately", "balance to ship 3/1",
        "ETA 05/2026", "Lieferung KW 25", "ships 06/15/2026", "delivery scheduled for 06/15/2026",
        "voraussichtlich lieferbar ab 15.06.2026", "livraison prévue le 15/06/2026", "entrega prevista 15/06/2026",
        "consegna prevista: settimana 24", "levering verwacht 2026-06-15",
        "line cancelled", "Position storniert", "ligne annulée", "riga annullata",
        "Nachlieferung folgt", "Arretrato", "Pendiente 6", "saldo a seguire", "solde à suivre", "delivery later",
        "of which 12 pcs backordered", "davon 12 Stück nicht lieferbar", "di cui 12 non consegnati",
    ],
)  # fmt: skip
def test_goods_that_the_line_says_did_not_come_are_not_paid_unseen(words: str) -> None:
    assert _rule(words) == "line_words.not_delivered"


@pytest.mark.parametrize(
    ("words", "unit", "held"),
    [
        ("Tara 8 kg, netto 92 kg", "KG", True),
        ("(net weight 92 lbs)", "LB", True),
        ("poids net : 92 kg", "KG", True),
        ("peso neto 92 kg", "KG", True),
        ("net 100 kg", "KG", False),  # what is billed
        ("net 25 kg", "KG", False),  # of each of four bags
        ("netto 92 kg", "EA", False),
        ("net 92 lbs", "KG", False),
        ("brutto 108 kg", "KG", False),
    ],
)
def test_a_net_weight_below_the_weight_that_is_billed_is_what_came(words: str, unit: str, held: bool) -> None:
    line = replace(bill(uom=unit), description=read(f"Hex bolt zinc plated {words}"))
    ordered = replace(order_line(uom=unit), description="Hex bolt zinc plated")
    world = CLEAN.but(lines=(line,), order_lines=(ordered,), receipts=(replace(receipt("100"), uom=unit),))
    assert world.first.rule == ("line_words.not_delivered" if held else "exact.agrees")


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("Note: Backordered 40", "line_words.not_delivered"),
        ("Note: Qty backordered: 40", "line_words.not_delivered"),
        ("Hinweis: kostenlos", "line_words.not_sold"),
        ("Note: price per hundred", "line_words.other_price"),
        ("Note: refurbished", "substitution.said"),
    ],
)
def test_a_note_below_a_line_speaks_as_its_text_does(note: str, rule: str) -> None:
    line = replace(bill(description=read("Hex bolt zinc plated")), notes=("Lot 2207-A", note))
    ordered = replace(order_line(), description="Hex bolt zinc plated")
    decided = CLEAN.but(lines=(line,), order_lines=(ordered,)).first
    assert decided.rule == rule
    assert decided.figures["words"].split()[0] in note


def test_notes_that_tell_of_lots_and_delivery_notes_hold_nothing() -> None:
    notes = ("Lot 2207-A", "Lieferung 80012345", "Livraison 4471", "Backordered: 0", "Kommission: Halle 3")
    names = ("Ordered by: J. Free", "Ordered by D. Sample")
    line = replace(bill(description=read("Hex bolt zinc plated")), notes=(*notes, *names))
    ordered = replace(order_line(), description="Hex bolt zinc plated")
    clean = CLEAN.but(order_lines=(ordered,)).first.rule
    assert CLEAN.but(lines=(line,), order_lines=(ordered,)).first.rule == clean


def test_the_words_of_a_line_are_quoted_as_they_are_printed() -> None:
    line = bill(description=read("Hex bolt zinc plated - Nicht GELIEFERT"))
    ordered = replace(order_line(), description="Hex bolt zinc plated")
    decided = CLEAN.but(lines=(line,), order_lines=(ordered,)).first
    assert decided.figures["words"] == "Nicht GELIEFERT"
    assert "“Nicht GELIEFERT”" in decided.reason


def test_a_line_without_a_unit_is_heard_as_well() -> None:
    ordered = replace(order_line(), description="Hex bolt zinc plated")
    line = replace(bill(description=read("Hex bolt zinc plated per 10")), uom=None)
    assert CLEAN.but(lines=(line,), order_lines=(ordered,)).first.rule == "line_words.other_price"


def test_what_is_still_to_come_may_be_said_of_a_part() -> None:
    assert "not delivered" not in _reason("40 backordered")
    assert "not delivered" in _reason("60 backordered"), "60 billed and 60 to come are more than 100"
    assert "not delivered" in _reason("backordered"), "so may be the 60 that are billed"
    assert "not delivered" not in _reason("balance to follow")
    assert "not delivered" not in _reason("balance 40 pcs to follow")
    assert "not delivered" in _reason("Rest 60 folgt")
    assert "not delivered" not in _reason("shipped 60")


def test_a_part_may_be_billed_as_one() -> None:
    assert "part delivery" not in _reason("part delivery")
    assert "milestone 1" not in _reason("milestone 1")
    assert "month 1 of 12" not in _reason("month 1 of 12")


def _reason(words: str) -> str:
    part: World = quantity("60", "100")
    told = replace(part.lines[0], description=read(f"Hex bolt zinc plated, {words}"))
    return part.but(lines=(told,)).first.reason


@pytest.mark.parametrize(
    "words",
    [
        "free of charge", "No charge item", "kostenloser Artikel", "article gratuit", "complimentary item",
        "- no charge", "(sample)", "Muster", "ohne Berechnung", "sous garantie",
        "en consignación",
        "in conto visione",
        "warranty replacement", "damaged in transit", "returned goods", "1st instalment of 3",
        "Anzahlung", "returned by customer", "- returned by you", "(not accepted)", "refused by buyer",
        "Annahme verweigert",
        "vom Kunden zurückgegeben", "refusé par le client", "rechazado", "geweigerd",
        "Rental, first month", "Miete, erster Monat", "Location, premier mois", "Monthly rental", "échantillon gratuit",
        "muestra sin cargo", "campione gratuito", "gratis monster", "in bruikleen", "en préstamo",
        "already billed on 20331", "5 pcs damaged, credit to follow", "3 pairs returned", "5 PR rejected at dock",
        "5 pairs under claim",
        "RMA 2207 pending", "3 Paar retour", "Reklamation offen", "réclamation ouverte", "devolución en curso",
        "consegna rifiutata", "klacht in behandeling", "5 Paar gratis", "5 paires offertes", "Naturalrabatt 5 Paar",
        "month 1 of 12", "Subscription Q1 of 4", "2. Abschlag", "Teilrechnung 2", "situation n° 2",
        "certificación nº 2",
        "2° acconto", "termijn 2", "half of total", "deposit already billed", "retention 5 %",
        "vooruit gefactureerd maart",
        "50 % Anzahlung", "50 % of order value", "progress 40 %",
        "Returned 2/3", "Return", "Retoure", "Short 3", "Fehlmenge 3", "Faltan 3", "3 tekort", "Credit pending",
        "accredito da ricevere", "avoir à venir", "Partial billing", "50% billed", "Facturé à 50 %", "Teilrechnung",
        "Progress 1 of 2", "Balance on next invoice", "Billed on FM-11882", "berechnet mit Rechnung 11882", "Recalled",
        "Lot expired 1/2026",
    ],
)  # fmt: skip
def test_goods_that_the_line_says_are_not_sold_are_not_paid_unseen(words: str) -> None:
    assert _rule(words) == "line_words.not_sold"


@pytest.mark.parametrize(
    "words",
    [
        "On hold", "Pending approval", "Gesperrt", "Quote only", "actual weight to follow",
        "à 1500", "per 10", "je 100 St", "Price per 1000", "le cent", "por cada 100", "per dozen",
        "price to be confirmed", "TBC",
        "* plus surcharge", "less 10% discount", "prix provisoire",
        "remise 10 % à déduire", "10 % korting volgt", "estimated usage", "discount pending", "Rabatt folgt",
        "abzüglich 10 %", "./. 10 %", "10% off", "Preiseinheit 100",
        "prezzo per 10 paia", "price per box", "Preis je Karton", "prix au carton",
        "billed per carton",
        "Minimum billing quantity", "Minimum quantity of 50 charged", "billed at minimum quantity",
        "Minimum billing 50 pairs", "min. billing qty 50 applied", "rounded up to minimum quantity",
        "Mindestberechnung",
        "Minimum order charge applied", "Mindestabnahme 50 berechnet", "quantité minimale facturée 50",
        "facturación mínima 50", "minimo fatturabile", "minimum afname 50 berekend", "each unit = 6 pcs",
        "Mindestmenge berechnet", "minimum facturé", "cantidad mínima facturada", "minimumhoeveelheid berekend",
        "Sold in packs of 12", "Quantity = packs of 10", "1 unit = 10 pcs", "12 pcs per unit",
        "Special price 0.35", "Sonderpreis 0,35", "prix convenu 0,35", "prezzo speciale 0,35", "afgesproken prijs 0,35",
    ],
)  # fmt: skip
def test_a_price_that_the_line_says_is_another_is_not_paid_unseen(words: str) -> None:
    assert _rule(words) == "line_words.other_price"


@pytest.mark.parametrize(
    "words",
    [
        "refurbished",
        "(used)",
        "B-grade",
        "B-Ware",
        "d'occasion",
        "factory seconds",
        "(expired stock)",
        "display model",
        "zweite Wahl",
        "equivalent brand supplied",
        "or equivalent brand",
        "Shipped: equivalent item from alternate manufacturer",
        "anderes Fabrikat",
        "article équivalent livré",
        "producto alternativo",
        "modello diverso",
        "soortgelijk merk",
        "anziché marrone",
        "Alternate brand shipped",
        "Occasion",
        "andere Farbe geliefert",
    ],
)
def test_used_goods_are_a_substitute_for_new_ones(words: str) -> None:
    assert _rule(words) == "substitution.said"


@pytest.mark.parametrize(
    "words",
    [
        "Short sleeve", "Return to bin 4", "Returnable container", "Hold-down clamp", "Heat no. A4471",
        "Heat no. A1500",
        "Pour 10408", "per 10408", "50 % cotton", "Garantie 24 Monate", "Retourenschein liegt bei", "Progress 2 of 2",
        "Kommission Meier", "Other size chart see web", "100 % billed",
        "Backorder tags yellow", "sample jars", "pack of 10", "box of 100", "Deposit bags", "return springs",
        "used oil labels",
        "warranty: 12 months", "Consignment note pads", "12 per box", "size 40", "per metre", "free chlorine test",
        "latex free", "100 lead free", "delivery 2 of 2", "Lieferung 2 von 2", "net price 10.00", "Nettopreis 10,00",
        "phase 3", "1 of 1", "Livraison 03/02", "Delivery 2/5", "alternative fuel", "return line", "month end",
        "Location 12", "free of latex", "sample bags", "for rental fleets", "delivered by truck", "balance weights",
        "ships 03/20/2026", "ETA 03/2026", "Lieferung KW 7", "delivery 01/05/2026", "shipping week 8",
        "No substitutions made", "ohne Ersatzlieferung",
        "Sold in packs of 10", "Minimum order 5", "Minimum quantity of 100 applied", "packed in cartons of 12",
        "10 pairs per unit", "1 piece per unit", "1 unit = 10 pairs", "quantité minimale facturée 100",
        "facturación mínima 100",
    ],
)  # fmt: skip
def test_names_of_goods_say_nothing(words: str) -> None:
    assert not _rule(words).startswith(("line_words", "substitution"))


def test_words_of_the_orders_own_description_say_nothing() -> None:
    assert _rule("(per 100)", named="per 100") == "exact.agrees"
    assert _rule("- sample", named="sample") == "exact.agrees"
    assert _rule("used", named="used") == "exact.agrees"


@pytest.mark.parametrize(("billed", "held"), [("100", True), ("60", False)])
def test_a_rest_that_the_page_says_is_still_to_come_must_be_open_on_the_order(billed: str, held: bool) -> None:
    said = Finding("rest_to_follow", "The page says that a rest is still to come.", Severity.NOTE)
    decision = quantity(billed, "100").but(invoice_changes={"findings": (said,)}).decided
    assert ("still to come" in "".join(finding.reason for finding in decision.findings)) is held


@pytest.mark.parametrize(("words", "unit", "held"), [
    ("per 10", "EA", True), ("per 10", "KG", True), ("per 10", "BX", False),
    ("per M", "EA", True), ("per M", "KG", False),
])  # fmt: skip
def test_how_many_a_pack_holds_and_a_letter_that_may_be_a_metre_are_no_basis(words: str, unit: str, held: bool) -> None:
    line = replace(bill(description=read(f"Hex bolt zinc plated {words}")), uom=read(unit))
    ordered = replace(order_line(), description="Hex bolt zinc plated", uom=unit)
    reason = CLEAN.but(lines=(line,), order_lines=(ordered,)).first.reason
    assert ("the price is for another quantity" in reason) is held


@pytest.mark.parametrize(("words", "unit", "held"), [
    ("Sold in packs of 12", "EA", True), ("Sold in packs of 12", "PK", False), ("Quantity = packs of 10", "BX", False),
    ("Minimum quantity of 120 billed", "PK", True), ("Minimum quantity of 100 billed", "PK", False),
])  # fmt: skip
def test_packs_are_counted_where_packs_are_billed(words: str, unit: str, held: bool) -> None:
    line = replace(bill(description=read(f"Hex bolt zinc plated {words}")), uom=read(unit))
    ordered = replace(order_line(), description="Hex bolt zinc plated", uom=unit)
    rule = CLEAN.but(lines=(line,), order_lines=(ordered,), receipts=()).first.rule
    assert (rule == "line_words.other_price") is held


def test_what_stands_before_the_name_of_the_goods_is_heard_as_well() -> None:
    line = bill(description=read("compatible with Hex bolt zinc plated"))
    ordered = order_line(description="Hex bolt zinc plated")
    assert CLEAN.but(lines=(line,), order_lines=(ordered,)).first.rule == "substitution.said"


@pytest.mark.parametrize(
    ("words", "basis", "held"),
    [
        ("Price per 1000", "100", True), ("price per hundred", "100", False), ("Preis je 100 Stück", "100", False),
        ("per dozen", "12", False), ("prix au mille", "100", True), ("Preiseinheit 1.000", "1000", False),
        ("Preiseinheit 10", "1000", True),
    ],
)  # fmt: skip
def test_a_note_names_the_basis_that_the_price_was_read_for(words: str, basis: str, held: bool) -> None:
    line = bill(description=read("Hex bolt zinc plated"), notes=(words,), price_basis=dec(basis))
    ordered = order_line(description="Hex bolt zinc plated")
    found = CLEAN.but(lines=(line,), order_lines=(ordered,)).first
    assert ("the price is for another quantity" in found.reason) is held


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("overtime", True), ("Travel time technician", True), ("Customer no-show, minimum hours billed", True),
        ("Überstunden", True), ("temps de trajet", True), ("ore di viaggio", True), ("reistijd", True),
        ("estimated hours", True), ("on site, weekdays", False), ("Report no. 77", False),
    ],
)  # fmt: skip
def test_hours_of_another_kind_than_ordered_are_asked_about(words: str, held: bool) -> None:
    rule = labour(words).first.rule
    assert (rule in {"line_words.other_hours", "line_words.other_price"}) is held


def test_hours_that_were_ordered_as_such_are_billed_as_such() -> None:
    """On goods such words are a name: "Standby generator"."""
    line = bill(description=read("Hex bolt zinc plated"), notes=("standby",))
    world = CLEAN.but(lines=(line,), order_lines=(order_line(description="Hex bolt zinc plated"),))
    assert world.first.rule != "line_words.other_hours"


@pytest.mark.parametrize(
    ("words", "unit", "held"),
    [
        ("price per piece", "PR", True), ("Preis je Stück", "BX", True), ("price per piece", "EA", False),
        ("(1 PR = 12 pieces)", "PR", True), ("1 pr = 2 pieces", "PR", False), ("1 BX = 12 pcs", "BX", False),
        ("1 DZ = 10 pcs", "DZ", True),
    ],
)  # fmt: skip
def test_a_price_for_one_of_a_pair_and_a_pair_of_twelve_are_not_paid_unseen(words: str, unit: str, held: bool) -> None:
    line = bill(description=read(f"Hex bolt zinc plated, {words}"), uom=unit)
    ordered = order_line(uom=unit, description="Hex bolt zinc plated")
    decided = CLEAN.but(lines=(line,), order_lines=(ordered,), receipts=(receipt("100", uom=unit),))
    assert (decided.first.rule == "line_words.other_price") is held


def test_the_words_of_another_item_under_the_right_code_are_asked_about() -> None:
    line = bill(description=read("Safety goggles clear"))
    world = CLEAN.but(lines=(line,))
    assert world.first.rule != "identity.unproven", "nobody knows what that is: the code says what it is"
    items = {**world.desk.items, "20002": Item("20002", "Safety goggles clear", "EA", None, False)}
    decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
    assert decided.groups[0].rule == "identity.unproven"


def test_the_very_words_of_another_item_are_asked_about_though_most_are_those_of_the_order() -> None:
    ordered = replace(order_line(), description="Hex bolt zinc M8 x 40")
    other = Item("20002", "Hex bolt phosphated M8 x 40", "EA", None, False)
    for text, rule in (("Hex bolt, phosphated M8 x 40", "identity.unproven"), ("Hex bolt M8 x 40", "exact.agrees")):
        world = CLEAN.but(lines=(bill(description=read(text)),), order_lines=(ordered,))
        items = {**world.desk.items, "20002": other}
        decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
        assert decided.groups[0].rule == rule


@pytest.mark.parametrize(
    ("text", "ordered", "theirs", "held"),
    [
        # Shortened, with a brand, or with a word of its own goods: it names the other item all the same.
        ('CTN SEAL TAPE, CLR, 2" X 55 YD', "Poly Bag, Flat, 2 mil, 6 x 9", "Carton Sealing Tape, Clear, 2 in", True),
        ("Hilltop BLK Beans, #10 Can", "Pasta, Elbow, Dry, 10 lb", "Black Beans, #10 Can", True),
        ("Flat Washer SAE", "Respirator, Flat Fold, N95", "Flat Washer, SAE, Stainless", True),
        # Words that both are called by, and a name that nobody has on file.
        ("Carton Seal Tape 2 in", "Tape, Carton Sealing, 2 in", "Tape, Carton Sealing, 3 in", False),
        ("Cleaner, glass", "Glass cleaner, 1 l", "Glass cleaner, 5 l", False),
        ("Rags for the workshop", "Wiper rolls", "Work gloves, leather", False),
    ],
)
def test_s2_80_most_names_of_another_item_and_hardly_any_of_the_orders_are_asked_about(
    text: str, ordered: str, theirs: str, held: bool
) -> None:
    """Under the right code: the code says the one thing and the text another."""
    line = replace(order_line(), description=ordered)
    world = CLEAN.but(lines=(bill(description=read(text)),), order_lines=(line,))
    items = {**world.desk.items, "20002": Item("20002", theirs, "EA", None, False)}
    decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
    assert (decided.groups[0].rule == "identity.unproven") is held
    assert (decided.lane is Lane.AUTO_RESOLVE) is not held


def test_s2_88_an_agreed_substitute_under_the_name_of_another_item_is_asked_about() -> None:
    for text, lane in (("Hex bolt, Crestline", Lane.AUTO_RESOLVE), ("Hydraulic oil ISO 68", Lane.DRAFT_AND_ROUTE)):
        world = substituted(lines=(bill(price="9.50", code="7YG00", description=read(text)),))
        items = {**world.desk.items, "20002": Item("20002", "Hydraulic Oil, AW ISO 68", "GA", None, False)}
        decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
        assert decided.lane is lane, decided.groups[0].rule


@pytest.mark.parametrize(
    ("text", "theirs", "rule"),
    [
        ("Bolt", "Bolt", "exact.agrees"),  # one word alone says too little
        (
            "Pallet wrap clear film roll wide extra",
            "Pallet wrap clear film roll wide",
            "identity.unproven",
        ),  # nothing of the order's
    ],
)
def test_words_are_another_items_where_they_are_more_than_one_or_share_nothing(
    text: str, theirs: str, rule: str
) -> None:
    ordered = replace(order_line(), description="Bolt zinc")
    world = CLEAN.but(lines=(bill(description=read(text)),), order_lines=(ordered,))
    items = {**world.desk.items, "20002": Item("20002", theirs, "EA", None, False)}
    decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
    assert decided.groups[0].rule == rule


def test_words_that_the_item_has_on_file_too_are_its_own() -> None:
    line = bill(description=read("Hex bolt stainless"))
    world = CLEAN.but(lines=(line,), order_lines=(replace(order_line(), description="Hex bolt"),))
    twins = {sku: Item(sku, "Hex bolt stainless", "EA", None, False) for sku in ("47821", "20002")}
    decided = decide(world.invoice, world.match, replace(world.desk, items=twins), world.policy, world.history)
    assert decided.groups[0].rule == "exact.agrees"


def test_a_price_per_pack_is_plain_where_packs_were_ordered() -> None:
    line = bill(description=read("Hex bolt zinc plated, price per box"))
    ordered = replace(order_line(uom="BX"), description="Hex bolt zinc plated")
    reason = CLEAN.but(lines=(line,), order_lines=(ordered,)).first.reason
    assert "price per box" not in reason


def test_a_price_that_the_amount_of_a_line_comes_to_is_no_other() -> None:
    line = bill(price="1000.00", amount="1000.00", description=read("Hex bolt zinc plated, net price 10.00"))
    ordered = replace(order_line(), description="Hex bolt zinc plated")
    assert CLEAN.but(lines=(line,), order_lines=(ordered,)).first.rule != "line_words.other_price"

"""What a label names: a charge, or goods that contain such a word (S2.103, S2.169)."""

from __future__ import annotations

import tomllib

import pytest

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box
from app.extraction.sums.charges import charge_kind, named_anywhere
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word
from app.shipped_files import resource_path
from tests.helpers.typed_pages import read_typed, shipped_knowledge


def _kind(text: str, *, strict: bool = False, told: ChargeKind | None = None) -> ChargeKind | None:
    words = [Word(part, Box(1, 10.0 * i, 0, 10.0 * i + 8, 9)) for i, part in enumerate(text.split())]
    own = {squeeze(text): told} if told is not None else None
    return charge_kind(words, shipped_knowledge(), own, strict=strict)


@pytest.mark.parametrize(
    ("label", "told", "kind"),
    [
        ("Handling", ChargeKind.FREIGHT, ChargeKind.HANDLING),
        ("Insurance", ChargeKind.DISCOUNT, ChargeKind.INSURANCE),
        ("Handling", ChargeKind.OTHER, ChargeKind.OTHER),
        ("Van run", ChargeKind.FREIGHT, ChargeKind.FREIGHT),
        ("Service charge", ChargeKind.HANDLING, ChargeKind.HANDLING),
    ],
)
def test_words_that_say_their_kind_keep_it_whatever_a_profile_calls_them(
    label: str, told: ChargeKind, kind: ChargeKind
) -> None:
    assert _kind(label, told=told) is kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Freight", ChargeKind.FREIGHT),
        ("Shipping & Handling", ChargeKind.FREIGHT),
        ("zzgl. Versandkosten", ChargeKind.FREIGHT),
        ("Frais de port", ChargeKind.FREIGHT),
        ("Gastos de envío", ChargeKind.FREIGHT),
        ("Spese di trasporto", ChargeKind.FREIGHT),
        ("Verzendkosten", ChargeKind.FREIGHT),
        ("LTL freight - ODFL", ChargeKind.FREIGHT),
        ("Freight via UPS", ChargeKind.FREIGHT),
        ("FSC", ChargeKind.FUEL_SURCHARGE),
        ("Fuel Surcharge 8.5%", ChargeKind.FUEL_SURCHARGE),
        ("Dieselzuschlag", ChargeKind.FUEL_SURCHARGE),
        ("Hazmat Fee", ChargeKind.HAZMAT_FEE),
        ("Container Deposit", ChargeKind.DEPOSIT),
        ("Statiegeld", ChargeKind.DEPOSIT),
        ("Environmental Fee", ChargeKind.ENVIRONMENTAL_FEE),
        ("Pallet charge", ChargeKind.PALLET_CHARGE),
        ("Verpackungskosten", ChargeKind.PACKAGING),
        ("Mindermengenzuschlag", ChargeKind.MINIMUM_ORDER),
        ("Less trade discount", ChargeKind.DISCOUNT),
        ("Remise 5 %", ChargeKind.DISCOUNT),
        ("Insurance", ChargeKind.INSURANCE),
        ("Déplacement", ChargeKind.OTHER),
        ("Desplazamiento", ChargeKind.OTHER),
        ("Diritto di chiamata", ChargeKind.OTHER),
        ("Fahrtkosten", ChargeKind.OTHER),
        ("Reiskosten", ChargeKind.OTHER),
        ("Mileage", ChargeKind.OTHER),
    ],
)
def test_s2_103_charges_are_named_in_six_languages(label: str, kind: ChargeKind) -> None:
    assert _kind(label) is kind


@pytest.mark.parametrize(
    "label",
    [
        "Pallet wrap",
        "Freight elevator part",
        "Fuel filter",
        "Hex nut",
        "Deposit slip box",
        "",
        "Pallet jack",
        "Travel pillow",
        "Uscita aria DN 40",
    ],
)
def test_s2_169_goods_that_contain_such_a_word_are_goods(label: str) -> None:
    assert _kind(label) is None


def test_a_word_of_goods_is_goods_beside_a_quantity() -> None:
    assert _kind("Pallet", strict=True) is None
    assert _kind("Freight charge", strict=True) is ChargeKind.FREIGHT


def test_every_kind_has_words_that_name_it() -> None:
    kinds = tomllib.loads(resource_path("accessorials.toml").read_text(encoding="utf-8"))
    assert {ChargeKind(name) for name, table in kinds.items() if table["words"]} == set(ChargeKind)


def test_so_much_off_each_piece_is_in_the_price_and_no_charge() -> None:
    def strays(said: str) -> list[str]:
        invoice = read_typed(f"""
Item      Description      Qty     Price    Amount
AB-100    Hex bolt          10     10.00    100.00
                           Subtotal         100.00
{said}
                           Discount           5.00
                           Total             95.00
""")
        assert [str(charge.amount.value) for charge in invoice.charges] == ["-5.00"]
        return [finding.code for finding in invoice.findings if finding.code == "amount_in_no_sum"]

    assert strays("Rabatt: 0,30 €/Stk.") == strays("Discount: 0.30 USD/pc") == []
    assert strays("Rabatt: 0,30 €") == ["amount_in_no_sum"]


_DRINKS = """
Menge  Artikel-Nr.  Bezeichnung              Preis    Betrag
   12  AB-100       Apfelsaft naturtrüb       2,50     30,00
   10  AB-200       Mineralwasser still       1,50     15,00
{title}
    2               Kasten 12er               3,30      6,60
    1  {code:6}       Fass 30 l                30,00     30,00
{next}
    4               Orangensaft               2,00      8,00
                                   Gesamtbetrag        89,60
"""


@pytest.mark.parametrize(
    ("title", "code", "following", "deposits"),
    [
        ("Leergut", "", "Säfte", ["6.60", "30.00"]),
        ("Leergut", "KF-100", "Säfte", ["6.60"]),  # what has a code is sold
        ("Leergut", "", "", ["6.60", "30.00", "8.00"]),
        ("Gebinde", "", "Säfte", []),
    ],
)
def test_s2_103_deposits_stand_under_a_title_of_their_own(
    title: str, code: str, following: str, deposits: list[str]
) -> None:
    invoice = read_typed(_DRINKS.format(title=title, code=code, next=following))
    charged = [(str(charge.amount.value), charge.kind) for charge in invoice.charges]
    assert charged == [(amount, ChargeKind.DEPOSIT) for amount in deposits]
    assert len(invoice.lines) == 5 - len(deposits)


def test_a_label_in_two_languages_is_nothing_but_the_charge() -> None:
    """S2.103: beside a quantity, too, where a label has to name it alone."""
    assert _kind("Leveringskosten / Frais de port", strict=True) is ChargeKind.FREIGHT
    assert _kind("Leveringskosten / Rabatt", strict=True) is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("extra freight your order", ChargeKind.FREIGHT),
        ("outbound freight and handling", ChargeKind.FREIGHT),
        ("Reparatur inkl. Fracht", ChargeKind.OTHER),
    ],
)
def test_a_charge_among_other_words_is_of_its_kind_only_where_these_go_with_charges(
    label: str, kind: ChargeKind
) -> None:
    """S2.103: what a vendor's terms allow for freight, they do not for a repair with it."""
    words = [Word(part, Box(1, 10.0 * i, 0, 10.0 * i + 8, 9)) for i, part in enumerate(label.split())]
    assert named_anywhere(words, shipped_knowledge()) is kind


def test_s2_103_words_under_the_codes_name_a_charge_where_nothing_is_counted() -> None:
    invoice = read_typed("""
Bexhill Werkzeug GmbH                      RECHNUNG
Rechnungsnummer: 4711                      Datum: 06.10.2026

Art-Nr                   Beschreibung           USt.     Betrag
KX-101                   Faltenbeutel           19 %      36,75
KX-102                   Kopierpapier           19 %      12,10
Transportkosten:         nach Aufwand           19 %      15,00
Abschlag Sonderrabatt                           19 %      -2,85

Rechnungssumme ohne USt.                                  61,00
Steuerbetrag in EUR                                       11,59
Bruttosumme                                               72,59
""")
    charged = [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]
    assert charged == [(ChargeKind.FREIGHT, "15.00"), (ChargeKind.DISCOUNT, "-2.85")]
    assert [line.description.value for line in invoice.lines] == ["Faltenbeutel", "Kopierpapier"]


@pytest.mark.parametrize(
    ("row", "charged"),
    [
        ("Sonderrabatt   48,85      19 % USt   -2,85", (ChargeKind.DISCOUNT, "-2.85")),
        ("Versandkosten  15,00      19 % USt    2,85", (ChargeKind.FREIGHT, "15.00")),  # and its tax
    ],
)
def test_what_stands_behind_a_rate_is_the_charge_unless_it_is_its_tax(
    row: str, charged: tuple[ChargeKind, str]
) -> None:
    invoice = read_typed(f"""
Menge  Artikel-Nr.  Bezeichnung              Preis    Betrag
   12  AB-100       Apfelsaft naturtrüb       2,50     30,00
   10  AB-200       Mineralwasser still       1,50     15,00

                    {row}
                    Bruttosumme                        56,47
""")
    assert [(charge.kind, str(charge.amount.value)) for charge in invoice.charges] == [charged]

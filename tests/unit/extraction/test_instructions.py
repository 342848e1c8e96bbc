"""Instructions in plain English (S2.171, S2.192): understood whole or handed back, and never dropped silently."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.invoice import ChargeKind
from app.extraction.instructions import grammar, phrases
from app.extraction.instructions.instructions import LONGEST, Understood, apply, understand
from app.extraction.instructions.spoken_words import Quotations
from app.extraction.profiles.model import BilledQuantity, DateOrder, FieldKind, Profile, Recognition
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.writing import profile_toml
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.patterns import matches_any
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge

BASE = Profile("us/acme", 1, "Acme Supply", Recognition(names=("Acme Supply",)))


def told(text: str, profile: Profile = BASE) -> Profile:
    """Return the profile after these words, all of which must be understood."""
    understood = say(text)
    assert understood.not_understood == ()
    assert len(understood.said) == len(understood.rules) > 0
    return apply(profile, understood)


def say(text: str) -> Understood:
    return understand(text, shipped_knowledge())


@pytest.mark.parametrize(
    "text",
    [
        "quantity is the Shipped column",
        "The quantity is in the column 'Shipped'.",
        "quantity = column Shipped",
        "use the Shipped column for the quantity",
        "Use column “Shipped” as quantity",
        "take the quantity from the Shipped column",
        "the Shipped column is the quantity",
        "the column headed Shipped holds the quantity",
        "qty comes from the 'Shipped' column",
        "the billed quantity stands under 'Shipped'",
        "the heading 'Shipped' means quantity",
        "please read the quantity from column Shipped!",
    ],
)
def test_which_quantity_is_billed_can_be_said_in_many_ways(text: str) -> None:
    profile = told(text)
    assert profile.columns[ColumnKind.SHIPPED].headings == ("Shipped",)
    assert profile.billed_quantity is BilledQuantity.SHIPPED


def test_a_column_may_be_named_for_all_its_figures() -> None:
    assert told("Unit prices are in the 'Each' column").columns[ColumnKind.PRICE].headings == ("Each",)


@pytest.mark.parametrize(
    ("text", "billed"),
    [
        ("the shipped quantity is billed", BilledQuantity.SHIPPED),
        ("bill what was shipped", BilledQuantity.SHIPPED),
        ("the billed quantity is the ordered quantity", BilledQuantity.ORDERED),
        ("pay for the ordered quantity", BilledQuantity.ORDERED),
    ],
)
def test_the_billed_quantity_can_be_said_without_a_heading(text: str, billed: BilledQuantity) -> None:
    assert told(text).billed_quantity is billed


@pytest.mark.parametrize(
    ("text", "kind", "heading"),
    [
        ("the amount is the column 'Betrag EUR'", ColumnKind.AMOUNT, "Betrag EUR"),
        ("our item code is in the Your Part column", ColumnKind.BUYER_CODE, "Your Part"),
        ("unit price stands under 'Cost ea'", ColumnKind.PRICE, "Cost ea"),
        ("the description is the Bezeichnung column", ColumnKind.DESCRIPTION, "Bezeichnung"),
        ("unit of measure = column ME", ColumnKind.UOM, "ME"),
        ("leave out the 'Ref' column", ColumnKind.IGNORED, "Ref"),
        ("ignore column Ref", ColumnKind.IGNORED, "Ref"),
    ],
)
def test_any_column_can_be_named_by_its_heading(text: str, kind: ColumnKind, heading: str) -> None:
    assert told(text).columns[kind].headings == (heading,)


@pytest.mark.parametrize(
    ("text", "kind", "position"),
    [
        ("item code is the second column", ColumnKind.ITEM_CODE, 2),
        ("the quantity is column 3", ColumnKind.QUANTITY, 3),
        ("amount is the last column", ColumnKind.AMOUNT, -1),
        ("the price is in the second to last column", ColumnKind.PRICE, -2),
        ("the 1st column is the line number", ColumnKind.LINE_NO, 1),
        ("take the description from the 4th column", ColumnKind.DESCRIPTION, 4),
    ],
)
def test_a_column_can_be_named_by_its_number(text: str, kind: ColumnKind, position: int) -> None:
    assert told(text).columns[kind].position == position


@pytest.mark.parametrize(
    ("text", "ignored", "kept"),
    [
        ("ignore lines starting with **", "** see back", "AX * 7"),
        ("skip all rows that begin with '--'", "-- note --", "AX -- 7"),
        ("lines starting with # are not items", "# remark 4.00", "AX # 7"),
        ("leave out any line that contains 'deposit info'", "see Deposit info 9.00", "deposit 9.00"),
        ("ignore rows ending with (info)", "Weight 12 kg (info)", "(info) Weight"),
        ("lines containing 'Lot no' are notes", "x Lot no 7", "Lotion 7"),
        ("ignore everything that starts with *", "* remark", "AX 7"),
    ],
)
def test_rows_that_are_no_lines_can_be_said_in_many_ways(text: str, ignored: str, kept: str) -> None:
    patterns = told(text).ignore_lines
    assert matches_any(patterns, ignored)
    assert not matches_any(patterns, kept)


def test_several_beginnings_can_be_said_at_once() -> None:
    assert told("ignore lines starting with **, '--' or ##").ignore_lines == ("\\*\\**", "--*", "\\#\\#*")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("dates are day first", DateOrder.DAY_FIRST),
        ("the dates are written day/month/year", DateOrder.DAY_FIRST),
        ("date format is dd.mm.yyyy", DateOrder.DAY_FIRST),
        ("the day comes first", DateOrder.DAY_FIRST),
        ("American dates", DateOrder.MONTH_FIRST),
        ("dates have the month first", DateOrder.MONTH_FIRST),
        ("read dates as mm/dd/yyyy", DateOrder.MONTH_FIRST),
        ("dates are in ISO format", DateOrder.YEAR_FIRST),
    ],
)
def test_the_order_of_dates_can_be_said_in_many_ways(text: str, order: DateOrder) -> None:
    assert told(text).date_order is order


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("decimal comma", ","),
        ("numbers use a decimal comma", ","),
        ("the decimal separator is a comma", ","),
        ("a comma is the decimal mark", ","),
        ("the thousands separator is a point", ","),
        ("amounts are written with a point", "."),
        ("they use the decimal point", "."),
        ("the thousands separator is a comma", "."),
    ],
)
def test_the_decimal_mark_can_be_said_in_many_ways(text: str, mark: str) -> None:
    assert told(text).decimal_separator == mark


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("prices are per 100", "100"),
        ("all unit prices are given per thousand", "1000"),
        ("price is per 1,000 pieces", "1000"),
        ("prices per hundred", "100"),
        ("price basis is 1000", "1000"),
        ("prices are per each", "1"),
    ],
)
def test_what_prices_are_per_can_be_said_in_many_ways(text: str, basis: str) -> None:
    assert told(text).price_basis == Decimal(basis)


@pytest.mark.parametrize(
    ("text", "printed", "code"),
    [
        ("unit EA means box", "EA", "BX"),
        ("the unit 'CRT' is a carton", "CRT", "CT"),
        ("treat unit STK as pieces", "STK", "EA"),
        ("'KST' means boxes", "KST", "BX"),
    ],
)
def test_what_a_unit_means_can_be_said_in_many_ways(text: str, printed: str, code: str) -> None:
    assert told(text).units == {printed: code}


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("treat 'Karrengeld' as freight", "Karrengeld", ChargeKind.FREIGHT),
        ("Count lines with “Diesel” as fuel surcharge", "Diesel", ChargeKind.FUEL_SURCHARGE),
        ("the line 'Pfand' is a deposit", "Pfand", ChargeKind.DEPOSIT),
        ("'Zoll' is other charge", "Zoll", ChargeKind.OTHER),
        ("charge Hauling means shipping", "Hauling", ChargeKind.FREIGHT),
        ("'Palette' means a pallet charge", "Palette", ChargeKind.PALLET_CHARGE),
    ],
)
def test_what_is_a_charge_can_be_said_in_many_ways(text: str, words: str, kind: ChargeKind) -> None:
    assert told(text).accessorials == {words: kind}


@pytest.mark.parametrize(
    "text", ["freight is on the last line", "the last line is freight", "Shipping is always the last row of the table"]
)
def test_the_last_line_can_be_a_charge(text: str) -> None:
    assert told(text).last_line is ChargeKind.FREIGHT


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("the invoice number is right of 'Beleg'", FieldKind.INVOICE_NUMBER, "Beleg"),
        ("invoice date is printed below “Ausgestellt am:”", FieldKind.INVOICE_DATE, "Ausgestellt am"),
        ("the total is labelled 'Zu zahlen'", FieldKind.TOTAL, "Zu zahlen"),
        ("find the order number next to 'Ihre Nr.'", FieldKind.PO_NUMBER, "Ihre Nr."),
        ("the due date stands under Netto bis", FieldKind.DUE_DATE, "Netto bis"),
        ("'Summe' is the subtotal", FieldKind.SUBTOTAL, "Summe"),
        ("the label for the tax id is 'Steuer-Nr'", FieldKind.VENDOR_TAX_ID, "Steuer-Nr"),
    ],
)
def test_where_a_field_stands_can_be_said_in_many_ways(text: str, kind: FieldKind, label: str) -> None:
    assert told(text).fields[kind].labels == (label,)


def test_the_form_of_codes_and_what_the_vendor_is_known_by_can_be_said() -> None:
    profile = told("item codes look like AX-####; the vendor's tax id is DE123456789; recognise it by 'acme.example'")
    assert profile.item_code == "AX-####"
    assert profile.recognition == Recognition(("DE123456789",), ("Acme Supply",), ("acme.example",))


def test_several_things_can_be_said_in_one_text() -> None:
    profile = told(
        "1. Dates are day first. Decimal comma, and prices are per 100.\n- unit EA means box\n* treat 'Cart' as freight"
    )
    assert profile.date_order is DateOrder.DAY_FIRST
    assert (profile.decimal_separator, profile.price_basis) == (",", Decimal(100))
    assert (profile.units, profile.accessorials) == ({"EA": "BX"}, {"Cart": ChargeKind.FREIGHT})


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ;;; . ",
    ],
)
def test_nothing_said_is_nothing_understood(text: str) -> None:
    assert say(text) == Understood((), (), (), text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "quantity is not the Shipped column",
        "the quantity is usually the Shipped column",
        "do not ignore lines starting with **",
        "dates are not day first",
        "the total is left of 'Summe'",
        "the invoice number is not right of 'Beleg'",
        "ignore everything",
        "ignore lines starting with",
        "unit XX means florb",
        "treat 'Maut' as lunch",
        "prices are per 12",
        "Karrengeld is freight",
        "quantity is the '***' column",
        "item codes look like ***",
        "the vendor is called Al",
        "quantity",
        "quantity is the 'Shipped' or 'Ordered' column",
        "be a good reader",
        "item code is the column after the second",
        "charge 12.50 means freight",
        "the total is right of 'a'",
    ],
)
def test_near_misses_are_handed_back_and_change_nothing(text: str) -> None:
    understood = say(text)
    assert understood.rules == ()
    assert len(understood.not_understood) == 1
    assert apply(BASE, understood) == BASE


def test_what_was_not_understood_is_named_beside_what_was() -> None:
    understood = say("decimal comma; make it nice; unit XX means florb")
    assert understood.said == ("Numbers are written with a decimal comma.",)
    assert understood.not_understood == ("make it nice", "unit XX means florb (“florb” is no unit that is known)")


def test_a_contradiction_is_named_and_the_first_saying_stays() -> None:
    understood = say(
        "dates are day first; dates are month first; quantity is the A1 column; the ordered quantity is billed"
    )
    assert understood.said == (
        "Dates are written with the day first.",
        "The billed quantity is in the column headed “A1”.",
    )
    assert [text.split(" (")[0] for text in understood.not_understood] == [
        "dates are month first",
        "the ordered quantity is billed",
    ]
    assert "said otherwise before" in understood.not_understood[0]


def test_words_in_quotation_marks_are_never_instructions() -> None:
    profile = told("treat 'dates are day first; ignore lines starting with **' as freight")
    assert profile.date_order is None
    assert profile.ignore_lines == ()


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert told("the vendor's name is O'Brien Supply").recognition.names == ("Acme Supply", "O'Brien Supply")


def test_too_much_text_is_refused_whole() -> None:
    understood = say("decimal comma; " * (LONGEST // 10))
    assert understood.rules == ()
    assert "longer than" in understood.not_understood[0]


def test_a_clause_or_a_value_that_is_too_long_is_handed_back() -> None:
    understood = say(f"treat '{'x' * 200}' as freight; {'very ' * 80}long")
    assert understood.rules == ()
    assert len(understood.not_understood) == 2


def test_no_more_clauses_are_read_than_anybody_writes_and_the_rest_is_named() -> None:
    understood = say("; ".join(f"unit U{chr(65 + n // 26)}{chr(65 + n % 26)} is box" for n in range(130)))
    assert len(understood.rules) == 100
    assert len(understood.not_understood) == 30


@pytest.mark.parametrize(
    "text",
    [
        "quantity is the " + "column " * 40,
        "the the the the " * 60,
        "ignore lines starting with " + "*" * 250,
        "treat " + "'a " * 90 + "as freight",
        "is is is is are are = = = " * 11,
        "\x00\x1b[2J\ue0000\ue001 is the total",
        "'''''''''''''''''''''''''''",
        "“„«`'\"" * 30,
        "unit \ue0005\ue001 means box",
        "item codes look like ../../../etc/passwd",
        "ignore lines starting with \\",
    ],
)
def test_hostile_text_gives_an_answer_and_a_profile_that_can_be_saved(text: str) -> None:
    changed = apply(BASE, say(text))
    again, faults = parse_profile(tomllib.loads(profile_toml(changed)))
    assert faults == ()
    assert again == changed


_PARTS = st.sampled_from(
    [
        "quantity",
        "column",
        "is",
        "the",
        "Shipped",
        ";",
        "ignore",
        "lines",
        "starting",
        "with",
        "**",
        "'x'",
        "“",
        "”",
        "dates",
        "day",
        "first",
        "unit",
        "EA",
        "means",
        "box",
        "and",
        ",",
        ".",
        "treat",
        "as",
        "freight",
        "last",
        "line",
        "decimal",
        "comma",
        "price",
        "per",
        "100",
        "not",
        "second",
        "invoice",
        "number",
        "right",
        "of",
        "=",
        "\\",
        "*",
        "?",
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_PARTS, max_size=30).map(" ".join)))
def test_whatever_is_said_what_was_understood_can_be_saved(text: str) -> None:
    understood = say(text)
    changed = apply(BASE, understood)
    again, faults = parse_profile(tomllib.loads(profile_toml(changed)))
    assert faults == ()
    assert again == changed
    if not understood.rules:
        assert changed == BASE


def test_the_words_are_kept_in_the_notes_once() -> None:
    profile = told("decimal comma", told("unit EA means box"))
    assert profile.notes == "unit EA means box\ndecimal comma"
    assert told("decimal comma", profile).notes == profile.notes


def test_what_is_said_takes_the_place_of_what_was_known() -> None:
    profile = told(
        "'Total' is the subtotal; quantity is the Qty column; unit ea is box",
        told("'Total' is the total; price is the Qty column; unit EA is case"),
    )
    assert FieldKind.TOTAL not in profile.fields
    assert ColumnKind.PRICE not in profile.columns
    assert profile.units == {"ea": "BX"}


PAGE = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item      Thing       Description         Ordered  Shipped    Price    Amount
1         AX-1001     Steel bolt               10        8     2.00     16.00
2         AX-1002     Washer                    6        5     3.00     15.00
          Toll                                                           4.00
                                          Pay this                      35.00
"""


def test_a_page_is_read_as_it_was_told() -> None:
    profile = told(
        "item code is the second column; the first column is the line number; quantity is the Shipped column; "
        "freight is on the last line; the total is right of 'Pay this'"
    )
    read = read_typed(PAGE, profile=profile)
    assert lines_of(read) == [("AX-1001", "8", None, "2.00", "16.00"), ("AX-1002", "5", None, "3.00", "15.00")]
    assert [(charge.kind, str(charge.amount.value)) for charge in read.charges] == [(ChargeKind.FREIGHT, "4.00")]
    assert read.header.total is not None
    assert str(read.header.total.value) == "35.00"


def test_a_last_line_rule_takes_no_goods_where_the_charge_has_its_name() -> None:
    page = PAGE.replace("Toll   ", "Freight")
    read = read_typed(page, profile=told("freight is on the last line; the total is right of 'Pay this'"))
    assert len(read.lines) == 2
    assert [str(charge.amount.value) for charge in read.charges] == ["4.00"]


def test_phrases_are_compiled_for_the_first_clause_and_not_for_whoever_only_enters_the_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def counted() -> tuple[tuple[re.Pattern[str], str], ...]:
        made.append("phrases")
        return ()

    monkeypatch.setattr(phrases, "compiled", counted)
    found = importlib.util.find_spec(grammar.__name__)
    assert found is not None
    assert found.loader is not None
    anew = importlib.util.module_from_spec(found)
    found.loader.exec_module(anew)
    assert made == []
    reader = anew.Reader(Quotations(), shipped_knowledge())
    assert anew.rules_of("frobnicate", reader) == anew.rules_of("widgets", reader) == ()
    assert made == ["phrases"]

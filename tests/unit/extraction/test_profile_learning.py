"""A profile learned from one corrected invoice (S2.171, S2.172): each rule tried on the page, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.finding import Finding
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.provenance import Extracted
from app.extraction.learning.differences import differences, weight_of
from app.extraction.learning.lines import code_pattern
from app.extraction.learning.messages import LearnedProfile
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.profiles.model import DateOrder, FieldKind, Profile, Recognition
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.writing import profile_toml
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.patterns import matches
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge, typed_page

Line = tuple[str | None, str, str, str | None, str, str]

ODD = """
Acme Supply     Beleg-Zahl: 4711     On: 03/04/2026

Zonk    Flurb                     Wump  Blips   Plonk    Grumm
A 77    Hex bolt                    15     12    2.50    30.00
B 78    Washer kit                   4      3   10.00    30.00
C 79    Nut                          4      4    1.00     4.00
        Hopla                                             5.00
                                        Endlich          69.00
"""
ODD_LINES: tuple[Line, ...] = (
    ("A 77", "Hex bolt", "12", None, "2.50", "30.00"),
    ("B 78", "Washer kit", "3", None, "10.00", "30.00"),
    ("C 79", "Nut", "4", None, "1.00", "4.00"),
)
ODD_AGAIN = """
Acme Supply     Beleg-Zahl: 4802     On: 07/04/2026

Zonk    Flurb                     Wump  Blips   Plonk    Grumm
D 80    Spring                       9      7    3.00    21.00
        Hopla                                             2.00
                                        Endlich          23.00
"""


def _line(number: int, line: Line) -> InvoiceLine:
    code, text, quantity, unit, price, amount = line
    return InvoiceLine(
        number,
        1,
        Extracted(text, text),
        item_code=Extracted(code) if code else None,
        quantity=Extracted(Decimal(quantity)),
        uom=Extracted(unit) if unit else None,
        unit_price=Extracted(Decimal(price)),
        amount=Extracted(Decimal(amount)),
    )


def _invoice(lines: tuple[Line, ...], *charges: tuple[ChargeKind, str], **header: object) -> Invoice:
    values = {name: value if name == "po_numbers" else Extracted(value) for name, value in header.items()}
    return Invoice(
        InvoiceHeader(**{"vendor_name": Extracted("Acme Supply"), **values}),  # type: ignore[arg-type]
        tuple(_line(number, line) for number, line in enumerate(lines, 1)),
        tuple(Charge(kind, kind.value, Extracted(Decimal(amount))) for kind, amount in charges),
    )


ODD_RIGHT = _invoice(
    ODD_LINES,
    (ChargeKind.FREIGHT, "5.00"),
    invoice_number="4711",
    invoice_date=date(2026, 4, 3),
    total=Decimal("69.00"),
)


def _learn(text: str, right: Invoice, existing: Profile | None = None, *, scanned: bool = False) -> LearnedProfile:
    read = read_typed(text, scanned=scanned, profile=existing)
    return learn_profile(
        [typed_page(text)], read, right, knowledge=shipped_knowledge(), existing=existing, profile_id="us/acme"
    )


def test_s2_172_a_layout_in_nobodys_words_is_learned_from_one_invoice() -> None:
    learned = _learn(ODD, ODD_RIGHT)
    assert learned.missed == ()
    assert differences(read_typed(ODD, profile=learned.profile), ODD_RIGHT) == ()
    assert learned.profile.columns[ColumnKind.ITEM_CODE].headings == ("Zonk",)
    assert learned.profile.fields[FieldKind.TOTAL].labels == ("Endlich",)
    assert learned.profile.accessorials == {"Hopla": ChargeKind.FREIGHT}
    assert learned.profile.date_order is DateOrder.DAY_FIRST


def test_s2_172_what_was_learned_reads_the_vendors_next_invoice() -> None:
    plain = read_typed(ODD_AGAIN)
    assert ("D 80", "7", None, "3.00", "21.00") not in lines_of(plain)
    read = read_typed(ODD_AGAIN, profile=_learn(ODD, ODD_RIGHT).profile)
    assert lines_of(read) == [("D 80", "7", None, "3.00", "21.00")]
    assert read.header.invoice_number is not None
    assert read.header.total is not None
    assert (read.header.invoice_number.value, str(read.header.total.value)) == ("4802", "23.00")
    assert [(charge.kind, str(charge.amount.value)) for charge in read.charges] == [(ChargeKind.FREIGHT, "2.00")]


def test_every_rule_has_a_reason_a_person_can_check() -> None:
    reasons = "\n".join(_learn(ODD, ODD_RIGHT).reasons)
    for part in ("name “Acme Supply”", "heading “Zonk”", "label “Endlich”", "“Hopla”", "day first: “03/04/2026”"):
        assert part in reasons
    assert "3 of 3 lines" in reasons


def test_a_learned_profile_passes_its_own_check() -> None:
    import tomllib

    profile = _learn(ODD, ODD_RIGHT).profile
    again, faults = parse_profile(tomllib.loads(profile_toml(profile)))
    assert faults == ()
    assert again == profile


PLAIN = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt            10  EA    2.00     20.00
AX-1002    Washer                 5  EA    3.00     15.00

                                  Total             35.00
"""
PLAIN_LINES: tuple[Line, ...] = (
    ("AX-1001", "Steel bolt", "10", "EA", "2.00", "20.00"),
    ("AX-1002", "Washer", "5", "EA", "3.00", "15.00"),
)


def _plain_right(lines: tuple[Line, ...] = PLAIN_LINES) -> Invoice:
    return _invoice(lines, invoice_number="5001", invoice_date=date(2026, 3, 14), total=Decimal("35.00"))


def test_where_everything_is_read_right_only_what_is_certain_is_learned() -> None:
    read = read_typed(PLAIN)
    learned = _learn(PLAIN, read)
    assert learned.missed == ()
    assert (learned.profile.columns, learned.profile.fields, learned.profile.units) == ({}, {}, {})
    assert learned.profile.ignore_lines == ()
    assert learned.profile.decimal_separator == "."


def test_a_unit_that_was_given_another_code_is_learned_as_the_vendors_own() -> None:
    right = _plain_right(tuple((*line[:3], "BX", *line[4:]) for line in PLAIN_LINES))
    learned = _learn(PLAIN, right)
    assert learned.profile.units == {"EA": "BX"}
    assert learned.profile.columns == {}
    assert {unit for _, _, unit, _, _ in lines_of(read_typed(PLAIN, profile=learned.profile))} == {"BX"}


def test_a_unit_that_means_two_things_is_not_learned() -> None:
    first, second = PLAIN_LINES
    right = _plain_right(((*first[:3], "BX", *first[4:]), (*second[:3], "CS", *second[4:])))
    learned = _learn(PLAIN, right)
    assert learned.profile.units == {}
    assert learned.missed


def test_a_column_of_unknown_units_is_learned_with_what_each_means() -> None:
    text = PLAIN.replace("UM ", "Gnu").replace("EA ", "KXT", 1).replace("EA ", "STX", 1)
    first, second = PLAIN_LINES
    right = _plain_right(((*first[:3], "BX", *first[4:]), second))
    learned = _learn(text, right)
    assert learned.missed == ()
    assert learned.profile.units == {"KXT": "BX", "STX": "EA"}
    assert [line[2] for line in lines_of(read_typed(text, profile=learned.profile))] == ["BX", "EA"]


TWICE = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description        Qty      Qty    Price    Amount
AX-1001    Steel bolt          10        8     2.00     16.00
AX-1002    Washer               5        5     3.00     15.00
AX-1003    Rivet, brass         6        6     1.50      9.00

                                  Total                 40.00
"""
TWICE_LINES: tuple[Line, ...] = (
    ("AX-1001", "Steel bolt", "8", None, "2.00", "16.00"),
    ("AX-1002", "Washer", "5", None, "3.00", "15.00"),
    ("AX-1003", "Rivet, brass", "6", None, "1.50", "9.00"),
)


def test_of_two_quantities_under_one_heading_the_billed_one_is_learned() -> None:
    right = _invoice(TWICE_LINES, invoice_number="5001", invoice_date=date(2026, 3, 14), total=Decimal("40.00"))
    learned = _learn(TWICE, right)
    assert learned.missed == ()
    assert differences(read_typed(TWICE, profile=learned.profile), right) == ()


NOTED = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt            10  EA    2.00     20.00
Bundle     saved you                               999.00
AX-1002    Washer                 5  EA    3.00     15.00

                                  Total             35.00
"""


def test_rows_that_a_person_took_out_are_no_lines_any_more() -> None:
    assert len(read_typed(NOTED).lines) == 3
    learned = _learn(NOTED, _plain_right())
    assert learned.missed == ()
    assert learned.profile.ignore_lines
    kept = "AX-1001    Steel bolt            10  EA    2.00     20.00"
    assert not any(matches(pattern, kept) for pattern in learned.profile.ignore_lines)
    assert any("you took such a line out" in reason for reason in learned.reasons)


CODELESS = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Description                             Qty  UM   Price    Amount
Steel bolt zinc (grade 8) q-1001-z       10  EA    2.00     20.00
Washer q-1002-k flat                      5  EA    3.00     15.00

                                        Total                35.00
"""


def test_codes_hidden_in_the_text_are_learned_by_their_form() -> None:
    lines: tuple[Line, ...] = (
        ("q-1001-z", "Steel bolt zinc (grade 8)", "10", "EA", "2.00", "20.00"),
        ("q-1002-k", "Washer flat", "5", "EA", "3.00", "15.00"),
    )
    assert lines_of(read_typed(CODELESS))[0][0] is None
    learned = _learn(CODELESS, _plain_right(lines))
    assert learned.missed == ()
    assert learned.profile.item_code == "q-####-@"
    assert [line[0] for line in lines_of(read_typed(CODELESS, profile=learned.profile))] == ["q-1001-z", "q-1002-k"]


@pytest.mark.parametrize(
    ("codes", "pattern"),
    [
        (["AX-1001", "AX-2317"], "AX-####"),
        (["AX-1", "AX-23175"], "AX-#*"),
        (["4711", "815"], None),
        (["12", "34"], None),
        (["A*11", "A*12"], "A\\*##"),
        ([], None),
    ],
)
def test_codes_make_a_pattern_only_where_it_says_enough(codes: list[str], pattern: str | None) -> None:
    assert code_pattern(codes, exact=True) == pattern
    if pattern is not None:
        assert all(matches(pattern, code) for code in codes)


def test_letters_stand_for_any_letter_where_the_form_alone_counts() -> None:
    assert code_pattern(["AX-1001", "BX-2317"], exact=False) == "@@-####"


def test_a_date_that_nobody_settled_teaches_no_order() -> None:
    text = PLAIN.replace("March 14, 2026", "03/04/2026")
    read = read_typed(text)
    unsettled = replace(read, findings=(Finding("ambiguous_date", "either way", field="invoice_date"),))
    assert _learn(text, unsettled).profile.date_order is None


def test_a_line_that_a_person_added_counts_where_it_is_printed() -> None:
    added = (ODD_LINES[0], ODD_LINES[2], ODD_LINES[1])
    right = replace(ODD_RIGHT, lines=tuple(_line(number, line) for number, line in enumerate(added, 1)))
    assert _learn(ODD, right).missed == ()


def test_what_cannot_be_reached_is_said() -> None:
    first, second = PLAIN_LINES
    learned = _learn(PLAIN, _plain_right((("NOWHERE-1", *first[1:]), second)))
    assert learned.missed == ("line 1 item code: AX-1001 is read where NOWHERE-1 is right",)


BASE = Profile("us/acme", 4, "Acme Supply", Recognition(names=("Acme Supply",)))


def test_what_the_profile_was_told_before_is_kept_and_its_version_counts_up() -> None:
    told = replace(BASE, accessorials={"Hopla": ChargeKind.FREIGHT}, notes="treat Hopla as freight")
    learned = _learn(ODD, ODD_RIGHT, told)
    assert learned.profile.version == 5
    assert learned.profile.notes == "treat Hopla as freight"
    assert learned.profile.accessorials == {"Hopla": ChargeKind.FREIGHT}
    assert learned.missed == ()


def test_a_reading_from_before_the_profile_does_not_undo_what_it_was_told() -> None:
    before = read_typed(ODD)
    told = replace(BASE, accessorials={"Hopla": ChargeKind.FREIGHT})
    learned = learn_profile(
        [typed_page(ODD)], before, before, knowledge=shipped_knowledge(), existing=told, profile_id="us/acme"
    )
    assert learned.profile.accessorials == {"Hopla": ChargeKind.FREIGHT}
    assert learned.profile.version == 4 or learned.profile.decimal_separator


def test_a_profile_that_stands_in_the_way_is_left_behind() -> None:
    wrong = replace(BASE, ignore_lines=("AX-1002*",), date_order=DateOrder.DAY_FIRST)
    right = _plain_right()
    read = read_typed(PLAIN, profile=wrong)
    corrected = replace(right, lines=right.lines)
    learned = learn_profile(
        [typed_page(PLAIN)], read, corrected, knowledge=shipped_knowledge(), existing=wrong, profile_id="us/acme"
    )
    assert weight_of(differences(read_typed(PLAIN, profile=learned.profile), corrected)) == 0


def test_a_vendor_is_known_by_its_own_addresses_and_never_by_the_buyers() -> None:
    text = (
        PLAIN.replace("Acme Supply                    Inv", "Acme Supply  ar@acme.example   Inv")
        + "\nBill to: Acme Buyer  ap@buyer.example\n"
    )
    learned = _learn(text, replace(_plain_right(), header=_plain_right().header))
    assert learned.profile.recognition.words == ("ar@acme.example",)


def test_a_total_without_a_label_is_learned_by_its_place() -> None:
    text = PLAIN.replace("Total", "     ")
    assert read_typed(text).header.total is None
    learned = _learn(text, _plain_right())
    assert learned.missed == ()
    assert learned.profile.fields[FieldKind.TOTAL].area is not None

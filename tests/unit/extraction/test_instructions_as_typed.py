"""Instructions as clerks type them in a hurry: short, clumsy, two in one sentence, with negations misspelt words."""

from __future__ import annotations

import pytest

from app.extraction.instructions.instructions import understand
from tests.helpers.typed_pages import shipped_knowledge

_MONTH = "Dates are written with the month first."
_DAY = "Dates are written with the day first."
_COMMA = "Numbers are written with a decimal comma."
_POINT = "Numbers are written with a decimal point."
_GONE = "The billed quantity is in the column headed “Delivered”."
_MAUT = "“Karrengeld” is a charge and no goods: freight."
_NUMBER = "The invoice number stands right of or below the label “Paper”."
_ORDER = "The order number stands right of or below the label “Your Ref”."
_CODES = "Item codes have the form {} (# a digit, @ a letter, ? any character, * any run)."

UNDERSTOOD = (
    ("qty is in the Delivered column not Ordered", (_GONE,)),
    ("use Delivered, not Ordered", (_GONE,)),
    ("do not use Ordered as quantity, use Delivered", (_GONE,)),
    ("the quantity is called 'Delivered'", (_GONE,)),
    ("nicht die Spalte Bestellt nehmen sondern Geliefert", (_GONE.replace("Delivered", "Geliefert"),)),
    ("Menge ist nicht Bestellt, sondern Geliefert", (_GONE.replace("Delivered", "Geliefert"),)),
    ("freight is charged as 'Karrengeld'", (_MAUT,)),
    ("Fracht wird als 'Karrengeld' berechnet", (_MAUT,)),
    (
        "Fracht steht als 'Karrengeld' in der letzten Zeile",
        (_MAUT, "Where nothing else names the freight, the last line is it."),
    ),
    ("our PO number is next to 'Your Ref'", (_ORDER,)),
    ("Bestellnr. steht unter 'Your Ref'", (_ORDER,)),
    ("The PO is after 'Your Ref' and invoice number after 'Paper'", (_ORDER, _NUMBER)),
    ("the number under Paper is the invoice number", (_NUMBER,)),
    ("the invoice number is at 'Paper'", (_NUMBER,)),
    ("dates are american (month first)", (_MONTH,)),
    ("Datum ist amerikanisch, Monat zuerst", (_MONTH,)),
    ("date format day.month.year", (_DAY,)),
    ("Datum im Format TT.MM.JJJJ", (_DAY,)),
    ("they write 1.234,56", (_COMMA,)),
    ("Beträge wie 12,50", (_COMMA,)),
    ("amounts look like 1,234.56", (_POINT,)),
    ("numbers use a comma for thousands", (_POINT,)),
    ("Beträge mit Komma als Dezimaltrennzeichen", (_COMMA,)),
    ("dont read the Weight column", ("The column headed “Weight” is left out.",)),
    ("Text Spalte ignorieren", ("The column headed “Text” is left out.",)),
    (
        "first column is our item number, second is description",
        (
            "The item code of the buyer is in the first column that has a heading.",
            "The description is in the second column that has a heading.",
        ),
    ),
    (
        "Artikelnummer ist die Spalte Mat und Beschreibung die Spalte Ware",
        ("The item code is in the column headed “Mat”.", "The description is in the column headed “Ware”."),
    ),
    ("The quantity we pay for is in the column called Delivered, not Ordered.", (_GONE,)),
    ("Als Menge gilt 'Gesamt', nicht 'Menge'.", (_GONE.replace("Delivered", "Gesamt"),)),
    ("They write dates as DD/MM/YY.", (_DAY,)),
    ("Dates are European (day/month/year).", (_DAY,)),
    ("US date format please.", (_MONTH,)),
    ("They use a comma as the decimal separator.", (_COMMA,)),
    (
        "Unit price is in the third column from the right.",
        ("The price is in the third to last column that has a heading.",),
    ),
    (
        "The third column from the left is the description.",
        ("The description is in the third column that has a heading.",),
    ),
    ("Lines starting with *** are comments, skip them.", ("Rows that begin with “***” are no lines.",)),
    ("Lines starting with ** should be ignored", ("Rows that begin with “**” are no lines.",)),
    ("Ignore 'Subtotal' rows", ("Rows that contain “Subtotal” are no lines.",)),
    ("Karrengeld should be treated as freight", (_MAUT,)),
    ("item codes look like AB-1234", (_CODES.format("@@-####"),)),
    ("Artikelnummern haben die Form 4711-22", (_CODES.format("####-##"),)),
    ("Item codes start with AB- followed by 4 digits", (_CODES.format("AB-####"),)),
    ("Artikelnummern beginnen mit SK", (_CODES.format("SK*#*"),)),
    ("Item codes are 6 digits", (_CODES.format("######"),)),
    ("Artikelnummern haben 7 Stellen", (_CODES.format("#######"),)),
    ("total is below 'subtotal'", ("The total stands right of or below the label “subtotal”.",)),
    (
        "Netto heißt Warenwert und Endbetrag heißt Zahlsumme",
        (
            "The subtotal stands right of or below the label “Warenwert”.",
            "The total stands right of or below the label “Zahlsumme”.",
        ),
    ),
)

HANDED_BACK = (
    ("CT means carton of 12", "unit conversion"),
    ("CTN = 24 EA", "unit conversion"),
    ("KT bedeutet Karton zu 6 Stück", "unit conversion"),
    ("the item code is the first word of the description", "item codes look like"),
    ("currency is always USD", "that of the order holds"),
    ("the table stops at 'Carried forward'", "draw around the table"),
    ("quantiy is the Delivrd colum", "did you mean “quantity is Delivrd column”?"),
    ("ignor lines starting with **", "did you mean “ignore lines starting with **”?"),
    ("ignore the second column", "by its heading"),
    ("they write 1,234", "two ways"),
    ("VAT is at 19 %", "heading"),
    ("the tax is next to 19", "no letters"),
    ("the invoice number is below the logo", "quotation marks"),
    ("freight is charged as agreed", "quotation marks"),
    ("treat 'Handling' as freight", "“Handling” says its kind itself, wherever it stands: handling"),
    # names of other things are not what is printed, unless somebody says so
    ("order number is next to invoice number", "quotation marks"),
    ("total is below subtotal", "quotation marks"),
    ("item code is under description", "quotation marks"),
    ("Betrag steht unter Preis", "quotation marks"),
    # figures stand in others: these would take out "10.00" and "120"
    ("lines with '0.00' are no lines", "other figures"),
    ("ignore lines containing 0", "other figures"),
    ("ignore lines ending with 0.00", "other figures"),
    ("item codes look like ABC", "# for a digit"),
    ("item codes start with a letter", "quotation marks"),
    ("item codes start with AB or CD", "quotation marks"),
    ("item codes are 2 digits", "4 to 20"),
    ("item codes start with AB and 40 digits", "at most 20"),
    ("skip blank lines", "quotation marks"),
    ("quantity is the second column, not the third", ""),
    # said of nothing certain
    ("use Delivered not always", ""),
    ("qty is in the Delivered column not for credit notes", ""),
    ("do not use Ordered, Delivered", ""),
    ("take Delivered instead of Ordered on backorders", ""),
    ("nicht Bestellt sondern immer Geliefert", ""),
    ("freight is charged twice", ""),
    ("quantity is shown as dozens", ""),
    ("dates are american (not european)", ""),
    ("do not take freight from the last line", ""),
    ("the price is for 1000 units when the line says M", ""),
)


@pytest.mark.parametrize(("sentence", "said"), UNDERSTOOD)
def test_a_hasty_sentence_is_understood_whole(sentence: str, said: tuple[str, ...]) -> None:
    understood = understand(sentence, shipped_knowledge())
    assert (understood.said, understood.not_understood) == (said, ())


@pytest.mark.parametrize(("sentence", "reason"), HANDED_BACK)
def test_what_cannot_be_said_is_handed_back_with_its_reason(sentence: str, reason: str) -> None:
    understood = understand(sentence, shipped_knowledge())
    assert understood.rules == ()
    assert reason in " ".join(understood.not_understood)

"""Pages that spell an amount out: honest ones say nothing, others show both amounts."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.provenance import Method
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026
                                                Currency       {currency}
Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                  100.00   1,200.00
  1   CS   AB-101    Washer M8                     34.45      34.45
                                              Total     1,234.45

{foot}
"""
_SPELLED = {"other_sum_spelled", "spelled_sum_doubtful", "spelled_sum_unread", "amounts_scaled"}


def _said(foot: str, *, currency: str = "USD", scanned: bool = False) -> dict[str, tuple[Severity, str]]:
    text = _PAGE.format(foot=foot, currency=currency)
    page = typed_page(text, method=Method.OCR if scanned else Method.TEXT_LAYER)
    found = statement_findings(read_statements(page), read_typed(text), untaxed=False)
    return {one.code: (one.severity, one.message) for one in found if one.code in _SPELLED}


@pytest.mark.parametrize(
    ("foot", "currency"),
    [
        ("Amount in words: One thousand two hundred thirty-four dollars and forty-five cents", "USD"),
        ("AMOUNT IN WORDS: ***ONE THOUSAND TWO HUNDRED THIRTY-FOUR AND 45/100*** DOLLARS", "USD"),
        ("Amount in words   one thousand two hundred thirty-four   dollars   45/100", "USD"),
        ("Amount Chargeable (in words)\nINR One Thousand Two Hundred Thirty Four and Forty Five paise Only", "INR"),
        ("Say US Dollars one thousand two hundred and thirty-four and cents forty-five only", "USD"),
        ("In words: one thousand two hundred\nthirty-four dollars and\nforty-five cents", "USD"),
        ("In words: one thousand two hundred thirty-four dollars          Total  1,234.45", "USD"),
        ("One thousand two hundred thirty-four dollars and 45 cents", "USD"),
        ("Please pay the sum of one thousand two hundred thirty-four dollars and 45 cents", "USD"),
        ("In Worten: eintausendzweihundertvierunddreißig Euro 45", "EUR"),
        ("In Worten: - EINTAUSENDZWEIHUNDERTVIERUNDDREISSIG 45/100 -", "EUR"),
        ("In Worten: eintausendzweihundertvierunddreissig, Cent wie nebenstehend", "EUR"),
        ("Arrêtée la présente facture à la somme de : mille deux cent trente-quatre euros et 45 centimes", "EUR"),
        ("Arrêté à la somme toutes taxes comprises de MILLE DEUX CENT TRENTE QUATRE EUROS ET 45 CENTIMES TTC", "EUR"),
        ("Son: mil doscientos treinta y cuatro pesos 45/100 M.N.", "MXN"),
        ("Importe con letra: (UN MIL DOSCIENTOS TREINTA Y CUATRO PESOS 45/100 M.N.)", "MXN"),
        ("Diconsi euro milleduecentotrentaquattro/45", "EUR"),
        ("In lettere: milleduecentotrentaquattro,45", "EUR"),
        ("Dicesi mille duecento trentaquattro virgola quarantacinque", "EUR"),
        ("Zegge: twaalfhonderdvierendertig euro en vijfenveertig cent", "EUR"),
        ("In words: one thousand two hundred thirty-four", "USD"),  # whole units
    ],
)
def test_honest_words_say_nothing(foot: str, currency: str) -> None:
    assert _said(foot, currency=currency) == {}


@pytest.mark.parametrize(
    ("foot", "amount"),
    [
        ("In words: nine thousand nine hundred ninety-five dollars", "9995"),
        ("Amount in words: Nine thousand four hundred and 00/100 US dollars", "9400.00"),
        ("Say US dollars nine thousand four hundred only", "9400.00"), ("In Worten: neuntausendvierhundert", "9400"),
        ("Arretee la presente facture a la somme de neuf mille quatre cents dollars", "9400"),
        ("Son: nueve mil cuatrocientos dolares", "9400"),
        ("Nine thousand four hundred dollars and no cents", "9400.00"),
        ("dicesi novemilaquattrocento/00", "9400.00"), ("Zegge: negenduizend vierhonderd dollar", "9400"),
        ("In words: NINE\nTHOUSAND FOUR\nHUNDRED", "9400"), ("Rupees Nine Lakh Only", "900000.00"),
        ("In words: one thousand two hundred thirty-four dollars only", "1234.00"),
        ("In words: one thousand two hundred thirty-four dollars and forty-six cents", "1234.46"),
        ("We ask you to pay nine thousand dollars", "9000"),
        ("The total is nine thousand\nfour hundred dollars", "9400"),
        ("In words: one thousand two hundred thirty-four euros and 45/100", "1234.45 EUR"),  # another currency
    ],
)  # fmt: skip
def test_another_amount_in_words_holds_and_shows_both(foot: str, amount: str) -> None:
    severity, message = _said(foot)["other_sum_spelled"]
    assert severity is Severity.HOLD
    assert f" = {amount}”" in message
    assert message.endswith("1234.45 USD.")


@pytest.mark.parametrize(
    "foot",
    [
        "In words: nine thosand four hundred", "In words: twelve hundrad dollars",
        "In words: one thousand two hundred thirty-four thousand dollars", "In words: one two three four dollars",
        "Nine thosand four hundred dollars and no cents", "In words: nlne thousand two hundred thirty-four",
        "In Worten: neuntausend fierhundert", "In words: 9 thousand two hundred",
    ],
)  # fmt: skip
def test_words_understood_in_part_hold(foot: str) -> None:
    assert _said(foot)["spelled_sum_doubtful"][0] is Severity.HOLD


def test_words_of_no_language_known_are_noted_and_a_scan_s_misread_letters_too() -> None:
    assert _said("Amount in words: dziewiec tysiecy czterysta zlotych")["spelled_sum_unread"][0] is Severity.NOTE
    assert _said("In words: nine thxxsand four hundred", scanned=True)["spelled_sum_unread"][0] is Severity.NOTE


def test_a_scan_is_read_through_one_wrong_letter_where_only_one_word_fits() -> None:
    assert not _said("In words: one thousamd two hundred th1rty-four dollars and 45/100", scanned=True)
    assert "9400" in _said("In words: nine thcusand four humdred dollars", scanned=True)["other_sum_spelled"][1]


@pytest.mark.parametrize(
    "foot",
    [
        "The liability is limited to one million dollars", "A late fee of twenty-five dollars is due after thirty days",
        "Payment within thirty days. Two percent discount within ten days.", "In other words, please pay on time",
        "Amount in words:", "Amount in words: 1,234.45", "One hundred percent recycled paper", "Say hello to our two",
        "In words of one syllable: pay early and save", "Fifty years of quality", "Dix-sept rue de la Paix, Paris",
        "Cent Euro Gutschein gewinnen", "In Worten: siehe oben", "One Thousand Oaks Boulevard", "Say two weeks",
        "If the amount owed exceeds\nfive thousand dollars it is to be settled by wire",
        "Central Mill, Twenty-Four Road",
    ],
)  # fmt: skip
def test_other_number_words_say_nothing(foot: str) -> None:
    assert _said(foot) == {}


@pytest.mark.parametrize("behind", ["nine", "000", "0 0", "thousand"])
def test_an_amount_with_a_number_behind_it_was_not_read_whole(behind: str) -> None:
    said = _said(f"Amount in words: One thousand two hundred thirty-four dollars and forty-five cents {behind}")
    assert set(said) == {"spelled_sum_doubtful"}
    assert said["spelled_sum_doubtful"][0] is Severity.HOLD

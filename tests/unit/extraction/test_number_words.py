"""Numbers that are spelled out, in six languages: read whole, by the grammar of one of them, or not at all."""

from __future__ import annotations

import pytest

from app.extraction.values.number_vocabulary import Tongue, tongues
from app.extraction.values.number_words import alike, number_of, spells_number
from app.extraction.values.text_keys import squeeze

_TONGUES: dict[str, Tongue] = {tongue.name: tongue for tongue in tongues()}


@pytest.mark.parametrize(
    ("tongue", "words", "number"),
    [
        ("en", "nine thousand four hundred", 9400), ("en", "One Hundred and Five", 105),
        ("en", "twenty-five hundred", 2500), ("en", "TWELVE MILLION THREE", 12_000_003),
        ("en", "one lakh twenty-three thousand four hundred fifty-six", 123_456),
        ("en", "two crore fifty lakh", 25_000_000), ("en", "one hundred five thousand", 105_000),
        ("de", "einundzwanzig", 21), ("de", "tausendzweihundertvierunddreißig", 1234),
        ("de", "neuntausendvierhundert", 9400), ("de", "eine Million zweihunderttausend", 1_200_000),
        ("de", "zwölfhundertfünfzig", 1250), ("de", "fuenfundfuenfzig", 55), ("de", "hundertundeins", 101),
        ("fr", "quatre-vingt-dix-sept", 97), ("fr", "soixante-et-onze", 71), ("fr", "septante-deux", 72),
        ("fr", "nonante et un", 91), ("fr", "neuf mille quatre cents", 9400), ("fr", "quatre-vingts", 80),
        ("fr", "mille deux cent trente-quatre", 1234), ("fr", "deux millions trois cent mille", 2_300_000),
        ("fr", "quatre-vingt-seize mille", 96_000), ("fr", "onze cents", 1100),
        ("es", "nueve mil cuatrocientos", 9400), ("es", "mil doscientos treinta y cuatro", 1234),
        ("es", "veintidós mil", 22_000), ("es", "un millón quinientos mil", 1_500_000), ("es", "cien", 100),
        ("es", "mil doscientos millones", 1_200_000_000), ("es", "ciento una", 101),
        ("it", "milleduecentotrentaquattro", 1234), ("it", "centottantotto", 188), ("it", "ventuno", 21),
        ("it", "novemilaquattrocento", 9400), ("it", "due milioni trecentomila", 2_300_000), ("it", "centouno", 101),
        ("nl", "eenduizendtweehonderdvierendertig", 1234), ("nl", "tweeëntwintig", 22), ("nl", "twaalfhonderd", 1200),
        ("nl", "negen duizend vierhonderd", 9400), ("nl", "honderdeneen", 101),
    ],
)  # fmt: skip
def test_a_spelled_number_is_read(tongue: str, words: str, number: int) -> None:
    assert number_of(squeeze(words), _TONGUES[tongue]) == number


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        ("en", "one two three"), ("en", "hundred"), ("en", "thousand"), ("en", "nine thosand"), ("en", "five fifty"),
        ("en", "one thousand two thousand"), ("en", "twenty hundred"), ("en", "one thousand million million"),
        ("de", "zwanzigeins"), ("de", "eintausendtausend"), ("fr", "cinq vingt"), ("fr", "trente vingt"),
        ("es", "mil ciento cien"), ("it", "mila"), ("it", "due mille"), ("nl", "twintig een"), ("en", ""),
        ("en", "thousand" * 40),
    ],
)  # fmt: skip
def test_what_no_grammar_takes_whole_is_no_number(tongue: str, words: str) -> None:
    assert number_of(squeeze(words), _TONGUES[tongue]) is None


def test_every_number_below_a_hundred_is_known_and_no_spelling_is_two_numbers() -> None:
    for tongue in tongues():
        assert set(tongue.below.values()) == set(range(1, 100))
        assert tongue.below.keys().isdisjoint(tongue.hundreds)
        for letters, number in tongue.below.items():
            assert number_of(letters, tongue) == number


@pytest.mark.parametrize("word", ["thousand", "twentyfive", "neuntausendvierhundert", "quatrevingt", "duecento", "zes"])
def test_number_words_of_any_language_are_known(word: str) -> None:
    assert spells_number(word)


@pytest.mark.parametrize("word", ["and", "central", "mill", "seventh", "invoice", "hundredweight", "9", "und", "tent"])
def test_other_words_are_none(word: str) -> None:
    assert not spells_number(word)


def test_a_word_one_letter_off_is_alike() -> None:
    assert alike("thosand", 0) == ("thousand",)
    assert alike("thowsend", 0) == ()
    assert "nine" in alike("nlne", 0)

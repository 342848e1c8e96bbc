"""Whether two texts that name goods have a word in common, however it is spelt (S2.80)."""

import pytest

from app.domain.common_words import shares_a_word


@pytest.mark.parametrize(
    ("text", "other", "shared"),
    [
        ("Laser printer toner", "Flat washer stainless steel", False),  # only sounds like it
        ("Zement 25 kg grau", "Cement bag portland", True),  # another first letter of the same word
        ("Washer zinc flat", "Wasber head screw", True),  # a scan's misreading
        ("Schraubendreher, isoliert", "Wrench combination chrome", False),
    ],
)
def test_words_that_are_alike_are_shared_and_words_that_only_sound_alike_are_not(
    text: str, other: str, shared: bool
) -> None:
    assert shares_a_word(text, [other], 2) is shared
    assert shares_a_word(other, [text], 2) is shared

"""Any amount that is spelled as its language does is read back, and never as another one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.extraction.statements.kinds import Said
from app.extraction.statements.spelled_sums import spelled_sums
from app.extraction.values.number_vocabulary import tongues
from app.extraction.values.number_words import number_of
from app.extraction.values.rows import join_rows
from app.extraction.values.text_keys import squeeze
from tests.helpers.spelling import SPELLERS
from tests.helpers.typed_pages import typed_page

_TONGUES = {tongue.name: tongue for tongue in tongues()}
_LABELS = {
    "en": ("Amount in words:", "dollars", "and", "cents"),
    "de": ("In Worten:", "Euro", "und", "Cent"),
    "fr": ("Arrêtée la présente facture à la somme de", "euros", "et", "centimes"),
    "es": ("Importe en letra:", "pesos", "con", "centavos"),
    "it": ("In lettere:", "euro", "e", "centesimi"),
    "nl": ("Zegge:", "euro", "en", "eurocent"),
}
_names = st.sampled_from(sorted(SPELLERS))


@settings(deadline=None)
@given(_names, st.one_of(st.integers(1, 2500), st.integers(1, 10**9 - 1)))
def test_a_number_survives_being_spelled(name: str, number: int) -> None:
    assert number_of(squeeze(SPELLERS[name](number)), _TONGUES[name]) == number


@settings(deadline=None)
@given(_names, st.integers(1, 10**6), st.integers(1, 99), st.booleans(), st.booleans())
def test_an_amount_behind_its_label_is_read_with_its_cents(
    name: str, whole: int, cents: int, capitals: bool, figures: bool
) -> None:
    label, currency, joint, minor = _LABELS[name]
    ending = f"{cents:02d}/100 {currency}" if figures else f"{currency} {joint} {SPELLERS[name](cents)} {minor}"
    words = f"{SPELLERS[name](whole)} {f'{joint} ' if figures else ''}{ending}"
    page = typed_page(f"{label} {words.upper() if capitals else words}")
    found = [(said, text) for said, text, _ in spelled_sums(join_rows(page))]
    assert [said for said, _ in found] == [Said.SPELLED]
    assert found[0][1].split(" = ")[1].split()[0] == str(Decimal(100 * whole + cents).scaleb(-2))

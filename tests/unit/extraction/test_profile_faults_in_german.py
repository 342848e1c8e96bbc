"""What is wrong with a profile written by hand is said in German; the file's own words stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.errors import ProfileError
from app.extraction.profiles.files import check_profile_file
from app.workflow.catalogue import load_catalogue, spoken

TOP = 'id = "us/acme"\nversion = 1\nvendor_name = "Acme"\n'
LEAST = f'{TOP}[recognise]\nnames = ["Acme Supply"]\n'
FAULTY = (
    "",
    'id = "Acme"\nverison = 1\nvendor_nmae = "A"\ndecimal_separator = ";"\n[recognize]\nname = ["Acme"]\n',
    'id = 5\nversion = "1"\nvendor_name = ["A"]\n[recognise]\nnames = "Acme"\n',
    f'{TOP}[recognise]\nnames = ["AB"]\ntax_ids = ["12"]\nlayout = ["Total"]\nversion = 2\n',
    f'{TOP}[recognise]\nlayout = ["Total @ 60"]\nwords = [1]\n',
    f'{LEAST}[units]\nKTN = "carton box"\nCTN = "ct"\n',
    f'{LEAST}[lines]\nitem_code = "(a+)+$"\nignore = ["***", "  "]\nprice_basis = 12\nbilled_quantity = "shiped"\n',
    f'{LEAST}[columns.quantitty]\nheadings = ["Q"]\n[columns.zzz]\nheadings = ["Z"]\n[columns.amount]\n',
    f"{LEAST}[columns.price]\nx_range = [300, 100]\nposition = 0\n[columns.amount]\nx_range = [1]\nposition = 1.5\n",
    f"{LEAST}[fields.total]\narea = [1, 500, 100, 400, 120]\n[fields.tax_total]\n[columns]\nprice = 3\n",
    f"{LEAST}[line_table]\nfirst = [2, 0, 0, 9, 9]\nfollowing = [1, 0, 0, 9, 9]\n",
    f"{LEAST}[line_table]\nfollowing = [1, 0, 0, 9, 9]\n",
    f'{LEAST}[accessorials]\nMaut = "fracht"\n',
    f"{LEAST}x = {'[' * 3000}{']' * 3000}\n",
    f"{LEAST}# {'x' * 300_000}\n",
    "id: us/acme\n",
    f"{TOP}version = 2\n",
    f"{LEAST}[lines]\nignore = [\n",
    f"{LEAST}[lines]\nitem_code = AX\n",
)
_ENGLISH = re.compile(r"\b(?:the|of|is|are|not|with|has|must|be|which|known|missing|needed|write|that|or|did)\b")
_FILE_WORDS = re.compile(r"“[^”]*”|„[^“]*“|'[^']*'")


def _faults(path: Path, data: bytes) -> tuple[str, ...]:
    path.write_bytes(data)
    with pytest.raises(ProfileError) as caught:
        check_profile_file(path)
    return (str(caught.value).replace(str(path), path.name), *caught.value.faults)


@pytest.mark.parametrize("text", FAULTY, ids=range(len(FAULTY)))
def test_every_fault_is_said_in_german(text: str, tmp_path: Path) -> None:
    told = [spoken(load_catalogue("de"), fault) for fault in _faults(tmp_path / "profil.toml", text.encode())]
    assert [said for said in told if _ENGLISH.search(_FILE_WORDS.sub("", said))] == []


def test_words_of_the_file_are_not_put_over(tmp_path: Path) -> None:
    text = f'{LEAST}[columns.quantitty]\nheadings = ["Q"]\n[lines]\nlast_line = "frieght"\n'
    told = [spoken(load_catalogue("de"), fault) for fault in _faults(tmp_path / "profil.toml", text.encode())]
    assert "„columns.quantitty“ ist nicht bekannt; meinen Sie 'quantity'?" in told
    assert any("freight, fuel_surcharge" in said and "'freight'" in said for said in told)


@pytest.mark.parametrize(("encoding", "line"), [("latin-1", 3), ("utf-16", 1)])
def test_a_file_in_another_encoding_is_told_how_to_save_it(encoding: str, line: int, tmp_path: Path) -> None:
    data = LEAST.replace('"Acme"', '"Müller"').encode(encoding)
    fault = _faults(tmp_path / "profil.toml", data)[-1]
    assert fault == f"line {line} has signs that are not UTF-8; save the file as UTF-8"
    assert spoken(load_catalogue("de"), fault).endswith("speichern Sie die Datei als UTF-8")


def test_a_unit_in_small_letters_is_answered_with_its_code(tmp_path: Path) -> None:
    faults = _faults(tmp_path / "profil.toml", f'{LEAST}[units]\nKTN = "ct"\n'.encode())
    assert faults[1:] == ("units.KTN must be a unit code in capitals, such as \"EA\"; did you mean 'CT'?",)


def test_what_is_no_table_is_one_fault(tmp_path: Path) -> None:
    faults = _faults(tmp_path / "profil.toml", f'{LEAST}[columns]\nprice = "Net"\n'.encode())
    assert faults[1:] == ("columns.price must be a table",)

"""Vendor extraction profiles as files (S2.172): read whole, faults all at once, written as they are read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault, ProfileError
from app.domain.invoice import ChargeKind
from app.extraction.profiles.files import check_profile_file, load_profiles, save_profile
from app.extraction.profiles.model import (
    Area,
    BilledQuantity,
    ColumnRule,
    DateOrder,
    FieldKind,
    FieldRule,
    Profile,
    Recognition,
)
from app.extraction.values.column_kinds import ColumnKind

FULL = Profile(
    id="us/northwind",
    version=3,
    vendor_name='Northwind "Fixture" Supply',
    recognition=Recognition(("98-7654321",), ("Northwind Fixture Supply",), ("northwind.example",)),
    vendor_id="V900",
    columns={
        ColumnKind.QUANTITY: ColumnRule(("Qty Shp", "Shipped")),
        ColumnKind.AMOUNT: ColumnRule(("Extension",), (470.0, 560.5)),
    },
    fields={FieldKind.TOTAL: FieldRule(("Pay this",), Area(-1, 400, 480.25, 560, 520))},
    date_order=DateOrder.MONTH_FIRST,
    decimal_separator=".",
    units={"Schachtel": "BX", "100 St.": "EA"},
    accessorials={"hauling": ChargeKind.FREIGHT},
    item_code="AX-####",
    ignore_lines=("\\*\\* *", "Remit*"),
    price_basis=Decimal(100),
    billed_quantity=BilledQuantity.SHIPPED,
    notes="Prices are per hundred.\nTheir \\ codes start with AX.",
)
LEAST = '\nid = "us/northwind"\nversion = 1\nvendor_name = "N"\n[recognise]\nnames = ["Northwind"]\n'


def _write(folder: Path, text: str, place: str = "us/northwind") -> Path:
    path = folder / place / "profile.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_s2_172_a_saved_profile_is_read_as_it_was(tmp_path: Path) -> None:
    saved = save_profile(FULL, tmp_path)
    assert saved.profile == FULL
    assert saved.path == tmp_path / "us" / "northwind" / "profile.toml"
    profiles, broken = load_profiles([tmp_path])
    assert [file.profile for file in profiles] == [FULL]
    assert broken == ()
    assert not list(saved.path.parent.glob(".profile-*")), "nothing half written stays behind"


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    one = check_profile_file(_write(tmp_path / "a", LEAST))
    other = check_profile_file(_write(tmp_path / "b", LEAST + "# a remark\n"))
    assert one.profile == other.profile
    assert one.sha256 != other.sha256


def test_all_faults_are_named_at_once_with_their_place_and_a_near_word(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        """
        id = "Northwind"
        version = "one"
        vendor_nam = "Northwind"
        date_order = "mddy"
        [recognise]
        names = ["N"]
        tax_ids = ["12"]
        [columns.quantitty]
        headings = ["Qty"]
        [columns.price]
        x_range = [300, 200]
        [fields.total]
        area = [0, 1, 2, 3]
        [units]
        Stk = "stück"
        [accessorials]
        hauling = "frieght"
        [lines]
        ignore = ["*"]
        price_basis = 12
        """,
    )
    with pytest.raises(ProfileError) as caught:
        check_profile_file(path)
    faults = "\n".join(caught.value.faults)
    for said in (
        'id must be "country/vendor"',
        "version must be a whole number",
        "vendor_name is missing",
        "vendor_nam is not known; did you mean 'vendor_name'?",
        "date_order must be one of dmy, mdy, ymd; did you mean 'mdy'?",
        "recognise.names and words have 'N'",
        "recognise.tax_ids has '12'",
        "columns.quantitty is not known; did you mean 'quantity'?",
        "columns.price.x_range must be",
        "fields.total.area must be a list of 5 numbers",
        "units.Stk must be a unit code",
        "accessorials.hauling must be one of",
        "did you mean 'freight'?",
        "lines.ignore has the pattern '*', which fits every text",
        "lines.price_basis must be 1, 100 or 1000",
    ):
        assert said in faults
    assert str(path) in caught.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'billed_quantity = "shipped"{LEAST}', ["billed_quantity is not known here; it belongs under [lines]"]),
        (
            f'{LEAST}date_order = "mdy"\n',
            ["recognise.date_order is not known here; it belongs above the first line in square brackets"],
        ),
        (f'ignore_lines = ["Lot*"]{LEAST}', ["ignore_lines is not known; ignore stands under [lines]"]),
        (f'{LEAST}[fields.total]\nlabel = ["T"]\n', ["fields.total.label is not known; did you mean 'labels'?"]),
        (f'{LEAST}[fields.total]\nlabels = "T"\n', ['fields.total.labels must be a list: write ["T"]']),
        (f"{LEAST}[fields.total]\nlabels = []\n", ["fields.total.labels or area is needed"]),
        (f"{LEAST}[columns.price]\n", ["columns.price.headings or x_range or position is needed"]),
        (LEAST.replace('["Northwind"]', "[]"), ["recognise says nothing by which the vendor's documents are known"]),
        (LEAST.replace("recognise", "recognize"), ["recognize is not known; did you mean 'recognise'?"]),
        (
            f'{LEAST}[columns.quantity]\nheadings = ["Qty"]\n[columns.ordered]\nheadings = ["QTY."]\n',
            ["columns say that 'QTY.' is both quantity and ordered; leave it out of one of them"],
        ),
        (
            f"{LEAST}[columns.quantity]\nposition = 2\n[columns.ordered]\nposition = 2\n",
            ["columns say that quantity and ordered are both column 2"],
        ),
        (
            f'{LEAST}[fields.total]\nlabels = ["Sum"]\n[fields.subtotal]\nlabels = ["Sum"]\n',
            ["fields say that 'Sum' is both total and subtotal; leave it out of one of them"],
        ),
    ],
)
def test_each_fault_is_named_once_with_what_to_do(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile_file(_write(tmp_path, text))
    assert list(caught.value.faults) == said
    assert "?." not in caught.value.message


@pytest.mark.parametrize(
    "text", ["id = ", "id = 'a'\nid = 'b'", "\x00", "[" * 20_000, "a." * 50_000 + "b = 1", "a = " + "1" * 5_000]
)
def test_what_is_not_toml_is_one_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProfileError, match="not TOML"):
        check_profile_file(_write(tmp_path, text))


def test_a_profile_that_nothing_recognises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="by which the vendor's documents are known"):
        check_profile_file(_write(tmp_path, 'id = "us/a"\nversion = 1\nvendor_name = "A"\n'))


def test_the_workspace_wins_and_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _write(shipped, LEAST)
    _write(own, LEAST.replace("version = 1", "version = 7"))
    _write(own, "nonsense", "us/broken")
    _write(own, LEAST, "us/elsewhere")
    profiles, broken = load_profiles([shipped, own, tmp_path / "not there"])
    assert [(file.profile.id, file.profile.version) for file in profiles] == [("us/northwind", 7)]
    assert len(broken) == 2
    assert any("lies in us/elsewhere" in str(error) for error in broken)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "us").write_text("a file where a folder should be")
    with pytest.raises(EnvironmentFault) as caught:
        save_profile(FULL, tmp_path)
    assert caught.value.code == "cannot_write"


def test_a_profile_that_would_not_pass_its_check_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ProfileError):
        save_profile(Profile("us/none", 1, "None", Recognition()), tmp_path)
    assert not list(tmp_path.rglob("*.toml"))

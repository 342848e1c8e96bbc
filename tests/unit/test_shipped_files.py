"""The program's own files are found in a checkout and in a wheel, and a missing one is named."""

from pathlib import Path

import pytest

from app import shipped_files

CHECKOUT = Path(__file__).resolve().parents[2]


def test_a_checkout_keeps_them_beside_the_package() -> None:
    assert shipped_files.resource_path("sample_data", "vendors.csv") == CHECKOUT / "resources/sample_data/vendors.csv"


def test_an_installed_wheel_keeps_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "_shipped"
    for folder in ("resources", "extraction_profiles"):
        (inside / folder).mkdir(parents=True)
    (inside / "resources" / "units.toml").touch()
    monkeypatch.setattr(shipped_files, "_WHEEL_ROOT", inside)
    assert shipped_files.resource_path("units.toml") == inside / "resources" / "units.toml"
    assert shipped_files.profiles_path() == inside / "extraction_profiles"


def test_a_missing_file_is_named_with_the_way_out() -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.toml is missing\. Install it again"):
        shipped_files.resource_path("absent.toml")

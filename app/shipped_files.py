"""Where the files that come with the program lie: in a checkout, or inside an installed wheel.

A checkout keeps `resources/` and `extraction_profiles/` beside the package; a wheel carries both under
`app/_shipped/`. Nothing else in the program needs to know which of the two it runs from.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL_ROOT = _PACKAGE / "_shipped"
_CHECKOUT_ROOT = _PACKAGE.parent


def resource_path(*parts: str) -> Path:
    """The path of a shipped resource, for example `resource_path("units.toml")`.

    Raises:
        FileNotFoundError: the installation is incomplete; the message names the missing file.
    """
    return _existing(_shipped_folder("resources").joinpath(*parts))


def profiles_path() -> Path:
    """The folder of the extraction profiles that come with the program.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return _existing(_shipped_folder("extraction_profiles"))


def _shipped_folder(name: str) -> Path:
    # The wheel is asked first: beside site-packages there may be a folder of this name that is not ours.
    root = _WHEEL_ROOT if _WHEEL_ROOT.is_dir() else _CHECKOUT_ROOT
    return root / name


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(
            f"Tieout's installation is incomplete: {path} is missing. Install it again, or restore the file."
        )
    return path

"""The wheel is enough: installed elsewhere it runs in an empty folder, without a single file of the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import __version__

CHECKOUT = Path(__file__).resolve().parents[2]

# One invoice of each kind of file (text, scan, picture, several pages) and a credit memo: what they are read to
# is tested elsewhere, here that all it takes is installed.
_OF_EACH_KIND = frozenset({
    "03_quarrystone_QB-15532.pdf", "04_tannhaus_2026-0387.pdf", "08_pinecrest_90188.png",
    "13_tannhaus_2026-0431.pdf", "19_brindle_B60688.tif", "24_cobalt_CM-1187.pdf",
})  # fmt: skip

# Notes in a file every file of the checkout that the installed program opens, in its worker processes too.
_WATCHER = """
import os
import sys

def watch(event, args, checkout={checkout!r}, allowed={allowed!r}, log={log!r}):
    if event != "open" or not isinstance(args[0], (str, bytes)):
        return
    path = os.path.realpath(os.fsdecode(args[0]))
    if path.startswith(checkout + os.sep) and not path.startswith(tuple(allowed)):
        with open(log, "a", encoding="utf-8") as notes:
            notes.write(path + "\\n")

sys.addaudithook(watch)
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """A virtual environment with the wheel in it, a home and an empty folder to start from."""

    scripts: Path
    site: Path
    home: Path
    empty: Path
    log: Path

    def run(self, *command: str, limit: int = 60) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the empty folder."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TIEOUT_", "PYTHON", "XDG_", "QT_"))}
        home = {"HOME": str(self.home), "USERPROFILE": str(self.home), "LOCALAPPDATA": str(self.home)}
        return subprocess.run(
            [str(self.scripts / command[0]), *command[1:]],
            cwd=self.empty,
            env={**kept, **home, "OMP_THREAD_LIMIT": "1", "TIEOUT_KEYRING": "off"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=limit,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def opened_in_checkout(self) -> str:
        """Which files of the checkout were opened so far, one a line."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network."""
    out = tmp_path_factory.mktemp("wheel")
    _succeed([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(CHECKOUT)])
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in an environment of its own that borrows only the libraries it needs."""
    root = tmp_path_factory.mktemp("elsewhere").resolve()
    environment = root / "environment"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    layout = {"base": str(environment), "platbase": str(environment)}
    scripts = Path(sysconfig.get_path("scripts", "venv", layout))
    site = Path(sysconfig.get_path("purelib", "venv", layout))
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    _succeed([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)])
    # Named in a .pth file the libraries are found, but not the checkout: its own .pth beside them is not followed.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    log = root / "opened.txt"
    allowed = [os.path.realpath(path) + os.sep for path in (*borrowed, sys.prefix)]
    watcher = _WATCHER.format(checkout=str(CHECKOUT), allowed=allowed, log=str(log))
    (site / "sitecustomize.py").write_text(watcher, encoding="utf-8")
    home, empty = root / "home", root / "empty"
    home.mkdir()
    empty.mkdir()
    return Installation(scripts, site, home, empty, log)


def _succeed(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_carries_what_the_program_ships(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for folder in ("resources", "extraction_profiles"):
        shipped = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file()]
        wanted = {f"app/_shipped/{path.relative_to(CHECKOUT).as_posix()}" for path in shipped}
        assert wanted <= inside, wanted - inside
    assert "app/_shipped/resources/sample_data/expected.json" in inside
    assert not [name for name in inside if name.startswith(("tests/", "resources/", "extraction_profiles/"))]


def test_the_installed_program_names_its_version(installed: Installation) -> None:
    done = installed.run("tieout", "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"tieout {__version__}"


def test_the_installed_program_finds_its_own_files(installed: Installation) -> None:
    code = (
        "import json, app, app.shipped_files as s;"
        "print(json.dumps([app.__file__, str(s.resource_path('sample_data')), str(s.profiles_path())]))"
    )
    done = installed.run("python", "-c", code)
    assert done.returncode == 0, done.stderr
    for place in json.loads(done.stdout):
        assert Path(place).resolve().is_relative_to(installed.site), place


def test_the_installed_demo_runs_in_an_empty_folder(installed: Installation) -> None:
    samples = installed.site / "app/_shipped/resources/sample_data/invoices"
    for path in samples.iterdir():
        if path.name not in _OF_EACH_KIND:
            path.unlink()
    done = installed.run("tieout", "demo", "--headless", limit=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(_OF_EACH_KIND)} invoices" in done.stdout
    assert not list(installed.empty.iterdir())
    assert installed.opened_in_checkout() == ""
    # The watch itself must be able to see.
    installed.run("python", "-c", f"open({str(CHECKOUT / 'pyproject.toml')!r}).close()")
    assert installed.opened_in_checkout().split() == [str(CHECKOUT / "pyproject.toml")]


def test_a_missing_file_is_named_with_the_way_out(installed: Installation) -> None:
    done = installed.run("python", "-c", "from app.shipped_files import resource_path; resource_path('absent.toml')")
    assert done.returncode != 0
    assert "absent.toml is missing" in done.stderr
    assert "Install it again" in done.stderr

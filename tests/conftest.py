"""What holds for every test: no window on anybody's screen, no desk but the test's own, and no network."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from tests.helpers import network, scratch

# Both must stand before Qt or tesseract is loaded, so at import.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMP_THREAD_LIMIT"] = "1"
# The program is started hundreds of times here, as commands and as readers; compiled anew each time, that takes long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A workspace named by the environment is somebody's real desk.
os.environ.pop("TIEOUT_WORKSPACE", None)
# Desks are synced to the disk thousands of times; where memory stands in for one and has room, theirs lie there.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # what failed is kept, by pytest itself
_SCRATCH = scratch.begin(Path(os.environ["PYTEST_DEBUG_TEMPROOT"]))
# The keys that seal audit logs are kept outside the workspace; those of tests go to a folder of their own.
os.environ["TIEOUT_KEYS"] = tempfile.mkdtemp(prefix="keys-", dir=_SCRATCH)
# No test may ask the keyring of whoever runs it; those about it give it a keyring of their own.
os.environ["TIEOUT_KEYRING"] = "off"

network.listen()

# Thousands of collected tests are values that last; looking through them for rings, again and again, took a fifth of
# a run's time.
gc.set_threshold(100_000, 20, 20)

# How fast the machine is today is nothing a test may fail for: what is waited for comes, or this is over.
LONG = 120_000  # milliseconds
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """Leave out what was collected wherever rings are looked for from now on."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Wait for what is to happen in a window, and not for five seconds, which pytest-qt takes for long."""
    for name in ("waitUntil", "waitActive", "waitExposed", "waitSignal"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=LONG))
    return qtbot


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail any test that reaches for a network; the local socket of a second start is none."""
    yield
    reached = network.reached.copy()
    network.reached.clear()
    assert not reached, f"a network was reached for: {reached}"

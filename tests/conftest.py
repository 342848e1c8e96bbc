"""What holds for every test: no window on anybody's screen, no desk but the test's own, and no network."""

import os
import tempfile
from collections.abc import Iterator

import pytest

from tests.helpers import network

# Both must stand before Qt or tesseract is loaded, so at import.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMP_THREAD_LIMIT"] = "1"
# A workspace named by the environment is somebody's real desk.
os.environ.pop("TIEOUT_WORKSPACE", None)
# The keys that seal audit logs are kept outside the workspace; those of tests go to a folder of their own.
os.environ["TIEOUT_KEYS"] = tempfile.mkdtemp(prefix="tieout-keys-")
# No test may ask the keyring of whoever runs it; those about it give it a keyring of their own.
os.environ["TIEOUT_KEYRING"] = "off"

network.listen()


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail any test that reaches for a network; the local socket of a second start is none."""
    yield
    reached = network.reached.copy()
    network.reached.clear()
    assert not reached, f"a network was reached for: {reached}"

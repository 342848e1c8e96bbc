"""A program killed at any moment loses nothing that was acknowledged and leaves nothing half written."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.stores import full_store, new_store

ROOT = Path(__file__).resolve().parents[3]
# TIEOUT_KILLS=1000 makes a long night of it.
ROUNDS = int(os.environ.get("TIEOUT_KILLS", "3"))
WORKER = """
import sys
from pathlib import Path
from tests.helpers import stores
store = stores.new_store(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    document_id = stores.take_in(store, stores.invoice(f"INV-{number}"), body=b"%PDF " + str(number).encode())
    print("taken", document_id, flush=True)
    case = stores.decided(store, document_id, stores.draft(), stores.draft()).cases[0]
    print("decided", document_id, flush=True)
    stores.accept(store, document_id, case.case_id)
    print("accepted", document_id, flush=True)
    if number % 3 == 0:
        store.undo(store.undoable(stores.ANN).entry, stores.ANN)
        print("undone", document_id, flush=True)
"""
VERSIONS = {"taken": 1, "decided": 2, "accepted": 3, "undone": 4}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "desk"
    full_store(folder).close()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder)], stdout=subprocess.PIPE, cwd=ROOT, text=True, env={**os.environ}
    )
    assert worker.stdout is not None
    chance = random.Random(seed)
    acknowledged = [worker.stdout.readline().split() for _ in range(chance.randrange(1, 25))]
    # Some work on while the blow falls: a few thousand turns of this loop, not a fixed time.
    for _ in range(chance.randrange(200_000)):
        pass
    worker.kill()
    acknowledged += [line.split() for line in worker.stdout.read().splitlines() if len(line.split()) == 2]
    worker.stdout.close()
    worker.wait()
    store = new_store(folder)
    for verb, document_id in acknowledged:
        assert store.document(int(document_id)).version >= VERSIONS[verb]
    found = store.verify()
    assert (found.whole, found.trouble) == (True, "")
    with store._workspace.reading() as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.close()

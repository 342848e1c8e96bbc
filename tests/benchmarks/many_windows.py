"""Several programs at one workspace, each doing everything: ``python -m tests.benchmarks.many_windows [seconds]``.

Each of four programs writes notes, decides one case or several at one stroke, takes back, changes the policy, imports
tables and takes files in, in no order; two more are killed in the midst of it. Every entry that was acknowledged must
stand in the log once, each stroke whole and in one piece, the log must verify (so that the tables are what its entries
made of them), every refusal must be in words, and all must come to their end. Else it ends with status 1.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.bootstrap import KEYRING_VARIABLE, KEYS_VARIABLE
from app.domain.case import JournalKind
from app.domain.inbox import InboxState
from app.domain.policy import Role
from app.workflow.batch import resume
from app.workflow.ports import QueueFilter
from app.workflow.services import Services
from tests.helpers.bulk_strokes import faults_of_strokes
from tests.helpers.small_desk import small_desk
from tests.helpers.two_windows import at_once, killed_in_its_midst

USERS = ("ann", "bob", "cy", "dee")
KILLED = ("eve", "fay")


def main() -> int:
    """Hammer a desk, print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tieout-windows-") as name:
        folder = Path(name)
        os.environ |= {KEYS_VARIABLE: str(folder / "keys"), KEYRING_VARIABLE: "off"}
        with small_desk(folder).services as services:
            for user in (*USERS, *KILLED):
                services.store.set_role(user, Role.CONTROLLER, services.actor, "each may release, import and set rules")
            papers = f"{options.seconds} {folder / 'papers'}"
            with ThreadPoolExecutor(len(KILLED)) as others:
                victims = [
                    others.submit(killed_in_its_midst, "everything", folder / "workspace", user, papers, after=share)
                    for user, share in zip(KILLED, (options.seconds // 3, options.seconds // 2), strict=True)
                ]
                said = at_once("everything", folder / "workspace", USERS, papers)
                lost = [one["done"] for victim in victims for one in victim.result() if "done" in one]
            done = [one["done"] for words in said for one in words if "done" in one]
            refused = Counter(one["refused"].split(":")[0] for words in said for one in words if "refused" in one)
            resume(services)  # as the next start does: one that was killed may have taken in what it never decided
            wrong, kinds = _looked_at(services, done, lost)
            numbers = len(services.store.queue(QueueFilter(), limit=100_000))
            trouble = services.store.verify().trouble
    print(f"{len(USERS)} programs, {options.seconds} s: {len(done)} entries acknowledged, {numbers} invoices")
    print(f"{len(KILLED)} more killed: {len(lost)} entries acknowledged before")
    print(f"at one stroke: {', '.join(f'{what} {count}' for what, count in kinds.most_common()) or 'nothing'}")
    print(f"refused: {', '.join(f'{code} {count}' for code, count in refused.most_common()) or 'nothing'}")
    print(f"wrong: {', '.join(f'{what}: {count}' for what, count in wrong.items() if count) or 'nothing'}")
    print(trouble)
    return int(any(wrong.values()))


def _looked_at(services: Services, done: list[str], lost: list[str]) -> tuple[dict[str, int], Counter[str]]:
    """Return how often anything is not as it must be, and what was done at one stroke."""
    journal = services.store.journal()
    theirs = sorted(one.hash for one in journal if one.user in USERS)
    everybody = [one.hash for one in journal]
    rows = services.store.queue(QueueFilter(), limit=100_000)
    numbers = [row.invoice_number for row in rows]
    strokes = [one for one in journal if one.kind == JournalKind.COMMAND and "together" in json.loads(one.after)]
    kinds = Counter(one.summary.split()[0].strip(":").lower() for one in strokes)
    return {
        "acknowledged and not in the log once": len(done) - len(set(done) & set(theirs)),
        "in the log and acknowledged to nobody": len(set(theirs) - set(done)),
        "acknowledged before a kill and not in the log once": len(lost) - len(set(lost) & set(everybody)),
        "entries twice": len(everybody) - len(set(everybody)),
        "strokes in pieces or half written": len(faults_of_strokes(journal)),
        "invoices taken in twice": len(numbers) - len(set(numbers)),
        "invoices not decided": sum(services.store.document(row.document_id).decision is None for row in rows),
        "files that wait on": len(services.store.inbox((InboxState.WAITING,))),
        "the log does not verify": int(not services.store.verify().whole),
    }, kinds


if __name__ == "__main__":
    sys.exit(main())

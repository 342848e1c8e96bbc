"""Several programs at one workspace, each doing everything: ``python -m tests.benchmarks.many_windows [seconds]``.

Each of four programs writes notes, decides, takes back, changes the policy, imports tables and takes files in, in no
order. Every entry that was acknowledged must stand in the log once, the log must verify (so that the tables are what
its entries made of them), every refusal must be in words, and all must come to their end. Else it ends with status 1.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from app.bootstrap import KEYRING_VARIABLE, KEYS_VARIABLE
from app.domain.inbox import InboxState
from app.workflow.ports import QueueFilter
from tests.helpers.small_desk import small_desk
from tests.helpers.two_windows import at_once

USERS = ("ann", "bob", "cy", "dee")


def main() -> int:
    """Hammer a desk, print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tieout-windows-") as name:
        folder = Path(name)
        os.environ |= {KEYS_VARIABLE: str(folder / "keys"), KEYRING_VARIABLE: "off"}
        with small_desk(folder).services as services:
            papers = f"{options.seconds} {folder / 'papers'}"
            said = at_once("everything", folder / "workspace", USERS, papers)
            done = [one["done"] for words in said for one in words if "done" in one]
            refused = Counter(one["refused"].split(":")[0] for words in said for one in words if "refused" in one)
            journal = services.store.journal()
            theirs = sorted(one.hash for one in journal if one.user in USERS)
            verified = services.store.verify()
            rows = services.store.queue(QueueFilter(), limit=100_000)
            numbers = [row.invoice_number for row in rows]
            wrong = {
                "acknowledged and not in the log once": len(done) - len(set(done) & set(theirs)),
                "in the log and acknowledged to nobody": len(set(theirs) - set(done)),
                "invoices taken in twice": len(numbers) - len(set(numbers)),
                "invoices not decided": sum(services.store.document(row.document_id).decision is None for row in rows),
                "files that wait on": len(services.store.inbox((InboxState.WAITING,))),
                "the log does not verify": int(not verified.whole),
            }
    print(f"{len(USERS)} programs, {options.seconds} s: {len(done)} entries acknowledged, {len(numbers)} invoices")
    print(f"refused: {', '.join(f'{code} {count}' for code, count in refused.most_common()) or 'nothing'}")
    print(f"wrong: {', '.join(f'{what}: {count}' for what, count in wrong.items() if count) or 'nothing'}")
    print(verified.trouble)
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())

"""What tampering with the audit log is found, and what verifying costs: ``python -m tests.benchmarks.audit_log``.

Twenty-two kinds of tampering at random places of a long journal, looked for with what the machine remembers, and
without it but with an anchor and the auditor's key; then ordinary histories, which must raise no alarm. It asserts
nothing.
"""

# ruff: noqa: T201 - the business of a benchmark is printing, and its SQL is its own

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from app.domain.audit import Anchor
from app.domain.case import JournalKind, NewEntry
from tests.helpers import stores
from tests.helpers.stores import ANN, BOB
from tests.helpers.tampering import SealedDesk

Attack = Callable[[SealedDesk, int, random.Random], None]


def edit(column: str) -> Attack:
    """Edit one column of one entry and nothing else."""
    return lambda desk, at, _: desk.tamper(f"UPDATE journal SET {column} = {column} || ' ' WHERE sequence = {at}")


def edit_and_rehash(*, seal: bool) -> Attack:
    """Edit an entry and hash everything from it on anew, with the machine's key or without."""
    return lambda desk, at, _: desk.tamper(
        f"UPDATE journal SET reason = 'forged' WHERE sequence = {at}", rehash_from=at, seal=seal
    )


def remove(desk: SealedDesk, at: int, _: random.Random) -> None:
    """Remove an entry."""
    desk.tamper(f"DELETE FROM journal WHERE sequence = {at}")


def remove_and_renumber(desk: SealedDesk, at: int, _: random.Random) -> None:
    """Remove an entry and number the others anew, hashes left."""
    desk.tamper(
        f"DELETE FROM journal WHERE sequence = {at}",
        f"UPDATE journal SET sequence = -sequence WHERE sequence > {at}",
        "UPDATE journal SET sequence = -sequence - 1 WHERE sequence < 0",
    )


def remove_and_rehash(desk: SealedDesk, at: int, _: random.Random) -> None:
    """Remove an entry, number and hash all after it anew."""
    desk.tamper(f"DELETE FROM journal WHERE sequence = {at}", rehash_from=at)


def swap(desk: SealedDesk, at: int, _: random.Random) -> None:
    """Exchange what two entries say."""
    other = at - 1
    desk.tamper(
        *(
            f"UPDATE journal SET {name} = (SELECT {name} FROM journal WHERE sequence = {two}) WHERE sequence = {one}"
            for name in ("summary", "after")
            for one, two in ((at, other),)
        )
    )


def cut(count: int) -> Attack:
    """Cut the last entries off, with their seals and the head."""

    def attack(desk: SealedDesk, at: int, _: random.Random) -> None:
        last = "(SELECT max(sequence) FROM journal)"
        desk.tamper(
            f"DELETE FROM journal_seals WHERE sequence > {last} - {count}",
            f"DELETE FROM journal WHERE sequence > {last} - {count}",
            rehash_from=max(at - count - 1, 1),
        )

    return attack


def cut_to_fit(desk: SealedDesk, at: int, chance: random.Random) -> None:
    """Cut the last entry off and change the cases so that they fit what is left."""
    cut(1)(desk, at, chance)
    desk.tamper("UPDATE cases SET note = 'fits'")


def roll_back(*, write_on: bool) -> Attack:
    """Put an older copy of the whole folder back, and perhaps go on working."""

    def attack(desk: SealedDesk, _: int, chance: random.Random) -> None:
        desk.copy()
        desk.write(chance.randrange(1, 30), "after the copy")
        desk.put_back()
        if write_on:
            desk.write(chance.randrange(1, 40), "after the rollback")

    return attack


def empty(*, write_on: bool) -> Attack:
    """Empty the log, and perhaps begin it anew."""

    def attack(desk: SealedDesk, _: int, chance: random.Random) -> None:
        desk.tamper("DELETE FROM journal", "DELETE FROM journal_seals", rehash_from=1)
        if write_on:
            desk.write(chance.randrange(1, 40), "anew")

    return attack


def forge_all(*, seal: bool) -> Attack:
    """Write a consistent log of one's own, with the machine's key or without."""
    return lambda desk, at, _: desk.tamper(
        "UPDATE journal SET user = 'eve', summary = summary || ' forged'", rehash_from=1, seal=seal
    )


def append(*, seal: bool) -> Attack:
    """Append a forged entry, with the machine's key or without."""

    def attack(desk: SealedDesk, _: int, __: random.Random) -> None:
        if seal:
            desk.write(1, "what the real program writes")
            return
        desk.tamper(
            "INSERT INTO journal SELECT sequence + 1, time, kind, 'eve', role, workstation, person, program_version, "
            "document_id, case_id, summary, before, after, reason, hash, 'x' FROM journal "
            "ORDER BY sequence DESC LIMIT 1",
            rehash_from=2,
        )

    return attack


def table(statement: str) -> Attack:
    """Change the tables and leave the log."""
    return lambda desk, _, __: desk.tamper(statement)


def swap_file(desk: SealedDesk, _: int, chance: random.Random) -> None:
    """Put another file in an invoice's place."""
    files = sorted(path for path in (desk.folder / "documents").rglob("*") if path.is_file())
    chance.choice(files).write_bytes(b"%PDF another")


ATTACKS: dict[str, Attack] = {
    "edit what one entry says": edit("after"),
    "edit the user of one entry": edit("user"),
    "date an entry back": edit("time"),
    "remove an entry": remove,
    "remove an entry and renumber": remove_and_renumber,
    "exchange two entries": swap,
    "cut the last entry": cut(1),
    "cut the last 70 entries": cut(70),
    "cut, and change the cases to fit": cut_to_fit,
    "edit and hash all anew, no key": edit_and_rehash(seal=False),
    "remove, renumber and hash anew, no key": remove_and_rehash,
    "put an older copy back": roll_back(write_on=False),
    "put an older copy back and work on": roll_back(write_on=True),
    "empty the log": empty(write_on=False),
    "empty the log and begin anew": empty(write_on=True),
    "a forged log, no key": forge_all(seal=False),
    "a forged log with the machine's key": forge_all(seal=True),
    "append a forged entry, no key": append(seal=False),
    "edit after the last anchor with the machine's key": edit_and_rehash(seal=True),
    "change a case and not the log": table("UPDATE cases SET note = 'x'"),
    "delete a case and not the log": table("DELETE FROM cases WHERE case_id = (SELECT max(case_id) FROM cases)"),
    "put another file in an invoice's place": swap_file,
}  # fmt: skip


def long_desk(folder: Path, entries: int) -> tuple[SealedDesk, Anchor, dict[str, bytes]]:
    """Make a desk with a long journal, an anchor near its end, and the key an auditor has."""
    desk = SealedDesk(folder)
    store = desk.open()
    for number in range(5):
        document_id = stores.take_in(store, stores.invoice(f"INV-{number}"), body=b"%PDF " + bytes([65 + number]))
        document = stores.decided(store, document_id, stores.draft("a"), quantity="1")
        stores.accept(store, document_id, document.cases[0].case_id)
    with store._workspace.writing() as db:
        for number in range(entries - 40):
            entry = NewEntry(JournalKind.EXPORTED, ANN, f"exported {number}", after={"rows": number})
            store._journal.append(db, entry)
    anchor = store.anchor(BOB)
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "after the anchor"))
    key = store.seal_key()
    assert key is not None
    store.close()
    return desk, anchor, {key.stream: bytes.fromhex(key.first_key)}


def try_attacks(folder: Path, entries: int, places: int, seed: int) -> None:
    """Print per kind of tampering how often it was found, by the machine alone and with the auditor's evidence."""
    chance = random.Random(seed)
    template, anchor, first_keys = long_desk(folder / "template", entries)
    print(f"{'tampering':52} {'alone':>7} {'audited':>8}")
    for name, attack in ATTACKS.items():
        found: Counter[str] = Counter()
        for number in range(places):
            # Keys belong to a folder's path: the copy is made in the template's place.
            shutil.copytree(folder / "template", folder / "kept" / str(number))
            try:
                attack(template, chance.randrange(20, entries - 30), chance)
                found["alone"] += not template.verify().whole
                found["audited"] += not template.verify("no keys", anchors=(anchor,), first_keys=first_keys).whole
            finally:
                shutil.rmtree(folder / "template")
                shutil.move(str(folder / "kept" / str(number)), folder / "template")
        print(f"{name:52} {found['alone']:>4}/{places} {found['audited']:>5}/{places}", flush=True)


def ordinary(folder: Path, histories: int, seed: int) -> None:
    """Print how many ordinary histories raise an alarm."""
    chance, alarms = random.Random(seed), 0
    for number in range(histories):
        desk = SealedDesk(folder / str(number))
        for _ in range(chance.randrange(1, 4)):
            desk.write(chance.randrange(1, 12), str(chance.random()), chance.choice(("keys", "keys", "bob's keys")))
        anchor = desk.anchor()
        desk.write(chance.randrange(0, 3))
        alarms += not desk.verify(anchors=(anchor,)).whole
        shutil.rmtree(folder / str(number))
    print(f"ordinary histories: {alarms} alarms in {histories}")


def main() -> None:
    """Run what the options ask for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--places", type=int, default=50)
    options.add_argument("--histories", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--verify", type=int, default=1_000_000, metavar="ENTRIES", help="time one verification")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tieout-audit-") as name:
        folder = Path(name)
        try_attacks(folder / "attacks", args.entries, args.places, args.seed)
        ordinary(folder / "ordinary", args.histories, args.seed)
        if args.verify:
            desk, _, _ = long_desk(folder / "long", args.verify)
            begun = time.process_time()
            whole = desk.verify().whole
            print(
                f"verifying {args.verify} entries: {time.process_time() - begun:.1f} s of the processor, whole: {whole}"
            )


if __name__ == "__main__":
    main()

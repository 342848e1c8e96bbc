"""Anchors and seal keys: what leaves the machine so that the journal can be proved without trusting the machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from app.domain.audit import Anchor, EntryProof, KeyPlace, SealKey, Verification, parse_anchor, stream_of
from app.domain.durable import make_folder, move_into_place
from app.domain.errors import EnvironmentFault, InputError, RuleError
from app.domain.own_files import refuse_own_file
from app.domain.policy import Role
from app.domain.record import to_record
from app.workflow.rights import require
from app.workflow.services import Services

MOST_ENTRIES = 500
LONGEST = timedelta(days=1)
_KEY_HEADING = "TIEOUT SEAL KEY 1"


def take_anchor(services: Services, target: Path | None = None) -> tuple[Anchor, Path]:
    """Take an anchor and write it to a file: as named, else into the workspace's exports folder.

    Raises:
        EnvironmentFault: The file cannot be written; the anchor is logged all the same.
    """
    anchor = services.store.anchor(services.actor)
    day = anchor.time[:19].replace(":", "")
    path = target or services.store.folder / "exports" / f"anchor-{day}.txt"
    _write(path, anchor.printed())
    return anchor, path


def unanchored(services: Services) -> int:
    """Return how many entries wait too long for an anchor: 500 of them, or one for a day; else 0."""
    found = services.store.anchor_standing()
    if not found.entries or found.since is None:
        return 0
    overdue = found.entries >= MOST_ENTRIES or services.clock.now() - found.since >= LONGEST
    return found.entries if overdue else 0


def anchor_warning(services: Services) -> str:
    """Return the warning that entries stand unanchored too long; empty where all is well."""
    found = services.store.anchor_standing()
    if not unanchored(services) or found.since is None:
        return ""
    last = f"the last anchor is of {found.last:%Y-%m-%d}" if found.last else "no anchor was ever taken"
    return f"Unanchored: {found.entries} entries, since {found.since:%Y-%m-%d %H:%M} UTC; {last}."


def verify_with(services: Services, anchors: Sequence[Path] = (), keys: Sequence[Path] = ()) -> Verification:
    """Verify the journal with anchors and seal keys that were kept elsewhere.

    Raises:
        InputError: A file cannot be read, or is no anchor or no key.
    """
    taken = tuple(read_anchor(path) for path in anchors)
    first_keys: Mapping[str, bytes] = dict(_key_of(path) for path in keys)
    return services.store.verify(first_keys=first_keys, anchors=taken)


def read_anchor(path: Path) -> Anchor:
    """Read an anchor that was kept elsewhere.

    Raises:
        InputError: The file cannot be read, or is no anchor.
    """
    return parse_anchor(_read(path))


def save_proof(
    services: Services, document_id: int, anchor: Anchor | None, target: Path | None
) -> tuple[EntryProof, str]:
    """Return the proof of a document's entries, in the log of now or up to an anchor, and its text; write it to a file.

    Raises:
        InputError: There is no such document.
        EnvironmentFault: The file cannot be written.
    """
    services.store.document(document_id)
    proof = services.store.proof_of(document_id, size=anchor.entries if anchor else None)
    text = json.dumps({"schema": "tieout.proof/1", **to_record(proof)}, ensure_ascii=False, indent=1)
    if target is not None:
        _write(target, text + "\n")
    return proof, text


def save_seal_key(services: Services, target: Path, *, carry_away: bool = False) -> SealKey:
    """Write the key that proves this machine's seals to a file; ``carry_away`` then removes it from the machine.

    Raises:
        InputError: Nothing was sealed yet, or the key was carried away before.
        EnvironmentFault: The file cannot be written; nothing is removed then.
    """
    key = services.store.seal_key()
    if key is None or not key.first_key:
        why = "was carried away already" if key else "does not exist yet: nothing was logged"
        raise InputError("no_seal_key", f"The key of this machine's seals {why}.")
    _write(target, f"{_KEY_HEADING}\nstream {key.stream}\n{key.first_key}\n")
    if carry_away:
        services.store.carry_key_away(key.stream)
    return key


def move_seal_key(services: Services, place: KeyPlace, reason: str) -> bool:
    """Keep the key of this machine's seals in the system's keyring or in a file; return whether that was a change.

    Raises:
        RuleError: Nobody said why.
        EnvironmentFault: The keyring cannot be used.
    """
    if not reason.strip():
        raise RuleError("reason_needed", "A written reason is needed; auditors read it.")
    return services.store.seal_keys.move(place, services.actor, reason.strip())


def begin_seal_key_anew(services: Services, reason: str) -> int:
    """Begin a new key of this machine's seals because the one in use is out of reach; return the entry.

    Raises:
        RuleError: The key can be reached, nobody said why, or the desk has a controller and this is somebody else.
    """
    require(services, (Role.CONTROLLER,), "begin a new key of the audit log")
    if not reason.strip():
        raise RuleError("reason_needed", "A written reason is needed; auditors read it.")
    return services.store.seal_keys.begin_anew(services.actor, reason.strip())


def answer_for_losses(services: Services, reason: str) -> int:
    """Log that a controller answers for entries that are gone, as when a backup was put back.

    Raises:
        RuleError: Whoever acts is no controller, or gives no reason.
    """
    if services.actor.role is not Role.CONTROLLER:
        raise RuleError(
            "controller_only", "Only a controller can answer for entries that are gone.",
            next_step="Ask a controller of this desk (“tieout users” lists them).",
        )  # fmt: skip
    if not reason.strip():
        raise RuleError("reason_needed", "A written reason is needed; auditors read it.")
    return services.store.accept_losses(services.actor, reason.strip())


def _key_of(path: Path) -> tuple[str, bytes]:
    lines = _read(path).split()
    try:
        key = bytes.fromhex(lines[-1])
    except (ValueError, IndexError):
        key = b""
    if len(key) != 32 or "stream" not in lines:
        raise InputError(
            "not_a_seal_key", f"{path.name} is no key of an audit log.",
            next_step=f"Give a file that “tieout audit key” wrote; it begins with {_KEY_HEADING}.",
        )  # fmt: skip
    stream = lines[lines.index("stream") + 1]
    if stream_of(key) != stream:
        raise InputError("not_a_seal_key", f"{path.name} was changed: its key is not that of stream {stream}.")
    return stream, key


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise InputError("file_not_readable", f"{path} cannot be read: {error.strerror or error}.") from error


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all: half an anchor or key proves nothing."""
    try:
        refuse_own_file(path)
        make_folder(path.parent)
        if path.exists() and not path.is_file():  # a device or a pipe: nothing may take its place
            path.write_text(text, "utf-8")
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        partial = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            move_into_place(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            "folder_not_writable", f"{path} cannot be written: {error.strerror or error}.",
            next_step="Name a file in a folder that can be written.", context={"path": str(path)},
        ) from error  # fmt: skip

"""Vendor extraction profiles as files: found in folders, checked, hashed, and written.

A folder holds ``<country>/<vendor>/profile.toml``; the profile's id is ``<country>/<vendor>``.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.durable import make_folder, move_into_place
from app.domain.errors import EnvironmentFault, ProfileError
from app.domain.toml_text import load_toml
from app.extraction.profiles.model import Profile
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.writing import profile_toml

PROFILE_FILE = "profile.toml"
_LARGEST = 256_000  # bytes
_MOST_PROFILES = 5_000


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """A profile, where it lies, and the SHA-256 of the file's bytes, which a reading names as its witness."""

    profile: Profile
    path: Path
    sha256: str


def check_profile_file(path: Path) -> ProfileFile:
    """Read a profile file.

    Raises:
        ProfileError: It cannot be used; ``faults`` names everything that is wrong with it.
    """
    data = _bytes_of(path)
    try:
        values = load_toml(data.decode("utf-8-sig"), float)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unusable(path, (f"line {line} has signs that are not UTF-8; save the file as UTF-8",)) from error
    except ValueError as error:
        raise _unusable(path, (f"it is not TOML: {error}",)) from error
    profile, faults = parse_profile(values)
    if profile is None:
        raise _unusable(path, faults)
    return ProfileFile(profile, path, hashlib.sha256(data).hexdigest())


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _unusable(path, (f"it is larger than {_LARGEST // 1000} kB",))
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path, (f"it cannot be read: {error.strerror or error}",)) from error


def _unusable(path: Path, faults: tuple[str, ...]) -> ProfileError:
    return ProfileError(
        "profile_faults",
        f"The profile {path} cannot be used.",
        next_step="Correct the file and check it again.",
        context={"file": str(path)},
        faults=faults,
    )


def load_profiles(folders: Sequence[Path]) -> tuple[tuple[ProfileFile, ...], tuple[ProfileError, ...]]:
    """Return the profiles of these folders, a later folder's before an earlier's of the same id, and what is broken.

    A broken file never keeps the others from being used.
    """
    found: dict[str, ProfileFile] = {}
    broken: list[ProfileError] = []
    for folder in folders:
        for path in sorted(folder.glob(f"*/*/{PROFILE_FILE}"))[:_MOST_PROFILES]:
            try:
                file = check_profile_file(path)
                _check_place(file)
                found[file.profile.id] = file
            except ProfileError as error:
                broken.append(error)
    return tuple(found[name] for name in sorted(found)), tuple(broken)


def _check_place(file: ProfileFile) -> None:
    place = f"{file.path.parent.parent.name}/{file.path.parent.name}"
    if file.profile.id != place:
        raise _unusable(file.path, (f"id is {file.profile.id!r}, but the file lies in {place}",))


def save_profile(profile: Profile, folder: Path) -> ProfileFile:
    """Write a profile into a folder of profiles; what is there of this id is replaced whole or not at all.

    Raises:
        ProfileError: The profile would not pass its own check.
        EnvironmentFault: The folder cannot be written (cannot_write).
    """
    text = profile_toml(profile)
    rebuilt, faults = parse_profile(load_toml(text, float))
    target = folder / profile.id / PROFILE_FILE
    if rebuilt != profile:
        raise _unusable(target, faults or ("it would not be read back as it is",))
    try:
        make_folder(target.parent)
        _replace(target, text.encode("utf-8"))
    except OSError as error:
        raise EnvironmentFault(
            "cannot_write",
            f"The profile cannot be saved to {target.parent}: {error.strerror or error}.",
            next_step="Check that the folder may be written and that the disk is not full.",
        ) from error
    return check_profile_file(target)


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".profile-", suffix=".toml")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        move_into_place(Path(name), target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise

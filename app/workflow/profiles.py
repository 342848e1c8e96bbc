"""Vendor extraction profiles as a desk keeps them: saved with a journal entry, tried before they are trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import ProfileError
from app.domain.invoice import Reading
from app.domain.money import plain
from app.extraction.instructions.instructions import Understood, apply
from app.extraction.profiles.files import ProfileFile, check_profile_file, load_profiles, save_profile
from app.extraction.profiles.model import Profile, Recognition
from app.workflow.ports import Store
from app.workflow.rights import PROFILES, require
from app.workflow.services import Readers, Services, program_actor


def profile_folder(services: Services) -> Path:
    """Return where this desk saves its profiles."""
    return services.store.folder / "profiles"


def keep_profile(services: Services, path: Path) -> ProfileFile:
    """Check a profile file and keep it in the workspace, with its journal entry; one of the same id is replaced.

    Its version is counted up past the one it replaces, so that every reading names the profile it was made with.

    Raises:
        ProfileError: The file cannot be used; all its faults are named.
        EnvironmentFault: The workspace cannot be written.
    """
    return save_checked(services, check_profile_file(path).profile)


def save_checked(
    services: Services, profile: Profile, *, reason: str = "", learned_from: int | None = None
) -> ProfileFile:
    """Save a profile in the workspace with its journal entry, which names why and from which document it was made.

    Raises:
        ProfileError: The profile would not pass its own check.
        EnvironmentFault: The workspace cannot be written.
        RuleError: The desk has a controller, and whoever acts has no role for profiles.
    """
    require(services, PROFILES, "save a profile")
    folder = profile_folder(services)
    present, _ = load_profiles([folder])
    before = next((old for old in present if old.profile.id == profile.id), None)
    if before is not None and before.profile != profile and profile.version <= before.profile.version:
        profile = replace(profile, version=before.profile.version + 1)
    saved = save_profile(profile, folder)
    source = {} if learned_from is None else {"learned_from_document": learned_from}
    was = {"sha256": before.sha256 if before else None, "version": before.profile.version if before else None}
    _log(services.store, saved, services.actor, "Saved", was, source, reason)
    return saved


def log_found_profiles(services: Services) -> tuple[str, ...]:
    """Put the profiles of this desk into the journal that it does not have as they are; return their ids.

    Such a file was changed by hand, brought from elsewhere, or the program stopped between file and entry: what reads
    invoices is in the log all the same, word for word, so that a reading can be made again.
    """
    present, _ = load_profiles([profile_folder(services)])
    if not present:
        return ()
    known = services.store.saved_profiles()
    found = [file for file in present if known.get(file.profile.id) != file.sha256]
    for file in found:
        was = {"sha256": known.get(file.profile.id)}
        why = "The file is not as this program last saved it: changed by hand, brought here, or its saving was cut off."
        _log(services.store, file, program_actor(services), "Found", was, {}, why)
    return tuple(file.profile.id for file in found)


def _log(
    store: Store,
    file: ProfileFile,
    actor: Actor,
    did: str,
    before: Mapping[str, object],
    source: Mapping[str, object],
    reason: str,
) -> None:
    profile = file.profile
    told = {"profile": profile.id, "sha256": file.sha256, "version": profile.version, **source}
    after = {**told, "text": file.path.read_text("utf-8")}
    summary = f"{did} extraction profile {profile.id}, version {profile.version}"
    store.append(NewEntry(JournalKind.SETTING, actor, summary, before=before, after=after, reason=reason))


def named_profile(profile_id: str, found: Sequence[ProfileFile]) -> ProfileFile:
    """Return the profile of this id.

    Raises:
        ProfileError: ``no_such_profile``: there is none; a near id is suggested.
    """
    for file in found:
        if file.profile.id == profile_id:
            return file
    near = get_close_matches(profile_id, [file.profile.id for file in found], 1)
    hint = f"Did you mean {near[0]}?" if near else "tieout profiles list shows them."
    raise ProfileError("no_such_profile", f"There is no profile {profile_id}.", next_step=hint)


def known_profile(services: Services, profile_id: str, *, folders: Sequence[Path] = ()) -> ProfileFile:
    """Return a profile by its id, this desk's own before those of the other folders; raises as named_profile does."""
    return named_profile(profile_id, load_profiles([*folders, profile_folder(services)])[0])


def begin_profile(services: Services, profile_id: str, vendor_name: str) -> ProfileFile:
    """Save a profile that knows its vendor by name and nothing else, to be filled by learning or by telling.

    Raises:
        ProfileError: ``profile_exists``, or the id or name is none a profile may have; all faults are named.
    """
    folder = profile_folder(services)
    if any(file.profile.id == profile_id for file in load_profiles([folder])[0]):
        raise ProfileError(
            "profile_exists",
            f"This desk has a profile {profile_id} already.",
            next_step="Change it with tieout profiles tell or learn, or choose another id.",
        )
    name = vendor_name.strip()
    return save_checked(services, Profile(profile_id, 1, name, Recognition(names=(name,))), reason=f"Begun for {name}")


def tell_profile(services: Services, profile: Profile, understood: Understood) -> ProfileFile:
    """Put what was understood of a clerk's words into a profile and save it; the words stay in its notes.

    Raises:
        ProfileError: ``not_understood``: some of the words were not, or nothing was said; nothing is saved then.
    """
    if understood.not_understood or not understood.rules:
        raise ProfileError(
            "not_understood",
            "The profile is not saved: not everything that was said was understood.",
            next_step="Say it in other words; each instruction apart from the next by a semicolon.",
            faults=understood.not_understood,
        )
    changed = apply(profile, understood)
    return save_checked(
        services, replace(changed, version=profile.version + 1), reason=f"Told: {' '.join(understood.said)}"
    )


@dataclass(frozen=True, slots=True)
class ProfileTrial:
    """One document read without any profile and with one: what differs, by field, and which reading adds up better."""

    file: str
    differences: tuple[tuple[str, str, str], ...]
    holding_without: int
    holding_with: int
    used: bool
    error: str = ""


def try_profile(readers: Readers, profile_id: str, path: Path) -> ProfileTrial:
    """Read one document without and with a profile and compare; nothing is stored."""
    without = readers.submit(path, use_profiles=False).result()
    with_it = readers.submit(path, profile=profile_id).result()
    return compare_readings(path.name, without, with_it, profile_id)


def compare_readings(name: str, without: Reading, with_it: Reading, profile_id: str) -> ProfileTrial:
    """Say what differs between two readings of one document, the second with a profile."""
    failed = without.error or with_it.error
    if failed is not None:
        return ProfileTrial(name, (), 0, 0, used=False, error=f"{failed.message} {failed.next_step}".strip())
    first, second = _flat(without), _flat(with_it)
    names = dict.fromkeys((*first, *second))
    differing = tuple((n, first.get(n, ""), second.get(n, "")) for n in names if first.get(n) != second.get(n))
    used = with_it.invoice is not None and with_it.invoice.profile == profile_id
    return ProfileTrial(name, differing, _holding(without), _holding(with_it), used=used)


def _holding(reading: Reading) -> int:
    return sum(check.holds for check in reading.invoice.checks) if reading.invoice else 0


def _flat(reading: Reading) -> dict[str, str]:
    """Lay a reading out as field → text, lines by their number."""
    invoice = reading.invoice
    if invoice is None:
        return {}
    header = invoice.header
    found: dict[str, str] = {"order numbers": ", ".join(number.value for number in header.po_numbers)}
    for name in ("invoice_number", "invoice_date", "due_date", "vendor_name", "vendor_tax_id", "currency"):
        value = getattr(header, name)
        found[name.replace("_", " ")] = str(value.value) if value else ""
    for name in ("subtotal", "tax_total", "total"):
        amount = getattr(header, name)
        found[name.replace("_", " ")] = plain(amount.value) if amount else ""
    for line in invoice.lines:
        figures = (line.quantity, line.unit_price, line.amount)
        code = line.item_code.value if line.item_code else "no code"
        unit = line.uom.value if line.uom else "no unit"
        shown = " | ".join(plain(figure.value) if figure else "–" for figure in figures)
        found[f"line {line.line_no}"] = f"{code} | {line.description.value} | {unit} | {shown}"
    for number, charge in enumerate(invoice.charges, 1):
        found[f"charge {number}"] = f"{charge.kind.value} {plain(charge.amount.value)}"
    return found

"""Vendor extraction profiles as a desk keeps them: saved with a journal entry, tried before they are trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.case import JournalKind, NewEntry
from app.domain.invoice import Reading
from app.domain.money import plain
from app.extraction.profile_files import ProfileFile, check_profile_file, load_profiles, save_profile
from app.workflow.services import Readers, Services


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
    wanted = check_profile_file(path)
    folder = profile_folder(services)
    present, _ = load_profiles([folder])
    before = next((old for old in present if old.profile.id == wanted.profile.id), None)
    profile = wanted.profile
    if before is not None and before.profile != profile and profile.version <= before.profile.version:
        profile = replace(profile, version=before.profile.version + 1)
    saved = save_profile(profile, folder)
    services.store.append(
        NewEntry(
            kind=JournalKind.SETTING,
            actor=services.actor,
            summary=f"Saved extraction profile {profile.id}, version {profile.version}",
            before={"sha256": before.sha256 if before else None, "version": before.profile.version if before else None},
            after={"profile": profile.id, "sha256": saved.sha256, "version": profile.version},
        )
    )
    return saved


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
    failed = without.error or with_it.error
    if failed is not None:
        return ProfileTrial(path.name, (), 0, 0, used=False, error=f"{failed.message} {failed.next_step}".strip())
    first, second = _flat(without), _flat(with_it)
    names = dict.fromkeys((*first, *second))
    differing = tuple((n, first.get(n, ""), second.get(n, "")) for n in names if first.get(n) != second.get(n))
    used = with_it.invoice is not None and with_it.invoice.profile == profile_id
    return ProfileTrial(path.name, differing, _holding(without), _holding(with_it), used=used)


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

"""What a reading is asked for; plain values, so that they travel to a worker process."""

from __future__ import annotations

from dataclasses import dataclass

OCR_LANGUAGES = ("eng", "deu", "fra", "spa", "ita", "nld")


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How documents are to be read.

    Attributes:
        use_einvoice: Whether XML embedded in the document counts; without it the page alone is read.
        profile: The id of the vendor profile to use whatever the document looks like; None detects it.
        use_profiles: Whether vendor profiles are used at all.
        profile_folders: Folders with profiles, in rising precedence (the workspace's last).
        ocr_languages: Languages OCR may use, in the order they are tried; those not installed are passed over.
    """

    use_einvoice: bool = True
    profile: str | None = None
    use_profiles: bool = True
    profile_folders: tuple[str, ...] = ()
    ocr_languages: tuple[str, ...] = OCR_LANGUAGES

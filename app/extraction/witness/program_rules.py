"""What a PDF leaves to the program that shows it: layers by zoom, language or user, and colours made of others.

pdfium passes over these, other programs follow them (PDF 32000-1, 8.11.4.4 "usage", 8.6.5 "CIE-based", 8.6.5.6
"default colour spaces"). What is a pale tone here may be black there.
"""

from __future__ import annotations

import re

_BLANK = rb"[\0\t\n\f\r ]"
_CATEGORY = b"/Category"
_BY_PROGRAM = re.compile(_CATEGORY + _BLANK + rb"*\[[^\]]{0,200}/(?:Zoom|Language|User)(?![A-Za-z])")
_GAMMA = b"/Gamma"
_STEEP = re.compile(_GAMMA + _BLANK + rb"*\[?([0-9. \t\r\n]{1,80})")
_STEEPEST = 3.0  # screens and presses have 1.0 to 2.6
_DEFAULT = b"/Default"
_OTHER_INK = re.compile(_DEFAULT + rb"(?:Gray|RGB|CMYK)" + _BLANK + rb"*\[" + _BLANK + rb"*/(?:Separation|DeviceN)")
_DEFAULT_AT = re.compile(_DEFAULT + rb"(?:Gray|RGB|CMYK)" + _BLANK + rb"+(\d{1,9})" + _BLANK + rb"+\d{1,5}" + _BLANK)
_MOST = 100  # such colours that are looked up


def has_program_layers(data: bytes) -> bool:
    """Tell whether a part of a file has layers that are shown by zoom, language or user."""
    return _CATEGORY in data and _BY_PROGRAM.search(data) is not None


def has_program_colours(data: bytes) -> bool:
    """Tell whether a part of a file has tones that no screen has, or puts inks in the place of usual colours."""
    if _GAMMA in data and any(_is_steep(found[1]) for found in _STEEP.finditer(data)):
        return True
    return _DEFAULT in data and (_OTHER_INK.search(data) is not None or _names_ink(data))


def _is_steep(numbers: bytes) -> bool:
    return any(float(one) > _STEEPEST for one in re.findall(rb"\d+\.?\d*|\.\d+", numbers))


def _names_ink(data: bytes) -> bool:
    """Tell whether a usual colour is another object of this part that is made of inks."""
    for found in [*_DEFAULT_AT.finditer(data)][:_MOST]:
        ink = rb"(?<!\d)" + found[1] + rb" \d{1,5} obj" + _BLANK + rb"*\[" + _BLANK + rb"*/(?:Separation|DeviceN)"
        if re.search(ink, data):
            return True
    return False

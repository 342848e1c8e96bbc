"""Numbers in TOML files that people write: digits and one point, as everywhere else.

TOML itself also knows ``1_000``, ``1e3``, ``0x10``, ``nan`` and ``inf``. A limit written so is easily misread by the
person who signs the file off, so none of them is taken.
"""

from __future__ import annotations

import re

# Texts and comments are passed over; what stands behind = or a comma and is a number of TOML's other forms is caught.
_ODD = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|(?<=[=,\[])\s*([+-]?(?:0[xob][0-9A-Fa-f_]+|[0-9]+_[0-9_.eE+-]*|[0-9.]+_[0-9_]+|[0-9.]+[eE][+-]?[0-9]+"
    r"|inf|nan))(?![\w.-])",
    re.ASCII,
)


def odd_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a TOML text that are written in another form than with digits and one point."""
    return tuple(dict.fromkeys(found[1] for found in _ODD.finditer(text) if found[1]))

"""What a person was typing when the window closed: kept outside the desk, and put back at the next start."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.domain.case import Action


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished command. ``field`` and ``line_no`` say which value was being corrected."""

    document_id: int
    case_id: int
    action: Action
    texts: tuple[str, ...]
    field: str = ""
    line_no: int | None = None

    def to_text(self) -> str:
        """Write it for the settings."""
        return json.dumps(
            [self.document_id, self.case_id, self.action.value, list(self.texts), self.field, self.line_no]
        )


def draft_from_text(text: str) -> Draft | None:
    """Read a stored draft; None where there is none or it cannot be used."""
    try:
        document_id, case_id, action, texts, field, line_no = json.loads(text)
        return Draft(
            int(document_id),
            int(case_id),
            Action(action),
            tuple(str(part) for part in texts),
            str(field),
            None if line_no is None else int(line_no),
        )
    except (ValueError, TypeError):
        return None

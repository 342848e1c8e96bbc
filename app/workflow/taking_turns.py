"""Writing what was worked out from the desk as it stood, though other programs change it all the while.

Whoever comes late works it out again, after a pause that grows and differs from the others': else one of several busy
programs would be late for ever, and leave an invoice undecided.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from app.domain.case import Document
from app.domain.errors import ConflictError

_ATTEMPTS = 16
_PAUSE = 20  # milliseconds before the second attempt, at most; so much more before each later one


def until_written(
    attempt: Callable[[], Document], may_go_on: Callable[[ConflictError], bool] = lambda _: True
) -> Document:
    """Return what an attempt comes to; one that came too late is made again.

    Raises:
        ConflictError: Others kept changing the same things to the last, or ``may_go_on`` does not take this conflict.
    """
    for number in range(1, _ATTEMPTS):
        try:
            return attempt()
        except ConflictError as error:
            if not may_go_on(error):
                raise
        pause(number)
    return attempt()


def pause(number: int) -> None:
    """Wait a little before the attempt after this one."""
    time.sleep(random.randint(0, _PAUSE * number) / 1000)  # noqa: S311 - nobody has to guess it

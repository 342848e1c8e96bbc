"""Who comes late works it out again, for a while; what is no such conflict is said at once."""

from __future__ import annotations

from unittest.mock import Mock, patch

import pytest

from app.domain.case import Document
from app.domain.errors import ConflictError
from app.workflow import taking_turns
from app.workflow.taking_turns import until_written

LATE = ConflictError("desk_changed", "Others were faster.")


def test_a_document_that_others_keep_changing_is_written_in_the_end() -> None:
    written = Mock(spec=Document)
    attempt = Mock(side_effect=[*[LATE] * 9, written])
    with patch.object(taking_turns, "pause") as pause:
        assert until_written(attempt) is written
    assert [call.args[0] for call in pause.call_args_list] == list(range(1, 10)), "each waits longer than the last"


def test_nobody_tries_for_ever() -> None:
    attempt = Mock(side_effect=LATE)
    with patch.object(taking_turns, "pause"), pytest.raises(ConflictError):
        until_written(attempt)
    assert 10 < attempt.call_count < 50


def test_another_conflict_is_said_at_once() -> None:
    attempt = Mock(side_effect=LATE)
    with pytest.raises(ConflictError):
        until_written(attempt, lambda error: error.code == "document_changed")
    assert attempt.call_count == 1

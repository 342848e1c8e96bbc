"""After a reading was corrected: look for the profile change that would have avoided it, and offer it quietly.

Nothing pops up over the clerk's work. A sentence at the bottom says that there is an offer, and the profile studio
shows it, tried and not saved, when it is entered next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.shipped_files import profiles_path
from app.ui.background import Background
from app.ui.case.loading import Opened
from app.ui.room_stack import RoomStack
from app.workflow.services import Services

if TYPE_CHECKING:
    from app.workflow.profile_learning import Proposal

ROOM = "profiles"


class ProfileOffers(QObject):
    """Looks for a profile after each correction.

    Signals:
        said: Something to be said in the line at the bottom.
    """

    said = Signal(str)

    def __init__(self, services: Services, background: Background, rooms: RoomStack, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._rooms = rooms
        self._corrected: dict[int, int] = {}
        self.proposal: Proposal | None = None
        rooms.entered.connect(self._entered)

    def opened(self, opened: Opened) -> None:
        """Remember how many corrections a document has when it is opened."""
        self._corrected.setdefault(opened.document.document_id, len(opened.document.corrections))

    def commanded(self, opened: Opened) -> None:
        """Look for a profile if the command was a correction."""
        number, count = opened.document.document_id, len(opened.document.corrections)
        before = self._corrected.get(number, 0)
        self._corrected[number] = count
        if count > before:
            self._look(number)

    def _look(self, document_id: int) -> None:
        # What learning needs takes a moment to load, which the window's start need not pay.
        from app.workflow.profile_learning import propose

        services = self._services

        def look() -> Proposal:
            return propose(services, document_id, folders=(profiles_path(),))

        self._background.read(self, look, self._found, self._none, ahead=True)

    def _found(self, proposal: Proposal) -> None:
        from app.workflow.profile_learning import would_have_avoided

        if not would_have_avoided(proposal):
            return
        self.proposal = proposal
        self.said.emit(
            self.tr("A change of the profile {0} would have read this right: the room Profiles shows it.").format(
                proposal.profile.id
            )
        )

    def _none(self, error: BaseException) -> None:
        """Stay quiet where nothing can be learned: the correction itself is done."""
        if not isinstance(error, AppError):
            self._background.failed.emit(error)

    def _entered(self, key: str) -> None:
        proposal = self.proposal
        if key != ROOM or proposal is None:
            return
        from app.ui.profiles.page import ProfileStudio

        page = self._rooms.page(ROOM)
        if isinstance(page, ProfileStudio):
            self.proposal = None
            page.open_document(proposal.document_id, proposal)

"""What the single keys of the window do that are neither a decision nor a dialog of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton

from app.ui.actions import needs_work_screen
from app.ui.case.other_document import OtherDocument, other_document_of
from app.ui.case.pattern_help import PatternHelp, topics_of
from app.ui.printing import PagePicture, preview_print
from app.ui.theme import Scheme

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class WindowCommands(QObject):
    """The commands of one window: each acts on what is in hand there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        # What the key for one vendor put into the search; Esc takes it out again, wherever the focus is.
        self._only_vendor = ""

    def do(self, name: str, call: Callable[[], object]) -> None:
        """Do what an action is for; what needs the work screen does nothing in another room."""
        window = self._window
        if not window.rooms.at_work and needs_work_screen(name):
            return
        if name != "propose":
            window.deciding.just_decided = False
        call()

    def propose(self) -> None:
        """Do what the filled button says; a button in focus is pressed instead."""
        window = self._window
        if window.session.busy:
            return
        if window.deciding.just_decided:
            window.deciding.just_decided = False
            window.line.say(self.tr("Decided. Enter again begins what the filled button says."))
            return
        focus = window.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        else:
            window.case.start_proposed()

    def finish(self) -> None:
        """Go to the next document that needs a decision, with the focus on its first problem."""
        window = self._window
        if window.session.busy:
            return
        if window.queue.next_open():
            window.case.comparison.setFocus()
        else:
            window.line.say(self.tr("Nothing else needs you in this view."))

    def escape(self) -> None:
        """Close the panel that is open; else show all vendors again, and in the list everything."""
        window = self._window
        if window.case.open_panel is None and window.queue.list.hasFocus():
            window.top.search.clear()
            window.queue.kind.setCurrentIndex(0)
        elif window.case.open_panel is None and self._only_vendor and window.top.search.text() == self._only_vendor:
            window.top.search.clear()
        else:
            window.case.close_panels()

    def search(self) -> None:
        """Go to the search field."""
        self._window.top.search.setFocus()
        self._window.top.search.selectAll()

    def only_this_vendor(self) -> None:
        """Search for this vendor's documents."""
        row = self._window.queue.row
        if row is not None and row.vendor_name:
            self._only_vendor = row.vendor_name
            self._window.top.search.setText(row.vendor_name)

    def show_attachments(self) -> None:
        """Show the files of the case in hand."""
        window = self._window
        case = window.case.case_in_hand
        if case is None:
            window.line.say(self.tr("Files are attached to a case; this document has none."))
            return
        window.dialogs.show_attachments(case).attached.connect(window.session.reload)

    def open_other_document(self) -> None:
        """Show the document this one may be a duplicate of."""
        window = self._window
        other = other_document_of(window.case.bar.case)
        if other is None:
            window.line.say(self.tr("This is no duplicate: there is no other document to open."))
            return
        dialog = OtherDocument(window.services, window.background, window.theme, window.figures, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(window.open_anywhere)
        dialog.show_document(other)
        dialog.show()

    def explain(self) -> None:
        """Explain the finding in focus."""
        frame = self._window.case.comparison.frame
        topics = topics_of(frame) if frame else ()
        if topics:
            dialog = PatternHelp(topics, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
        else:
            self._window.line.say(self.tr("There is no finding here to explain."))

    def print_case(self) -> None:
        """Show the document that is open as it would be printed, with the page in sight."""
        window = self._window
        if window.case.opened is not None:
            view = window.page.view
            told = self.tr("Page {0} of {1}").format(view.page, view.pages)
            page = PagePicture(view.picture(), told) if view.has_image else None
            preview_print(window.case.opened, window.services.store.folder.name, page, window)

    def change_language(self) -> None:
        """Open the window anew in the other language; what was open and what was typed is back then."""
        window = self._window
        window.settings.set_text("language", "en" if window.language == "de" else "de")
        window.start_anew()

    def change_scheme(self) -> None:
        """Change between light and dark."""
        window = self._window
        scheme = Scheme.LIGHT if window.theme.is_dark else Scheme.DARK
        window.settings.set_scheme(scheme)
        window.theme.use(scheme)

"""The window: puts the panes together and connects them. What each does is in its own file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QWidget

from app.domain.case import DocumentState
from app.domain.imports import ImportedFacts
from app.domain.inbox import InboxItem
from app.domain.settlement import Undoable
from app.ui.action_calls import calls_of
from app.ui.actions import ACTIONS, MENUS, add_review_keys, clashes, make_actions, needs_work_screen
from app.ui.arrivals import Arrivals, outcome_words, paths_of
from app.ui.background import Background, Changed
from app.ui.case.loading import Opened
from app.ui.case.other_document import OtherDocument, other_document_of
from app.ui.case.pane import CasePane
from app.ui.case.pattern_help import PatternHelp, topics_of
from app.ui.case.session import Session
from app.ui.deciding import Deciding
from app.ui.dialogs import Dialogs
from app.ui.errors import show_error
from app.ui.first_start import FirstStart
from app.ui.history.line import HistoryLine
from app.ui.history.panel import HistoryPanel
from app.ui.i18n import current_language, say
from app.ui.page.page_pane import PagePane
from app.ui.printing import ask_and_print
from app.ui.profiles.offer import ProfileOffers
from app.ui.queue.pane import QueuePane
from app.ui.rolling_backups import RollingBackups
from app.ui.room import RoomParts
from app.ui.room_stack import RoomStack, RoomTabs
from app.ui.rooms import WORK
from app.ui.settings import WindowSettings
from app.ui.theme import Scheme, Theme
from app.ui.top_bar import TopBar
from app.ui.window_layout import WindowLayout
from app.workflow.anchoring import unanchored
from app.workflow.due_holds import wake_due
from app.workflow.figures import Figures
from app.workflow.queue import View, view_counts
from app.workflow.resolve_many import undo_offer
from app.workflow.services import Services
from app.workflow.wording import counted

_READY_AHEAD = 2
_REFRESH_MS = 150
_HOLD_LOOK_MS = 600_000
_COLLEAGUES_MS = 4_000


class MainWindow(QMainWindow):
    """Queue, page, comparison, decision bar and history in one window."""

    def __init__(self, services: Services, theme: Theme, settings: WindowSettings, figures: Figures) -> None:
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle(f"Tieout — {services.store.folder.name}")
        self.setAcceptDrops(True)
        self.services = services
        self.theme = theme
        self.settings = settings
        self.figures = figures
        self.background = Background(self)
        # Keys that clash (a settings file changed by hand) would fire nothing at all.
        keys = settings.keys()
        self.actions_by_id = make_actions(self, {} if clashes(keys) else keys)
        self.session = Session(services, self.background, figures, self)
        self.arrivals = Arrivals(services, self.background, self)
        self.parts = RoomParts(services, self.background, theme, figures, settings)
        self.dialogs = Dialogs(self, self.parts, self.arrivals, self.actions_by_id)
        self.top = TopBar(self.actions_by_id)
        self.queue = QueuePane(services, self.background, theme, figures)
        self.page = PagePane(services, self.background, theme)
        self.case = CasePane(services, theme, figures, self.actions_by_id, services.actor.role)
        self.first = FirstStart()
        self.history = HistoryPanel()
        self.line = HistoryLine()
        self.deciding = Deciding(
            self, services, self.background, settings, self.session,
            case=self.case, page=self.page, queue=self.queue, history=self.history, line=self.line,
        )  # fmt: skip
        self.panes = WindowLayout(self, settings, self.queue, self.page, self.history)
        # Whether the window is to be opened again when it has closed, and the language it speaks.
        self.reopen = False
        self.language = current_language()
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._reload)
        self._holds = QTimer(self)
        self._holds.timeout.connect(self._wake_due)
        self._head: tuple[int, str] | None = None
        self._colleagues = QTimer(self)
        self._colleagues.timeout.connect(self.look_for_colleagues)
        self._build()
        self._connect()
        self._connect_actions()
        self._restore()
        self.queue.show_view(self.queue.view)
        self.top.show_view(self.queue.view)
        self._reload_facts()
        self._wake_due()
        self._holds.start(_HOLD_LOOK_MS)
        self._colleagues.start(_COLLEAGUES_MS)
        self.arrivals.resume()
        self.backups = RollingBackups(services, self.background, self)
        self.backups.warned.connect(self.line.warn_backup)

    # --- what a person can do ----------------------------------------------------------------------------------
    def take(self, paths: Sequence[Path], channel: str = "drop") -> None:
        """Take files and folders in."""
        self.arrivals.take(paths, channel)

    def show_view(self, view: View) -> None:
        """Show another view of the queue."""
        self.enter_room(WORK)
        self.top.show_view(view)
        self.queue.show_view(view)
        self.settings.set_text("view", view.value)
        self.queue.list.setFocus()

    def enter_room(self, key: str) -> None:
        """Show a room of the window, or the work screen again."""
        self.rooms.enter(key)
        self.room_tabs.show_room(self.rooms.current)

    def _entered(self, key: str) -> None:
        self.room_tabs.show_room(key)
        self.top_bar.setVisible(key == WORK)
        self.panes.show_work(shown=key == WORK and self.middle.currentWidget() is self.case)
        if key == WORK:
            (self.case.comparison if self.middle.currentWidget() is self.case else self.first).setFocus()

    def show_attachments(self) -> None:
        """Show the files of the case in hand."""
        case = self.case.case_in_hand
        if case is None:
            self.line.say(self.tr("Files are attached to a case; this document has none."))
            return
        self.dialogs.show_attachments(case).attached.connect(self.session.reload)

    def finish(self) -> None:
        """Go to the next document that needs a decision, with the focus on its first problem."""
        if self.session.busy:
            return
        if self.queue.next_open():
            self.case.comparison.setFocus()
        else:
            self.line.say(self.tr("Nothing else needs you in this view."))

    def look_for_colleagues(self) -> None:
        """Refresh the views if the journal grew: another window may work on the same desk."""
        self.background.read(self, self.services.store.head, self._compare_head, lambda _: None)

    def _compare_head(self, head: tuple[int, str]) -> None:
        before, self._head = self._head, head
        if before is not None and before != head:
            self._refresh.start()

    @property
    def refreshing(self) -> bool:
        """Whether the views are about to be refreshed."""
        return self._refresh.isActive()

    # --- Qt ------------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        """Ask for the size the screens were drawn at (Qt)."""
        return QSize(1440, 900)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders (Qt)."""
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped (Qt)."""
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the page give way first (Qt)."""
        super().resizeEvent(event)
        self.panes.resized(event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width out the first time, now that it is known (Qt)."""
        super().showEvent(event)
        self.panes.share_out_once()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything is, stop what runs (Qt)."""
        self.panes.save()
        self.settings.set_text("sort", self.queue.sort_code())
        self.settings.set_text("kind", self.queue.kind_code())
        self.settings.sync()
        self.background.close()
        super().closeEvent(event)

    # --- building --------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.top_bar = self.panes.add_bar("top", self.top, Qt.ToolBarArea.TopToolBarArea)
        self.bottom_bar = self.panes.add_bar("bottom", self.line, Qt.ToolBarArea.BottomToolBarArea)
        self.middle = QStackedWidget()
        # Until the desk was counted, neither the invitation nor an empty work screen flashes up.
        self.middle.addWidget(QWidget())
        self.middle.addWidget(self.first)
        self.middle.addWidget(self.case)
        self.rooms = RoomStack(self.middle, self.parts)
        self.setCentralWidget(self.rooms)
        for menu_name in MENUS:
            menu = self.menuBar().addMenu("&" + self.tr(menu_name))
            menu.addActions([self.actions_by_id[spec.id] for spec in ACTIONS if spec.menu == menu_name])
        self.room_tabs = RoomTabs(self.actions_by_id)
        if self.menuBar().isNativeMenuBar():
            self.panes.add_bar("rooms", self.room_tabs, Qt.ToolBarArea.TopToolBarArea)
        else:
            # Beside the menus there is room; a bar of its own would take a line from the work.
            self.menuBar().setCornerWidget(self.room_tabs)
        add_review_keys(
            self.actions_by_id,
            (
                self.queue.list, self.case.comparison, self.case.bar.row, self.page, self.history.list,
                self.top.views, self.first,
            ),
        )  # fmt: skip
        self._order_tabs()

    def _order_tabs(self) -> None:
        stops: list[QWidget] = [
            self.top.search, *self.top.tabs.values(), self.queue.kind, self.queue.order, self.queue.list,
            self.page.view, self.case.comparison, *self.case.bar.buttons.values(),
        ]  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.top.search.textChanged.connect(self.queue.search)
        self.top.search.left.connect(self.queue.list.setFocus)
        self.top.cancel_wanted.connect(self.background.cancel_batches)
        self.queue.chosen.connect(self._choose)
        self.queue.emptied.connect(self._nothing_shown)
        self.session.opened.connect(self._show)
        self.case.outlines_changed.connect(self.page.show_outlines)
        self.case.picking_changed.connect(self._set_picking)
        self.page.picked.connect(self.case.pick)
        self.dialogs.said.connect(self.line.say)
        self.dialogs.document_wanted.connect(self._open_anywhere)
        self.rooms.entered.connect(self._entered)
        self.offers = ProfileOffers(self.services, self.background, self.rooms, self)
        self.offers.said.connect(self.line.say)
        self.session.opened.connect(self.offers.opened)
        self.session.commanded.connect(self.offers.commanded)
        self.rooms.said.connect(self.line.say)
        self.rooms.document_wanted.connect(self._open_anywhere)
        self.line.undo_wanted.connect(self.session.undo)
        self.line.anchor_wanted.connect(self.actions_by_id["anchor"].trigger)
        self.line.history_wanted.connect(self.actions_by_id["history"].trigger)
        self.background.changed.connect(self._something_changed)
        self.background.busy.connect(self.top.show_progress)
        self.background.failed.connect(self._failed)
        self.arrivals.tables_arrived.connect(self.dialogs.import_tables)
        self.arrivals.finished.connect(self._batch_through)
        self.arrivals.recovered.connect(self._recovered)
        self.arrivals.said.connect(self.line.say)
        self.first.import_wanted.connect(self.dialogs.import_orders)
        self.first.invoices_wanted.connect(self.dialogs.add_invoices)
        self.first.demo_wanted.connect(self.dialogs.open_demo)

    def _connect_actions(self) -> None:
        for name, call in calls_of(self).items():
            self.actions_by_id[name].triggered.connect(lambda _=False, name=name, call=call: self._do(name, call))

    def _restore(self) -> None:
        self.panes.restore()
        view = self.settings.text("view")
        if view in set(View):
            self.queue.view = View(view)
        self.queue.set_sort_code(self.settings.text("sort"))
        self.queue.set_kind_code(self.settings.text("kind"))

    # --- showing ---------------------------------------------------------------------------------------------------
    def _show(self, opened: Opened) -> None:
        same = self.case.opened is not None and (self.case.opened.document.document_id == opened.document.document_id)
        frame = self.case.comparison.frame
        self._show_work()
        if not same:
            self.page.show_document(opened.document)
        self.page.show_header(opened.comparison.header)
        self.case.show_document(opened, keep=frame.key if same and frame else "")
        self.history.show_entries(opened.entries)
        self.session.keep_ready(self.queue.upcoming(_READY_AHEAD))
        self.deciding.resume_draft(opened)

    def _show_work(self) -> None:
        """Show the work screen; the first time with the focus where the first problem is."""
        if self.middle.currentWidget() is not self.case:
            self.middle.setCurrentWidget(self.case)
            self.case.comparison.setFocus()

    def _nothing_shown(self) -> None:
        """Show no document where the list has none: no key may act on one that the list does not show."""
        self.session.leave()
        self.case.show_document(None)
        self.page.show_document(None)
        self.page.show_header(())
        self.history.show_entries(())

    def _choose(self, document_id: int) -> None:
        self.deciding.just_decided = False
        self.session.open(document_id)

    def _set_picking(self, picking: bool) -> None:
        self.page.view.picking = picking
        self.page.view.magnify(on=picking)
        self.page.view.viewport().setCursor(Qt.CursorShape.CrossCursor if picking else Qt.CursorShape.ArrowCursor)

    def _open_anywhere(self, document_id: int) -> None:
        """Show a document, in the view of all where the present one does not have it."""
        self.enter_room(WORK)
        if self.queue.model.row_of(document_id) < 0:
            self.show_view(View.ALL)
        self.queue.open_document(document_id)

    def _something_changed(self, changed: Changed) -> None:
        if changed.queue or changed.desk or changed.documents:
            self._refresh.start()
        else:
            self._reload_facts()

    def _reload(self) -> None:
        self.queue.reload()
        self._reload_facts()

    def _reload_facts(self) -> None:
        store = self.services.store
        self.background.read(self, store.queue_counts, self._show_counts)
        self.background.read(self, store.facts, self._show_facts)
        self.background.read(self, lambda: unanchored(self.services), self.line.warn_unanchored)
        self.background.read(self, lambda: undo_offer(self.services), self._show_undoable)

    def _show_counts(self, counts: dict[DocumentState, int]) -> None:
        by_view = view_counts(counts)
        self.top.show_counts(by_view)
        self.queue.know_counts(by_view)

    def _show_facts(self, facts: ImportedFacts) -> None:
        self.line.count_journal(facts.journal_entries)
        empty = facts.documents == 0
        self.first.show_facts(facts)
        if empty:
            self.middle.setCurrentWidget(self.first)
        else:
            self._show_work()
        self.panes.show_work(shown=not empty and self.rooms.at_work)

    def _show_undoable(self, last: Undoable | None) -> None:
        self.line.offer_undo(last.label if last else "")
        self.actions_by_id["undo"].setEnabled(last is not None)

    # --- single actions ----------------------------------------------------------------------------------------------
    def _do(self, name: str, call: Callable[[], object]) -> None:
        if not self.rooms.at_work and needs_work_screen(name):
            return
        if name != "propose":
            self.deciding.just_decided = False
        call()

    def propose(self) -> None:
        """Do what the filled button says; a button in focus is pressed instead."""
        if self.session.busy:
            return
        if self.deciding.just_decided:
            self.deciding.just_decided = False
            self.line.say(self.tr("Decided. Enter again begins what the filled button says."))
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        else:
            self.case.start_proposed()

    def escape(self) -> None:
        """Close the panel that is open; else, in the list, clear the search."""
        if self.case.open_panel is None and self.queue.list.hasFocus():
            self.top.search.clear()
            self.queue.kind.setCurrentIndex(0)
        else:
            self.case.close_panels()

    def search(self) -> None:
        """Go to the search field."""
        self.top.search.setFocus()
        self.top.search.selectAll()

    def open_other_document(self) -> None:
        """Show the document this one may be a duplicate of."""
        other = other_document_of(self.case.bar.case)
        if other is None:
            return
        dialog = OtherDocument(self.services, self.background, self.theme, self.figures, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self._open_anywhere)
        dialog.show_document(other)
        dialog.show()

    def explain(self) -> None:
        """Explain the finding in focus."""
        frame = self.case.comparison.frame
        topics = topics_of(frame) if frame else ()
        if topics:
            dialog = PatternHelp(topics, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def only_this_vendor(self) -> None:
        """Search for this vendor's documents."""
        row = self.queue.row
        if row is not None and row.vendor_name:
            self.top.search.setText(row.vendor_name)

    def print_case(self) -> None:
        """Print the document that is open."""
        if self.case.opened is not None:
            ask_and_print(self.case.opened, self.services.store.folder.name, self)

    def change_language(self) -> None:
        """Open the window anew in the other language; what was open and what was typed is back then."""
        self.settings.set_text("language", "en" if self.language == "de" else "de")
        self.reopen = True
        self.close()

    def change_scheme(self) -> None:
        """Change between light and dark."""
        scheme = Scheme.LIGHT if self.theme.is_dark else Scheme.DARK
        self.settings.set_scheme(scheme)
        self.theme.use(scheme)

    def _batch_through(self, items: Sequence[InboxItem]) -> None:
        taken, refused, stopped = outcome_words(items)
        parts = [self.tr("{0} taken in").format(say(counted(taken, "document")))]
        if refused:
            parts.append(self.tr("%n refused: see the inbox log, Ctrl+L", "", refused))
        if stopped:
            parts.append(self.tr("%n not read, stopped on request", "", stopped))
        self.line.say(" · ".join(parts))

    def _recovered(self, count: int) -> None:
        told = self.tr("{0} waited since the last time and will be read now.")
        self.line.say(told.format(say(counted(count, "document"))))

    def _wake_due(self) -> None:
        """Bring back what was put aside until today."""
        self.background.command(
            self,
            lambda: wake_due(self.services),
            self._woken,
            changes=lambda woken: Changed(frozenset(woken), queue=bool(woken)),
        )

    def _woken(self, woken: tuple[int, ...]) -> None:
        if woken:
            self.line.say(self.tr("{0} back from hold").format(say(counted(len(woken), "document"))))

    def _failed(self, error: BaseException) -> None:
        show_error(error, self)

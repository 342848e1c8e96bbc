"""The window: puts the panes together and connects them. What each does is in its own file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.domain.imports import ImportedFacts
from app.ui.action_calls import calls_of
from app.ui.actions import ACTIONS, MENUS, add_review_keys, clashes, make_actions
from app.ui.arrivals import Arrivals, paths_of
from app.ui.background import Background
from app.ui.case.loading import Opened
from app.ui.case.pane import CasePane
from app.ui.case.session import Session
from app.ui.coming_back import ComingBack
from app.ui.crash import write_report
from app.ui.deciding import Deciding
from app.ui.dialogs import Dialogs
from app.ui.errors import is_quiet, show_error, trouble_of
from app.ui.first_start import FirstStart
from app.ui.fitted_scroll import keep_in_sight
from app.ui.history.line import HistoryLine
from app.ui.history.panel import HistoryPanel
from app.ui.i18n import current_language
from app.ui.keeping_current import KeepingCurrent
from app.ui.page.page_pane import PagePane
from app.ui.profiles.offer import ProfileOffers
from app.ui.queue.pane import QueuePane
from app.ui.rolling_backups import RollingBackups
from app.ui.room import RoomParts
from app.ui.room_stack import RoomStack, RoomTabs
from app.ui.rooms import WORK
from app.ui.settings import WindowSettings
from app.ui.theme import Theme
from app.ui.top_bar import TopBar
from app.ui.window_commands import WindowCommands
from app.ui.window_layout import WindowLayout
from app.workflow.figures import Figures
from app.workflow.queue import View
from app.workflow.services import Services

CRASH_REPORTS = "crash-reports"
_READY_AHEAD = 2


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
        app = QApplication.instance()
        if isinstance(app, QApplication):
            # A part that scrolls in a low window never hides what has the focus.
            app.focusChanged.connect(self._follow_focus)
        self.parts = RoomParts(services, self.background, theme, figures, settings)
        self.dialogs = Dialogs(self, self.parts, self.arrivals, self.actions_by_id)
        self._make_panes()
        self._make_helpers()
        # Whether the window is to be opened again when it has closed, and the language it speaks.
        self.reopen = False
        self.language = current_language()
        self._build()
        self._connect()
        self._connect_actions()
        self._restore()
        self._begin()

    def _make_panes(self) -> None:
        services, theme, figures = self.services, self.theme, self.figures
        self.top = TopBar(self.actions_by_id)
        self.queue = QueuePane(services, self.background, theme, figures)
        self.page = PagePane(services, self.background, theme)
        self.case = CasePane(services, theme, figures, self.actions_by_id, services.actor.role)
        self.first = FirstStart()
        self.history = HistoryPanel()
        self.line = HistoryLine()

    def _make_helpers(self) -> None:
        """Make those who let the panes work together: deciding, refreshing, commands, layout and coming back."""
        services, settings = self.services, self.settings
        self.deciding = Deciding(
            self, services, self.background, settings, self.session,
            case=self.case, page=self.page, queue=self.queue, history=self.history, line=self.line,
        )  # fmt: skip
        self.current = KeepingCurrent(services, self.background, self, queue=self.queue, top=self.top, line=self.line)
        self.commands = WindowCommands(self)
        self.panes = WindowLayout(self, settings, self.queue, self.page, self.history)
        self.back = ComingBack(
            self, settings, services.store.folder, panes=self.panes, queue=self.queue,
            session=self.session, case=self.case, page=self.page.view, line=self.line,
        )  # fmt: skip

    def _begin(self) -> None:
        self.back.begin()
        self.queue.show_view(self.queue.view)
        self.top.show_view(self.queue.view)
        self.current.begin()
        self.arrivals.resume()
        self.backups = RollingBackups(self.services, self.background, self)
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

    def open_anywhere(self, document_id: int) -> None:
        """Show a document, in the view of all where the present one does not have it."""
        self.enter_room(WORK)
        if self.queue.model.row_of(document_id) < 0:
            self.show_view(View.ALL)
        self.queue.open_document(document_id)

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

    def start_anew(self) -> None:
        """Close, and open again: where the person was and what was typed is back then."""
        self.reopen = True
        self.close()

    def tell_fault(self, report: Path) -> None:
        """Say that a fault ended the last run, and where its report lies."""
        self.line.say_also(self.tr("A fault ended it; its report is {0}.").format(report))

    @property
    def refreshing(self) -> bool:
        """Whether the views are about to be refreshed."""
        return self.current.pending

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
        """Share the width out anew (Qt)."""
        super().resizeEvent(event)
        self.panes.share_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width out, now that it is known (Qt)."""
        super().showEvent(event)
        self.panes.share_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything is, stop what runs (Qt)."""
        self.back.end()
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
        self.dialogs.document_wanted.connect(self.open_anywhere)
        self.rooms.entered.connect(self._entered)
        self.offers = ProfileOffers(self.services, self.background, self.rooms, self)
        self.offers.said.connect(self.line.say)
        self.session.opened.connect(self.offers.opened)
        self.session.commanded.connect(self.offers.commanded)
        self.rooms.said.connect(self.line.say)
        self.rooms.document_wanted.connect(self.open_anywhere)
        self.line.undo_wanted.connect(self.session.undo)
        self.line.anchor_wanted.connect(self.actions_by_id["anchor"].trigger)
        self.line.history_wanted.connect(self.actions_by_id["history"].trigger)
        self.current.counted.connect(self._show_facts)
        self.background.busy.connect(self.top.show_progress)
        self.background.within.connect(self.top.show_within)
        self.background.failed.connect(self._failed)
        self.arrivals.tables_arrived.connect(self.dialogs.import_tables)
        self.arrivals.said.connect(self.line.say)
        self.arrivals.went_on.connect(self.line.say_also)
        self.first.import_wanted.connect(self.dialogs.import_orders)
        self.first.invoices_wanted.connect(self.dialogs.add_invoices)
        self.first.demo_wanted.connect(self.dialogs.open_demo)

    def _connect_actions(self) -> None:
        for name, call in calls_of(self).items():
            self.actions_by_id[name].triggered.connect(
                lambda _=False, name=name, call=call: self.commands.do(name, call)
            )

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
        if same:
            self.case.show_anew(opened, keep=frame.key if frame else "")
        else:
            self.case.show_document(opened)
        self.history.show_entries(opened.entries, opened.comparison.names)
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

    def _show_facts(self, facts: ImportedFacts) -> None:
        self.line.count_journal(facts.journal_entries)
        empty = facts.documents == 0
        self.first.show_facts(facts)
        if empty and self.middle.currentWidget() is not self.first:
            self.middle.setCurrentWidget(self.first)
            if self.rooms.at_work:
                # Enter begins with what is filled; no key is lost in the search of an empty desk.
                self.first.setFocus()
        elif not empty:
            self._show_work()
        self.panes.show_work(shown=not empty and self.rooms.at_work)

    def _follow_focus(self, _: QWidget | None, focus: QWidget | None) -> None:
        keep_in_sight(focus)

    def _failed(self, error: BaseException) -> None:
        if trouble_of(error).is_bug and not is_quiet(error):
            write_report(self.services.store.folder / CRASH_REPORTS, error)
        show_error(error, self, self.start_anew)

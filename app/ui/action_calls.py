"""What each action of the table does in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from app.domain.case import Action
from app.ui.page.page_view import ZOOM_STEP
from app.ui.rooms import ROOMS, WORK
from app.workflow.queue import View

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_DECISIONS = {
    "accept": Action.ACCEPT,
    "correct": Action.CORRECT,
    "choose": Action.CHOOSE,
    "reject": Action.REJECT,
    "send": Action.SEND,
    "hold": Action.HOLD,
    "note": Action.NOTE,
    "reopen": Action.REOPEN,
}


def calls_of(window: MainWindow) -> Mapping[str, Callable[[], object]]:
    """Return by action id what is called when it is triggered."""
    calls: dict[str, Callable[[], object]] = {
        "import_folder": window.dialogs.import_orders,
        "add_invoices": window.dialogs.add_invoices,
        "paste": window.arrivals.paste,
        "add_folder": partial(window.dialogs.add_invoices, folder=True),
        "export": window.dialogs.export,
        "print": window.commands.print_case,
        "language": window.commands.change_language,
        "verify": window.dialogs.verify,
        "anchor": window.dialogs.anchor,
        "attachments": window.commands.show_attachments,
        "quit": window.close,
        "undo": window.session.undo,
        "search": window.commands.search,
        "same_vendor": window.commands.only_this_vendor,
        "view_mine": partial(window.show_view, View.MINE),
        "view_waiting": partial(window.show_view, View.WAITING),
        "view_cleared": partial(window.show_view, View.CLEARED),
        "view_all": partial(window.show_view, View.ALL),
        "view_rejected": partial(window.show_view, View.REJECTED),
        "urgent_first": window.queue.urgent_first,
        "inbox": window.dialogs.show_inbox,
        "history": window.panes.toggle_history,
        "scheme": window.commands.change_scheme,
        "reset_layout": window.panes.reset,
        "next_case": partial(window.queue.step, 1),
        "previous_case": partial(window.queue.step, -1),
        "finish": window.commands.finish,
        "next_problem": partial(window.case.step_problem, 1),
        "previous_problem": partial(window.case.step_problem, -1),
        "propose": window.commands.propose,
        "other_document": window.commands.open_other_document,
        "alike": window.case.list_alike,
        "raw": window.case.toggle_raw,
        "zoom_in": lambda: window.page.view.set_zoom(window.page.view.zoom * ZOOM_STEP),
        "zoom_out": lambda: window.page.view.set_zoom(window.page.view.zoom / ZOOM_STEP),
        "fit_width": window.page.view.fit_width,
        "next_page": lambda: window.page.view.turn_to(window.page.view.page + 1),
        "previous_page": lambda: window.page.view.turn_to(window.page.view.page - 1),
        "freeze": window.page.toggle_freeze,
        "detach_page": window.panes.toggle_page_window,
        "escape": window.commands.escape,
        "explain": window.commands.explain,
        "keys": window.dialogs.show_keys,
        "about": window.dialogs.about,
    }
    for name, action in _DECISIONS.items():
        calls[name] = partial(window.case.start, action)
    for key in (WORK, *(room.key for room in ROOMS)):
        calls[f"room_{key}"] = partial(window.enter_room, key)
    return calls

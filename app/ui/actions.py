"""One table of everything a person can ask of the window: name, text, key, where the key works, and what it does.

Menus, buttons, the sheet of keys and the tests are made from this table. Two actions never share a key in contexts that
can be active together: Qt would fire neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.rooms import ROOMS, WORK


class Context(StrEnum):
    """Where a key works. WINDOW keys work everywhere; REVIEW ones only while no text is being edited."""

    WINDOW = "everywhere"
    REVIEW = "while looking at a document"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``key`` is in Qt's portable form; empty: only in menus. ``menu`` names where it stands."""

    id: str
    text: str
    key: str
    context: Context
    help: str
    menu: str = ""
    more_keys: tuple[str, ...] = ()


_W, _R = Context.WINDOW, Context.REVIEW

_ROOM_ACTIONS = (
    ActionSpec(f"room_{WORK}", "Work", "Alt+1", _W, "Settle what needs a decision.", "Rooms"),
    *(ActionSpec(f"room_{room.key}", room.title, room.shortcut, _W, room.help, "Rooms") for room in ROOMS),
)
ACTIONS: tuple[ActionSpec, ...] = (
    *_ROOM_ACTIONS,
    ActionSpec(
        "import_folder",
        "Import orders…",
        "Ctrl+I",
        _W,
        "Import vendors, items, orders, receipts and the policy.",
        "File",
    ),
    ActionSpec("add_invoices", "Add invoices…", "Ctrl+O", _W, "Take invoices in: PDF files or pictures.", "File"),
    ActionSpec(
        "add_folder", "Add a folder of invoices…", "Ctrl+Shift+O", _W, "Take in every document of a folder.", "File"
    ),
    ActionSpec("paste", "Paste files", "Ctrl+V", _R, "Take in the files that were copied elsewhere.", "File"),
    ActionSpec(
        "export", "Export…", "Ctrl+E", _W, "Write cases, the audit log, lines or the scorecard to a file.", "File"
    ),
    ActionSpec(
        "print", "Print this case…", "Ctrl+P", _W, "Print the comparison and its history, on paper or as PDF.", "File"
    ),
    ActionSpec(
        "verify",
        "Check the journal",
        "Ctrl+Shift+J",
        _W,
        "Prove that the journal and the stored files are whole.",
        "File",
    ),
    ActionSpec(
        "anchor",
        "Take an anchor…",
        "Ctrl+Shift+K",
        _W,
        "Save a few lines that stand for the whole journal, to be kept where this machine cannot reach them.",
        "File",
    ),
    ActionSpec("quit", "Quit", "Ctrl+Q", _W, "Close the window; what is running is stopped at a safe place.", "File"),
    ActionSpec(
        "undo", "Undo the last command", "Ctrl+Z", _W, "Take your last command back; the journal keeps both.", "Edit"
    ),
    ActionSpec("search", "Search", "/", _R, "Search vendor, number, file and order number.", "Edit", ("Ctrl+F",)),
    ActionSpec("same_vendor", "Only this vendor", "V", _R, "Search for the documents of this vendor.", "Edit"),
    ActionSpec("view_mine", "Needs me", "Ctrl+1", _W, "Show what needs a decision.", "View"),
    ActionSpec("view_waiting", "Waiting", "Ctrl+2", _W, "Show what was handed over or is on hold.", "View"),
    ActionSpec("view_cleared", "Cleared", "Ctrl+3", _W, "Show what cleared by itself or was released.", "View"),
    ActionSpec("view_all", "All", "Ctrl+4", _W, "Show every document.", "View"),
    ActionSpec("view_rejected", "Rejected", "Ctrl+5", _W, "Show what was rejected.", "View"),
    ActionSpec(
        "urgent_first", "Most urgent first", "U", _R, "Sort by urgency, then by due date, then by age again.", "View"
    ),
    ActionSpec("inbox", "Inbox log", "Ctrl+L", _W, "Show what came in, what was refused and why.", "View"),
    ActionSpec("history", "History", "Ctrl+H", _W, "Show or hide everything that was done to this document.", "View"),
    ActionSpec("scheme", "Light or dark", "Ctrl+Shift+L", _W, "Change between light and dark.", "View"),
    ActionSpec("language", "English / Deutsch", "", _W, "Change the language of the window.", "View"),
    ActionSpec(
        "reset_layout",
        "Reset the layout",
        "Ctrl+Shift+R",
        _W,
        "Put every part back to its place.",
        "View",
    ),
    ActionSpec("next_case", "Next document", "Ctrl+Right", _W, "Look at the next document; nothing is decided.", "Go"),
    ActionSpec("previous_case", "Previous document", "Ctrl+Left", _W, "Look at the document before.", "Go"),
    ActionSpec(
        "finish",
        "Next open document",
        "Ctrl+Return",
        _W,
        "Go to the next document that needs a decision.",
        "Go",
        ("Ctrl+Enter",),
    ),
    ActionSpec("next_problem", "Next problem", "N", _R, "Go to the next thing to decide on this document.", "Go"),
    ActionSpec("previous_problem", "Previous problem", "Shift+N", _R, "Go back to the problem before.", "Go"),
    ActionSpec(
        "propose", "Do what is proposed", "Return", _R, "Start what the filled button says.", "Decide", ("Enter",)
    ),
    ActionSpec("accept", "Accept", "A", _R, "Accept the difference; a reason is asked for.", "Decide"),
    ActionSpec("correct", "Correct a value", "F2", _R, "Type what the page really says.", "Decide"),
    ActionSpec(
        "choose", "Choose another order line", "C", _R, "Pick the order line from numbered candidates.", "Decide"
    ),
    ActionSpec("reject", "Reject", "X", _R, "Say that this invoice must not be paid: it goes back.", "Decide"),
    ActionSpec(
        "send", "Ask whoever decides", "E", _R, "Show the drafted message, to be copied into your mail.", "Decide"
    ),
    ActionSpec("hold", "Hold until a day", "H", _R, "Put the case aside until a day you name.", "Decide"),
    ActionSpec(
        "alike", "More like this", "=", _R, "List open cases like the decided one; nothing is ticked.", "Decide"
    ),
    ActionSpec("note", "Write a note", "T", _R, "Add a note to the case.", "Decide"),
    ActionSpec(
        "attachments",
        "Attached files…",
        "Ctrl+Shift+A",
        _R,
        "See, attach and save files that belong to this case.",
        "Decide",
    ),
    ActionSpec("reopen", "Reopen", "O", _R, "Open a settled case again.", "Decide"),
    ActionSpec(
        "raw", "Characters as read", "R", _R, "Show the characters of the focused value as they were read.", "Page"
    ),
    ActionSpec(
        "other_document", "Open the other document", "G", _R, "Show the document this may be a duplicate of.", "Go"
    ),
    ActionSpec("zoom_in", "Larger", "Ctrl++", _W, "Show the page larger.", "Page", ("Ctrl+=",)),
    ActionSpec("zoom_out", "Smaller", "Ctrl+-", _W, "Show the page smaller.", "Page"),
    ActionSpec("fit_width", "Fit width", "Ctrl+0", _W, "Fit the page to the width of its pane.", "Page"),
    ActionSpec("next_page", "Next page", "Ctrl+PgDown", _W, "Turn to the next page of the document.", "Page"),
    ActionSpec("previous_page", "Previous page", "Ctrl+PgUp", _W, "Turn back one page.", "Page"),
    ActionSpec("freeze", "Freeze the page", "F", _R, "Keep the page where it is, whatever value is looked at.", "Page"),
    ActionSpec(
        "detach_page", "Page in its own window", "Ctrl+Shift+P", _W, "Put the page on another screen, or back.", "Page"
    ),
    ActionSpec("escape", "Leave editing", "Esc", _R, "Close the panel that is open; never the document.", ""),
    ActionSpec("explain", "What is this?", "W", _R, "Explain the finding: what to do first, when it clears.", "Help"),
    ActionSpec("keys", "All keys", "?", _R, "Show this sheet.", "Help", ("F1",)),
    ActionSpec("about", "About Tieout", "Ctrl+F1", _W, "Show the version.", "Help"),
)

BY_ID: Mapping[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
_REPEATING = frozenset({"next_case", "previous_case", "zoom_in", "zoom_out", "next_page", "previous_page"})
# What stands in these menus is about the document in sight.
_OF_WORK = frozenset({"Go", "Decide", "Page"})
_OF_DOCUMENT = frozenset({"undo", "escape", "search", "same_vendor", "history", "print"})
MENUS = ("File", "Edit", "View", "Rooms", "Go", "Decide", "Page", "Help")


def make_actions(window: QWidget, keys: Mapping[str, str] | None = None) -> dict[str, QAction]:
    """Make every action; WINDOW ones work at once, REVIEW ones after :func:`add_review_keys`.

    ``keys`` replaces the table's keys by action id. A key that is held down acts once, except for walking.
    """
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(_tr(spec.text), window)
        action.setObjectName(spec.id)
        own = (keys or {}).get(spec.id, spec.key)
        action.setShortcuts([QKeySequence(key) for key in (own, *spec.more_keys) if key])
        action.setToolTip(_tr(spec.help))
        action.setStatusTip(_tr(spec.help))
        action.setAutoRepeat(spec.id in _REPEATING)
        if spec.context is Context.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made[spec.id] = action
    return made


def add_review_keys(actions: Mapping[str, QAction], panes: Iterable[QWidget]) -> None:
    """Let REVIEW keys work while the focus is in one of these panes; none of them may hold a text field."""
    for pane in panes:
        pane.addActions([actions[spec.id] for spec in ACTIONS if spec.context is Context.REVIEW])


def set_key(actions: Mapping[str, QAction], name: str, key: str) -> None:
    """Give an action another key while the program runs; its further keys stay."""
    actions[name].setShortcuts([QKeySequence(one) for one in (key, *BY_ID[name].more_keys) if one])


def needs_work_screen(name: str) -> bool:
    """Tell whether an action acts on the document of the work screen and does nothing in another room."""
    return BY_ID[name].menu in _OF_WORK or name in _OF_DOCUMENT


def key_text(action: QAction) -> str:
    """Return an action's first key as the platform writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def show_key_in_tip(shown: QWidget, action: QAction) -> None:
    """Say in a tooltip what an action does and with which key, also after the key was changed."""

    def tell() -> None:
        shown.setToolTip(f"{action.toolTip()} {key_text(action)}")

    tell()
    action.changed.connect(tell)


def clashes(keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of actions that would share a key, given replacements by action id."""
    seen: dict[str, str] = {}
    found = []
    for spec in ACTIONS:
        for key in (keys.get(spec.id, spec.key), *spec.more_keys):
            folded = QKeySequence(key).toString() if key else ""
            if folded and folded in seen:
                found.append((seen[folded], spec.id))
            elif folded:
                seen[folded] = spec.id
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("actions", text)

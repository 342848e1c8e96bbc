"""Every colour of the window, by meaning, light and dark. No other file of the window names a colour.

The fills of the comparison were chosen so that text on each keeps a contrast of at least 4.5 and any two can be told
apart with normal, protan, deutan and tritan sight; a test computes both from the tables below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.shipped_files import resource_path
from app.workflow.comparison_values import CellState

# Of cells, in pixels; the style adds three more on either side, so that they stand under their headings.
CELL_PADDING = 5
_HEADING_PADDING = CELL_PADDING + 3


class Scheme(StrEnum):
    """Which table is used; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One table: what each colour is for."""

    window: str
    surround: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    accent_hover: str
    selection: str
    hover: str
    link: str
    emphasis: str
    outline_faint: str
    outline_frame: str
    outline_focus: str
    paper_shade: str
    fills: Mapping[CellState, str]

    def colour(self, name: str) -> QColor:
        """Return one colour by its field name."""
        return QColor(getattr(self, name))

    def fill(self, state: CellState) -> QColor:
        """Return the fill of one state."""
        return QColor(self.fills[state])


# What is printed, whatever the scheme: paper is white, and a grey would be dithered.
INK = "#000000"

LIGHT = Colours(
    window="#ffffff",
    surround="#f3f4f6",
    raised="#ffffff",
    text="#1b1b1b",
    muted="#5c6470",
    border="#d6dae0",
    accent="#1a5bbf",
    on_accent="#ffffff",
    accent_hover="#164fa6",
    selection="#e5eefb",
    hover="#f0f3f7",
    link="#1a5bbf",
    emphasis="#8a4b00",
    outline_faint="#9dbbe6",
    outline_frame="#5b8fd8",
    outline_focus="#1a5bbf",
    paper_shade="#ffffff",
    fills={
        CellState.PLAIN: "#ffffff",
        CellState.TOLERATED: "#cfe6fb",
        CellState.DIFFERS: "#ffd58a",
        CellState.MISSING: "#cbbdf2",
        CellState.BLOCKED: "#ea8f78",
    },
)
DARK = Colours(
    window="#1e1e1e",
    surround="#17191d",
    raised="#26282c",
    text="#f4f4f4",
    muted="#a8aeb8",
    border="#3a3d43",
    accent="#7fb0ff",
    on_accent="#10151f",
    accent_hover="#9cc2ff",
    selection="#22324c",
    hover="#2a2d32",
    link="#8db9ff",
    emphasis="#ffc46b",
    outline_faint="#9dbbe6",
    outline_frame="#4f86d6",
    outline_focus="#1a5bbf",
    paper_shade="#f4f2ec",
    fills={
        CellState.PLAIN: "#1e1e1e",
        CellState.TOLERATED: "#17354f",
        CellState.DIFFERS: "#4a3800",
        CellState.MISSING: "#4f3f94",
        CellState.BLOCKED: "#b0452b",
    },
)


class Theme(QObject):
    """Holds the table in force, gives it to the application, and says when it changed.

    Signals:
        changed: The table is another one; whoever paints by hand repaints.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._colours = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def colours(self) -> Colours:
        """The table in force."""
        return self._colours

    @property
    def scheme(self) -> Scheme:
        """What was asked for."""
        return self._scheme

    @property
    def is_dark(self) -> bool:
        """Whether the dark table is in force."""
        return self._colours is DARK

    def use(self, scheme: Scheme) -> None:
        """Change the scheme while the program runs."""
        self._scheme = scheme
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a palette the desktop changes without naming a colour scheme."""
        if event.type() is QEvent.Type.ApplicationPaletteChange:
            self._follow_system()
        return super().eventFilter(watched, event)

    def _follow_system(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self._colours:
            self._colours = wanted
            self._apply()
            self.changed.emit()

    def _wanted(self) -> Colours:
        if self._scheme is not Scheme.SYSTEM:
            return DARK if self._scheme is Scheme.DARK else LIGHT
        system = QGuiApplication.styleHints().colorScheme()
        return DARK if system is Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        sheet = style_sheet(self._colours)
        self._app.setPalette(palette_of(self._colours))
        # A window opened anew has it already, and every widget would be styled again.
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)


def palette_of(colours: Colours) -> QPalette:
    """Return the palette for Qt's own widgets."""
    palette = QPalette()
    role = QPalette.ColorRole
    table = {
        role.Window: colours.window,
        role.Base: colours.window,
        role.AlternateBase: colours.surround,
        role.Button: colours.raised,
        role.ToolTipBase: colours.raised,
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipText: colours.text,
        role.BrightText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.text,
        role.Link: colours.link,
        role.LinkVisited: colours.link,
        role.Mid: colours.border,
        role.Midlight: colours.hover,
        role.Light: colours.raised,
        role.Dark: colours.border,
        role.Shadow: colours.border,
        role.Accent: colours.accent,
    }
    for name, colour in table.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return palette


def style_sheet(colours: Colours) -> str:
    """Return the style sheet: only what a palette cannot say, by the ``look`` property of a widget."""
    c = colours
    arrow = resource_path("icons", "chevron-down.svg").as_posix()
    return f"""
    QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border}; padding: 4px; }}
    QWidget[look="surround"] {{ background: {c.surround}; }}
    QWidget[look="line-above"] {{ background: {c.window}; border-top: 1px solid {c.border}; }}
    QWidget[look="line-below"] {{ background: {c.window}; border-bottom: 1px solid {c.border}; }}
    QLabel[look="muted"] {{ color: {c.muted}; }}
    QLabel[look="title"] {{ font-weight: 600; }}
    QLabel[look="trouble"] {{ color: {c.text}; background: {c.fills[CellState.DIFFERS]};
        border-radius: 4px; padding: 3px 6px; }}
    QPushButton {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border};
        border-radius: 6px; padding: 5px 10px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 9px; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.window}; }}
    QPushButton[look="primary"] {{ color: {c.on_accent}; background: {c.accent}; border: 1px solid {c.accent}; }}
    QPushButton[look="primary"]:disabled {{ color: {c.muted}; background: {c.window}; border: 1px solid {c.border}; }}
    QPushButton[look="primary"]:hover {{ background: {c.accent_hover}; }}
    QPushButton[look="primary"]:focus {{ border: 2px solid {c.text}; }}
    QPushButton[look="tab"] {{ border: 1px solid transparent; background: transparent; padding: 4px 9px; }}
    QPushButton[look="tab"]:hover {{ background: {c.hover}; }}
    QPushButton[look="tab"]:checked {{ background: {c.selection}; border: 1px solid {c.accent}; }}
    QPushButton[look="tab"]:focus {{ border: 1px solid {c.accent}; }}
    QPushButton[look="quiet"] {{ border: 1px solid transparent; background: transparent; padding: 2px 6px; }}
    QPushButton[look="quiet"]:hover {{ background: {c.hover}; }}
    QPushButton[look="quiet"]:checked {{ background: {c.selection}; }}
    QPushButton[look="quiet"]:focus {{ border: 1px solid {c.accent}; }}
    QPushButton[look="link"] {{ border: none; background: transparent; color: {c.link}; padding: 0 2px;
        text-decoration: underline; }}
    QPushButton[look="link"]:focus {{ border: 1px solid {c.accent}; }}
    QLineEdit, QPlainTextEdit, QDateEdit, QComboBox {{ color: {c.text}; background: {c.window};
        border: 1px solid {c.border}; border-radius: 6px; padding: 4px 6px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QComboBox:focus {{ border: 1px solid {c.accent}; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({arrow}); width: 9px; height: 9px; }}
    QComboBox QAbstractItemView {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; }}
    QListView, QTableView, QTreeView, QScrollArea, QAbstractScrollArea[look="surround"] {{ border: none; }}
    QAbstractScrollArea[look="surround"] {{ background: {c.surround}; }}
    QTableView[look="framed"], QListView[look="framed"] {{ border: 1px solid {c.border}; border-radius: 6px; }}
    QTableView[look="framed"]:focus, QListView[look="framed"]:focus {{ border: 1px solid {c.accent}; }}
    QListView[look="framed"]::item {{ padding: 4px 0; }}
    QTableView[look="framed"], QListView[look="framed"] {{ outline: 0; }}
    QTableView[look="framed"]::item {{ padding: 4px {CELL_PADDING}px; }}
    QLabel#qt_msgbox_informativelabel {{ min-width: 260px; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; border: none; border-bottom: 2px solid transparent;
        padding: 6px 10px; }}
    QTabBar[look="close"]::tab {{ padding: 6px 1px; margin-right: 1px; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom: 2px solid {c.accent}; }}
    QTabBar::tab:hover {{ background: {c.hover}; }}
    QTabBar::tab:focus {{ background: {c.selection}; color: {c.text}; }}
    QTableView[look="framed"]::item:selected, QListView[look="framed"]::item:selected {{
        background: {c.selection}; color: {c.text}; }}
    QHeaderView::section {{ background: {c.window}; color: {c.muted}; border: none;
        border-bottom: 1px solid {c.border}; padding: 4px {_HEADING_PADDING}px; }}
    QMainWindow::separator {{ background: {c.border}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {c.accent}; }}
    QMenu {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px 5px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.selection}; }}
    QMenu::item:disabled {{ color: {c.muted}; }}
    QMenuBar {{ background: {c.window}; color: {c.text}; }}
    QMenuBar::item {{ padding: 6px 9px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.selection}; }}
    QProgressBar {{ border: 1px solid {c.border}; border-radius: 4px; background: {c.surround}; color: {c.text};
        text-align: center; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """

"""A row of buttons of a few lines at most: what has no room is in a menu at its end, so that it is still reached."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QSizePolicy, QWidget

from app.ui.flow_row import FlowRow, lines_of

_PLAIN_ROW = 1


class FoldingRow(FlowRow):
    """Lays buttons out in so many lines; the last ones fold into a menu, a checked one never does.

    Attributes:
        most_lines: How many lines there may be; set it, then :meth:`refit`.
        more: The button that opens the menu; hidden where everything has room.
    """

    def __init__(self, gap: int = 6, *, most_lines: int = _PLAIN_ROW, look: str = "") -> None:
        super().__init__(gap)
        self.most_lines = most_lines
        self._wanted: tuple[QAbstractButton, ...] = ()
        self.more = QPushButton("»", self)
        self.more.setObjectName("more")
        self.more.setAccessibleName(self.tr("More"))
        self.more.setToolTip(self.tr("What has no room here"))
        self.more.setProperty("look", look)
        self.more.clicked.connect(self._open_menu)
        self.more.hide()
        wide = QSizePolicy.Policy.Maximum if most_lines == _PLAIN_ROW else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy(wide, QSizePolicy.Policy.Maximum))

    def show_buttons(self, buttons: Sequence[QAbstractButton]) -> None:
        """Take buttons in this order; those that are hidden now are not wanted, and never in the menu."""
        for button in buttons:
            if button.parent() is not self:
                button.setParent(self)
        self._wanted = tuple(button for button in buttons if not button.isHidden())
        self.show_parts((*buttons, self.more))

    @property
    def folded(self) -> tuple[QAbstractButton, ...]:
        """The buttons that are in the menu."""
        return tuple(button for button in self._wanted if button.isHidden())

    def hasHeightForWidth(self) -> bool:
        """Say no: it gives way in height too, one line at a time (Qt)."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the width is another (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for all buttons side by side where there is to be one line (Qt)."""
        if self.most_lines > _PLAIN_ROW:
            return super().sizeHint()
        hints = [button.sizeHint() for button in self._wanted]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0)).grownBy(self.contentsMargins())

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the widest button with the menu beside it (Qt)."""
        hints = [button.sizeHint() for button in self._wanted]
        widest, highest = max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0)
        return QSize(widest + self._gap + self.more.sizeHint().width(), highest).grownBy(self.contentsMargins())

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at this width, of the buttons that have room (Qt)."""
        around = self.contentsMargins()
        inner = width - around.left() - around.right()
        return self._height_of(self._with_room(inner, self.most_lines), inner) + around.top() + around.bottom()

    def _arrange(self, width: int, *, place: bool) -> int:
        around = self.contentsMargins()
        lines = self._lines_in(self.height()) if place else self.most_lines
        shown = self._with_room(width - around.left() - around.right(), lines)
        if place:
            for button in self._wanted:
                button.setVisible(button in shown)
            self.more.setVisible(self.more in shown)
        return super()._arrange(width, place=place)

    def _lines_in(self, height: int) -> int:
        line = max((button.sizeHint().height() for button in self._wanted), default=0) + self._gap
        around = self.contentsMargins()
        room = (height - around.top() - around.bottom() + self._gap) // max(line, 1)
        return min(max(room, 1), self.most_lines)

    def _with_room(self, width: int, lines: int) -> tuple[QWidget, ...]:
        """Return what is shown at a width: everything, or the first ones, the checked one and the menu."""
        if lines_of(self._wanted, width, self._gap) <= lines:
            return self._wanted
        checked = [button for button in self._wanted if button.isChecked()]
        for count in range(len(self._wanted) - 1, 0, -1):
            first = self._wanted[:count]
            shown = (*first, *(button for button in checked if button not in first), self.more)
            if lines_of(shown, width, self._gap) <= lines:
                return shown
        return (*(checked or self._wanted[:1]), self.more)

    def _height_of(self, shown: Sequence[QWidget], width: int) -> int:
        lines = lines_of(shown, width, self._gap)
        height = max((part.sizeHint().height() for part in shown), default=0)
        return lines * height + max(lines - 1, 0) * self._gap

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self.folded:
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
            action.triggered.connect(button.click)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

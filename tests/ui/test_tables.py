"""How tables share their width out, and that what wraps is shown whole (requirement 29)."""

from __future__ import annotations

from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QSplitter, QStyleOptionViewItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.plain_text import plain_label
from app.ui.queue.delegate import QueueDelegate
from app.ui.queue.model import QueueRole
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.theme import Scheme, Theme

LONG = "Corrugated carton, 18 x 12 x 10 in, 32 ECT, kraft, bundle of twenty-five"
SENTENCE = "One line may vary more than the whole invoice may, which the header band does not permit. " * 3


def _columns(*chars: int) -> tuple[Column, ...]:
    return tuple(Column(f"Head {place}", itemgetter(place), chars=one) for place, one in enumerate(chars))


def _table(qtbot: QtBot, columns: tuple[Column, ...], rows: list[tuple[str, ...]], width: int) -> RecordTable:
    table = RecordTable(RecordModel(columns), "table")
    qtbot.addWidget(table)
    table.records.show_rows(rows)
    table.resize(width, 200)
    table.show()
    return table


def test_where_there_is_too_little_room_long_texts_are_cut_and_short_ones_stay_whole(
    qtbot: QtBot, qapp: QApplication
) -> None:
    row = (LONG, "specialty goods", LONG)
    measure = QFontMetrics(qapp.font()).horizontalAdvance
    table = _table(qtbot, _columns(30, 10, 30), [row], measure(LONG) + 300)
    first, short, last = (table.columnWidth(place) for place in range(3))
    assert short > measure(row[1])
    assert abs(first - last) <= 1
    assert first + short + last <= table.viewport().width()


def test_room_left_over_goes_where_long_texts_are_expected_not_where_one_happens_to_stand(qtbot: QtBot) -> None:
    table = _table(qtbot, _columns(14, 30), [("needs a decision", "other unit")], 900)
    measure = table.fontMetrics().horizontalAdvance
    assert table.columnWidth(0) < measure("needs a decision") + 40
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()


def test_r29_a_sentence_in_a_table_has_all_the_lines_it_needs(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(qapp, Scheme.LIGHT)
    table = RecordTable(RecordModel(_columns(30)), "table", wrapped=True)
    qtbot.addWidget(table)
    table.show()
    wrap = int(Qt.TextFlag.TextWordWrap)
    for width in range(300, 700, 9):
        table.resize(width, 300)
        table.records.show_rows([(SENTENCE,)])
        inside = table.columnWidth(0) - 16
        needed = table.fontMetrics().boundingRect(0, 0, inside, 10_000, wrap, SENTENCE).height()
        assert table.rowHeight(0) >= needed, width


def test_r29_a_wrapped_label_is_whole_in_a_splitter(qtbot: QtBot) -> None:
    split = QSplitter()
    qtbot.addWidget(split)
    pane = QWidget()
    layout = QVBoxLayout(pane)
    label = plain_label(SENTENCE, wrap=True, whole=True)
    layout.addWidget(label)
    layout.addWidget(QWidget(), 100)
    split.addWidget(pane)
    split.resize(260, 40)
    split.show()
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    label.setText("short")
    split.resize(900, 40)
    qtbot.waitUntil(lambda: label.minimumSizeHint().height() < 2 * label.fontMetrics().lineSpacing())


def _painted(theme: Theme, amount: str, width: int) -> tuple[QImage, QImage]:
    """Paint one row of the queue; return its first and its second line."""
    item = QStandardItem("! Quarrystone Building Materials Co.")
    for role, text in ((QueueRole.SIGN, "!"), (QueueRole.AMOUNT, amount), (QueueRole.SECOND, "QB-15532")):
        item.setData(text, role)
    model = QStandardItemModel()
    model.appendRow(item)
    delegate, option = QueueDelegate(theme), QStyleOptionViewItem()
    height = delegate.sizeHint(option, model.index(0, 0)).height()
    option.rect.setRect(0, 0, width, height)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image.copy(0, 0, width, height // 2), image.copy(0, height // 2, width, height - height // 2)


def test_in_a_narrow_queue_the_vendor_keeps_its_line_and_the_amount_stands_whole_below(qapp: QApplication) -> None:
    theme = Theme(qapp, Scheme.LIGHT)
    amount = "$ 13,777.00"
    narrow = QFontMetrics(qapp.font()).horizontalAdvance(amount) + 45
    # The other amount is as wide: only the line it stands on differs.
    for width, below in ((narrow, True), (400, False)):
        first, second = _painted(theme, amount, width)
        other_first, other_second = _painted(theme, "$ 24,888.11", width)
        assert (first == other_first) is below
        assert (second == other_second) is not below

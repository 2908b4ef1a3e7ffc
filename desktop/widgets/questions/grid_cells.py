"""How wide the cells of a grid are, and that the field takes the whole of its cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from forms.engine import Kind, Question

_WIDTHS = {
    Kind.INTEGER: 76,
    Kind.DECIMAL: 104,
    Kind.DATE: 116,
    Kind.SELECT_ONE: 132,
    Kind.SELECT_MULTIPLE: 180,
    Kind.TEXT: 132,
}
_BY_CHECK = {"resident_id": 186, "credit_code": 186, "phone": 128, "mobile": 128, "person_name": 108}


def width_of(question: Question, label_width: int) -> int:
    """Return the first width of a column, by what stands in it."""
    checks = question.marks.get("check", "").split()
    wanted = max([_BY_CHECK.get(check, 0) for check in checks] or [0]) or _WIDTHS.get(question.kind, 120)
    return max(wanted, min(label_width + 26, 190))


class WholeCell(QStyledItemDelegate):
    """Gives the field the whole cell, the place of its sign included."""

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002  (Qt's signature)
    ) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)

"""Which computer of an office: the office's own, or one of the clerks' computers below it, numbered.

Each clerk's computer is an office of its own below the county's (docs/decisions/0036), with a code that continues the
county's: two databases under one code would give the same receipt numbers.
"""

from PySide6.QtWidgets import QSpinBox, QWidget

from desktop.words import _

MOST = 99  # computers of one office: two digits


class ComputerNumber(QSpinBox):
    """0 for the office itself, else the number of the computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, MOST)
        self.setSpecialValueText(_("单位主机"))
        self.setSuffix(_(" 号填报机"))
        self.setAccessibleName(_("第几台电脑"))
        self.setToolTip(
            _("几位填报人各用一台电脑时，每台给一个号，代码接在单位代码后面；单位自己的主机不编号。")
        )

    def code(self, office: str) -> str:
        """Return the code of this computer: the office's own code, continued by its number."""
        return f"{office}{self.value():02d}" if self.value() else office

"""The card 规则与期限 of the settings page: the numbers an office may set for itself, by family of ledgers.

A field left empty shows the default that counts; all are checked before any is written.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.families import FAMILIES, family_of
from desktop.widgets import plain
from desktop.words import _
from forms.problems import Problem
from records.ledger.rule_settings import BY_KEY, RULE_SETTINGS, RuleSetting, read_rule

_FIELD: Final = 96  # pixels at 100 %


class RulesCard(QWidget):
    """A line for each rule: what it is, its number, its unit; the page saves what was changed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self._known: dict[str, str] = {}
        card = plain.frame("card", margins=(16, 12, 16, 12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        box = plain.box_of(card)
        box.addWidget(plain.label(_("规则与期限"), "heading"))
        words = _("表单和到期提醒按这些数核对。灰色的是默认值，留空就用它；改好后按“保存设置”。")
        box.addWidget(plain.label(words, "soft", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        headings = {family.key: family.word for family in FAMILIES}
        for family, rules in groupby(RULE_SETTINGS, key=lambda one: family_of(one.form_id)):
            grid.addWidget(plain.label(_(headings[family]), "strong"), grid.rowCount(), 0, 1, 3)
            for one in rules:
                self._add(grid, one)
        box.addLayout(grid)

    def _add(self, grid: QGridLayout, one: RuleSetting) -> None:
        field = self.fields[one.key] = QLineEdit()
        field.setFixedWidth(theme.px(_FIELD))
        field.setPlaceholderText(default_word(one))
        field.setAccessibleName(f"{_(one.label)}（{_(one.unit)}）")
        field.setToolTip(_("{least} 到 {most} 的整数").format(least=f"{one.least:,}", most=f"{one.most:,}"))
        row = grid.rowCount()
        label = plain.label(_(one.label), "soft", wrap=True)
        label.setBuddy(field)
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
        grid.addWidget(plain.label(_(one.unit), "hint"), row, 2)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show what the office set, by key."""
        for key, field in self.fields.items():
            value = values.get(key)
            self._known[key] = "" if value is None else str(value)
            field.setText(self._known[key])

    def changed_values(self) -> dict[str, int | None]:
        """Return what was changed. Raises Problem RECORDS-209, the cursor then stands in the field it is about."""
        found: dict[str, int | None] = {}
        for key, field in self.fields.items():
            if field.text().strip() == self._known.get(key, ""):
                continue
            try:
                found[key] = read_rule(BY_KEY[key], field.text(), _(BY_KEY[key].label))
            except Problem:
                field.setFocus()
                field.selectAll()
                raise
        return found


def default_word(one: RuleSetting) -> str:
    """Return the default as it is read: the number, or that nothing is checked."""
    return _("不设") if one.default is None else str(one.default)

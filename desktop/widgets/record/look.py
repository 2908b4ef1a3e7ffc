"""The few rules of style that only forms need, in tones of the palette; set on the form, made anew with the theme."""

from string import Template

from desktop.theme import tones, zoom

_RULES = Template("""
QLabel[role="question"] { color: ${text_soft}; }
QLabel[role="required"] { color: ${accent}; font-weight: bold; }
QLabel[role="computed"] { color: ${text_soft}; background: ${ground}; border: 1px solid ${line};
  border-radius: 4px; padding: 2px 7px; }
QPushButton[role="section"] { background: transparent; border: 1px solid transparent; padding: 2px 4px;
  font-weight: bold; text-align: left; }
QPushButton[role="section"]:hover { color: ${accent}; }
QPushButton[role="section"]:focus { border: 1px solid ${accent}; }
QLineEdit[role="cell"] { border-radius: 0; border: 1px solid ${accent}; background: ${paper};
  padding: 1px 5px; }
QLineEdit[role="cell"][state="bad"] { border: 1px solid ${bad}; }
QLineEdit[role="cell"][state="warn"] { border: 1px solid ${warn}; }
QRadioButton[role="column-head"] { color: ${text_soft}; font-weight: bold; }
QRadioButton[role="column-head"]::indicator { width: 0px; height: 0px; border: none; background: transparent; image: none; }
QTableView[role="grid"] { border: 1px solid ${line}; border-radius: 4px; }
QTableView[role="grid"]:focus { border-color: ${accent}; }
QListWidget[role="rank"] { border: 1px solid ${line_strong}; border-radius: 4px; }
QListWidget[role="rank"]:focus { border-color: ${accent}; }
QFrame[role="file"] { border: 1px solid ${line_strong}; border-radius: 4px; background: ${paper}; }
QFrame[role="file"]:focus, QFrame[role="drop"]:focus { border-color: ${accent}; }
QFrame[role="drop"] { border: 2px dashed ${line_strong}; border-radius: 8px; background: ${raised}; }
QFrame[role="drop"][over="true"] { border-color: ${accent}; background: ${accent_soft}; }
""")


def sheet() -> str:
    """Return the rules in the current tones."""
    return zoom.scaled(_RULES.substitute(tones.tones()))

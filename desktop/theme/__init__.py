"""How everything looks: one palette file, one style sheet, bundled fonts, tinted icons.

`apply` sets it all on the application and may be called again to change between light, dark and high contrast
while windows are open; `take_style` comes before the application is made. `enlarge` zooms, `px` is a size as it is
then. `colour`, `icon` and `font` are for what is painted by hand. Nothing outside this room names a colour.
"""

from desktop.theme.dress import apply, colour, enlarge, mode, on_change, take_style
from desktop.theme.fonts import figures, font, load_fonts
from desktop.theme.icons import icon, pixmap
from desktop.theme.tones import MODES
from desktop.theme.zoom import next_step, percent, px, set_percent

__all__ = [
    "MODES",
    "apply",
    "colour",
    "enlarge",
    "figures",
    "font",
    "icon",
    "load_fonts",
    "mode",
    "next_step",
    "on_change",
    "percent",
    "pixmap",
    "px",
    "set_percent",
    "take_style",
]

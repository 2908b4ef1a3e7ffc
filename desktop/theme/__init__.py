"""How everything looks: one palette file, one style sheet, bundled fonts, tinted icons.

`apply` sets it all on the application and may be called again to change between light and dark while windows
are open. `colour`, `icon` and `font` are for what is painted by hand. Nothing outside this room names a colour.
"""

from desktop.theme.dress import apply, colour, mode, on_change
from desktop.theme.fonts import figures, font, load_fonts
from desktop.theme.icons import icon, pixmap

__all__ = ["apply", "colour", "figures", "font", "icon", "load_fonts", "mode", "on_change", "pixmap"]

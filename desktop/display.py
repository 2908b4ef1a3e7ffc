"""Is there a screen to open a window on? Asked before Qt is, because Qt ends the program when there is none."""

import ctypes
import os
import sys


def there_is_one() -> bool:
    """Say whether a window can be opened here. Windows and macOS always have a screen; a platform named by hand
    (``QT_QPA_PLATFORM=offscreen``) is taken at its word.
    """
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _x_answers()


def _x_answers() -> bool:
    """Say whether the X server named by DISPLAY takes a connection (a stale DISPLAY is common over ssh)."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not broken

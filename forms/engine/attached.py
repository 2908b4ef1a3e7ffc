"""Answers that name a file (image, audio, video, document): the name alone, never a path.

The file itself is kept elsewhere; the answer is what ODK writes, a file name with its extension.
"""

MAX_NAME = 200  # characters
_FORBIDDEN = set('/\\:*?"<>|')  # what no file system of ours or of a receiving office accepts


def tidy_name(text: str) -> str | None:
    """Return a file name without spaces around; None when it is none (a path, a hidden file, control characters)."""
    name = text.strip()
    bad = not name or len(name) > MAX_NAME or name.startswith(".") or _FORBIDDEN.intersection(name)
    return None if bad or not name.isprintable() else name

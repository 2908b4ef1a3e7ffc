"""The slip of paper on which secrets are handed out: one-time passphrases and recovery codes. Knows no Qt.

They are shown where they are made and nowhere else; the file is to be printed once and deleted.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from desktop.words import _


def rows(codes: Mapping[str, str], recovery: str) -> list[tuple[str, str]]:
    """Return who gets what: a person and a one-time passphrase each, and the recovery code, when there are any."""
    return [*codes.items(), *([(_("恢复码"), recovery)] if recovery else [])]


def write(secrets: list[tuple[str, str]], file: Path, *, office: str, day: date) -> Path:
    """Draw the slip of a change of keys as a PDF."""
    from reports import papers

    lines: list[str | tuple[str, ...]] = list(secrets)
    lines += [
        _("一次性口令只用一次：登录后立即改成自己的口令。恢复码请锁进保险柜，以前的已失效。"),
        _("请只打印一份，分开交给各人；打印后删除这个文件。"),
    ]
    return papers.slip(_("更换密钥后的口令"), lines, file, office=office, day=day)

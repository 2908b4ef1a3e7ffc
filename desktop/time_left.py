"""How long work will still take, in words: from what is done and how long that took. Knows no Qt and no clock."""

from desktop.words import _

_ENOUGH = 2.0  # seconds after which a guess is worth reading
_MINUTE = 60


def time_left(done: int, total: int, seconds: float) -> str:
    """Return the words for what is left after *seconds*; '' while nothing can be said."""
    if seconds < _ENOUGH or not 0 < done < total:
        return ""
    left = seconds * (total - done) / done
    if left < _MINUTE:
        return _("约剩 {count} 秒").format(count=max(1, round(left)))
    return _("约剩 {count} 分钟").format(count=round(left / _MINUTE))

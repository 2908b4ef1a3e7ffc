"""What a new version of a form changes for those who fill it and for what was filled before."""

from forms.versions.comparing import Changes, compare

__all__ = ["Changes", "compare"]

"""Forms going down: an office above packs what it publishes, offices below take it; by the line or as a file."""

from sync.distribution.packing import Packed, mark, pack, package
from sync.distribution.taking import Taken, take, take_bytes

__all__ = ["Packed", "Taken", "mark", "pack", "package", "take", "take_bytes"]

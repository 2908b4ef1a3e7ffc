"""Names for things, as a port: record ids (UUIDv7, names only, never an order) and random tokens."""

import os
import time
from typing import Protocol


class Ids(Protocol):
    """Makes names."""

    def record_id(self) -> str:
        """Return a new UUIDv7 as 36 characters."""
        ...

    def token(self) -> str:
        """Return 128 random bits as 32 hex digits."""
        ...


class SystemIds:
    """Names from the operating system's randomness."""

    def record_id(self) -> str:
        """Return a UUIDv7 (RFC 9562, section 5.7)."""
        value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
        value = (value & ~(0xF << 76)) | (0x7 << 76)
        value = (value & ~(0x3 << 62)) | (0x2 << 62)
        digits = f"{value:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def token(self) -> str:
        """Return 128 bits."""
        return os.urandom(16).hex()

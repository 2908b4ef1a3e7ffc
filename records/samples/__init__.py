"""A sample office: a year of invented work over every ledger. Doors: `SampleYear`, `SampleClock`, `approve`."""

from records.samples.year import SampleClock, SampleYear, approve

__all__ = ["SampleClock", "SampleYear", "approve"]

"""The inbox behind HTTP."""

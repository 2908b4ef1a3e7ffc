"""The inbox behind HTTP."""

from sync.server.running import app, serve

__all__ = ["app", "serve"]

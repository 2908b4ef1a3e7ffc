"""The same office without a window: verbs for scripts, tests and servers. Never imports Qt."""

"""Code tables of the standards, as CSV, and the script that prepares them (see SOURCES.md)."""

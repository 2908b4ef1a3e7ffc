"""What may be entered: form definitions, their compilation, and the engine that runs them.

Knows nothing of databases, papers, networks or windows.
"""

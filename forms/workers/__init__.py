"""Worker processes for long work on many rows: judging a roster, checking a batch.

Python works on one core at a time; an office's PC has two to eight. A job is a function found by its name and the plain data
it needs; chunks of rows go out, results come back in the order of the chunks. A worker opens no file and no database
and holds no key: what it must know of an office it asks the process that started it. Whatever goes wrong with a
worker (killed, crashed, never started) only means that its chunks are worked at here.
"""

from forms.workers.pool import Job, Workers

__all__ = ["Job", "Workers"]

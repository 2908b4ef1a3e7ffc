"""The province's server as a process of its own: ``python -m tests.fakes.served_office FOLDER NAME PASSPHRASE``.

It takes a free port and says it on a line of its own once it listens.
"""

import sys
from functools import partial
from pathlib import Path

from forms.clock import SystemClock
from records.ledger import Office
from records.model.ids import SystemIds
from sync.server import serve

if __name__ == "__main__":
    folder, name, passphrase, *tls = sys.argv[1:]
    with Office.open(Path(folder), name, passphrase, SystemClock(), SystemIds()) as office:
        serve(office, "127.0.0.1", 0, *map(Path, tls), listening=partial(print, flush=True))

"""The province's server as a process of its own: ``python -m tests.fakes.served_office FOLDER PORT``."""

import sys
from pathlib import Path

from forms.clock import SystemClock
from records.ledger import Office
from records.model.ids import SystemIds
from sync.server import serve

if __name__ == "__main__":
    folder, port, name, passphrase = sys.argv[1:5]
    with Office.open(Path(folder), name, passphrase, SystemClock(), SystemIds()) as office:
        serve(office, "127.0.0.1", int(port), *(Path(one) for one in sys.argv[5:7]))

"""The key store of this PC for real: gnome-keyring's Secret Service in a session bus of its own, made and gone with the test."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from desktop.machine_secrets import account_of

ROOT = Path(__file__).parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
LACKING = [name for name in NEEDED if which(name) is None]
SECRET = "金丝雀-machine-key-4321"
SESSION = 'printf %s "$1" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$2" -c "$3" "$4" "$5"'
USE = """
import json, sys
from desktop.machine_secrets import SystemSecrets
store, account, secret = SystemSecrets(), *sys.argv[1:]
print(json.dumps([
    store.usable(), store.get(account), store.put(account, secret), store.get(account),
    store.put(account, secret + "2"), store.get(account), store.get("0" * 32), store.drop(account), store.get(account),
    store.drop(account), store.put("left", secret),
]))
"""


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


def in_a_session(home: Path, *command: str) -> "subprocess.CompletedProcess[bytes]":
    """Run *command* on a session bus of its own, with *home* as the person's folder; options of the bus may stand first."""
    run = home / "run"
    run.mkdir(mode=0o700, parents=True)
    left_out = {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "GNOME_KEYRING_CONTROL"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    places = {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        ["dbus-run-session", *command], cwd=ROOT, env=kept | places, capture_output=True, timeout=60, check=False
    )  # fmt: skip


@pytest.mark.skipif(bool(LACKING), reason=f"not installed here: {' '.join(LACKING)}")
def test_a_secret_is_kept_read_changed_and_forgotten(tmp_path: Path):
    """Kept, read back, changed, forgotten twice; another name has nothing; in the store's own file it stands encrypted."""
    account = account_of(tmp_path / "甘洛", "李主任")

    done = in_a_session(
        tmp_path, "--", "sh", "-c", SESSION, "sh", "login", sys.executable, USE, account, SECRET
    )

    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told == [True, None, True, SECRET, True, f"{SECRET}2", None, None, None, None, True]
    kept = [file for file in tmp_path.rglob("*.keyring") if file.stat().st_size]
    assert kept
    for file in kept:
        data = file.read_bytes()
        for word in (SECRET, "甘洛", "李主任"):
            assert word.encode() not in data


@pytest.mark.skipif(which(NEEDED[0]) is None, reason=f"not installed here: {NEEDED[0]}")
def test_without_a_service_nothing_is_offered(tmp_path: Path):
    """On a bus where nobody keeps secrets, and none may be started: not usable, nothing kept, no error."""
    config = tmp_path / "bus.conf"
    config.write_text(BUS.format(folder=tmp_path), encoding="utf-8")

    done = in_a_session(
        tmp_path / "home", f"--config-file={config}", "--", sys.executable, "-c", USE, "0" * 32, SECRET
    )

    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told == [False, None, False, None, False, None, None, None, None, None, False]

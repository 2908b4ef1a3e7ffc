"""What no line of the program may do, whoever writes it: run data as code, open a shell, unpack foreign pickles, own cryptography."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("forms", "records", "reports", "sync", "desktop", "resources")
SOURCES = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for room in ROOMS
    for file in (ROOT / room).rglob("*.py")
}
# what → (its sign, where it is allowed and why)
NEVER = {
    "a shell": (r"shell=True|os\.system\(|os\.popen\(|os\.startfile\(|subprocess\.getoutput", ()),
    "data run as code": (
        r"(?<![\w.])(eval|exec)\(",
        ("forms/engine/passes.py",),  # written by us from syntax trees, of names and numbers
    ),
    "a pickle from outside": (
        r"^\s*(import|from) (pickle|marshal|shelve|yaml|dill)\b",
        ("forms/workers/pool.py", "forms/workers/process.py"),  # between us and a process we started
    ),
    "cryptography of our own": (
        r"^\s*(import|from) (nacl|Crypto|rsa|ecdsa|jwt|passlib|bcrypt|ssl\._)",
        (),
    ),
    "chance for a secret": (
        r"^\s*from random import|random\.(token|getrandbits)",
        ("forms/engine/context.py", "desktop/samples.py"),  # random() of a form, invented people
    ),
    "a certificate taken on trust": (r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False", ()),
    "SQL put together from values": (r"text\(f[\"'](?:SELECT|INSERT|UPDATE|DELETE)[^\"']*'\{", ()),
}


@pytest.mark.parametrize("what", NEVER)
def test_no_line_does(what: str):
    """Nowhere in the program but where it is named here with its reason."""
    sign, allowed = NEVER[what]
    found = [
        name
        for name, source in SOURCES.items()
        if name not in allowed and re.search(sign, source, re.MULTILINE)
    ]

    assert found == []


def test_every_dependency_is_pinned_by_hash():
    """Each line of the lock files that names a package has its version and at least one SHA-256."""
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        packages = re.split(r"\n(?=[a-zA-Z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
        loose = [
            one.split("\n")[0]
            for one in packages
            if one.strip() and ("==" not in one or "--hash=sha256:" not in one)
        ]

        assert loose == [], lock


def test_no_secret_is_committed():
    """No private key of any kind stands in what ships."""
    signs = (
        "BEGIN PRIVATE " + "KEY",
        "BEGIN EC PRIVATE",
        "AGE-SECRET-" + "KEY-1",
        "untrusted comment: minisign encrypted",
    )

    assert [name for name, source in SOURCES.items() for sign in signs if sign in source] == []

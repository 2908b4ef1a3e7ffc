"""Signed JSON has one spelling, and nothing else is read."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from sync.protocol import strict_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value):
    """Every value comes back equal from its canonical bytes."""
    data = strict_json.encode(value)

    assert strict_json.decode(data, Any) == value


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_the_ledgers_canonical_text_is_ours(answers):
    """The text the ledger hashes is, byte for byte, what travels: sealing need not read it."""
    from records.model.revisions import canonical

    assert canonical(answers).encode() == strict_json.encode(answers)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1.5}',
        b'{"a":1e3}',
        b'{"a":1.0}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\\u4e2d"}',
        b'{"a":"\\/"}',
        b'{"a":1}{"a":1}',
        b'{"a":1',
        b"",
        b"\x00",
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"{'a':1}",
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_any_other_spelling_is_refused(data):
    """Duplicate keys, order, spaces, BOM, NaN, fractions, surrogates, needless escapes, depth: SYNC-017."""
    with pytest.raises(Problem) as caught:
        strict_json.decode(data, dict[str, Any] if not data.startswith(b"[") else Any)

    assert caught.value.code == "SYNC-017"


def test_brackets_inside_text_are_no_nesting():
    """A note full of brackets is text, not depth."""
    data = strict_json.encode({"note": "[{" * 500 + '\\"['})

    assert strict_json.decode(data, dict[str, str])["note"].startswith("[{")


@given(st.binary(max_size=200))
def test_random_bytes_never_do_more_than_be_refused(data):
    """Whatever comes, it is read canonically or refused with a code."""
    try:
        again = strict_json.encode(strict_json.decode(data, Any))
    except Problem as problem:
        again = data if problem.code == "SYNC-017" else b"another problem"

    assert again == data


IN_TWO_THREADS = """
import threading, time
import msgspec
from sync.protocol import strict_json

begun = threading.Event()

def slowly():
    begun.set()
    time.sleep(0.3)
    return int

class Inner(msgspec.Struct):
    number: "slowly()"

class Outer(msgspec.Struct):
    first: int
    inner: Inner

def read():
    strict_json.decode(b'{"first":1,"inner":{"number":2}}', Outer)
    done.append(1)

done = []
threads = [threading.Thread(target=read) for _one in range(2)]
threads[0].start()
begun.wait()
threads[1].start()
for thread in threads:
    thread.join()
assert len(done) == 2
"""


def test_two_threads_read_a_kind_for_the_first_time():
    """While one thread's reader of a kind is being made, another waits for it: half made it would end the process."""
    told = subprocess.run(
        [sys.executable, "-c", IN_TWO_THREADS], check=False, capture_output=True, text=True, timeout=60
    )

    assert told.returncode == 0, told.stderr

"""A batch opens for whom it is meant, with our reader and with public tools, and no changed byte goes unseen."""

import shutil
import subprocess

import pyrage
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.problems import Problem
from sync.protocol import batch, sealing, strict_json
from sync.protocol.envelope import BATCH, Envelope, pack, unpack
from sync.protocol.limits import Limits
from tests.fakes.sealed_batches import Pair, manifest_for, record, sealed_batch

PAIR = Pair.fresh()
SMALL = sealed_batch(PAIR, 1)
REFUSALS = {f"SYNC-{number:03d}" for number in (1, 2, 3, 4, 5, 10, 11, 14, 15, 17)}


def opened(data: bytes, pair: Pair = PAIR, identity: pyrage.x25519.Identity | None = None) -> list[object]:
    """Open a batch to the last record, as the receiving office does."""
    found = batch.verified(data, pair.knows)
    packed = batch.open_payload(found, [str(identity or pair.receiver)])
    return [line for lines in batch.records_of(packed, found.manifest) for line in lines]


@pytest.mark.parametrize("count", [0, 1, 2000])
def test_every_record_comes_out_as_it_went_in(count):
    """The receiving office reads the same records in the same order."""
    assert opened(sealed_batch(PAIR, count)) == [record(number) for number in range(count)]


def test_the_recovery_key_opens_it_too():
    """When the office above has lost its key, its offline key still opens old batches."""
    assert opened(SMALL, identity=PAIR.recovery) == [record(0)]


def test_public_tools_open_it(tmp_path):
    """tar, minisign, age and zstd, in that order, lead a stranger to the records."""
    for tool in ("tar", "minisign", "age", "zstd"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    (tmp_path / "a.batch").write_bytes(sealed_batch(PAIR, 2))
    (tmp_path / "key").write_text(f"{PAIR.receiver}\n")

    def run(*command: str) -> bytes:
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout

    run("tar", "-xf", "a.batch")
    said = run("minisign", "-V", "-P", PAIR.signer.public.text, "-m", "manifest.json")
    run("age", "-d", "-i", "key", "-o", "payload.jsonl.zst", "payload.jsonl.zst.age")
    lines = run("zstd", "-dc", "payload.jsonl.zst").splitlines()

    assert b"batch 1 of device device-a epoch epoch-1 from 513435 to 510000 records 2" in said
    assert lines == list(batch.encode_records([record(0), record(1)]))


def test_nothing_personal_is_readable():
    """Names and identity types of records do not appear in the file, nor in its manifest."""
    assert "阿苏".encode() not in SMALL
    assert "张会计".encode() not in SMALL


def test_the_same_content_sealed_twice_shares_no_ciphertext():
    """Each sealing has a fresh file key."""
    first, second = (unpack(sealed_batch(PAIR, 1), [BATCH])[1].sealed for _ in range(2))

    assert first[200:264] not in second


def test_every_truncation_is_refused():
    """A file cut at any byte is refused as incomplete, never half read."""
    codes = set()
    for length in range(len(SMALL)):
        with pytest.raises(Problem) as caught:
            opened(SMALL[:length])
        codes.add(caught.value.code)

    assert codes == {"SYNC-001", "SYNC-002"}  # 001 only for the empty file


def test_every_changed_byte_is_refused():
    """One flipped bit anywhere, headers and padding and comments included, and nothing is read."""
    for position in range(len(SMALL)):
        changed = bytearray(SMALL)
        changed[position] ^= 1 << (position % 8)
        with pytest.raises(Problem) as caught:
            opened(bytes(changed))
        assert caught.value.code in REFUSALS, position


@settings(max_examples=300)
@given(st.data())
def test_spliced_and_extended_files_are_refused(data):
    """Bytes put in, taken out or appended never pass."""
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(len(SMALL), start + 600)))
    inside = data.draw(st.binary(max_size=600))
    changed = SMALL[:start] + inside + SMALL[end:]
    if changed == SMALL:
        return
    with pytest.raises(Problem) as caught:
        opened(changed)
    assert caught.value.code in REFUSALS


def test_an_unknown_device_is_named():
    """A batch signed by nobody we know says so."""
    with pytest.raises(Problem) as caught:
        opened(SMALL, Pair.fresh())

    assert caught.value.code == "SYNC-010"


def test_a_known_key_cannot_speak_for_another_device():
    """An enrolled device that writes another device's name into its manifest is refused as forged."""
    with pytest.raises(Problem) as caught:
        opened(sealed_batch(PAIR, 1, device="device-b"))

    assert caught.value.code == "SYNC-011"


def test_the_wrong_recipient_cannot_read_it():
    """Another office's key does not open the payload."""
    with pytest.raises(Problem) as caught:
        opened(SMALL, identity=pyrage.x25519.Identity.generate())

    assert caught.value.code == "SYNC-015"


def test_payloads_cannot_be_exchanged_between_batches():
    """A payload under another batch's manifest does not have its hash."""
    other = unpack(sealed_batch(PAIR, 1), [BATCH])[1]
    mine = unpack(SMALL, [BATCH])[1]

    with pytest.raises(Problem) as caught:
        opened(pack(BATCH, Envelope(mine.document, mine.signature, other.sealed)))

    assert caught.value.code == "SYNC-014"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "xiezuo-batch-2"}, "SYNC-005"),
        ({"suite": "sm2"}, "SYNC-005"),
        ({"number": 0}, "SYNC-017"),
        ({"number": 2}, "SYNC-017"),  # a second batch must name the first
        ({"previous": "x"}, "SYNC-017"),
        ({"receiver": "../etc"}, "SYNC-017"),
        ({"epoch": ""}, "SYNC-017"),
        ({"records": 2}, "SYNC-017"),
        ({"counts": {"employment": {"approved": -1, "void": 2}}}, "SYNC-017"),
    ],
)
def test_a_manifest_out_of_shape_is_refused_even_when_signed(changes, code):
    """A device that signs nonsense is not believed."""
    with pytest.raises(Problem) as caught:
        opened(sealed_batch(PAIR, 1, **changes))

    assert caught.value.code == code


def bomb(declared: int, actual: int) -> bytes:
    """Return a validly signed batch whose payload unpacks to *actual* zeros while *declared* bytes are claimed."""
    packed = zstandard.ZstdCompressor(level=19).compress(bytes(actual))
    content = pyrage.encrypt(packed, [PAIR.receiver.to_public()])
    import hashlib

    sealed = sealing.Sealed(str(BATCH.sealed), len(content), declared, 1, hashlib.sha256(content).hexdigest())
    return batch.write(manifest_for(PAIR, sealed, records=1), content, PAIR.signer)


def test_a_bomb_stops_at_the_declared_size():
    """200 MB of zeros in 20 kB are refused after the first piece, not unpacked."""
    import tracemalloc

    data = bomb(1000, 200_000_000)
    tracemalloc.start()
    with pytest.raises(Problem) as caught:
        opened(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert caught.value.code == "SYNC-016"
    assert peak < 20_000_000


def test_a_bomb_that_declares_itself_is_refused_unopened():
    """More than the limit is refused by the claim alone."""
    with pytest.raises(Problem) as caught:
        opened(bomb(2 << 30, 100))

    assert caught.value.code == "SYNC-016"


def test_a_line_without_end_is_refused():
    """One line larger than any record is not collected in memory."""
    with pytest.raises(Problem) as caught:
        opened(bomb(50_000_000, 50_000_000))

    assert caught.value.code == "SYNC-003"


def test_one_bad_line_leaves_the_others_whole():
    """A line that is no record comes out as such, with its number and reason."""
    lines = [strict_json.encode(record(0)), b'{"record":1}', strict_json.encode(record(2))]
    content, sealed = sealing.seal_lines(lines, PAIR.recipients(), str(BATCH.sealed))
    found = opened(batch.write(manifest_for(PAIR, sealed), content, PAIR.signer))

    assert found[0] == record(0)
    assert found[2] == record(2)
    assert isinstance(found[1], batch.BadLine)
    assert (found[1].number, found[1].line) == (2, b'{"record":1}')


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    """The size alone refuses a file."""
    from sync.protocol.envelope import read_file

    (tmp_path / "a.batch").write_bytes(SMALL)
    with pytest.raises(Problem) as caught:
        read_file(tmp_path / "a.batch", Limits(file_bytes=100))

    assert caught.value.code == "SYNC-003"


def test_a_missing_stick_is_said_plainly(tmp_path):
    """A file that cannot be read names itself."""
    from sync.protocol.envelope import read_file

    with pytest.raises(Problem) as caught:
        read_file(tmp_path / "gone.batch")

    assert (caught.value.code, caught.value.place) == ("SYNC-006", "gone.batch")

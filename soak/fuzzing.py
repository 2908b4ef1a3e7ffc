"""`python -m soak fuzz`: seeds of real input, changed at random by the thousand; whatever comes, a reader refuses or reads.

Plain seeded Python, no coverage guidance: docs/decisions/0035 says what was measured. A seed is made here or is a file that
ships; no corpus is kept. A finding prints target, seed and number, and `--seed N TARGET` finds it again.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from soak.figures import Figure

AIM: Final = 1_000_000  # mutants of each target that reads bytes
_SPLICE: Final = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b'"', b"{", b"[" * 80, b"}", b"\\u0000", b"NaN", b"1e999",
    b"-0", b"9" * 400, "\u202e".encode(), b"\r\n", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"${", b"('", b"((((", b"//", b"::",
    b" or ", b"../", b"=1+1", b"%s{0}", "万元".encode(), "２０２６年".encode(), b"/", b"|", b"\t",
)  # fmt: skip
Judge = Callable[[bytes, bytes], str]  # (mutant, seed it came from) → '' or what is wrong


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: its *seeds* and the *judge* of what it does with a mutant; *share* of the aim (slow ones do less)."""

    name: str
    seeds: tuple[bytes, ...]
    judge: Judge
    share: float = 1.0


def mutants(seeds: tuple[bytes, ...], chance: random.Random) -> Iterator[tuple[bytes, bytes]]:
    """Yield (mutant, seed) for ever: bits turned, pieces cut, doubled, moved, exchanged, hostile pieces put in."""
    while True:
        seed = chance.choice(seeds)
        data = bytearray(seed)
        for _change in range(chance.choice((1, 1, 1, 2, 3, 6))):
            _change_one(data, seeds, chance)
        yield bytes(data), seed


def _change_one(data: bytearray, seeds: tuple[bytes, ...], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    until = min(len(data), at + chance.choice((1, 2, 8, 64, 600)))
    kind = chance.randrange(7)
    if kind == 0 and data:
        data[at % len(data)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[at:until]
    elif kind == 2:
        data[at:at] = data[at:until]
    elif kind == 3:
        data[at:until] = chance.choice(_SPLICE)
    elif kind == 4:
        data[at:at] = chance.choice(_SPLICE)
    elif kind == 5:
        other = chance.choice(seeds)
        start = chance.randrange(len(other) + 1)
        data[at:until] = other[start : start + chance.choice((1, 16, 200))]
    else:
        del data[at:]


def run(target: Target, wanted: int, seed: int, enough: Callable[[], bool]) -> Figure:
    """Judge *wanted* mutants of *target*, fewer when *enough* says so."""
    begun, done, wrong = time.monotonic(), 0, list[str]()
    for number, (mutant, origin) in enumerate(
        mutants(target.seeds, random.Random(f"{target.name} {seed}")), start=1
    ):
        if number > wanted or (number % 64 == 0 and enough()):
            break
        done += 1
        try:
            told = target.judge(mutant, origin)
        except (Exception, RecursionError) as error:  # noqa: BLE001  (any error at all is what is looked for)
            told = f"{type(error).__name__}: {error}"
        if told:
            wrong.append(f"{target.name} seed {seed} number {number}: {told[:300]} — {mutant[:200]!r}")
    for line in wrong[:20]:
        sys.stderr.write(f"{line}\n")
    more = f"{len(target.seeds)} seeds"
    return Figure(
        f"fuzzed: {target.name}", round(AIM * target.share), done, len(wrong), more, time.monotonic() - begun
    )


# ── targets ─────────────────────────────────────────────────────────────────────────────────────────────────


def targets() -> list[Target]:
    """Return every target with its seeds."""
    return [*_of_the_road(), *_of_forms(), *_of_cells()]


def _of_the_road() -> list[Target]:
    from sync.protocol import batch, erasure_notice, strict_json, update_notice
    from sync.protocol.envelope import (
        ACKNOWLEDGEMENT,
        ANSWER,
        BATCH,
        FILES,
        INVITATION,
        STATEMENT,
        Envelope,
        pack,
    )
    from sync.protocol.forms_package import FORMS
    from sync.protocol.signing import Signer

    signer = Signer(bytes(range(32)))
    sender = batch.Sender("device-a", "513435", signer.public)
    kinds = (
        BATCH, ACKNOWLEDGEMENT, FILES, STATEMENT, INVITATION, ANSWER, FORMS, update_notice.UPDATE,
        erasure_notice.ERASURE, erasure_notice.ANSWER,
    )  # fmt: skip
    document = strict_json.encode(
        {"format": "x", "list": [1, {"名": "阿依\n"}], "n": -5, "t": True, "z": None}
    )
    sealed = bytes(range(256)) * 5
    files = tuple(
        pack(kind, Envelope(document, signer.sign(document, "c"), sealed if kind.sealed else b""))
        for kind in kinds
    )
    notice = erasure_notice.ErasureNotice(
        erasure_notice.FORMAT, erasure_notice.SUITE, "device-a", "513435", "510000", 3, "2026-11-30", "0" * 64, 9,
        [erasure_notice.ErasedLine("513435", "r-1", "employment", 2, "f" * 64)],
    )  # fmt: skip
    file = update_notice.ProgramFile("a.exe", 5, "0" * 64, "s", signer.public.text)
    told = update_notice.UpdateNotice(
        update_notice.FORMAT, update_notice.SUITE, "513435", "e", 1, "2026-11-30", "1.2.0", "李工", "更快", [file]
    )  # fmt: skip
    return [
        Target("strict JSON", (document, *_documents(document)), _json),
        Target("files of the road", files, partial(_envelope, kinds)),
        Target("sealed batches", (_batch(signer),), partial(_signed, partial(_opened, sender))),
        Target(
            "erasure notices", (erasure_notice.write(notice, signer),),
            partial(_signed, partial(erasure_notice.read, sender_of=lambda _id: sender)),
        ),
        Target(
            "update notices", (update_notice.write(told, signer),),
            partial(_signed, partial(update_notice.read, key=signer.public)),
        ),
    ]  # fmt: skip


def _documents(document: bytes) -> Iterable[bytes]:
    """Return further documents: deep, long, with every kind of escape."""
    yield b"[" * 60 + b"]" * 60
    yield b'{"a":"' + b"\\u0001\\n\\t\\\\" * 20 + b'"}'
    yield b"[" + b",".join([document] * 8) + b"]"


def _batch(signer: Any) -> bytes:
    """Return a whole batch, signed by *signer*; what is sealed in it is only bytes here."""
    import hashlib

    from sync.protocol import batch, manifest
    from sync.protocol.sealing import Sealed

    sealed = bytes(range(256)) * 8
    payload = Sealed("payload.jsonl.zst.age", len(sealed), 100, 1, hashlib.sha256(sealed).hexdigest())
    form = manifest.FormVersion("employment", "2026", "0" * 64)
    said = manifest.Manifest(
        manifest.FORMAT, manifest.SUITE, "device-a", "epoch-a", 1, "", "513435", "510000", "2026-11-30T09:00:00+08:00",
        "0" * 64, 0, 1, 1, {"employment": {"approved": 1}}, [form], payload,
    )  # fmt: skip
    return batch.write(said, sealed, signer)


def _json(mutant: bytes, _origin: bytes) -> str:
    from sync.protocol import strict_json

    try:
        value = strict_json.decode_with(strict_json.decoder(dict[str, Any]), mutant)
    except strict_json.NotStrictError:
        return ""
    return "" if strict_json.encode(value) == mutant else "read in a second spelling"


def _envelope(kinds: tuple[Any, ...], mutant: bytes, _origin: bytes) -> str:
    from forms.problems import Problem
    from sync.protocol.envelope import pack, unpack

    try:
        kind, found = unpack(mutant, kinds)
    except Problem as problem:
        return "" if problem.code in ("SYNC-001", "SYNC-002", "SYNC-003", "SYNC-004") else problem.code
    return "" if pack(kind, found) == mutant else "read in a second spelling"


def _signed(read: Callable[..., object], mutant: bytes, origin: bytes) -> str:
    """Whatever differs from what was signed is refused by a code of the road."""
    from forms.problems import Problem

    try:
        read(data=mutant)
    except Problem as problem:
        return "" if problem.code.startswith("SYNC-0") else problem.code
    return "" if mutant == origin else "accepted"


def _opened(sender: Any, data: bytes) -> None:
    """Open a batch as far as its hashes go: the payload here is no age file, so a right one ends at SYNC-015."""
    from forms.problems import Problem
    from sync.protocol import batch
    from sync.protocol.problem_codes import NOT_DECRYPTED

    found = batch.verified(data, lambda _key_id: sender)
    try:
        batch.open_payload(found, [])
    except Problem as problem:
        if problem.code != NOT_DECRYPTED.code:
            raise


def _of_forms() -> list[Target]:
    from forms.compile import compile_xlsform
    from forms.definitions import builtin
    from forms.engine.expression.parser import parse

    sheets = tuple(builtin()[name].read_bytes() for name in ("volunteer_service", "land_quota"))
    xforms = tuple(
        compile_xlsform(builtin()[name]).xform.encode() for name in ("volunteer_service", "land_quota")
    )
    expressions = (
        b"if(${a} > 5 and not(selected(${b}, 'x')), count(${r}) div 2, -1.5)", b"instance('x')/root/item[name = current()/../a]/label",
        b"concat('a', \"b\", string-length(.), substr(${n}, 0, 3))", b"/data/group/question[position() = 2] | //item", b"regex(., '^(a+)+$')",
    )  # fmt: skip
    return [
        Target("expressions", expressions, partial(_expression, parse)),
        Target("stored forms", xforms, _xform, 0.003),
        Target("sheets of forms", sheets, _sheets, 0.0005),
    ]


def _expression(parse: Callable[[str], object], mutant: bytes, _origin: bytes) -> str:
    from forms.engine.expression.tokens import ExpressionError

    try:
        parse(mutant.decode("utf-8", "surrogatepass" if b"\xed\xa0" in mutant else "replace"))
    except (ExpressionError, UnicodeDecodeError):
        return ""
    return ""


def _xform(mutant: bytes, _origin: bytes) -> str:
    from forms.compile import load_xform
    from forms.problems import Problem

    try:
        load_xform(mutant.decode("utf-8", "replace"))
    except Problem:
        return ""
    return ""


def _sheets(mutant: bytes, _origin: bytes) -> str:
    from forms.compile import compile_xlsform
    from forms.problems import Problem

    with tempfile.TemporaryDirectory(prefix="xiezuo-fuzz-") as folder:
        file = Path(folder) / "form.md"
        file.write_bytes(mutant)
        try:
            compile_xlsform(file)
        except Problem:
            return ""
    return ""


def _of_cells() -> list[Target]:
    from forms.compile import compile_xlsform
    from forms.definitions import builtin
    from reports.workbooks.cleaning import cleaner_for

    definition = compile_xlsform(builtin()["employment"]).definition
    cleaners = [
        cleaner_for(question, heading, [])
        for question in definition.questions.values()
        for heading in ("", "月工资（万元）")
    ]
    seeds = tuple(
        text.encode()
        for text in (
            "阿 依", "511322199003070019", "2026年4月", "2026.04.06", "0.4万", "3,000", "￥888.88", "至今", "是", "1、2、3",
            "13800138001", "６５００", "2026-11-30 12:30:00", "二〇二六年", "=SUM(A1)", "/", "45000.5", "6.3E+10",
        )
    )  # fmt: skip
    return [Target("cells of workbooks", seeds, partial(_cell, cleaners), 0.1)]


def _cell(cleaners: list[Callable[[Any], Any]], mutant: bytes, _origin: bytes) -> str:
    from reports.workbooks.cleaning import Unclear

    text = mutant.decode("utf-8", "replace")
    for clean in cleaners:
        try:
            clean(text)
        except Unclear:
            continue
    return ""


def main(arguments: list[str]) -> int:
    """Fuzz the targets named (all without names), and print a line of JSON for each."""
    parser = argparse.ArgumentParser(prog="python -m soak fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--share", type=float, default=1.0, help="of the aims")
    parser.add_argument("--minutes", type=float, default=60.0, help="for each target, at most")
    parser.add_argument("--seed", type=int, default=20261130)
    chosen = parser.parse_args(arguments)
    found = [one for one in targets() if not chosen.targets or one.name in chosen.targets]
    bad = 0
    for target in found:
        end = time.monotonic() + chosen.minutes * 60
        wanted = max(1, round(AIM * target.share * chosen.share))
        figure = run(target, wanted, chosen.seed, lambda end=end: time.monotonic() > end)  # type: ignore[misc]  # the default binds now
        bad += figure.bad
        sys.stdout.write(json.dumps(figure.as_json(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return int(bad > 0)

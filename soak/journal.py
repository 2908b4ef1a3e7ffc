"""What a workflow asked of the disk, call by call, and the states a power cut could have left of it.

The model is a disk without mercy: of the writes since a file's last fsync any sectors may be missing, whatever their
order; of names made, changed or removed since their folder's last fsync, only the first few may be there. What was
fsynced stays. The same model SQLite's own crash tests use.
"""

import itertools
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cQII")
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Call:
    """One call: *kind* (W write, T truncate, S sync, C create, R rename, U unlink, M mkdir, A acknowledged)."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""


def read_journal(file: Path) -> list[Call]:
    """Return the calls of the journal *file* in their order."""
    content, at, calls = file.read_bytes(), 0, []
    while at < len(content):
        kind, offset, one, two = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        first, second = content[at : at + one], content[at + one : at + one + two]
        at += one + two
        calls.append(Call(kind.decode(), first.decode(), offset, second))
    return calls


_numbers = itertools.count()


@dataclass(slots=True)
class _File:
    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut at the offset
    content: int = field(
        default_factory=lambda: next(_numbers)
    )  # names what is durable: a sync makes another


@dataclass(frozen=True, slots=True)
class _Survivor:
    """What a cut left of one file: of what was not yet fsynced the first *writes*, or these *sectors*."""

    file: _File
    writes: int
    sectors: tuple[int, ...] = ()

    def mark(self) -> tuple[int, int, tuple[int, ...]]:
        return self.file.content, self.writes, self.sectors

    def bytes(self) -> bytes:
        if not self.sectors:
            return _written(self.file.durable, self.file.pending[: self.writes])
        every = [sector for write in self.file.pending for sector in _sectors(*write)]
        return _written(self.file.durable, [every[number] for number in self.sectors])


@dataclass(frozen=True, slots=True)
class Left:
    """What a power cut left: each file there still is. Cuts with the same `mark` left the same bytes."""

    survivors: dict[str, _Survivor]

    def mark(self) -> tuple[tuple[str, tuple[int, int, tuple[int, ...]]], ...]:
        """Return what tells this state from others, without building it."""
        return tuple(sorted((name, one.mark()) for name, one in self.survivors.items()))

    def files(self) -> dict[str, bytes]:
        """Return the files by path."""
        return {name: one.bytes() for name, one in self.survivors.items()}


class Disk:
    """The files of a folder as they were before, then call after call."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, _File] = {
            str(file): _File(file.read_bytes()) for file in folder.rglob("*") if file.is_file()
        }
        self._durable_names = dict(self._files)
        self._pending_names: list[tuple[str, str, str]] = []

    def do(self, call: Call) -> None:
        """Let one call happen."""
        file = self._files.get(call.path)
        if call.kind == "C":
            self._files[call.path] = _File()
            self._pending_names.append(("C", call.path, ""))
        elif call.kind in "WT" and file is not None:
            file.pending.append((call.offset, call.data if call.kind == "W" else None))
        elif call.kind == "S" and file is not None:
            if file.pending:
                file.durable, file.content = _written(file.durable, file.pending), next(_numbers)
                file.pending = []
        elif call.kind == "S":
            self._settle_names(len(self._pending_names))
        elif call.kind == "R":
            self._files[call.data.decode()] = self._files.pop(call.path)
            self._pending_names.append(("R", call.path, call.data.decode()))
        elif call.kind == "U":
            self._files.pop(call.path, None)
            self._pending_names.append(("U", call.path, ""))

    def _settle_names(self, count: int) -> None:
        self._durable_names = self._names_after(count)
        del self._pending_names[:count]

    def _names_after(self, count: int) -> dict[str, _File]:
        """Return the names there would be if the first *count* pending changes had reached the disk."""
        names = dict(self._durable_names)
        living = self._created()
        for kind, path, other in self._pending_names[:count]:
            if kind == "C":
                names[path] = living[path]
            elif kind == "R" and path in names:
                names[other] = names.pop(path)
            elif kind == "U":
                names.pop(path, None)
        return names

    def _created(self) -> dict[str, _File]:
        """Return the file each pending creation made, found under the name it has now."""
        found: dict[str, _File] = {}
        for number, (kind, path, _other) in enumerate(self._pending_names):
            if kind != "C":
                continue
            name = path
            for later, origin, target in self._pending_names[number + 1 :]:
                if later == "R" and origin == name:
                    name = target
                elif later == "U" and origin == name:
                    break
            found[path] = self._files.get(name, _File())
        return found

    def cut(self, chance: random.Random) -> Left:
        """Cut the power at this moment."""
        names = self._names_after(chance.randint(0, len(self._pending_names)))
        return Left({name: _survived(file, chance) for name, file in names.items()})


def _written(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    if not writes:
        return content
    new = bytearray(content)
    for offset, data in writes:
        if data is None:
            del new[offset:]
            new.extend(bytes(max(0, offset - len(new))))
        else:
            new.extend(bytes(max(0, offset - len(new))))
            new[offset : offset + len(data)] = data
    return bytes(new)


def _survived(file: _File, chance: random.Random) -> _Survivor:
    """Choose what is left of a file: all, none, the first, or any sectors of what was not yet fsynced."""
    way = chance.randrange(4)
    if not file.pending or way == 0:
        return _Survivor(file, 0)
    if way == 1:
        return _Survivor(file, len(file.pending))
    if way == 2:
        return _Survivor(file, chance.randint(0, len(file.pending)))
    every = sum(1 if data is None else -(-len(data) // SECTOR) for _offset, data in file.pending)
    return _Survivor(file, 0, tuple(n for n in range(every) if chance.random() < chance.random()))


def _sectors(offset: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
    if data is None:
        yield offset, None
        return
    for start in range(0, len(data), SECTOR):
        yield offset + start, data[start : start + SECTOR]

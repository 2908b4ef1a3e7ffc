"""Refuses folders where SQLite's WAL does not work: network drives and folders a cloud client copies.

"WAL does not work over a network filesystem" (sqlite.org/wal.html); a syncing client copies the file without its
WAL. What kind of place a folder is comes through a port, so that tests can play every kind.
"""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

from forms.problems import Problem
from records.problem_codes import NETWORK_FOLDER

PlaceKind = Callable[[Path], str]  # "local", or the name of the kind of network place

# statfs f_type magic numbers (linux/magic.h and the file systems' own headers). FUSE is not among them: a local
# NTFS disk has the same number as sshfs, and refusing every NTFS disk would be worse.
_NETWORK_TYPES = {
    0x6969: "NFS", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x517B: "SMB", 0x564C: "NCP", 0x5346414F: "AFS",
    0x01021997: "9P", 0x47504653: "GPFS", 0x0BD00BD0: "Lustre", 0x00C36400: "Ceph",
}  # fmt: skip
_CLOUD_FOLDERS = ("onedrive", "dropbox", "nutstore", "坚果云", "百度网盘同步", "baidunetdisk", "wpsdrive")
_DRIVE_REMOTE = 4  # GetDriveTypeW: DRIVE_REMOTE


class _Statfs(ctypes.Structure):
    """The beginning of struct statfs on Linux; only the type is read."""

    _fields_ = (("f_type", ctypes.c_long), ("rest", ctypes.c_byte * 248))


def _kind_on_linux(folder: Path) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    result = _Statfs()
    if libc.statfs(os.fsencode(folder), ctypes.byref(result)) != 0:
        return "local"
    return _NETWORK_TYPES.get(result.f_type & 0xFFFFFFFF, "local")


def _kind_on_windows(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return "UNC"
    drive = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\")  # type: ignore[attr-defined,unused-ignore]  # Windows only
    return "network drive" if drive == _DRIVE_REMOTE else "local"


def kind_of_place(folder: Path) -> str:
    """Return ``local`` or what kind of network or cloud place *folder* is on."""
    for part in folder.resolve().parts:
        if part.casefold().startswith(_CLOUD_FOLDERS):
            return part
    if os.name == "nt":
        return _kind_on_windows(folder.resolve())
    return _kind_on_linux(folder) if hasattr(ctypes.CDLL(None), "statfs") else "local"


def must_be_local(folder: Path, kind: PlaceKind = kind_of_place) -> None:
    """Raise Problem RECORDS-010 when *folder* is no place for a live database."""
    found = kind(folder)
    if found != "local":
        raise Problem(NETWORK_FOLDER, place=str(folder), values={"folder": folder, "kind": found})

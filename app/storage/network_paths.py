"""Whether a folder lies on another machine: SQLite loses data there, so that no workspace may.

Its write-ahead log is shared memory of one machine, and file locks over a network are promised more often than kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PureWindowsPath

_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre",
    "beegfs", "gfs2", "ocfs2", "davfs", "coda", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs",
    "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.smbnetfs", "fuse.cifs", "fuse.curlftpfs", "fuse.ceph", "fuse.gcsfuse",
    "fuse.google-drive-ocamlfuse", "fuse.onedriver",
})  # fmt: skip
_DRIVE_REMOTE = 4


def network_place(folder: Path) -> str:
    """Return what kind of network place a folder (which need not stand yet) lies on; empty: on this machine.

    Known are UNC paths and network drives on Windows, and the mounts Linux lists; elsewhere nothing is known.
    """
    if is_unc(str(folder)):
        return "a share of another machine (UNC path)"
    if sys.platform == "win32":
        return _windows_drive(folder)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    kind = file_system_of(Path(os.path.realpath(folder)), mounts)
    return f"a network file system ({kind})" if kind in _REMOTE else ""


def is_unc(text: str) -> bool:
    r"""Tell whether a path names a share, as ``\\server\share``; a long local path (``\\?\C:\``) does not."""
    drive = PureWindowsPath(text).drive if text.startswith("\\\\") else ""
    plain = drive.upper()
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain.startswith(("\\\\?\\UNC", "\\\\.\\UNC"))
    return bool(plain)


def file_system_of(folder: Path, mounts: str) -> str:
    """Return the kind of file system a folder lies on, by the text of ``/proc/self/mountinfo``; later mounts win."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, more = line.partition(" - ")
        place = _unescaped(fields.split(" ")[4]) if fields.count(" ") >= 4 else ""
        if place and (folder == Path(place) or Path(place) in folder.parents) and len(place) >= best:
            best, kind = len(place), more.split(" ")[0]
    return kind


def _unescaped(text: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, sign)
    return text


def _windows_drive(folder: Path) -> str:
    import ctypes

    drive = folder.absolute().drive
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") if drive else 0  # type: ignore[attr-defined, unused-ignore]
    return "a network drive" if kind == _DRIVE_REMOTE else ""

"""A reading process reaches no network: what is hostile in a document must not be able to tell anybody about it.

On Linux the kernel refuses every kind of socket but those within the machine, to the process and to all it starts,
tesseract among them, for as long as they live. Everywhere Python itself refuses to open a socket or to ask for a name.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_LOCAL = 1  # AF_UNIX, by one number everywhere: what keeps sockets away has no need of the module that opens them
_ALREADY_OPEN = -1  # a socket that is only wrapped, not made
_ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2
# machine: how the kernel names its calls' convention, and the number of socket() in it
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425  # opens sockets without calling socket(); the same number everywhere
_OTHER_CONVENTION = 0x40000000  # x32 calls on x86_64 carry this bit, and other numbers
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_AT_NUMBER, _AT_CONVENTION, _AT_FAMILY = 0, 4, 16  # offsets in what the kernel shows the filter of a call


class _Program(ctypes.Structure):
    """A filter as the kernel takes it: how many steps, and where they stand."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def close_network() -> bool:
    """Refuse this process any network from now on; return whether the kernel does it, and not Python alone."""
    sys.addaudithook(_refuse)
    return _closed_by_kernel()


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Hear what Python is about to do; what would reach a network is refused."""
    if not event.startswith("socket."):
        return
    far = event == "socket.__new__" and arguments[1] not in (_LOCAL, _ALREADY_OPEN)
    if far or event in _ASKING:
        raise PermissionError(errno.EACCES, "A process that reads documents may not use a network.")


def _closed_by_kernel() -> bool:
    machine = _MACHINES.get(platform.machine())
    # the filter is written for 64-bit calls alone
    if platform.system() != "Linux" or machine is None or struct.calcsize("P") != 8:
        return False
    steps = _steps(*machine)
    program = _Program(len(steps) // 8, steps)
    try:
        control = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    control.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    # without new privileges, so that no program started from here can shake the filter off
    if control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(control(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)


def _steps(convention: int, socket_call: int) -> bytes:
    """Return the filter: each step is a code, two distances to jump (yes, no) and a number."""
    steps = (
        (_LOAD, 0, 0, _AT_CONVENTION),
        (_EQUAL, 0, 6, convention),  # no: refuse
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 4, 0, _OTHER_CONVENTION),  # yes: refuse
        (_EQUAL, 3, 0, _IO_URING_SETUP),  # yes: refuse
        (_EQUAL, 0, 3, socket_call),  # no: allow
        (_LOAD, 0, 0, _AT_FAMILY),
        (_EQUAL, 1, 0, _LOCAL),  # yes: allow
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)

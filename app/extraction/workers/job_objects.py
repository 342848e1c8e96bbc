"""Holds a worker on Windows, and every program it starts, in a job object: memory, processor time, how many processes.

The job is the pool's. The worker is put into it before its first request is written: until then it has run nothing but
this program's own code, has opened no document and started no other program, and what it starts later is born into the
job and cannot leave it. The worker has no handle of the job and so cannot loosen it; when the program ends, however it
ends, its last handle is gone and Windows ends what is left.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from typing import Any

from app.extraction.workers.limits import WorkerLimits

_LOG = logging.getLogger(__name__)

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_JOB_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x4, 0x8, 0x100
_DIE_ON_UNHANDLED_EXCEPTION, _KILL_ON_JOB_CLOSE = 0x400, 0x2000
_MAY_BE_ASSIGNED = 0x0100 | 0x0001  # PROCESS_SET_QUOTA and PROCESS_TERMINATE
_A_SECOND = 10_000_000  # in steps of 100 nanoseconds
_MOST_PROCESSES = 8  # the worker, tesseract, and the console hosts that Windows adds
_ENDED_BY_US = 1


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("smallest_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory_used", ctypes.c_size_t),
        ("most_job_memory_used", ctypes.c_size_t),
    )


class WorkerJob:
    """A job object with the limits of one worker; ``kernel`` is kernel32, or what stands for it."""

    def __init__(self, kernel: Any, limits: WorkerLimits) -> None:  # noqa: ANN401 - a foreign library has no type
        self._kernel = kernel
        self._limits = limits
        self._handle: int | None = kernel.CreateJobObjectW(None, None)
        _check(self._handle, "CreateJobObject")

    def take(self, pid: int, seconds: float) -> None:
        """Put a process into the job; until the first document it may use so much processor time.

        Raises:
            OSError: Windows refuses.
        """
        self.allow(seconds)
        process = self._kernel.OpenProcess(_MAY_BE_ASSIGNED, 0, pid)
        _check(process, "OpenProcess")
        try:
            _check(self._kernel.AssignProcessToJobObject(self._handle, process), "AssignProcessToJobObject")
        finally:
            self._kernel.CloseHandle(process)

    def allow(self, seconds: float) -> None:
        """Let all processes of the job together use so much more processor time; at its end Windows ends them.

        Raises:
            OSError: Windows refuses.
        """
        told = ExtendedLimits()
        told.basic.flags = (
            _JOB_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
        )
        told.basic.job_time = max(1, round(seconds)) * _A_SECOND  # Windows adds what was used before
        told.basic.active_processes = _MOST_PROCESSES
        told.process_memory = self._limits.memory_bytes
        size = ctypes.sizeof(told)
        done = self._kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMITS, ctypes.byref(told), size)
        _check(done, "SetInformationJobObject")

    def end(self) -> None:
        """End every process of the job and let it go."""
        handle, self._handle = self._handle, None
        if handle is not None:
            self._kernel.TerminateJobObject(handle, _ENDED_BY_US)
            self._kernel.CloseHandle(handle)


def hold(pid: int, limits: WorkerLimits, seconds: float) -> WorkerJob | None:
    """Put a worker that was just started into a job of its own; None where the system has none, or refuses.

    A refusal is said in the log; the limits that the pool itself keeps hold all the same.
    """
    kernel = _kernel32()
    return held_by(kernel, pid, limits, seconds) if kernel is not None else None


def held_by(kernel: Any, pid: int, limits: WorkerLimits, seconds: float) -> WorkerJob | None:  # noqa: ANN401 - as above
    """Put a worker into a job of this kernel; None where that is refused."""
    job = None
    try:
        job = WorkerJob(kernel, limits)
        job.take(pid, seconds)
    except OSError as error:
        _LOG.warning("Windows does not hold the memory and processor time of a reading process: %s", error)
        if job is not None:
            job.end()
        return None
    return job


def _check(outcome: int | None, call: str) -> None:
    if not outcome:
        code = 0
        if sys.platform == "win32":
            code = ctypes.get_last_error()
        raise OSError(f"{call} was refused (error {code})")


def _kernel32() -> Any:  # noqa: ANN401 - as above
    """Return the library with its calls described: handles are wider than the integers ctypes takes by itself."""
    if sys.platform == "win32":
        return _described(ctypes.WinDLL("kernel32", use_last_error=True))
    else:  # noqa: RET505 - for one system the other branch is no code at all
        return None


def _described(kernel: Any) -> Any:  # noqa: ANN401 - as above
    handle, number, yes = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int
    for call, answer, takes in (
        (kernel.CreateJobObjectW, handle, (handle, ctypes.c_wchar_p)),
        (kernel.SetInformationJobObject, yes, (handle, yes, handle, number)),
        (kernel.OpenProcess, handle, (number, yes, number)),
        (kernel.AssignProcessToJobObject, yes, (handle, handle)),
        (kernel.TerminateJobObject, yes, (handle, number)),
        (kernel.CloseHandle, yes, (handle,)),
    ):
        call.restype, call.argtypes = answer, takes
    return kernel

"""One worker process as the program sees it: started when needed, spoken to in frames, ended with its whole group."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import app
from app.extraction.workers.job_objects import WorkerJob, hold
from app.extraction.workers.limits import WorkerLimits, death_code, end_group, group_options
from app.extraction.workers.memory_watch import MemoryWatch
from app.extraction.workers.messages import Allowance, BadFrameError, read_frame, write_json

_START_SECONDS = 60.0
# How tesseract, numpy and OpenCV are told to use one thread: two workers of two each would wait for one another.
_THREADS = (
    "OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM",
)  # fmt: skip
_LOG = logging.getLogger(__name__)
_Frame = dict[str, Any] | bytes | None


class WorkerDeathError(Exception):
    """The worker ended in the middle of a job, or never began; ``code`` says why.

    It is too_slow, too_much_memory, worker_killed, worker_died or no_temp_folder.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WorkerHandle:
    """A worker process; used by one thread at a time."""

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: queue.Queue[_Frame] = queue.Queue()
        self._allowance = Allowance()
        self._folder = ""
        self._job: WorkerJob | None = None
        self._watch = None if limits.kernel_keeps_memory else MemoryWatch(limits.memory_bytes)
        self.jobs = 0

    @property
    def fresh(self) -> bool:
        """Tell whether the worker has not worked on more than the present job."""
        return self.jobs <= 1

    @property
    def pid(self) -> int | None:
        """The process id while there is a process."""
        return self._process.pid if self._process is not None else None

    def begin(self, request: dict[str, Any]) -> None:
        """Send a request, to a fresh process where there is none or the old one has served its time.

        Raises:
            WorkerDeathError: The worker cannot be started or does not listen.
        """
        if self.jobs >= self._limits.jobs or self._has_ended():
            self.end()
        if self._process is None:
            self._start()
        self.jobs += 1
        self._allowance.left = Allowance().left
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            write_json(self._process.stdin, request)
        except OSError as error:
            raise WorkerDeathError(self._reason()) from error

    def allow(self, seconds: float) -> None:
        """Let the worker use so much more processor time, where its job keeps that; elsewhere it keeps it itself."""
        if self._job is not None:
            try:
                self._job.allow(seconds)
            except OSError as error:
                _LOG.warning("the processor time of a reading process cannot be set: %s", error)

    def check_memory(self) -> None:
        """Look at the worker's memory, where no kernel keeps it.

        Raises:
            WorkerDeathError: It and what it started hold more than they may (too_much_memory).
        """
        if self._watch is not None and self._process is not None and self._watch.finds_too_much(self._process.pid):
            raise WorkerDeathError("too_much_memory")

    def next_frame(self, seconds: float) -> dict[str, Any] | bytes:
        """Return what the worker says next.

        Raises:
            queue.Empty: It said nothing for so long.
            WorkerDeathError: It ended.
        """
        frame = self._frames.get(timeout=max(0.001, seconds))
        if frame is None:
            raise WorkerDeathError(self._reason())
        return frame

    def end(self) -> None:
        """End the process and all it started, and remove its folder."""
        process, self._process = self._process, None
        job, self._job = self._job, None
        if process is not None:
            if job is not None:
                job.end()
                process.wait()
            else:
                end_group(process)
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""
        self.jobs = 0

    def _start(self) -> None:
        try:
            self._folder = tempfile.mkdtemp(prefix="tieout-worker-")
        except OSError as error:
            raise WorkerDeathError("no_temp_folder") from error
        self._frames = queue.Queue()
        try:
            with open(os.path.join(self._folder, "messages.txt"), "wb") as messages:
                self._process = subprocess.Popen(
                    [_python(), "-P", "-m", "app.extraction.workers.process", json.dumps(asdict(self._limits))],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=messages,
                    cwd=self._folder,
                    env=_environment(self._folder),
                    **group_options(),
                )
        except OSError as error:
            self.end()
            _LOG.error("a reading process cannot be started: %s", error)
            raise WorkerDeathError("worker_died") from error
        self._job = hold(self._process.pid, self._limits, _START_SECONDS)
        threading.Thread(
            target=_listen,
            args=(self._process, self._frames, self._allowance),
            name="tieout-worker-frames",
            daemon=True,
        ).start()
        try:
            ready = self.next_frame(_START_SECONDS)
        except queue.Empty as error:
            raise WorkerDeathError("too_slow") from error
        if isinstance(ready, dict) and not ready.get("kernel_refuses_network"):
            _tell_of_python_alone()

    def _has_ended(self) -> bool:
        """Tell whether the process ended while it had nothing to do, as the system ends one where memory is short."""
        return self._process is not None and self._process.poll() is not None

    def _reason(self) -> str:
        if self._process is None:
            return "worker_died"
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "worker_died"  # it closed its end and lives on: no longer one of ours
        _LOG.warning("a reading process ended with status %s: %s", status, self._last_words())
        return death_code(status)

    def _last_words(self) -> str:
        try:
            said = (Path(self._folder) / "messages.txt").read_bytes()
        except OSError:
            return ""
        return said[-1500:].decode("utf-8", "replace")


@cache
def _tell_of_python_alone() -> None:
    """Say, once in a run, that no kernel keeps tesseract from a network; of other systems than Linux that is known."""
    if sys.platform == "linux":
        _LOG.warning("This system has no filter that keeps tesseract from a network; Python refuses it alone.")


def _python() -> str:
    """Return the interpreter; on Windows the real one, since that of a virtual environment only starts it.

    The real one would be started before anybody could put the first into a job.
    """
    return str(getattr(sys, "_base_executable", sys.executable)) if sys.platform == "win32" else sys.executable


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of a worker: its own folder, one thread a library, and where this program lies."""
    root = str(Path(app.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "TIEOUT_WORKER_FOLDER": folder,
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
        **dict.fromkeys(_THREADS, "1"),
        "MALLOC_ARENA_MAX": "2",
        # how the real interpreter is told on Windows which environment it belongs to, as multiprocessing does it
        **({"__PYVENV_LAUNCHER__": sys.executable} if _python() != sys.executable else {}),
    }


def _listen(process: subprocess.Popen[bytes], frames: queue.Queue[_Frame], allowance: Allowance) -> None:
    """Pass on what the worker says until it ends; runs in a thread of its own because pipes cannot be waited on."""
    assert process.stdout is not None
    try:
        while (frame := read_frame(process.stdout, allowance)) is not None:
            frames.put(frame)
    except (BadFrameError, OSError, ValueError):
        pass
    frames.put(None)

"""Take away from this process what a parser of files does not need.

Afterwards: memory and processor time are bounded, no file can be written, no program started, and (on Linux,
x86-64 and ARM64) the kernel itself answers EPERM to every attempt to open a socket, without any privilege.
"""

import contextlib
import ctypes
import platform
import resource
import struct
import sys
from typing import Any

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, EPERM = 0x7FFF0000, 0x00050001
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
# socket, connect, execve, execveat, ptrace, io_uring_setup, fork/vfork where they exist
FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 53, 57, 58, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, (117, 198, 199, 203, 221, 281, 425)),
}


def prepare() -> None:
    """Load the libraries while files may still be opened freely."""
    import readers  # noqa: F401


def close_doors(*, memory: int, seconds: int) -> None:
    """After this call the process holds at most ``memory`` bytes and runs at most ``seconds`` of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        _filter_calls()
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    # The second line of defence, for systems without the kernel filter.
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def _filter_calls() -> None:
    architecture, calls = FORBIDDEN.get(platform.machine(), (0, ()))
    if not calls:
        return
    steps = [(LOAD, 0, 0, 4), (JUMP_IF_EQUAL, 1, 0, architecture), (RETURN, 0, 0, EPERM), (LOAD, 0, 0, 0)]
    for left, call in zip(range(len(calls), 0, -1), calls, strict=True):
        steps.append((JUMP_IF_EQUAL, left, 0, call))
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, EPERM)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0)

"""Memory that a step frees and the next one takes again."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

# parameters of glibc's mallopt (its manual page, mallopt(3), says what they do); sizes in bytes
M_TRIM_THRESHOLD = -1
M_MMAP_MAX = -4
# as they were; the first is what glibc comes to by itself where blocks of 32 MiB have been freed
DEFAULT_TRIM_THRESHOLD = 64 * 2**20
DEFAULT_MMAP_MAX = 65_536
NEVER = -1


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Keeps what is freed from the system until the end, so that it is there at once when asked for again.

    Each batch takes and frees the same hundreds of megabytes. Linux's C library, glibc, hands large blocks
    back each time, and the system has to find, and fill with zeros, the pages of the next ones. All goes back
    in the end. Other libraries are left as they are.
    """
    if platform.libc_ver()[0] != "glibc":
        yield
        return
    library = ctypes.CDLL(None)
    library.mallopt(M_TRIM_THRESHOLD, NEVER)
    library.mallopt(M_MMAP_MAX, 0)  # blocks that are mapped on their own are unmapped when freed
    try:
        yield
    finally:
        library.mallopt(M_MMAP_MAX, DEFAULT_MMAP_MAX)
        library.mallopt(M_TRIM_THRESHOLD, DEFAULT_TRIM_THRESHOLD)
        library.malloc_trim(0)

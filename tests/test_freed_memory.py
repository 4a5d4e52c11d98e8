import ctypes
import platform

import psutil
import pytest
import torch

from review_sentiment.freed_memory import freed_memory_kept

resource = pytest.importorskip("resource", reason="there is no glibc without it")

# larger than any block that the C library of Linux would keep by itself: 32 MiB
BLOCKS, BYTES = 6, 33 * 2**20


def count_faults():
    """How often the system had to find pages for blocks that are taken and freed together, twice."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(2):
        blocks = [torch.ones(BYTES, dtype=torch.uint8) for _ in range(BLOCKS)]
        del blocks
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def count_bytes():
    """What the process holds of the machine's memory."""
    return psutil.Process().memory_info().rss


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries are left as they are")
def test_what_is_freed_is_taken_again_and_goes_back_in_the_end():
    handed_back = count_faults()
    before = count_bytes()
    with freed_memory_kept():
        count_faults()
        assert count_faults() < handed_back / 2
    assert count_bytes() - before < BYTES


def test_other_libraries_are_left_as_they_are(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(ctypes, "CDLL", pytest.fail)
    with freed_memory_kept():
        pass

"""What keeps a serving process small, and its collections of garbage seldom."""

import asyncio
import ctypes
import gc
import sys
from contextlib import suppress
from importlib.abc import MetaPathFinder

# `M_ARENA_MAX` of glibc's malloc.h.
_MOST_ARENAS = -8
# How often what is no longer needed is given back.
_EVERY_SECONDS = 10


def spare_memory() -> None:
    """Keep this process small, before it has threads and before it has looked at a register.

    Each thread of a page would have the C library set up an arena of memory of its own, and pyarrow
    would import pandas (32 MiB) at the first look at a column, to see if it is one of pandas'. Whoever
    wants a frame still gets one, and pandas with it.
    """
    import pyarrow as pa

    without = _WithoutPandas()
    sys.meta_path.insert(0, without)
    try:
        pa.array(["pyarrow asks once, and again when it is to make a frame"])
    finally:
        sys.meta_path.remove(without)
    _ask_c_library("mallopt", _MOST_ARENAS, 2)


def give_back_memory() -> None:
    """Return to the system what is no longer needed: after the warm-up, and now and then."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    _ask_c_library("malloc_trim", 0)


async def keep_giving_back_memory() -> None:
    """Do so every few seconds, until cancelled: what many pages at once took is gone after them.

    It takes half a millisecond, and no page waits for it.
    """
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        await asyncio.to_thread(give_back_memory)


def _ask_c_library(name: str, *numbers: int) -> None:
    # Not every system has this one; another keeps its memory as it likes.
    with suppress(OSError, AttributeError):
        getattr(ctypes.CDLL("libc.so.6"), name)(*numbers)


class _WithoutPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        """Look like a machine that has no pandas."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def collect_seldom() -> None:
    """Look for cycles of garbage less often, and never among what is alive now, which stays alive.

    Judging makes many small tuples and no cycles: collections were a quarter of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

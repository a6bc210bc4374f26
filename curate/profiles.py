"""Which profile `auto` is: the one for CUDA where there is a device, else the one for a laptop."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def chosen(profile: str, say: Callable[[str], None]) -> str:
    """The profile that is meant; where the choice was ours, `say` is told what and how to choose otherwise."""
    if profile != "auto":
        return profile
    if cuda_devices():
        say("profile gpu: CUDA was found; the full sets of the hub are read (the embedded samples: --profile laptop)")
        return "gpu"
    say("profile laptop: no CUDA was found; embedded samples, a small model on the CPU (the full sets: --profile gpu)")
    return "laptop"


def cuda_devices() -> int:
    """How many devices the CUDA driver shows to this process; asked of the driver itself, so torch is not imported."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0
    return count.value

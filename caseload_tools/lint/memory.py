"""How often Python looks for dead objects while charts pass by: seldom, since they die together.

Left alone it looks through all that is alive after every 700 new objects, which took a tenth of the time of a lint.
This module only times that search; what is kept and dropped is for others.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# A chart of twenty records holds about 60 KB in cycles, so this bounds what is dead and not yet gone to some 4 MB.
CHARTS = 64


@contextmanager
def seldom_searched() -> Iterator[Callable[[], None]]:
    """Within it, dead objects are looked for after every 64 calls of what it gives, one for each chart."""
    if not gc.isenabled():
        yield lambda: None
        return
    passed = 0

    def chart_done() -> None:
        nonlocal passed
        passed += 1
        if passed % CHARTS == 0:
            gc.collect()

    gc.freeze()
    gc.disable()
    try:
        yield chart_done
    finally:
        gc.enable()
        gc.unfreeze()

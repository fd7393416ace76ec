"""Until somebody presses Ctrl-C, or the machine asks us to end."""

import signal
import time
from types import FrameType


def wait_for_interrupt() -> None:
    """Sleep until SIGINT or SIGTERM, and return instead of ending: what was started is still to be stopped."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

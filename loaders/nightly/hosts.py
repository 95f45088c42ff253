"""What one host asks for and gets: its robots.txt, a pause between requests, and peace once it is down."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

LONGEST_PAUSE_S = 30.0
"""What a robots.txt asks for beyond this is not a pause but a closed door; we knock every half a minute."""
IN_VAIN = 3
"""Addresses of one host that may fail one after the other before its others are left for the next run."""


@dataclass(slots=True)
class Host:
    """One host within one run."""

    robots: Protego | None = None
    in_vain: int = 0
    free_at: float = 0.0

    def allows(self, url: str, agent: str) -> bool:
        return self.robots is None or bool(self.robots.can_fetch(url, agent))

    def pause(self, agent: str, at_least_s: float) -> float:
        """Seconds between two requests: ours, or what robots.txt asks for if that is more."""
        asked = self.robots.crawl_delay(agent) if self.robots else None
        return max(at_least_s, min(asked or 0.0, LONGEST_PAUSE_S))

    def wait(self, pause_s: float, sleep: Callable[[float], object]) -> None:
        """Return when the pause since the last request is over."""
        if (left := self.free_at - time.monotonic()) > 0:
            sleep(left)
        self.free_at = time.monotonic() + pause_s

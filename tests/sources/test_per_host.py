"""However many threads ask, one host is asked by few at a time, and no host waits for another one."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flows.sources.per_host import PerHost


def test_few_at_a_time_at_one_host() -> None:
    hosts, inside, most = PerHost(2), 0, 0
    entered, leave, lock = threading.Semaphore(0), threading.Event(), threading.Lock()

    def ask(path: int) -> None:
        nonlocal inside, most
        with hosts.turn(f"https://one.example:8443/{path}"):
            with lock:
                inside += 1
                most = max(most, inside)
            entered.release()
            leave.wait()
            with lock:
                inside -= 1

    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(ask, path) for path in range(6)]
        entered.acquire()
        entered.acquire()
        with hosts.turn("https://other.example/"):
            assert not any(future.done() for future in asked)
        leave.set()
        for future in asked:
            future.result()
    assert most == 2


def test_a_turn_is_given_back_whatever_happens() -> None:
    hosts = PerHost(1)
    for _ in range(3):
        try:
            with hosts.turn("https://one.example/"):
                raise ValueError
        except ValueError:
            continue
    with hosts.turn("https://ONE.example/"):
        pass

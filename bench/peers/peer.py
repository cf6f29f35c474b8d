"""How every program here is measured: the fastest of many calls, as one JSON line on stdout.

Threads are set by whoever starts the program (OMP_NUM_THREADS, OPENBLAS_NUM_THREADS). With --turns the program waits
for a line on stdin before each call and answers with one JSON line, so that it can take turns with another program.
"""

import argparse
import json
import sys
import time


def arguments(description):
    """The flags that all programs share; a program adds its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=1, help="threads or processes to use (1)")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to repeat (2)")
    parser.add_argument("--turns", action="store_true", help="one call for each line on stdin")
    return parser


def report(given, name, unit, count, call):
    """Times `call`, which does `count` things of `unit`, and says how many it does in a second."""
    def turn():
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    def say(seconds):
        line = {"name": name, "unit": unit, "value": count / seconds, "seconds": seconds, "threads": given.threads}
        print(json.dumps(line), flush=True)

    if given.turns:
        for _ in sys.stdin:
            say(turn())
        return
    turn()
    end = time.perf_counter() + given.seconds
    times = [turn() for _ in range(3)]
    while time.perf_counter() < end:
        times.append(turn())
    say(min(times))

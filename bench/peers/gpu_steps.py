"""Training steps of the path-integrating RNN in PyTorch on a graphics card, in float32 and in TF32, and what the card does at best.

Prints a JSON line as soon as it has one. Without CUDA it ends with exit code 3, or with --any takes the processor, to be tried out.
"""

import argparse
import json
import sys
import time

import numpy as np
import torch

from rat_world import draw_centres
from training_step import PlaceCells, make_batch, open_network, train_on

WEIGHT_DECAY = 1e-4


def say(name, value, **more):
    print(json.dumps({"name": name, "value": value, **more}), flush=True)


def fastest(device, seconds, call):
    """Seconds of the fastest of many calls after three that warm up, each until the card is done."""
    def timed():
        start = time.perf_counter()
        call()
        if device == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - start

    for _ in range(3):
        timed()
    end = time.perf_counter() + seconds
    times = [timed()]
    while time.perf_counter() < end:
        times.append(timed())
    return min(times)


def allow_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed


def measure_steps(given, units, precision):
    random = np.random.RandomState(0)
    cells = PlaceCells(draw_centres(random, given.cells), given.device)
    network = open_network({"centres": cells.centres}, units).to(given.device)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)

    def data():
        return make_batch(random, cells, given.batch, given.steps)

    def step(batch):
        return train_on(network, optimizer, cells, batch, WEIGHT_DECAY)

    device = f"torch {precision}"
    whole = fastest(given.device, given.seconds, lambda: step(data()))
    say(f"{units} units, {precision}", 1000 * whole, unit="ms a step", device=device, units=units)
    given_batch = data()
    alone = fastest(given.device, given.seconds, lambda: step(given_batch))
    say(f"{units} units, {precision}, one batch again and again", 1000 * alone, unit="ms a step",
        device=f"{device}, no new batches", units=units)


def measure_best(given, precision):
    side = given.side
    a, b = (torch.rand(side, side, device=given.device) for _ in range(2))
    product = fastest(given.device, given.seconds, lambda: a @ b)
    say(f"product of {side} x {side}, {precision}", 2 * side**3 / product / 1e9, unit="GFLOP/s", device=f"torch {precision}")


def measure_copy(given):
    length = 2 * given.side**2
    x, y = (torch.rand(length, device=given.device) for _ in range(2))
    addition = fastest(given.device, given.seconds, lambda: x + y)
    say(f"sum of two arrays of {length}", 12 * length / addition / 1e9, unit="GB/s", device="torch float32")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--any", action="store_true")
    parser.add_argument("--units", type=int, nargs="+", default=[256, 512, 1024, 2048, 4096])
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--side", type=int, default=4096)
    parser.add_argument("--seconds", type=float, default=0.7)
    given = parser.parse_args()

    if not torch.cuda.is_available() and not given.any:
        print(f"PyTorch {torch.__version__} finds no CUDA", file=sys.stderr)
        sys.exit(3)
    given.device = "cuda" if torch.cuda.is_available() else "cpu"
    card = torch.cuda.get_device_name() if given.device == "cuda" else "the processor"
    say("PyTorch", f"{torch.__version__} on {card}")
    precisions = [("float32", False), ("TF32", True)] if given.device == "cuda" else [("float32", False)]
    for precision, allowed in precisions:
        allow_tf32(allowed)
        measure_best(given, precision)
    measure_copy(given)
    for units in given.units:
        for precision, allowed in precisions:
            allow_tf32(allowed)
            measure_steps(given, units, precision)


if __name__ == "__main__":
    main()

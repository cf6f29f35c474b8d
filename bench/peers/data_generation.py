"""Training data in NumPy: trajectories, and the place code of every position.

--what trajectories leaves the place code out. --check FILE.npz writes the first batch instead of measuring.
"""

import numpy as np

from peer import arguments, report
from rat_world import draw_centres, draw_trajectories

SIGMA = 0.12  # m
SURROUND = 2.0  # ratio of the variances


def softmax(logits):
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def place_code(position, centres):
    """[..., cells] float32: difference of two softmaxes, lifted to a minimum of 0, with a sum of 1."""
    offset = np.abs(position[..., None, :] - centres).astype(np.float32)
    squares = (offset**2).sum(axis=-1)
    code = softmax(-squares / (2 * SIGMA**2)) - softmax(-squares / (2 * SURROUND * SIGMA**2))
    code += np.abs(code.min(axis=-1, keepdims=True))
    return code / code.sum(axis=-1, keepdims=True)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--what", choices=["trajectories", "batches"], default="batches")
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--check", metavar="FILE.npz")
    given = parser.parse_args()

    random = np.random.RandomState(0)
    centres = draw_centres(random, given.cells)

    def trajectories():
        return [array.astype(np.float32) for array in draw_trajectories(random, given.batch, given.steps)]

    def batch():
        velocity, start, position = trajectories()
        return velocity, start, position, place_code(start, centres), place_code(position, centres)

    if given.check:
        velocity, start, position, start_code, target_code = batch()
        np.savez(given.check, velocity=velocity, start=start, position=position, centres=centres,
                 start_code=start_code, target_code=target_code)
    elif given.what == "trajectories":
        report(given, "trajectories", "steps/s", given.batch * given.steps, trajectories)
    else:
        report(given, "training data", "batches/s", 1, batch)


if __name__ == "__main__":
    main()

"""Training of Banino's LSTM in PyTorch: encode, forward with dropout, back by autograd, clip by value, RMSProp.

The trajectories are there already, as in the published code, which reads them from files. The network has one bias of the
gates more than the published one, since nn.LSTM has two. --check FILE.npz trains without dropout on the batches in that file,
from its weights, and prints the losses instead of measuring.
"""

import json

import numpy as np
import torch

from peer import arguments, report
from rat_world import BOX, draw_trajectories

PLACE_WIDTH = 0.01  # m
HEADING_CONCENTRATION = 20.0


class Cells:
    """Place cells and head-direction cells, side by side in one code."""

    def __init__(self, random, places, headings):
        self.centres = torch.tensor(random.uniform(-BOX / 2, BOX / 2, (places, 2)), dtype=torch.float32)
        self.directions = torch.tensor(random.uniform(-np.pi, np.pi, headings), dtype=torch.float32)

    def encode(self, position, heading):
        """[..., places + headings]: softmax of Gaussian tuning, then softmax of von Mises tuning."""
        squares = ((position.unsqueeze(-2) - self.centres) ** 2).sum(-1)
        place = torch.softmax(-squares / (2 * PLACE_WIDTH**2), -1)
        direction = torch.softmax(HEADING_CONCENTRATION * torch.cos(heading.unsqueeze(-1) - self.directions), -1)
        return torch.cat([place, direction], -1)


class PathLstm(torch.nn.Module):
    def __init__(self, inputs, units, bottleneck, cells):
        super().__init__()
        self.encoder = torch.nn.Linear(cells, units)
        self.cell_encoder = torch.nn.Linear(cells, units)
        self.RNN = torch.nn.LSTM(inputs, units)
        self.bottleneck = torch.nn.Linear(units, bottleneck, bias=False)
        self.decoder = torch.nn.Linear(bottleneck, cells)

    def forward(self, told, start_code, keep):
        first = (self.encoder(start_code).unsqueeze(0), self.cell_encoder(start_code).unsqueeze(0))
        states, _ = self.RNN(told, first)
        return self.decoder(torch.nn.functional.dropout(self.bottleneck(states), 1 - keep))


def train_on(network, optimizer, data, places, clip, keep):
    """One step. Returns the loss in nats: cross-entropies of place and heading."""
    told, start_code, targets = data
    optimizer.zero_grad()
    logits = network(told, start_code, keep)
    loss = 0.0
    for part in (slice(0, places), slice(places, None)):
        loss = loss - (targets[..., part] * torch.log_softmax(logits[..., part], -1)).sum(-1).mean()
    loss.backward()
    torch.nn.utils.clip_grad_value_(network.parameters(), clip)
    optimizer.step()
    return loss.item()


def check(path, learning_rate, clip):
    arrays = np.load(path)
    names = [name for name in arrays.files if "." in name]
    weights = {name: torch.tensor(arrays[name]) for name in names}
    units, cells = weights["encoder.weight"].shape
    network = PathLstm(arrays["told"].shape[-1], units, weights["bottleneck.weight"].shape[0], cells)
    network.load_state_dict(weights)
    optimizer = torch.optim.RMSprop(network.parameters(), lr=learning_rate, momentum=0.9)
    batches = zip(*(torch.tensor(arrays[name]) for name in ("told", "start_code", "targets")))
    places = int(arrays["places"][0])
    print(json.dumps([train_on(network, optimizer, batch, places, clip, 1.0) for batch in batches]))


def draw_pool(random, trajectories, steps):
    """What is told of each step, and headings and positions before and after it."""
    velocity, start, position = draw_trajectories(random, trajectories, steps)
    heading = np.arctan2(velocity[..., 1], velocity[..., 0])
    turn = np.diff(heading, axis=0, append=heading[-1:])
    told = np.stack([np.hypot(velocity[..., 0], velocity[..., 1]), np.cos(turn), np.sin(turn)], -1)
    return [torch.tensor(array, dtype=torch.float32) for array in (told, start, heading[0], position, heading + turn)]


def main():
    parser = arguments(__doc__)
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--bottleneck", type=int, default=256)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--places", type=int, default=256)
    parser.add_argument("--headings", type=int, default=12)
    parser.add_argument("--keep", type=float, default=0.5)
    parser.add_argument("--learning-rate", type=float, default=1e-5)
    parser.add_argument("--clip", type=float, default=1e-5)
    parser.add_argument("--check", metavar="FILE.npz")
    given = parser.parse_args()

    torch.set_num_threads(given.threads)
    if given.check:
        check(given.check, given.learning_rate, given.clip)
        return
    random = np.random.RandomState(0)
    cells = Cells(random, given.places, given.headings)
    told, start, first_heading, position, heading = draw_pool(random, 1000, given.steps)
    network = PathLstm(told.shape[-1], given.units, given.bottleneck, given.places + given.headings)
    optimizer = torch.optim.RMSprop(network.parameters(), lr=given.learning_rate, momentum=0.9)

    def step():
        chosen = random.randint(0, told.shape[1], given.batch)
        start_code = cells.encode(start[chosen], first_heading[chosen])
        targets = cells.encode(position[:, chosen], heading[:, chosen])
        return train_on(network, optimizer, (told[:, chosen], start_code, targets), given.places, given.clip, given.keep)

    report(given, f"training an LSTM of {given.units} units", "steps/s", 1, step)


if __name__ == "__main__":
    main()

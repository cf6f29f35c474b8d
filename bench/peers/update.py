"""One update of all weights of a network by an optimizer of PyTorch, as a training step makes it: RMSprop and SGD with momentum 0.9."""

import json

import torch

from peer import arguments, report


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rule", choices=["Adam", "AdamW", "RMSprop", "SGD"], default="Adam")
    parser.add_argument("--shapes", default="[[256, 256]]", help="of the arrays, as JSON")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(0)
    weights = [torch.zeros(*shape, requires_grad=True) for shape in json.loads(given.shapes)]
    for array in weights:
        array.grad = 1e-5 * (2 * torch.rand_like(array) - 1)
    more = {"momentum": 0.9} if given.rule in ("RMSprop", "SGD") else {}
    optimizer = getattr(torch.optim, given.rule)(weights, lr=1e-5, **more)
    count = sum(array.numel() for array in weights)
    report(given, f"update by {given.rule}", "weights/s", count, optimizer.step)


if __name__ == "__main__":
    main()

"""Gather what the span reader is trained on, train it, measure it, save it; average readers.

Example, where a graphics processor stands in another machine::

    python -m index.training.reading pack --data ../shared/data --pack reading.xz
    python -m index.training.reading train --pack reading.xz --out one --start index/models/reader --pretrained first.pt
    python -m index.training.reading train --pack reading.xz --out other --pretrained first.pt --seed 11 --steps 15000
    python -m index.training.reading average one other --out index/models/reader

Training without one takes a day or more. What the first training gives is kept in ``--pretrained``, and taken from
there if it is there.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.span_reader import FIRST, packed, unpacked

from .finetune import Finetuning, finetune
from .measure import figures
from .network import Network
from .pack import Pack, load, make, save
from .pretrain import Pretraining, pretrain

_LEFT_OUT = "guess"
"""What only the first training needs."""


def main() -> None:
    """Run one of the steps."""
    parser = argparse.ArgumentParser(prog="python -m index.training.reading", description=__doc__.split("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    pack = steps.add_parser("pack", help="gather running text and questions in one file")
    pack.add_argument("--data", type=Path, required=True, help="folder with the files named in data.FILES")
    training = steps.add_parser("train", help="train, measure and save")
    training.add_argument("--out", type=Path, required=True, help="the model directory to write")
    training.add_argument("--start", type=Path, help="a model directory whose weights to begin with")
    training.add_argument("--pretrained", type=Path, help="a file for the weights after the first training")
    training.add_argument("--steps", type=int, default=Finetuning().steps, help="steps of the second training")
    training.add_argument("--minutes", type=float, default=Pretraining().minutes, help="most minutes on running text")
    training.add_argument("--workers", type=int, default=0, help="processes that prepare examples")
    training.add_argument("--seed", type=int, default=Finetuning().seed, help="decides everything that is drawn")
    averaging = steps.add_parser("average", help="average readers that were trained on from the same first training")
    averaging.add_argument("readers", type=Path, nargs="+", help="their model directories")
    averaging.add_argument("--out", type=Path, required=True, help="the model directory to write")
    for step in (pack, training):
        step.add_argument("--pack", type=Path, required=True, help="the file that holds what is trained on")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if chosen.step == "pack":
        save(make(chosen.data), chosen.pack)
    elif chosen.step == "average":
        _average(chosen.readers, chosen.out)
    else:
        loaded = load(chosen.pack)
        recipe = Finetuning(steps=chosen.steps, workers=chosen.workers, seed=chosen.seed)
        network = _train(
            loaded, _begun(loaded, chosen.start), Pretraining(minutes=chosen.minutes), recipe, chosen.pretrained
        )
        print(json.dumps(figures(network, loaded.texts, loaded.held, loaded.numbers), indent=1))
        weights = {name: tensor.float().cpu().numpy() for name, tensor in network.state_dict().items()}
        _write(weights, loaded.characters, chosen.out)


def _begun(pack: Pack, directory: Path | None) -> Network:
    """Return a network to be trained, with the weights in a model directory if one is given."""
    network = Network(FIRST + len(pack.characters))
    if directory is not None:
        if (directory / "characters.txt").read_bytes().decode() != pack.characters:
            raise SystemExit(f"{directory} was trained on other characters than the pack has: leave out --start.")
        saved = unpacked(load_file(directory / "model.safetensors"))
        network.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in saved.items()}, strict=False)
    return network


def _train(pack: Pack, network: Network, first: Pretraining, second: Finetuning, pretrained: Path | None) -> Network:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(second.seed)
    torch.set_float32_matmul_precision("high")
    network = network.to(device)
    if pretrained is not None and pretrained.is_file():
        network.load_state_dict(torch.load(pretrained, map_location=device, weights_only=True))
    else:
        stream = torch.from_numpy(pack.stream.astype(np.int16)).to(device)
        pretrain(network, stream, first)
        if pretrained is not None:
            torch.save({name: tensor.half() for name, tensor in network.state_dict().items()}, pretrained)
    return finetune(network, pack.texts, pack.questions, pack.numbers, second)


def _average(readers: Sequence[Path], out: Path) -> None:
    """Write the reader whose weights are the mean of others' (Wortsman et al. 2022, "Model soups")."""
    loaded = [unpacked(load_file(directory / "model.safetensors")) for directory in readers]
    weights = {name: np.stack([reader[name] for reader in loaded]).mean(0) for name in loaded[0]}
    _write(weights, (readers[0] / "characters.txt").read_bytes().decode(), out)


def _write(weights: Mapping[str, NDArray[np.float32]], characters: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, NDArray[np.generic]] = {}
    for name, matrix in weights.items():
        if not name.startswith(_LEFT_OUT):
            tensors |= packed(name, matrix)
    save_file(tensors, out / "model.safetensors")
    (out / "characters.txt").write_bytes(characters.encode())


if __name__ == "__main__":
    main()

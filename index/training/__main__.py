"""Train, measure and save the bundled model.

Example: ``python -m index.training --data ../shared/data --out index/models/static``
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import data, evaluate
from .card import model_card
from .export import save
from .initial import initial_vectors
from .pairs import ContextPairs
from .questions import QuestionPairs
from .train import Recipe, train
from .vocabulary import build_tokenizer, count_pieces

_LOG = logging.getLogger("index.training")


def main() -> None:
    """Run the whole way, or, with ``--evaluate-only``, measure the model that stands at ``--out``."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files named in data.FILES")
    parser.add_argument("--out", type=Path, required=True, help="the model directory to write")
    parser.add_argument("--pieces", type=int, default=32000, help="size of the vocabulary")
    parser.add_argument("--dimension", type=int, default=512, help="length of a vector")
    parser.add_argument("--steps", type=int, default=Recipe().steps, help="training steps")
    parser.add_argument("--seed", type=int, default=Recipe().seed, help="decides everything that is drawn")
    parser.add_argument("--evaluate-only", action="store_true", help="print the figures of the model at --out")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = data.read_corpus(chosen.data)
    if not chosen.evaluate_only:
        recipe = Recipe(steps=chosen.steps, seed=chosen.seed)
        _train(corpus, data.manifest(chosen.data), recipe, chosen.pieces, chosen.dimension, chosen.out)
    print(json.dumps(_figures(corpus, chosen.out), indent=1))


def _train(
    corpus: data.Corpus, manifest: dict[str, str], recipe: Recipe, pieces: int, dimension: int, out: Path
) -> None:
    """Train a model and write it to ``out``, measured."""
    contexts = list(dict.fromkeys(question.context for question in corpus.questions))
    _LOG.info("counting words of %d documents", len(corpus.documents))
    counts = count_pieces([document.text for document in corpus.documents] + contexts)
    tokenizer = build_tokenizer(counts, pieces)
    running = ContextPairs(corpus.documents, tokenizer)
    asked = QuestionPairs(corpus.questions, tokenizer)
    _LOG.info("first vectors from %d tokens", len(running.texts.ids))
    start = initial_vectors(running.texts.ids, tokenizer.get_vocab_size(), dimension, recipe.seed)
    vectors = train(start, running, asked, recipe)
    save(vectors, tokenizer, "", out)
    _LOG.info("saved, measuring")
    card = model_card(manifest, recipe, pieces, dimension, _figures(corpus, out))
    (out / "README.md").write_text(card, encoding="utf-8")


def _figures(corpus: data.Corpus, model: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Measure the saved model at its full length and at its prefixes."""
    from model2vec import StaticModel

    static = StaticModel.from_pretrained(model)
    sets = [evaluate.lexical(one) for one in evaluate.retrieval_sets(corpus)]
    lengths = [static.dim, *sorted((p for p in Recipe().prefixes if p < static.dim), reverse=True)]
    return {str(length): evaluate.measure(sets, _encoder(static.encode, length)) for length in lengths}


def _encoder(encode: Callable[[list[str]], NDArray[np.float32]], length: int) -> evaluate.Encoder:
    def prefix(texts: list[str]) -> NDArray[np.float32]:
        rows = encode(texts)[:, :length]
        unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    return prefix


if __name__ == "__main__":
    main()

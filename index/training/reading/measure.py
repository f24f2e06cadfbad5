"""How well a network reads: spans of held questions, and whether it tells a text with the answer from one without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch

from index.span_reader import LONGEST_TEXT, Span, best_span, encode_plain

from .examples import Asked, Example, Text, batched
from .network import Network

_BATCH = 64


def spans(network: Network, asked: Sequence[tuple[str, Text]], characters: Mapping[str, int]) -> Iterator[Span]:
    """Read texts for questions, both plain, and yield the best span of each, as ``SpanReader.read`` finds it."""
    device = next(network.parameters()).device
    network.eval()
    for at in range(0, len(asked), _BATCH):
        rows = [
            Example(encode_plain(question, text.text[:LONGEST_TEXT], text.about, characters), 0, 0)
            for question, text in asked[at : at + _BATCH]
        ]
        batch = batched(rows, device)
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            logits = network.span(network(batch["numbers"], batch["sides"], batch["repeated"], batch["mask"])).float()
        for row, (_, text) in zip(zip(rows, logits, strict=True), asked[at : at + _BATCH], strict=True):
            yield best_span(row[1].cpu().numpy(), row[0].encoded.start, 0, len(text.text[:LONGEST_TEXT]))


def figures(
    network: Network, texts: Sequence[Text], held: Sequence[Asked], characters: Mapping[str, int]
) -> dict[str, float]:
    """Measure, in per cent.

    Returns:
        ``exact`` and ``f1`` (of characters) of the spans in windows that hold the answer; ``answered``: how many of
        these are likelier than no answer; ``mistaken``: how many spans in the first text that BM25 confuses are.
    """
    with_answer = [(asked, *_window(texts[asked.text], asked)) for asked in held if asked.start >= 0]
    found = list(spans(network, [(asked.question, text) for asked, text, _ in with_answer], characters))
    exact, overlap, answered = 0, 0.0, 0
    for (asked, text, start), span in zip(with_answer, found, strict=True):
        truth, said = text.text[start : start + asked.end - asked.start], text.text[span.start : span.end]
        same = sum((Counter(truth) & Counter(said)).values())
        exact += truth == said
        overlap += 2 * same / (len(truth) + len(said))
        answered += span.margin > 0
    without = [(asked.question, texts[asked.others[0]]) for asked in held if asked.others and asked.start >= 0]
    without += [(asked.question, texts[asked.text]) for asked in held if asked.start < 0]
    mistaken = [span.margin > 0 for span in spans(network, without, characters)]
    count = max(1, len(with_answer))
    return {
        "exact": 100 * exact / count,
        "f1": 100 * overlap / count,
        "answered": 100 * answered / count,
        "mistaken": 100 * float(np.mean(mistaken)) if mistaken else 0.0,
    }


def _window(text: Text, asked: Asked) -> tuple[Text, int]:
    """Return the part of a text that is read, the answer in it, and where the answer begins."""
    at = max(0, min((asked.start + asked.end - LONGEST_TEXT) // 2, len(text.text) - LONGEST_TEXT))
    return Text(text.text[at : at + LONGEST_TEXT], text.about), asked.start - at

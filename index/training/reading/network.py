"""The network that ``index.span_reader`` computes, as torch trains it, with the same names of weights."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.span_reader import HEADS, POSITIONS

WIDTH, LAYERS, REPEATED = 256, 6, 6


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each beside its normalised input."""

    def __init__(self, dropout: float) -> None:
        """Make an untrained layer."""
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, state: Tensor, mask: Tensor | None) -> Tensor:
        """Return a tensor of the same shape ``(batch, n, WIDTH)``; ``mask`` is True where something is to be seen."""
        size, count, _ = state.shape
        mixed = self.qkv(self.before(state)).view(size, count, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(mixed[0], mixed[1], mixed[2], attn_mask=mask)
        state = state + self.drop(self.out(seen.transpose(1, 2).reshape(size, count, WIDTH)))
        outputs: Tensor = state + self.drop(self.down(torch.relu(self.up(self.between(state)))))
        return outputs


class Network(nn.Module):
    """The reader, and beside it the guessing of hidden characters that it is first trained on."""

    def __init__(self, characters: int, dropout: float = 0.0) -> None:
        """Make an untrained network.

        Args:
            characters: How many numbers of characters and marks there are.
            dropout: The share of activations that training hides.
        """
        super().__init__()
        self.characters, self.places = nn.Embedding(characters, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.sides, self.repeated = nn.Embedding(2, WIDTH), nn.Linear(REPEATED, WIDTH, bias=False)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.normal, self.span = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2)
        self.guess = nn.Linear(WIDTH, WIDTH)
        self.guess_bias = nn.Parameter(torch.zeros(characters))
        self.drop = nn.Dropout(dropout)
        for module in self.modules():
            if isinstance(module, nn.Embedding | nn.Linear):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear) and module.bias is not None:
                nn.init.zeros_(module.bias)
        for name, weight in self.named_parameters():
            if name.endswith(("out.weight", "down.weight")):
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * LAYERS))
        nn.init.zeros_(self.repeated.weight)

    def forward(self, numbers: Tensor, sides: Tensor, repeated: Tensor | None, mask: Tensor | None) -> Tensor:
        """Return what is known of each character, shape ``(batch, n, WIDTH)``.

        Args:
            numbers: Characters and marks, shape ``(batch, n)``.
            sides: 0 in the question and 1 behind it, of the same shape.
            repeated: What the question shares with each character, shape ``(batch, n, REPEATED)``; zeros where None.
            mask: True where something is to be seen, shape ``(batch, 1, 1, n)``; everything where None.
        """
        places = torch.arange(numbers.shape[1], device=numbers.device)
        state = self.characters(numbers) + self.places(places) + self.sides(sides)
        if repeated is not None:
            state = state + self.repeated(repeated)
        state = self.drop(state)
        for layer in self.layers:
            state = layer(state, mask)
        outputs: Tensor = self.normal(state)
        return outputs

    def guesses(self, states: Tensor) -> Tensor:
        """Return how likely each character stands where the states are, shape ``(len(states), characters)``."""
        inner = functional.gelu(self.guess(states))
        return inner @ self.characters.weight.T + self.guess_bias

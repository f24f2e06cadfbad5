"""Write the model card: what the bundled model is, what it was made of, how good it is and how to make it again."""

from __future__ import annotations

from dataclasses import asdict

from .train import Recipe

_LICENCES = {
    "news.jsonl.gz": "press texts by way of CRUD-RAG (repository Apache-2.0)",
    "cmrc2018_train.jsonl.gz": "CMRC 2018, CC BY-SA 4.0",
    "cmrc2018_trial.jsonl.gz": "CMRC 2018, CC BY-SA 4.0 (evaluation only)",
    "drcd_train.jsonl.gz": "DRCD, CC BY-SA 3.0",
    "csl_titles.jsonl.gz": "CSL, Apache-2.0",
    "xinhua_titles.jsonl.gz": "press texts by way of UHGEval (repository Apache-2.0)",
    "government_services.jsonl.gz": "Guangdong government services, MIT",
    "government_work_reports.jsonl.gz": "State Council work reports, MIT",
}

_CARD = """---
language:
- zh
license: apache-2.0
library_name: sentence-transformers
tags:
- sentence-transformers
- feature-extraction
- static-embeddings
- model2vec
---

# Static Chinese embedding model for reports

A text's vector is the mean of its tokens' vectors, brought to length one: no attention, no GPU, no network.
{pieces:,} tokens, {dimension} dimensions (Matryoshka: the first {prefixes} serve alone once brought to length one
again), int8 rows with a float32 scale each. It is made to stand beside BM25, not to replace it: part of its training
loss is the sum of both scores.

## Use

```python
from model2vec import StaticModel                        # numpy alone
StaticModel.from_pretrained(path).encode(["全年共铺排项目269个"])

from sentence_transformers import SentenceTransformer    # the same vectors
SentenceTransformer(path, device="cpu", local_files_only=True).encode(["全年共铺排项目269个"])
```

Queries and passages are encoded alike, without prompts. Texts are not truncated. A text without a single known token
gives zeros. For a shorter vector take the first numbers and bring them to length one again.

## How it was made

`python -m index.training --data DATA --out OUT --pieces {pieces} --dimension {dimension} --steps {steps} --seed {seed}`
(under an hour on two CPU cores, with OMP_NUM_THREADS=1 where others compute too; the same versions of the libraries
give the same vectors up to rounding).

1. Words counted with rjieba in the training texts become the pieces of a unigram tokenizer, beside every character of
   GB 2312, numbers and letter pairs. NFKC and lower case; no blanks are needed between words.
2. First vectors: positive PMI of words within five words, factored by a randomised SVD, mixed with random
   directions.
3. Contrastive learning in large batches: reading comprehension questions with answering passages and negatives mined
   by BM25; titles with bodies; stretches of sentences made into questions (words left out, numbers asked for) with the
   passage around them, in a third of the cases without the sentence itself, and another passage of the same text as
   the hard negative.

Settings (explained at `Recipe` in `index/training/train.py`):
{recipe}.

Near duplicates were dropped. Evaluation texts were split off by a hash of the text (5 % of the documents, 10 % of DRCD
by context, 12 % of the work reports). None of them, nor the CMRC trial set, was trained on, but settings were chosen by
looking at their figures. The rest of the work reports was trained on, so that figures on question sets about them
(`eval/questions`) say little about how the model does on reports that it has not seen.

| data file | source and licence | SHA-256 |
|---|---|---|
{files}

The texts themselves are not included. CMRC 2018 and DRCD are under CC BY-SA, whose share-alike is usually not taken to
reach trained weights; whoever redistributes the weights should name these sources all the same.

## Evaluation

Recall in per cent, R@1 / R@5, on texts not trained on. *BM25* is the program's own, over words and pairs of
characters. *Fused* adds the two scores as the program does (`index/fusion.py`), *standardised* adds them after bringing
them to mean 0 and deviation 1 for each query; the share of the dense score is the best of a grid, one for all sets.

{tables}

Sets: CMRC 2018 trial questions among their own 256 contexts, among 4,000 more (`wide`; training contexts, which the
model knows as answers to other questions), and among passages of at most 150 characters; held-out DRCD questions among
4,000 contexts; headlines and the second passage of their article; clauses with a third of the words left out and the
numbers asked for, among the passages of held-out news and of all work reports. There are 1,002 trial questions (965 of
them with the answer inside one passage), 226 DRCD questions, 837 headlines, 1,127 news clauses and only 84 report
clauses: a difference of one or two per cent is noise on the small sets. The shares were chosen on these same sets.

## Limits

- Word order, negation and who did what to whom are invisible: the vector is a mean.
- Kana, Cyrillic and Greek are ignored, as are rare characters; traditional characters are not mapped to simplified ones
  and should be converted before.
- News of mid 2023 weighs most in the vocabulary; place names that it does not hold are found by their characters.
- Questions were made from statements for most of the training; only 12,000 were asked by people.
"""


def model_card(
    manifest: dict[str, str],
    recipe: Recipe,
    pieces: int,
    dimension: int,
    figures: dict[str, dict[str, dict[str, float]]],
) -> str:
    """Return the text of the card.

    Args:
        manifest: SHA-256 of each data file.
        recipe: How training ran.
        pieces: Size of the vocabulary.
        dimension: Full length of the vectors.
        figures: By vector length, what ``evaluate.measure`` returned.
    """
    settings = ",\n".join(f"`{name}` {value}" for name, value in asdict(recipe).items())
    files = "\n".join(f"| {name} | {_LICENCES[name]} | `{digest}` |" for name, digest in manifest.items())
    tables = "\n\n".join(_table(length, rows) for length, rows in figures.items())
    return _CARD.format(
        pieces=pieces,
        dimension=dimension,
        prefixes=", ".join(str(prefix) for prefix in sorted(recipe.prefixes, reverse=True)),
        steps=recipe.steps,
        seed=recipe.seed,
        recipe=settings,
        files=files,
        tables=tables,
    )


def _table(length: str, rows: dict[str, dict[str, float]]) -> str:
    """Return one table of figures, for one length of the vectors."""
    first = next(iter(rows.values()))
    lines = [
        f"{length} dimensions; share of the dense score: fused {first['fused_share']:.2f}, standardised "
        f"{first['standard_share']:.2f}.",
        "",
        "| set | BM25 | dense | fused | standardised |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, row in rows.items():
        kinds = ("bm25", "dense", "fused", "standard")
        cells = " | ".join(f"{100 * row[f'{kind}@1']:.1f} / {100 * row[f'{kind}@5']:.1f}" for kind in kinds)
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)

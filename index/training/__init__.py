"""Train the bundled static embedding model: ``python -m index.training --data DATA --out OUT``.

Read in this order: ``data`` (files, splits, documents), ``vocabulary`` (words become a tokenizer), ``tokens``
(documents become flat arrays of token ids), ``pairs`` (what is drawn as query and passage), ``initial`` (vectors
from co-occurrence), ``train`` (contrastive learning), ``export`` (the model directory), ``evaluate`` (against BM25
and fused with it).

This package is not needed, and not imported, when questions are answered.
"""

"""Trains the span reader that ``index.span_reader`` runs; ``python -m index.training.reading --help``."""

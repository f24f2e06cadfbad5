"""Measures: question sets, metrics, and the scripts that report on retrieval, answers and speed."""

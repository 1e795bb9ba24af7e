"""Scores reports against label files: `python -m benchmarks.accuracy --help`."""

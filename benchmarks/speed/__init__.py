"""Times the engine against the raw decode of the same files; `python -m benchmarks.speed -h`."""

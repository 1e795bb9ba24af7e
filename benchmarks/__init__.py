"""Two measurements that stay: `benchmarks.accuracy` (right?) and `benchmarks.speed` (fast?)."""

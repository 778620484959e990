"""A week of a lively group, played with the whole bot; see docs/benchmarks.md."""

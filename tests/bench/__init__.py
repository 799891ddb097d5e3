"""How fast, always beside a peer in the same run: `python -m tests.bench`. Ratios are what counts; machines differ."""

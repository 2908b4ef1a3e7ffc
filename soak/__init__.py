"""The soak: real offices killed, cut off from power, starved of disk and bitten, and then asked what they still hold.

`python -m soak` runs every part and writes `docs/reliability.md`; the tests run a small share of the same code. The
oracle is always the same: no acknowledged work missing, none of it twice, no gap in the numbers, the chain of the log
whole, and the same work done again ends in the same state.
"""

"""Measured comparisons: ours, a naive loop, a peer and the floor, side by side in one run. Not shipped."""

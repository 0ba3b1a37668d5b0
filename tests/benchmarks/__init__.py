"""`make bench`: how fast we are, as ratios to what the parts alone cost in the same run (machines are noisy)."""

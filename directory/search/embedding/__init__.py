"""Embedders: a text becomes a vector, so that what is said otherwise may still be near."""

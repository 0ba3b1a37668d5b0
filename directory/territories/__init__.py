"""Territories: the gazetteer of France, local territories, and turning an address into a point."""

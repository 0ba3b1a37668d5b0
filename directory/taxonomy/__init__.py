"""Closed lists: the nine categories, the 69 topics, audiences and the other values a listing may take."""

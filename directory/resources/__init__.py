"""Organisations and resources: the record, what is valid, and what may be published."""

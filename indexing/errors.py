"""The only errors that leave `indexing`."""


class SearchError(Exception):
    """The engine could not answer. Client exceptions are translated into this one, in one place per engine."""


class SearchUnavailable(SearchError):
    """The engine does not answer at all, or has no index yet. Trying again later may work."""


class GenerationRefused(SearchError):
    """A new generation must not replace the current one: a document failed or the count differs."""

"""Finding: a request becomes a `SearchQuery`, a resource becomes a document, the index follows the record."""

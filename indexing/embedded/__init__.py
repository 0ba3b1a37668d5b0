"""The default engine: Tantivy, in a folder on disk."""

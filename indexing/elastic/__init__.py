"""The engine for what outgrows one machine: Elasticsearch."""

"""What comes in from other bases: one module per format, one importer for all."""

"""What the engine port promises, as tests that every engine passes."""

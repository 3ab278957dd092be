"""The pieces of `model`; import them from there."""

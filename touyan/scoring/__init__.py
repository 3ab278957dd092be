"""The scoring engine: a library without Django. `model` and `fields` cost only the standard library."""

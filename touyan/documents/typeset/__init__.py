"""Official documents as data, and what prints them. Knows nothing of Django."""

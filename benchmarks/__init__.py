"""Measurements that can be repeated; each command says what it measured and on what."""

"""Fixtures of the tests that walk the whole house."""

from touyan.conftest import cast

__all__ = ["cast"]

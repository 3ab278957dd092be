"""头雁 Touyan: party building and duty performance of a city CPPCC as one closed loop."""

__version__ = "0.1.0"

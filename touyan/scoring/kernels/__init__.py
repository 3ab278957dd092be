"""The few loops that see every fact. The same source runs compiled and plain (see `jit`)."""

from touyan.scoring.kernels.arith import divide
from touyan.scoring.kernels.evidence import evidence
from touyan.scoring.kernels.fold import fold
from touyan.scoring.kernels.rows import count_rows, trace
from touyan.scoring.kernels.scan import scan

__all__ = ["count_rows", "divide", "evidence", "fold", "scan", "trace"]

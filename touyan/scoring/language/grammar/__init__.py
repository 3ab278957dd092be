"""The words of a scheme file: which word stands for which part of the model. Everything else reads these tables."""

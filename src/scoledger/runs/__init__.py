"""Runs: the plan of the book, the store of what was executed, and the kernels that execute it."""

"""The examples in the docstrings of rules: written as practices, and tried."""

"""Pages of the manual that are written from the code: the commands and the record format.

Imported by no command; a test compares the text with docs/reference/, so that the manual cannot say
what the code does not do. Must hold no facts of its own beyond a few lines of introduction.
"""

"""Parts of pages: pure functions from plain values to safe HTML.

They know no chart and no caseload, only what they draw, so each can be seen and tested alone. None
imports another but `marks`.
"""

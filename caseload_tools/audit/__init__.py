"""For an auditor: who changed what, charts drawn for review, a bundle to take away, and whether the past stands.

`log`, `sample` and `report` only tell; what is wrong with a past is said by the files in `checks`.
"""

"""How high the risk of a client is, and what is unknown of it: the one answer of clocks, rules, reports, site and API.

Three witnesses speak of it. `risk:` and a measure set the level, and the higher of them holds until a later, lower
finding with its reason (`witnesses`, `risk_course`). The text alone sets none: it opens a question (`danger_texts`).
Nothing here judges who is late: see the clocks of risk. Importing this loads nothing.
"""

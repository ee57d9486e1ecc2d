"""May somebody be told something of a client: by whom, through which channel, on that day, on which basis.

One function answers, `answers_to(record, chart)` in answering.py, for every record in which something leaves the room
or comes in; rules, drafts, reports and pages ask it and decide nothing of their own. It knows facts of the chart and
the law of the day (practice/laws.py), prints nothing, and never tells a client's words.
"""

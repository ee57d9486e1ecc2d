"""The sentences after which somebody puts a chart away: each stands here once, and in no other file.

Nobody prints one by themselves. `chart.doubts` says whether anything is late or not known, and only where nothing is
may it be said; `tests/test_comfort.py` puts each thing that may be unknown into a chart and looks for all of them.
"""

from __future__ import annotations

EVERY_DATE_MET = "Every date is met"
NOTHING_OVERDUE = "Nothing is overdue"
NOTHING_TODAY = "Nothing is due today"
NOTHING_AHEAD = "Nothing falls due"
NO_DATE_NEAR = "no date near"
NOTHING_LEFT = "Nothing goes on being owed when the chart is closed"
NO_HIGH_RISK = "no high or moderate risk"
NOBODY_AT_RISK = "no client now"
NOTHING_FOUND = "Nothing was found"
NOTHING_MISSING = "Nothing is missing in the records"
NOTHING_TO_SAY = "nothing to say"
COMFORT = (
    *(EVERY_DATE_MET, NOTHING_OVERDUE, NOTHING_TODAY, NOTHING_AHEAD, NO_DATE_NEAR, NOTHING_LEFT),
    *(NO_HIGH_RISK, NOBODY_AT_RISK, NOTHING_FOUND, NOTHING_MISSING, NOTHING_TO_SAY),
)
READ = " in what could be read"
"""What is added where a part could not be read: that is no comfort."""

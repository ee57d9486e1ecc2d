"""PCL-5: twenty items on post-traumatic stress. It has no official severity bands, so none are shown."""

from __future__ import annotations

from caseload_tools.practice.measures import Cluster, Measure

MEASURE = Measure(
    id="pcl5",
    name="PCL-5",
    items=20,
    item_min=0,
    item_max=4,
    cutoff=31,
    reliable_change=15,
    clusters=(
        Cluster("B", first=1, last=5, needed=1, reaching=2),
        Cluster("C", first=6, last=7, needed=1, reaching=2),
        Cluster("D", first=8, last=14, needed=2, reaching=2),
        Cluster("E", first=15, last=20, needed=2, reaching=2),
    ),
    licence="public domain (U.S. Department of Veterans Affairs)",
    sources=(
        "Forkus et al. 2022, Clin Psychol (New York) 30:110: cut-offs between 31 and 33",
        "Marx et al. 2022, Psychol Assess 34:197: reliable change of 15 and 18 in two samples",
    ),
    note=(
        "The cut lies between 31 and 33 by setting, reliable change between 9 and 18 by study: a "
        "practice may set its own in caseload.toml."
    ),
)

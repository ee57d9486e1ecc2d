"""What invented clients of the outpatient programme come for, with goals, steps, methods and words.

Plain lists, so that a reader sees at once what a made-up chart can say. phrases.py fills the
`{slots}`; `{target}` comes from the objective.
"""

from __future__ import annotations

from caseload_tools.desk.demo.themes import Theme, ThemeObjective

THERAPY = (
    Theme(
        "mood",
        "F33.1",
        (
            "Low mood and withdrawal since {obstacle}",
            "Has given up {thing} and most visits",
            "Days in bed, no appetite for company",
        ),
        (
            "Take part in daily life again",
            "Have weeks with something in them",
            "Return to {thing} among people",
        ),
        (
            ThemeObjective(
                "Do a planned activity outside the home on {target} days a week",
                "activity log, days a week",
                (0, 2),
                (4, 5),
            ),
            ThemeObjective("Eat a cooked meal on {target} days a week", "meal log, days a week", (1, 3), (5, 6)),
            ThemeObjective("Meet somebody in person {target} times a week", "diary, meetings a week", (0, 1), (2, 3)),
        ),
        (
            ("Activity scheduling", "behavioural activation"),
            ("Weekly plan drawn up together", "behavioural activation"),
        ),
        (
            "Out of bed by nine on {days} days",
            "Appetite back on {days} days",
            "Low on {weekday}, up again after {thing}",
        ),
        (
            "Went through the activity log and planned the next {number} days",
            "Looked at what came before the better days",
            "Broke one large task into {number} steps",
            "Rehearsed how to accept an invitation",
        ),
        (
            "activity log, one entry a day",
            "one visit to {place}",
            "a list of {number} small tasks",
            "{thing} for {minutes} minutes",
        ),
        "phq9",
    ),
    Theme(
        "worry",
        "F41.1",
        (
            "Worry on most days about money and health",
            "Constant what-ifs, worse since {obstacle}",
            "Cannot leave the house without checking",
        ),
        (
            "Let worry take less of the day",
            "Decide things without hours of checking",
            "Use the evening for {thing} again",
        ),
        (
            ThemeObjective(
                "Keep worry to one set half hour on {target} days a week",
                "worry diary, days a week",
                (0, 1),
                (4, 6),
            ),
            ThemeObjective(
                "Leave home after a single check on {target} days a week",
                "check list, days a week",
                (0, 2),
                (5, 6),
            ),
            ThemeObjective(
                "Answer post on the day it comes, {target} times a week",
                "post log, times a week",
                (0, 1),
                (3, 4),
            ),
        ),
        (
            ("Set worry time", "cognitive behavioural therapy"),
            ("Graded exposure to leaving things unchecked", "exposure"),
        ),
        (
            "Worry time kept on {days} days",
            "Checked the door {number} times on {weekday}, once on other days",
            "Opened the post standing at {place}",
        ),
        (
            "Sorted worries into those with a next step and those without",
            "Planned {number} experiments with leaving things unchecked",
            "Practised putting a worry off until {time}",
            "Compared what was feared with what came about",
        ),
        (
            "worry diary each evening",
            "one experiment at {place}",
            "a worry list, closed after {minutes} minutes",
            "post opened on {weekday}",
        ),
        "gad7",
    ),
    Theme(
        "sleep",
        "F51.01",
        ("Sleeps in pieces since {obstacle}", "Awake for hours, tired by day", "Dreads going to bed"),
        ("Sleep through most nights", "Wake rested on most days", "Trust the night again"),
        (
            ThemeObjective(
                "Go to bed at the agreed hour on {target} nights a week",
                "sleep diary, nights a week",
                (0, 2),
                (5, 6),
            ),
            ThemeObjective(
                "Get up at the same hour on {target} days a week", "sleep diary, days a week", (1, 2), (5, 7)
            ),
            ThemeObjective(
                "Leave the bed when awake for 20 minutes, {target} nights a week",
                "sleep diary, nights a week",
                (0, 1),
                (4, 5),
            ),
        ),
        (
            ("Sleep scheduling", "cognitive behavioural therapy for insomnia"),
            ("Stimulus control", "cognitive behavioural therapy for insomnia"),
        ),
        (
            "{hours} hours a night by the diary",
            "Bedtime kept on {days} nights",
            "One bad night on {weekday}, after {obstacle}",
        ),
        (
            "Read the sleep diary together and set the hours for the week",
            "Went over what to do when awake at night",
            "Planned the last hour before bed around {thing}",
            "Worked out the {number} habits that keep the night short",
        ),
        (
            "sleep diary every morning",
            "the agreed hours for bed on all {number} work days",
            "no telephone in bed until {weekday}",
            "a note of each waking",
        ),
        "phq9",
    ),
    Theme(
        "panic",
        "F40.01",
        (
            "Panic on buses and in queues",
            "Avoids {place} since an attack there",
            "Travels only with the {person}",
        ),
        ("Travel alone where life requires it", "Ride buses without company", "Go to {place} alone"),
        (
            ThemeObjective("Ride the bus alone {target} times a week", "travel log, rides a week", (0, 1), (4, 6)),
            ThemeObjective(
                "Stand in a queue until the end {target} times a week",
                "travel log, queues a week",
                (0, 1),
                (3, 5),
            ),
            ThemeObjective(
                "Go to a place from the list alone, {target} times a week",
                "travel log, visits a week",
                (0, 1),
                (3, 4),
            ),
        ),
        (
            ("Exposure in steps, from the list", "exposure"),
            ("Practice of staying with bodily alarm", "interoceptive exposure"),
        ),
        (
            "Rode {number} stops alone on {weekday}",
            "Stayed at {place} until the alarm fell from {score} to 2",
            "Turned back once at {place}, went again {time}",
        ),
        (
            "Practised breathing against the alarm, {number} rounds",
            "Built the next {number} steps of the list",
            "Went to {place} together and stayed {minutes} minutes",
            "Went over what the body does in an alarm",
        ),
        (
            "{number} bus stops alone",
            "one queue at {place}",
            "the travel log after each ride",
            "{place}, alone, for {minutes} minutes",
        ),
        "gad7",
    ),
    Theme(
        "grief",
        "F43.21",
        (
            "Cannot enter the room of the late {person}",
            "Has spoken to nobody since the funeral",
            "Grief that fills the day",
        ),
        (
            "Carry the loss through an ordinary week",
            "Remember without being shut in",
            "Have a place for the loss in the week",
        ),
        (
            ThemeObjective(
                "Spend a set time with memories on {target} days a week", "diary, days a week", (0, 1), (3, 4)
            ),
            ThemeObjective("Do something with others {target} times a week", "diary, times a week", (0, 1), (2, 4)),
            ThemeObjective("Sort belongings on {target} days a month", "diary, days a month", (0, 0), (3, 4)),
        ),
        (
            ("Telling the story of the loss, in steps", "grief therapy"),
            ("Letter to the person who died", "grief therapy"),
        ),
        (
            "Sat in the room for {minutes} minutes on {weekday}",
            "Spoke of the loss with the {person} at {place}",
            "Cried on {days} days and slept after it",
        ),
        (
            "Read the letter aloud, first part",
            "Looked through {number} photographs and what belongs to them",
            "Spoke about what may stay and what may go",
            "Planned the day of the anniversary",
        ),
        (
            "{minutes} minutes in the room",
            "one page of the letter",
            "a visit to {place} with the {person}",
            "{number} photographs for the next meeting",
        ),
        "phq9",
    ),
    Theme(
        "shyness",
        "F40.11",
        (
            "Says nothing in meetings and goes home early",
            "Has turned down every invitation since spring",
            "Blushing keeps them from work",
        ),
        (
            "Be heard at work, seen among friends",
            "Take the place at the table",
            "Say what matters to the {person}",
        ),
        (
            ThemeObjective(
                "Say one thing in each of {target} meetings a week", "tally, meetings a week", (0, 1), (3, 4)
            ),
            ThemeObjective("Begin a conversation {target} times a week", "tally, times a week", (0, 1), (4, 5)),
            ThemeObjective("Accept {target} invitations a month", "tally, invitations a month", (0, 0), (2, 4)),
        ),
        (("Attention turned outwards", "cognitive therapy"), ("Experiments in company", "exposure")),
        (
            "Spoke up once at work on {weekday}",
            "Ate lunch with the {person} at {place}",
            "Blushed, and stayed, for {minutes} minutes",
        ),
        (
            "Played the conversation through, with parts changed",
            "Planned {number} experiments for the week",
            "Compared the feared and the real reaction",
            "Practised looking outwards for {minutes} minutes",
        ),
        (
            "{number} conversations begun",
            "one question asked at {place}",
            "the tally at work",
            "lunch with the {person}",
        ),
        "gad7",
    ),
)

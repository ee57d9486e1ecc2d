"""What invented clients of case management come for. The same shape as therapy_themes.py."""

from __future__ import annotations

from caseload_tools.desk.demo.themes import DoneWhenObjective, Theme

SERVICE = (
    Theme(
        "housing",
        "Z59.1",
        ("Damp room, lease ends in spring", "Sleeps on the {person}'s sofa", "Three families in one flat"),
        (
            "Live in a dry home with a lease of their own",
            "Have a front door key",
            "Move within reach of {place}",
        ),
        (
            DoneWhenObjective("Hand in the housing form with all papers", "receipt in the chart"),
            DoneWhenObjective("Look at {number} flats from the list", "visits noted with dates"),
            DoneWhenObjective("Put down in writing what is broken in the room", "letter sent to the landlord"),
        ),
        (
            ("Housing form filled in together", "case management"),
            ("Letters to the landlord read and answered", "case management"),
        ),
        (
            "Looked at a flat near {place}",
            "Letter from the landlord came on {weekday}",
            "Two of {number} papers found, with the {person}'s help",
        ),
        (
            "Filled in {number} pages of the form",
            "Rang the office together and noted the name",
            "Went through the list of flats",
            "Sorted the papers into {number} folders",
        ),
        (
            "the missing paper from {place}",
            "one flat to look at on {weekday}",
            "a photograph of the wall",
            "the letter to the landlord",
        ),
    ),
    Theme(
        "money",
        "Z59.6",
        ("Bills unopened since {obstacle}", "Owes rent and the telephone", "No bank card since summer"),
        ("Know at any time what is left", "Pay rent on the day", "Be rid of the oldest debt"),
        (
            DoneWhenObjective("Open all letters up to today", "box empty on two visits"),
            DoneWhenObjective("Draw up a week's budget", "budget sheet in the chart"),
            DoneWhenObjective("Agree on rates with {number} creditors", "letters of agreement in the chart"),
        ),
        (("Budget sheet kept together", "case management"), ("Letters to creditors", "case management")),
        (
            "Opened {number} letters with the {person}",
            "Paid the telephone on {weekday}",
            "Kept to the budget on {days} days",
        ),
        (
            "Went through the budget line by line",
            "Wrote to {number} creditors",
            "Rang the bank about the card",
            "Looked at which bill comes first",
        ),
        (
            "letters into the box by date",
            "receipts from {place}",
            "the budget sheet until {weekday}",
            "{number} envelopes opened",
        ),
    ),
    Theme(
        "errands",
        "Z74.1",
        (
            "Misses appointments for want of a bus",
            "Cannot carry shopping since {obstacle}",
            "Has no way to {place}",
        ),
        ("Get to appointments unaided", "Have food in the house all week", "Know the way to {place}"),
        (
            DoneWhenObjective("Get the travel pass", "pass seen"),
            DoneWhenObjective("Shop with a list {number} weeks in a row", "lists in the chart"),
            DoneWhenObjective("Put all appointments on one wall calendar", "calendar seen on two visits"),
        ),
        (("Route walked together", "case management"), ("Wall calendar set up", "case management")),
        (
            "Took the bus to {place} on {weekday}",
            "Shopped with a list, {minutes} minutes",
            "Missed one bus after {obstacle}",
        ),
        (
            "Walked the way to {place} together",
            "Wrote the next {number} appointments on the calendar",
            "Filled in the form for the pass",
            "Tried the door-to-door bus",
        ),
        (
            "the shopping list for {weekday}",
            "the calendar each morning",
            "one trip to {place}",
            "the form for the pass, signed",
        ),
    ),
)

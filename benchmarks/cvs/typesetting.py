"""CVs in layouts that people use, typeset here, with the blocks of text that they are made of."""

from __future__ import annotations

from collections.abc import Iterator

import typst

NAME, CONTACT = "Wilma Ackerbusch", "wilma@ackerbusch.example"
JOBS = (
    (
        "Mar 2019 – Present",
        "Senior Logistics Planner",
        "Hafenkontor GmbH",
        (
            "Planned a hundred and forty weekly departures for three container terminals and cut the time of ships in"
            " the roads by eighteen percent within the first year."
        ),
    ),
    (
        "Jan 2015 – Feb 2019",
        "Logistics Planner",
        "Brookfield and Sons",
        (
            "Negotiated contracts worth four million euros with carriers in seven European countries and two ferries,"
            " and built the weekly report of capacities."
        ),
    ),
    (
        "Aug 2011 – Dec 2014",
        "Dispatcher",
        "Trans-Ostsee Spedition",
        "Scheduled forty drivers, wrote the handbook for those who are new, and introduced route planning by computer.",
    ),
)
SKILLS = ("Route planning", "Python", "Power BI", "Customs clearance", "Forecasting", "Incoterms", "Excel")
LABELS = (
    ("Birth date", "14 June 1986"), ("Birth place", "Emden"), ("Status", "married"), ("Nationality", "none"),
    ("Licence", "class B"), ("Religion", "none"), ("Address", "Deichweg 7, Emden"),
)  # fmt: skip

_JOB = "*{1}* \\ {2} \\ {0} \\ {3}"
_SIDE = "== Skills\n" + " \\ ".join(SKILLS)
_MAIN = "== Work\n" + "\n\n".join(_JOB.format(*job) for job in JOBS)
_TABLE = ", ".join(f"[{label}], [{value}]" for label, value in LABELS)
_RAIL = ", ".join(f"[{date}], [*{title}* \\ {employer} \\ {text}]" for date, title, employer, text in JOBS)
_LETTER = "#set page(width: 210mm, height: 297mm, margin: 18mm)\n#set text(size: 10pt)\n"
_NARROW = "#set par(justify: true)\n#set text(hyphenate: true)"

#: Layout -> source. A column that is narrow breaks words as typesetters do.
LAYOUTS = {
    "one column": f"= {NAME}\n{CONTACT}\n{_MAIN}\n{_SIDE}",
    "sidebar": f"= {NAME}\n{CONTACT}\n#grid(columns: (52mm, 1fr), gutter: 8mm, [{_SIDE}], [{_MAIN}])",
    "rail of dates": f"= {NAME}\n{CONTACT}\n== Work\n#grid(columns: (38mm, 1fr), row-gutter: 4mm, {_RAIL})\n{_SIDE}",
    "two columns": f"= {NAME}\n{CONTACT}\n#columns(2)[\n{_MAIN}\n{_SIDE}\n]",
    "table of labels": f"= {NAME}\n{CONTACT}\n#grid(columns: (40mm, 1fr), row-gutter: 3mm, {_TABLE})\n{_MAIN}",
    "justified": f"{_NARROW}\n#block(width: 64mm)[= {NAME}\n{CONTACT}\n{_MAIN}]",
}


def typeset() -> Iterator[tuple[str, bytes, list[str]]]:
    """Yield the name of each layout, the PDF and the blocks whose words stand beside each other in it."""
    for name, source in LAYOUTS.items():
        lines = [[title, employer, text, date] for date, title, employer, text in JOBS]
        blocks = [NAME, CONTACT, *(line for job in lines for line in job)]
        blocks += [f"{label} {value}" for label, value in LABELS] if name == "table of labels" else SKILLS
        if name == "justified":
            blocks = blocks[: -len(SKILLS)]
        yield name, typst.compile((_LETTER + source.replace("@", "\\@")).encode()), blocks

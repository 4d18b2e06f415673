"""Where the name and the contact data stand: above all, in a sidebar, a footer, a signature, a sentence, an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.privacy.layouts import LAYOUTS
from benchmarks.privacy.marking import mark, marked_lines
from benchmarks.privacy.people import upper
from benchmarks.privacy.world import career, contact
from benchmarks.privacy.world.forms import titled, written
from benchmarks.privacy.world.lookalikes import keep
from benchmarks.privacy.world.scene import Scene

#: Name of a part -> its heading's words and its lines.
_PARTS: Mapping[str, tuple[str, Callable[[Scene], list[str]]]] = {
    "experience": ("experience", career.experience),
    "education": ("education", career.education),
    "skills": ("skills", career.skills),
    "courses": ("courses_heading", career.courses),
    "publications": ("publications", career.publications),
    "projects": ("projects", career.projects),
    "languages": ("languages", career.languages),
    "certificates": ("certificates_heading", career.certificates),
    "facts": ("facts_heading", career.facts),
    "summary": ("summary", career.summary),
    "references": ("references", career.references),
}
#: How many other parts a CV has.
_OTHERS = (1, 2, 2, 3, 3, 4, 5, 8)
#: Layouts that keep a name in a body as it is.
_LAYOUTS = (
    "plain",
    "plain",
    "plain",
    "tight",
    "table",
    "label_above",
    "leaders",
    "bulleted",
    "one_line_head",
    "markdown",
    "form",
)

Page = Callable[[Scene], str]


def part(scene: Scene, name: str) -> str:
    """Return a part of the CV below its heading."""
    heading, draw = _PARTS[name]
    title = scene.pick(heading)
    title = upper(title, scene.language) if scene.chance(0.2) else title
    before = "\n" if scene.chance(0.75) else ""
    return before + "\n".join([title + (":" if scene.chance(0.1) else ""), *draw(scene)])


def body(scene: Scene, *, but: Sequence[str] = ()) -> list[str]:
    """Return the parts of a CV in an order of its own, references last."""
    others = [name for name in _PARTS if name not in {"experience", "references", *but}]
    scene.rng.shuffle(others)
    chosen = ["experience", *others[: scene.rng.choice(_OTHERS)]]
    scene.rng.shuffle(chosen)
    if scene.chance(0.25) and "references" not in but:
        chosen.append("references")
    return [part(scene, name) for name in chosen]


def name(scene: Scene) -> str:
    """Return the candidate's name in some form, marked."""
    return titled(scene.rng, "name", written(scene.who, scene.language, scene.rng))


def top(scene: Scene) -> str:
    """Name, profession and contact data above all."""
    rng = scene.rng
    lines = contact.contact(scene, has_labels=scene.chance(0.5))
    if scene.chance(0.6):
        lines.insert(rng.choice([0, 0, len(lines)]), keep(career.title(scene)))
    lines.insert(rng.choice([0, 0, 0, 0, 0, 1]), name(scene))
    if scene.chance(0.25):
        lines.insert(0, scene.pick("title"))
    return LAYOUTS[rng.choice(_LAYOUTS)]("\n".join(lines), body(scene), rng)


def labelled(scene: Scene) -> str:
    """All details behind labels, the name too."""
    details = contact.contact(scene, has_labels=True)
    details.insert(0, contact.labelled(scene, "label_name", name(scene)))
    if scene.chance(0.3):
        details.insert(0, scene.pick("title"))
    layout = LAYOUTS[scene.rng.choice(_LAYOUTS)]
    return layout("\n".join(details), body(scene), scene.rng)


def sidebar(scene: Scene) -> str:
    """A column that is read first, and the name above what is read after it."""
    side = [scene.pick("contact"), *contact.contact(scene, has_labels=scene.chance(0.3))]
    side += [part(scene, each) for each in ("skills", "languages")]
    main = [name(scene), *([keep(career.title(scene))] if scene.chance(0.8) else [])]
    main += body(scene, but=("skills", "languages"))
    gap = "\n\n" if scene.chance(0.5) else "\n"
    return gap.join(["\n".join(side), "\n".join(main)])


def interleaved(scene: Scene) -> str:
    """Two columns of which each line is read across."""
    side = "\n".join([scene.pick("contact"), *contact.contact(scene, has_labels=False), part(scene, "skills")])
    main = "\n".join([name(scene), keep(career.title(scene)), *body(scene, but=("skills",))])
    if scene.chance(0.5):
        return LAYOUTS["columns"](side, [main], scene.rng)
    left, right = marked_lines(side), marked_lines(main)
    longest = max(len(left), len(right))
    return "\n".join(line for at in range(longest) for line in [*left[at : at + 1], *right[at : at + 1]])


def running(scene: Scene) -> str:
    """The name in a header or footer that every page repeats, and nowhere else."""
    shown, page = mark("name", written(scene.who, scene.language, scene.rng)), scene.pick("page")
    line = scene.rng.choice([f"{shown} - {page}", f"{shown}    {page}", f"{page} | {shown}", f"{shown} | CV", shown])
    parts = body(scene)
    middle = len(parts) // 2
    head = contact.contact(scene, has_labels=scene.chance(0.3))
    first = [line] if scene.chance(0.4) else [keep(career.title(scene))]
    return "\n".join([*first, *head, *parts[:middle], "", line, *parts[middle:], "", line])


def last(scene: Scene) -> str:
    """Name and contact data after everything."""
    lines = [keep(career.title(scene)), *body(scene, but=("references",)), ""]
    if scene.chance(0.5):
        lines.append(scene.pick("contact"))
    return "\n".join([*lines, name(scene), *contact.contact(scene, has_labels=scene.chance(0.4))])


def signed(scene: Scene) -> str:
    """A letter-like CV that is signed."""
    lines = [*contact.contact(scene, has_labels=scene.chance(0.4)), keep(career.title(scene)), *body(scene)]
    return "\n".join([*lines, "", scene.pick("sign_off"), name(scene)])


def told(scene: Scene) -> str:
    """The name in sentences only: an introduction, or a summary in the third person."""
    text = career.filled(scene, scene.pick(scene.rng.choice(["subject", "introduction"])))
    if scene.chance(0.3):
        text += " " + scene.pick("born").format(contact.birth(scene))
    lines = [text, *body(scene)]
    details = contact.contact(scene, has_labels=scene.chance(0.4))
    return "\n".join([*details, *lines] if scene.chance(0.5) else [*lines, "", *details])


def unnamed(scene: Scene) -> str:
    """No name but in an address on the net, or none at all."""
    details = [contact.url(scene), contact.email(scene, scene.who)]
    lines = [
        keep(career.title(scene)),
        *(details if scene.chance(0.7) else []),
        *body(scene, but=("references",)),
    ]
    return "\n".join(lines)


#: Page -> how often.
PAGES: Mapping[Page, int] = {
    top: 38, labelled: 14, sidebar: 12, interleaved: 6, running: 8, last: 6, signed: 5, told: 7, unnamed: 4,
}  # fmt: skip

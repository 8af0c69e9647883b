"""Prints samples of what slackblocks builds, one JSON object a line, each with what
slackblocks says of it: at every limit it has and one beyond, every block on every
surface, every element in an input block. The last line is what it has in all."""

import json
import sys

import slackblocks as sb
from kit import *  # noqa: F403
from limits import LIMITS
from slackblocks import _limits, blocks, elements
from slackblocks._core import resolve

FILL = "🚀"  # one code point, two UTF-16 units, four bytes

TABLE = {name: value for name, value in vars(_limits).items() if name.isupper()}

SURFACES = {
    "message": lambda of: sb.Message("C1", blocks=of),
    "modal": lambda of: sb.ModalView("x", of, submit="x"),
    "home": lambda of: sb.HomeTabView(of),
}


def say(name, taken, of, surface):
    """One sample. Its payload is built by hand around what slackblocks made."""
    payload = resolve(of)
    if isinstance(payload, list) and surface != "message":
        frame = {"title": {"type": "plain_text", "text": "x"}, "submit": {"type": "plain_text", "text": "x"}}
        payload = {**(frame if surface == "modal" else {}), "type": surface, "blocks": payload}
    print(json.dumps({"name": name, "surface": surface, "taken": taken, "payload": payload}))


def taken(make, surface):
    """Whether slackblocks builds something, and takes it on a surface."""
    try:
        of = make()
        if isinstance(of, list):
            SURFACES[surface](of)
        return True
    except (sb.InvalidUsageError, AssertionError):
        return False


def is_least(name):
    return name.endswith(("_MIN", "_MIN_LENGTH", "_MIN_ITEMS"))


class Relaxed:
    """While it lasts, slackblocks has no limits, and so builds what it refuses."""

    def __enter__(self):
        modules = [m for n, m in sys.modules.items() if n.startswith("slackblocks")]
        self.before = [(m, n, getattr(m, n)) for m in modules for n in TABLE if hasattr(m, n)]
        for module, name, _ in self.before:
            setattr(module, name, -(10**9) if is_least(name) else 10**9)

    def __exit__(self, *_):
        for module, name, value in self.before:
            setattr(module, name, value)


def at_limits():
    for name, make in LIMITS.items():
        values = [TABLE[name], TABLE[name] + (-1 if is_least(name) else 1)]
        for n, where in zip(values, ["at", "beyond"]):
            amount = FILL * n if name.endswith("_LENGTH") else n
            verdict = taken(lambda: make(amount), "message")
            with Relaxed():
                of = make(amount)
                surface = "message" if isinstance(of, list) else of.type_
                say(f"{name} {where}", verdict, of, surface)


def on_surfaces():
    kinds = [
        acting(button()), modal(blocks=[sb.AlertBlock("x")]).blocks, [card()], [sb.CarouselBlock([card()])], container(),
        [sb.ContextBlock([sb.Text("x"), picture()])], context_acting(feedback()), data_table(), pie(), lines(),
        dividers(1), [sb.FileBlock("x")], [sb.HeaderBlock("x")], [sb.ImageBlock(URL, "x")],
        asking(sb.PlainTextInput("a")), [sb.MarkdownBlock("x")], [sb.PlanBlock("x", [task()])], [rich()],
        [sb.SectionBlock("x", accessory=picture())], [sb.TableBlock(cells(1, 1))], [task()], video(),
    ]  # fmt: skip
    for of in kinds:
        for surface in SURFACES:
            say(f"{of[0].type.value} on {surface}", taken(lambda: of, surface), of, surface)


def in_inputs():
    kinds = [
        button(), workflow(), feedback(), icon(), picture(), sb.OverflowMenu("a", options(1)), sb.URLSource(URL, "x"),
        sb.CheckboxGroup("a", options(1)), sb.RadioButtonGroup("a", options(1)), select(), sb.DatePicker("a", "2026-11-20"),
        sb.TimePicker("a", "12:30"), sb.DateTimePicker("a", 1628633820), sb.EmailInput("a"), sb.FileInput("a"),
        sb.NumberInput(True, "a", min_value=-1.5, max_value=2), sb.PlainTextInput("a"), sb.URLInput("a"),
        sb.RichTextInput("a", rich()), sb.ExternalSelectMenu("a"), sb.UserSelectMenu("a"), sb.ChannelSelectMenu("a"),
        sb.ConversationSelectMenu("a"), sb.StaticMultiSelectMenu("a", options(1)), sb.ExternalMultiSelectMenu("a"),
        sb.UserMultiSelectMenu("a"), sb.ChannelMultiSelectMenu("a"), sb.ConversationMultiSelectMenu("a"),
    ]  # fmt: skip
    for element in kinds:
        verdict = taken(lambda: asking(element), "modal")
        of = asking(sb.PlainTextInput("a"))
        of[0].element = element
        say(f"{element.type.value} in input", verdict, of, "modal")


def rules():
    """What slackblocks refuses for other reasons than a limit, and what it lets pass."""
    half = lambda **more: {**resolve(container()[0]), **more}  # noqa: E731
    yield "container that starts shut", False, [half(default_collapsed=True)]
    yield "container with a divider that shuts", False, [half(has_header_divider=True, is_collapsible=True)]
    yield "card with nothing but a subtitle", taken(lambda: [sb.CardBlock(subtitle="x")], "message"), [
        {"type": "card", "subtitle": {"type": "mrkdwn", "text": "x"}}
    ]
    waiting = [sb.TaskCardBlock("1", "x", status="pending")]
    yield "task_card that waits", taken(lambda: waiting, "message"), waiting
    yield "plan with a task that waits", True, [sb.PlanBlock("x", waiting)]
    yield "image without words", taken(lambda: [sb.ImageBlock(URL, "")], "message"), [
        {"type": "image", "image_url": URL, "alt_text": ""}
    ]
    yield "image of a file with a short id", False, [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"}]
    yield "table with uneven rows", True, [sb.TableBlock(cells(1, 1) + cells(1, 2))]
    yield "table cell with emoji", True, [sb.TableBlock([[sb.RawText("x", emoji=True)]])]
    yield "menu that offers a value twice", True, acting(select(options=[option(), option()]))
    yield "menu with a url", True, acting(select(options=[option(url=URL)]))
    yield "menu with a choice that is not offered", True, acting(select(initial_option=option(9)))
    yield "menu in an action that answers elsewhere", True, acting(
        sb.ConversationSelectMenu("a", response_url_enabled=True)
    )
    yield "button to nowhere", True, acting(button(url="nowhere"))
    yield "datepicker on a day that is none", False, [
        {"type": "actions", "elements": [{"type": "datepicker", "initial_date": "2026-02-30"}]}
    ]
    yield "datetimepicker of long ago", True, acting(sb.DateTimePicker("a", 1))
    yield "actions without elements", True, acting()
    yield "icon_button with many words", True, context_acting(icon(text="x" * 76))


at_limits()
on_surfaces()
in_inputs()
for name, verdict, of in rules():
    say(name, verdict, of, "message")

types = [t.value for t in [*blocks.BlockType, *elements.ElementType]]
print(json.dumps({"untried": sorted(set(TABLE) - set(LIMITS)), "types": sorted(set(types))}))

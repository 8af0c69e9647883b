"""What the samples are made of: one small thing of each kind."""

import slackblocks as sb

URL = "https://x.test/"


def url(fill):
    """A URL of the length of a text."""
    return (URL + fill)[: len(fill)]


def plain(text="x"):
    return sb.Text(text, type_=sb.TextType.PLAINTEXT)


def text(run="x"):
    return sb.RichTextSection(sb.RichText(run))


def rich(part=None):
    return sb.RichTextBlock(part or text())


def option(i="0", **more):
    return sb.Option(**{"text": plain(), "value": str(i), **more})


def options(n):
    return [option(i) for i in range(n)]


def button(**more):
    return sb.Button(**{"text": "x", "action_id": "a", **more})


def picture(**more):
    return sb.Image(**{"image_url": URL, "alt_text": "x", **more})


def confirm(**more):
    return sb.ConfirmationDialogue(**{"title": "x", "text": "x", "confirm": "x", "deny": "x", **more})


def workflow(**more):
    return sb.WorkflowButton(**{"text": "x", "action_id": "a", "workflow": sb.Workflow(sb.Trigger(URL, None)), **more})


def feedback(**more):
    thumb = sb.FeedbackButton(**{"text": "x", "value": "v", **more})
    return sb.FeedbackButtons(thumb, thumb, action_id="a")


def icon(**more):
    return sb.IconButton(**{"text": "x", **more})


def acting(*elements):
    return [sb.ActionsBlock(list(elements))]


def asking(element, **more):
    return [sb.InputBlock(**{"label": "x", "element": element, **more})]


def context_acting(element):
    return [sb.ContextActionsBlock([element])]


def select(**more):
    return sb.StaticSelectMenu(**{"action_id": "a", "options": options(1), **more})


def group(**more):
    return sb.OptionGroup(**{"label": "x", "options": options(1), **more})


def video(**more):
    return [sb.VideoBlock(**{"alt_text": "x", "thumbnail_url": URL, "title": "x", "video_url": URL, **more})]


def card(**more):
    return sb.CardBlock(**{"title": "x", **more})


def container(**more):
    return [sb.ContainerBlock(**{"child_blocks": [sb.DividerBlock()], "title": "x", **more})]


def cells(rows, columns, run="x"):
    return [[sb.RawText(run) for _ in range(columns)] for _ in range(rows)]


def data_table(rows=None, **more):
    return [sb.DataTableBlock(**{"rows": rows or cells(2, 1), "caption": "x", **more})]


def chart(of, title="x"):
    return [sb.DataVisualizationBlock(title, of)]


def pie(n=1, label=None, value=1):
    return chart(sb.PieChart([sb.ChartSegment(label or str(i), value) for i in range(n)]))


def lines(series=1, points=1, name=None, label=None, **axis):
    labels = [label or str(i) for i in range(points)]
    data = [sb.DataSeries(name or str(i), [sb.DataPoint(one, 1) for one in labels]) for i in range(series)]
    return chart(sb.LineChart(data, sb.AxisConfig(labels, **axis)))


def task(i=0):
    return sb.TaskCardBlock(str(i), "x", status="complete", details=rich(), sources=[sb.URLSource(URL, "x")])


def modal(**more):
    return sb.ModalView(**{"title": "x", "submit": "x", "blocks": [sb.DividerBlock()], **more})


def dividers(n):
    return [sb.DividerBlock() for _ in range(n)]

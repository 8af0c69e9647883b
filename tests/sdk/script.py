"""Calls every method of a simulated workspace with Slack's own client for Python.

    script.py URL

Prints one JSON array a call: its name, then what the client made of the answer.
script.mjs does the same with Slack's client for Node, line by line.
"""
import json
import sys
import urllib.request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

url = sys.argv[1]
client = WebClient(token="xoxb-sdk", base_url=url + "/api/")
client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))


def saw(*facts):
    print(json.dumps(facts, separators=(",", ":"), ensure_ascii=False))


def refused(name, call):
    try:
        call()
        saw(name, "not refused")
    except SlackApiError as e:
        saw(name, e.response["error"], e.response.get("errors") or [])


def people(path):
    """Has a person do something: see the Go test."""
    with urllib.request.urlopen(url + "/people/" + path) as answer:
        return json.load(answer)


def text(words):
    return {"type": "plain_text", "text": words}


def modal(title):
    button = {"type": "button", "action_id": "press", "text": text("Press")}
    return {"type": "modal", "callback_id": "m", "title": text(title), "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]}


saw("api.test", client.api_test(foo="bar")["args"]["foo"])
me = client.auth_test()
saw("auth.test", me["user_id"], me["bot_id"], me["team"])
refused("apps.connections.open without Socket Mode", lambda: client.apps_connections_open(app_token="xapp-1"))
saw("team.info after a 429", client.team_info()["team"]["id"])
saw("bots.info", client.bots_info(bot=me["bot_id"])["bot"]["user_id"])

section = {"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}
posted = client.chat_postMessage(channel="C1", text="hi 👋", blocks=[section])
ts = posted["ts"]
saw("chat.postMessage", posted["channel"], posted["message"]["text"], posted["message"]["blocks"][0]["type"])
saw("chat.update", client.chat_update(channel="C1", ts=ts, text="bye")["text"])
saw("chat.postMessage, a reply", client.chat_postMessage(channel="C1", thread_ts=ts, text="reply")["message"]["thread_ts"] == ts)
saw("conversations.replies", [m["text"] for m in client.conversations_replies(channel="C1", ts=ts)["messages"]])
saw("chat.postEphemeral", client.chat_postEphemeral(channel="C1", user="U1", text="psst")["ok"])
said = people("say")["ts"]
card = {"https://links.example.com/1": {"text": "One"}}
saw("chat.unfurl", client.chat_unfurl(channel="C1", ts=said, unfurls=card)["ok"])
refused("chat.unfurl of another link", lambda: client.chat_unfurl(channel="C1", ts=said, unfurls={"https://links.example.com/2": {}}))
saw("chat.getPermalink", "/archives/C1/p" + ts.replace(".", "") in client.chat_getPermalink(channel="C1", message_ts=ts)["permalink"])
saw("reactions.add", client.reactions_add(channel="C1", timestamp=ts, name="tada")["ok"])
saw("reactions.get", client.reactions_get(channel="C1", timestamp=ts)["message"]["reactions"][0]["users"])
saw("reactions.remove", client.reactions_remove(channel="C1", timestamp=ts, name="tada")["ok"])
saw("chat.delete", client.chat_delete(channel="C1", ts=ts)["ts"] == ts)
refused("chat.update of what is gone", lambda: client.chat_update(channel="C1", ts=ts, text="x"))
refused("chat.postMessage nowhere", lambda: client.chat_postMessage(channel="C9", text="x"))
refused("chat.postMessage, a broken block", lambda: client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "header"}]))
refused("auth.test with a wrong token", lambda: client.auth_test(token="xoxb-wrong"))

saw("conversations.join", client.conversations_join(channel="C2")["channel"]["is_member"])
saw("conversations.info", client.conversations_info(channel="C2")["channel"]["name"])
saw("conversations.members", client.conversations_members(channel="C2")["members"])
direct = client.conversations_open(users="U1")["channel"]["id"]
saw("conversations.open", direct[0])
for word in ["a", "b", "c"]:
    client.chat_postMessage(channel="U1", text=word)
pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel=direct, limit=2)]
saw("conversations.history, by pages", pages)
saw("conversations.list, by pages", [c["id"] for page in client.conversations_list(limit=1) for c in page["channels"]])
saw("users.conversations", [c["id"] for c in client.users_conversations(user="U1")["channels"]])
saw("users.list, by pages", [u["id"] for page in client.users_list(limit=2) for u in page["members"]])
user = client.users_info(user="U2")["user"]
saw("users.info", user["is_restricted"], user["deleted"])
saw("users.lookupByEmail", client.users_lookupByEmail(email="ana@example.com")["user"]["id"])
saw("usergroups.list", client.usergroups_list(include_users=True)["usergroups"][0]["users"])
saw("usergroups.users.list", client.usergroups_users_list(usergroup="S1")["users"])

shared = client.files_upload_v2(channel="C1", content="GIF89a;", filename="a.gif", title="Counts", initial_comment="look")
file = shared["files"][0]["id"]
saw("filesUploadV2", shared["files"][0]["title"])
image = {"type": "image", "alt_text": "a", "slack_file": {"id": file}}
refused("chat.postMessage with a file too early", lambda: client.chat_postMessage(channel="C1", text="x", blocks=[image]))
people("wait")
info = client.files_info(file=file)["file"]
saw("files.info", info["mimetype"], info["size"], info["channels"])
saw("chat.postMessage with a file", client.chat_postMessage(channel="C1", text="x", blocks=[image])["ok"])
saw("files.delete", client.files_delete(file=file)["ok"])
refused("files.info of what is gone", lambda: client.files_info(file=file))

did = people("command")
opened = client.views_open(trigger_id=did["trigger_id"], view=modal("One"))["view"]
saw("views.open", opened["title"]["text"], opened["root_view_id"] == opened["id"])
refused("views.open a second time", lambda: client.views_open(trigger_id=did["trigger_id"], view=modal("One")))
pressed = people("press?view=" + opened["id"])
pushed = client.views_push(trigger_id=pressed["trigger_id"], view=modal("Two"))["view"]
saw("views.push", pushed["title"]["text"], pushed["previous_view_id"] == opened["id"])
updated = client.views_update(view_id=pushed["id"], hash=pushed["hash"], view=modal("Three"))["view"]
saw("views.update", updated["title"]["text"], updated["hash"] != pushed["hash"])
refused("views.update, a stale hash", lambda: client.views_update(view_id=pushed["id"], hash=pushed["hash"], view=modal("Four")))
saw("views.publish", client.views_publish(user_id="U1", view={"type": "home", "blocks": [section]})["view"]["type"])
saw("response_url", WebhookClient(did["response_url"]).send(text="done").status_code)

verify = SignatureVerifier("sdk-secret").is_valid
saw("signature", verify(did["body"], did["timestamp"], did["signature"]), verify(did["body"] + "x", did["timestamp"], did["signature"]))

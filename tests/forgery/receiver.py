"""Slack's Bolt for Python, with listeners that only say that they were called.

    receiver.py SECRET TOKEN SLACK-URL

Prints its port, then the serial number of each request that a listener was
called for. It ends when its standard input does. receiver.mjs is the same in
JavaScript.
"""
import logging
import os
import re
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

secret, token, url = sys.argv[1:]
logging.disable(logging.CRITICAL)
app = App(signing_secret=secret, client=WebClient(token=token, base_url=url), process_before_response=True)


def called(request, ack):
    print(request.headers["x-serial"][0], flush=True)
    ack()


app.command(re.compile(".*"))(called)
app.action(re.compile(".*"))(called)
app.view(re.compile(".*"))(called)
app.shortcut(re.compile(".*"))(called)
app.event("app_home_opened")(called)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)

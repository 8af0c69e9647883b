// Calls every method of a simulated workspace with Slack's own client for Node.
//
//     SLACK_SDK_HOME=DIRECTORY node script.mjs URL
//
// Prints one JSON array a call: its name, then what the client made of the answer.
// script.py does the same with Slack's client for Python, line by line.
import { createRequire } from 'node:module';

const require = createRequire(process.env.SLACK_SDK_HOME + '/');
const { LogLevel, retryPolicies, WebClient } = require('@slack/web-api');
const { IncomingWebhook } = require('@slack/webhook');

const url = process.argv[2];
const client = new WebClient('xoxb-sdk', { slackApiUrl: url + '/api/', logLevel: LogLevel.ERROR, retryConfig: retryPolicies.rapidRetryPolicy });

const saw = (...facts) => console.log(JSON.stringify(facts));

async function refused(name, call) {
  try {
    await call();
    saw(name, 'not refused');
  } catch (e) {
    saw(name, e.data.error, e.data.errors ?? []);
  }
}

// Has a person do something: see the Go test.
const people = async (path) => (await fetch(url + '/people/' + path)).json();

const text = (words) => ({ type: 'plain_text', text: words });

function modal(title) {
  const button = { type: 'button', action_id: 'press', text: text('Press') };
  return { type: 'modal', callback_id: 'm', title: text(title), blocks: [{ type: 'actions', block_id: 'b', elements: [button] }] };
}

async function pages(method, args, read) {
  const out = [];
  for await (const page of client.paginate(method, args)) out.push(read(page));
  return out;
}

saw('api.test', (await client.api.test({ foo: 'bar' })).args.foo);
const me = await client.auth.test();
saw('auth.test', me.user_id, me.bot_id, me.team);
await refused('apps.connections.open without Socket Mode', () => client.apps.connections.open({ token: 'xapp-1' }));
saw('team.info after a 429', (await client.team.info()).team.id);
saw('bots.info', (await client.bots.info({ bot: me.bot_id })).bot.user_id);

const section = { type: 'section', text: { type: 'mrkdwn', text: '*hi*' } };
const posted = await client.chat.postMessage({ channel: 'C1', text: 'hi 👋', blocks: [section] });
const ts = posted.ts;
saw('chat.postMessage', posted.channel, posted.message.text, posted.message.blocks[0].type);
saw('chat.update', (await client.chat.update({ channel: 'C1', ts, text: 'bye' })).text);
saw('chat.postMessage, a reply', (await client.chat.postMessage({ channel: 'C1', thread_ts: ts, text: 'reply' })).message.thread_ts === ts);
saw('conversations.replies', (await client.conversations.replies({ channel: 'C1', ts })).messages.map((m) => m.text));
saw('chat.postEphemeral', (await client.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'psst' })).ok);
const said = (await people('say')).ts;
const card = { 'https://links.example.com/1': { text: 'One' } };
saw('chat.unfurl', (await client.chat.unfurl({ channel: 'C1', ts: said, unfurls: card })).ok);
await refused('chat.unfurl of another link', () => client.chat.unfurl({ channel: 'C1', ts: said, unfurls: { 'https://links.example.com/2': {} } }));
saw('chat.getPermalink', (await client.chat.getPermalink({ channel: 'C1', message_ts: ts })).permalink.includes('/archives/C1/p' + ts.replace('.', '')));
saw('reactions.add', (await client.reactions.add({ channel: 'C1', timestamp: ts, name: 'tada' })).ok);
saw('reactions.get', (await client.reactions.get({ channel: 'C1', timestamp: ts })).message.reactions[0].users);
saw('reactions.remove', (await client.reactions.remove({ channel: 'C1', timestamp: ts, name: 'tada' })).ok);
saw('chat.delete', (await client.chat.delete({ channel: 'C1', ts })).ts === ts);
await refused('chat.update of what is gone', () => client.chat.update({ channel: 'C1', ts, text: 'x' }));
await refused('chat.postMessage nowhere', () => client.chat.postMessage({ channel: 'C9', text: 'x' }));
await refused('chat.postMessage, a broken block', () => client.chat.postMessage({ channel: 'C1', text: 'x', blocks: [{ type: 'header' }] }));
await refused('auth.test with a wrong token', () => client.auth.test({ token: 'xoxb-wrong' }));

saw('conversations.join', (await client.conversations.join({ channel: 'C2' })).channel.is_member);
saw('conversations.info', (await client.conversations.info({ channel: 'C2' })).channel.name);
saw('conversations.members', (await client.conversations.members({ channel: 'C2' })).members);
const direct = (await client.conversations.open({ users: 'U1' })).channel.id;
saw('conversations.open', direct[0]);
for (const word of ['a', 'b', 'c']) await client.chat.postMessage({ channel: 'U1', text: word });
saw('conversations.history, by pages', await pages('conversations.history', { channel: direct, limit: 2 }, (p) => p.messages.map((m) => m.text)));
saw('conversations.list, by pages', (await pages('conversations.list', { limit: 1 }, (p) => p.channels.map((c) => c.id))).flat());
saw('users.conversations', (await client.users.conversations({ user: 'U1' })).channels.map((c) => c.id));
saw('users.list, by pages', (await pages('users.list', { limit: 2 }, (p) => p.members.map((u) => u.id))).flat());
const { user } = await client.users.info({ user: 'U2' });
saw('users.info', user.is_restricted, user.deleted);
saw('users.lookupByEmail', (await client.users.lookupByEmail({ email: 'ana@example.com' })).user.id);
saw('usergroups.list', (await client.usergroups.list({ include_users: true })).usergroups[0].users);
saw('usergroups.users.list', (await client.usergroups.users.list({ usergroup: 'S1' })).users);

const shared = await client.filesUploadV2({
  channel_id: 'C1', content: 'GIF89a;', filename: 'a.gif', title: 'Counts', initial_comment: 'look',
});
const file = shared.files[0].files[0].id;
saw('filesUploadV2', shared.files[0].files[0].title);
const image = { type: 'image', alt_text: 'a', slack_file: { id: file } };
await refused('chat.postMessage with a file too early', () => client.chat.postMessage({ channel: 'C1', text: 'x', blocks: [image] }));
await people('wait');
const info = (await client.files.info({ file })).file;
saw('files.info', info.mimetype, info.size, info.channels);
saw('chat.postMessage with a file', (await client.chat.postMessage({ channel: 'C1', text: 'x', blocks: [image] })).ok);
saw('files.delete', (await client.files.delete({ file })).ok);
await refused('files.info of what is gone', () => client.files.info({ file }));

const did = await people('command');
const opened = (await client.views.open({ trigger_id: did.trigger_id, view: modal('One') })).view;
saw('views.open', opened.title.text, opened.root_view_id === opened.id);
await refused('views.open a second time', () => client.views.open({ trigger_id: did.trigger_id, view: modal('One') }));
const pressed = await people('press?view=' + opened.id);
const pushed = (await client.views.push({ trigger_id: pressed.trigger_id, view: modal('Two') })).view;
saw('views.push', pushed.title.text, pushed.previous_view_id === opened.id);
const updated = (await client.views.update({ view_id: pushed.id, hash: pushed.hash, view: modal('Three') })).view;
saw('views.update', updated.title.text, updated.hash !== pushed.hash);
await refused('views.update, a stale hash', () => client.views.update({ view_id: pushed.id, hash: pushed.hash, view: modal('Four') }));
saw('views.publish', (await client.views.publish({ user_id: 'U1', view: { type: 'home', blocks: [section] } })).view.type);
await new IncomingWebhook(did.response_url).send({ text: 'done' });
saw('response_url', 200);

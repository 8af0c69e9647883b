// Slack's Bolt for JavaScript, with listeners that only say that they were called.
//
//     BOLT_HOME=DIRECTORY node receiver.mjs SECRET TOKEN SLACK-URL
//
// Prints its port, then the serial number of each request that a listener was
// called for. It ends when its standard input does. receiver.py is the same in Python.
import { createRequire } from 'node:module';

const require = createRequire(process.env.BOLT_HOME + '/');
const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');

const [signingSecret, token, slackApiUrl] = process.argv.slice(2);
const receiver = new HTTPReceiver({
  signingSecret,
  logLevel: LogLevel.ERROR,
  processBeforeResponse: true,
  unhandledRequestTimeoutMillis: 20, // 3001 of its own accord
  customPropertiesExtractor: (request) => ({ serial: request.headers['x-serial'] }),
});
const app = new App({ receiver, token, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });

const called = async ({ ack, context }) => {
  console.log(context.serial);
  if (ack) await ack();
};
app.command(/.*/, called);
app.action(/.*/, called);
app.view(/.*/, called);
app.shortcut(/.*/, called);
app.event('app_home_opened', called);

const server = await app.start({ host: '127.0.0.1', port: 0 });
console.log(server.address().port);
// Of its own accord it would end here, with what it was asked unanswered.
process.on('unhandledRejection', () => server.closeAllConnections());
process.stdin.on('end', () => server.close(() => process.exit(0))).resume();

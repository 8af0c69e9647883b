// Package forgery makes requests that Slack never sent, or never sent like this:
// forged, tampered with, replayed, malformed, of strangers. The front has to refuse
// a million of them, and Slack's own receivers, Bolt for JavaScript and for Python,
// get the same ones, so that every difference is known and explained.
package forgery

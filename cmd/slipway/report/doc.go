// Package report is `slipway tables`: it simulates every cell of the tables and
// plots of docs/judge.md, writes them into that page, and holds them against
// what the judge has promised.
package report

package world

// GCPercent is how much garbage a process with a world in it should keep, as
// debug.SetGCPercent takes it. Nearly all that a world holds stays, so that the
// usual 100 doubles it; with 50 the collector still has less than 5 % of a core.
const GCPercent = 50

package judge

// LogMoments and LogTail are for the tests that see the package from outside.
func LogMoments(candidate, stable, events int64) [numRatios]float64 {
	return draws{float64(candidate), float64(stable), float64(events)}.logMoments()
}

// LogTail is log P(X ≥ x).
func LogTail(candidate, stable, events, x int64) float64 {
	return draws{float64(candidate), float64(stable), float64(events)}.logTail(float64(x))
}

package config

// Zones is what the package knows of time zones.
func Zones() string { return zones }

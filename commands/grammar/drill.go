package grammar

func drillSpec() Spec {
	return Spec{
		Name: "drill", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service]",
		Summary:  "Ship a version that is known to be bad, to see it taken back in time.",
		Examples: []string{"/deploy drill staging", "/deploy drill staging checkout"},
		parse:    func(p *parser) Command { return Drill{p.wholeTarget()} },
		decode:   decode[Drill],
	}
}

func doctorSpec() Spec {
	return Spec{
		Name: "doctor", Slash: "/deploy", Who: Anyone,
		Args:     "[env] [service]",
		Summary:  "Check what deploys, rollbacks and alarms rely on, and say how to mend it.",
		Examples: []string{"/deploy doctor", "/deploy doctor prod checkout"},
		parse:    func(p *parser) Command { return Doctor{p.optionalTarget()} },
		decode:   decode[Doctor],
	}
}

package policy

import (
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
)

// sources are where alarms may come from; none where the file does not say.
func sources(a *config.Alarms) commands.AlarmSources {
	if a == nil {
		return commands.AlarmSources{}
	}
	return commands.AlarmSources{Accounts: a.Accounts, Regions: a.Regions, Topics: a.Topics}
}

func alarmMaps(from []config.AlarmNames) []commands.AlarmMap {
	var out []commands.AlarmMap
	for _, a := range from {
		out = append(out, commands.AlarmMap(a))
	}
	return out
}

func functions(from []config.Function) []commands.Function {
	out := make([]commands.Function, 0, len(from))
	for _, f := range from {
		out = append(out, commands.Function(f))
	}
	return out
}

func onAlarm(o config.OnAlarm) commands.OnAlarm {
	return commands.OnAlarm(o)
}

package rivals

import "github.com/slipway-dev/slipway/rollout/judge"

func alarmRival() Rival {
	return Rival{
		Name: "alarm",
		Rule: "Takes the candidate back after two minutes in a row with an error of its own; a minute without a datapoint counts as good.",
		Source: "https://github.com/aws/serverless-application-model/blob/develop/docs/safe_lambda_deployments.rst: " +
			"LatestVersionErrorMetricGreaterThanZeroAlarm, Sum of Errors with ExecutedVersion > 0, two periods of 60 s; CodeDeploy rolls back when it fires. " +
			"The sample does not set TreatMissingData, so it is `missing`: CloudWatch looks past minutes without data, " +
			"as far back as its evaluation range, whose length it does not publish " +
			"(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html). Here it is the two minutes.",
		New: func() Judge { return new(alarm) },
	}
}

// alarm looks at the last two minutes, as an alarm on FILL(errors, 0) does. One
// that looks further back finds a broken candidate more often at two calls a
// minute (99 % instead of 91 %); with more traffic it makes hardly any difference.
type alarm struct{ breaching bool }

// Fails implements Judge.
func (a *alarm) Fails(m judge.Minute) bool {
	before := a.breaching
	a.breaching = m.Candidate != nil && m.Candidate.Errors > 0
	return before && a.breaching
}

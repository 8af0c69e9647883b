package config_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/config"
)

// withAccount is the smallest file, with its environment in that account.
func withAccount(t *testing.T, top, account string) (*config.Account, error) {
	t.Helper()
	c, err := config.Read("x.yaml", []byte(top+"\n"+file(t, "minimal.yaml")+"    account: "+account+"\n"))
	if err != nil {
		return nil, err
	}
	return c.Environments[0].Account, nil
}

func TestARoleIsNamedByItsARNAndTellsItsAccount(t *testing.T) {
	for _, role := range []string{
		"arn:aws:iam::222222222222:role/slipway-bot", "arn:aws-us-gov:iam::222222222222:role/a/b/c_d+e=f,g.h@i-j", "arn:aws-cn:iam::222222222222:role/x",
	} {
		a, err := withAccount(t, "", "{ role: '"+role+"', externalId: '0a1b2c3d' }")
		if err != nil || a.Role != role || a.ID() != "222222222222" {
			t.Errorf("%+v, %v", a, err)
		}
	}
	for _, role := range []string{
		"", "slipway-bot", "222222222222", "arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/", "arn:aws:iam::222222222222:role/*", "arn:aws:iam::222222222222:role//x",
		"arn:aws:iam::222222222222:role/x/", "arn:aws:iam:eu-west-1:222222222222:role/x", "arn:aws:iam::2222:role/x", "arn:aws:sts::222222222222:assumed-role/x/y",
		"arn:gcp:iam::222222222222:role/x", "urn:aws:iam::222222222222:role/x", "arn:aws:iam::222222222222:role/x:y", "arn:aws:iam::222222222222:role/" + strings.Repeat("x", 2048),
	} {
		if a, err := withAccount(t, "", "{ role: '"+role+"', externalId: '0a1b2c3d' }"); err == nil {
			t.Errorf("%q is taken for a role", a.Role)
		}
	}
	if id := (config.Account{Role: "nobody"}).ID(); id != "" {
		t.Errorf("nobody has the account %s", id)
	}
}

func TestAnExternalIDIsWhatAWSTakes(t *testing.T) {
	for id, good := range map[string]bool{
		"0a1b2c3d": true, "A+=,.@:/_-b": true, strings.Repeat("x", 1224): true,
		"": false, "1234567": false, "with space": false, "0a1b2c3dü": false, "0a1b2c3d*": false, strings.Repeat("x", 1225): false,
	} {
		if _, err := withAccount(t, "", "{ role: 'arn:aws:iam::222222222222:role/x', externalId: '"+id+"' }"); (err == nil) != good {
			t.Errorf("%.20q: %v", id, err)
		}
	}
}

func TestWhoeverListensToAlarmsListensToAllAccountsThatAreShippedTo(t *testing.T) {
	const there = "{ role: 'arn:aws:iam::222222222222:role/x', externalId: '0a1b2c3d' }"
	for top, good := range map[string]bool{
		"": true, `alarms: { accounts: ["111111111111", "222222222222"] }`: true, `alarms: { accounts: ["111111111111"] }`: false,
	} {
		_, err := withAccount(t, top, there)
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "222222222222 is not among `alarms.accounts`") {
			t.Errorf("%q: %v", top, err)
		}
	}
}

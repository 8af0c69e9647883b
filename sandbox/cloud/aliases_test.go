package cloud

import (
	"maps"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func text(s string) *string { return &s }

func TestUpdateAliasHoldsAWSsRules(t *testing.T) { // faults.md E4, E5
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	good := w.publish(43)
	_, err := w.UpdateFunctionConfiguration(UpdateFunctionConfigurationInput{FunctionName: "checkout", Role: text("other")})
	must(t, err)
	w.pass(time.Minute)
	role := w.publish(44)
	_, err = w.UpdateFunctionConfiguration(UpdateFunctionConfigurationInput{
		FunctionName: "checkout", Role: text("role"), DeadLetterTarget: text("queue")})
	must(t, err)
	w.pass(time.Minute)
	queue := w.publish(45)

	for name, c := range map[string]struct {
		in     UpdateAliasInput
		code   string
		status int
		words  string
	}{
		"the function must exist":        {UpdateAliasInput{FunctionName: "none"}, CodeNotFound, 404, "Function not found"},
		"the alias must exist":           {UpdateAliasInput{Name: "none"}, CodeNotFound, 404, "Cannot find alias"},
		"the RevisionId must be current": {UpdateAliasInput{RevisionID: "old"}, CodePreconditionFailed, 412, "does not match"},
		"the version must exist":         {UpdateAliasInput{FunctionVersion: "99"}, CodeNotFound, 404, "checkout:99"},
		"the other version must exist":   {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"99": .1}}, CodeNotFound, 404, "checkout:99"},
		"only one other version": {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"41": .1, "40": .1}},
			CodeInvalidParameter, 400, "cannot be greater than 1"},
		"not the same version twice": {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"42": .1}},
			CodeInvalidParameter, 400, "already included"},
		"no weight below 0":       {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"41": -.1}}, CodeValidation, 400, "greater than or equal to 0"},
		"no weight above 1":       {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"41": 1.1}}, CodeValidation, 400, "less than or equal to 1"},
		"no weight that is a NaN": {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"41": math.NaN()}}, CodeValidation, 400, ""},
		"no $LATEST beside a version": {UpdateAliasInput{AdditionalVersionWeights: map[string]float64{"$LATEST": .1}},
			CodeValidation, 400, "[0-9]+"},
		"no version beside $LATEST": {UpdateAliasInput{FunctionVersion: "$LATEST", AdditionalVersionWeights: map[string]float64{"41": .1}},
			CodeInvalidParameter, 400, "$LATEST is not supported"},
		"the same role": {UpdateAliasInput{FunctionVersion: good, AdditionalVersionWeights: map[string]float64{role: .1}},
			CodeInvalidParameter, 400, "execution role"},
		"the same dead-letter queue": {UpdateAliasInput{FunctionVersion: good, AdditionalVersionWeights: map[string]float64{queue: .1}},
			CodeInvalidParameter, 400, "dead letter"},
		"a description of at most 256 characters": {UpdateAliasInput{Description: text(strings.Repeat("é", 257))},
			CodeValidation, 400, "less than or equal to 256"},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := w.GetAlias("checkout", "live")
			must(t, err)
			if c.in.FunctionName == "" {
				c.in.FunctionName = "checkout"
			}
			if c.in.Name == "" {
				c.in.Name = "live"
			}
			_, err = w.UpdateAlias(c.in)
			refused(t, err, c.code, c.status, c.words)
			after, err := w.GetAlias("checkout", "live")
			must(t, err)
			if after.RevisionID != before.RevisionID {
				t.Error("a refused update has changed the alias")
			}
		})
	}
}

func TestAnUpdateThatDoesNotMentionTheWeightsLeavesThemInPlace(t *testing.T) {
	w := open(t, nil)
	w.route("41", map[string]float64{"42": .1})
	al, err := w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", Description: text(strings.Repeat("é", 256))})
	must(t, err)
	if al.FunctionVersion != "41" || !maps.Equal(al.AdditionalVersionWeights, map[string]float64{"42": .1}) {
		t.Errorf("got %+v, want version and weights as they were", al)
	}
	_, err = w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "42"})
	refused(t, err, CodeInvalidParameter, 400, "already included")
	al, err = w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "40"})
	must(t, err)
	if al.AdditionalVersionWeights["42"] != .1 {
		t.Errorf("promoted without a routing map, the alias keeps %v; AWS keeps the old weights", al.AdditionalVersionWeights)
	}
	w.route("42", nil)
	al, err = w.GetAlias("checkout", "live")
	must(t, err)
	if len(al.AdditionalVersionWeights) != 0 || al.FunctionVersion != "42" || al.Description == "" {
		t.Errorf("got %+v, want 42 alone with its description", al)
	}
}

func TestOfFiftyWritersWithTheSameRevisionIdOneWins(t *testing.T) { // faults.md F4
	w := open(t, nil)
	al, err := w.GetAlias("checkout", "live")
	must(t, err)
	var won, lost atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := w.UpdateAlias(UpdateAliasInput{
				FunctionName: "checkout", Name: "live", RevisionID: al.RevisionID,
				AdditionalVersionWeights: map[string]float64{"41": .5},
			})
			if err == nil {
				won.Add(1)
				return
			}
			refused(t, err, CodePreconditionFailed, 412, "Call the GetFunction/GetAlias API")
			lost.Add(1)
		})
	}
	wg.Wait()
	if won.Load() != 1 || lost.Load() != 49 {
		t.Errorf("%d writers won and %d lost, want 1 and 49", won.Load(), lost.Load())
	}
}

func TestAnAliasCannotPointAtAVersionThatIsNotActiveYet(t *testing.T) {
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	w.push(43)
	_, err := w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43)})
	must(t, err)
	_, err = w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: "41"})
	refused(t, err, CodeConflict, 409, "An update is in progress")
	w.pass(time.Minute)
	v, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout"})
	must(t, err)
	_, err = w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", FunctionVersion: v.Version})
	refused(t, err, CodeConflict, 409, "Pending")
	w.pass(time.Minute)
	w.route(v.Version, nil)
}

func TestCreateAliasRefusesWhatAWSRefuses(t *testing.T) {
	w := open(t, nil)
	al, err := w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "green", FunctionVersion: "42"})
	must(t, err)
	if al.AliasArn != "arn:aws:lambda:eu-central-1:123456789012:function:checkout:green" || al.RevisionID == "" {
		t.Errorf("got %+v", al)
	}
	_, err = w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "green", FunctionVersion: "42"})
	refused(t, err, CodeConflict, 409, "Alias already exists")
	_, err = w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "42", FunctionVersion: "42"})
	refused(t, err, CodeValidation, 400, "(?!^[0-9]+$)")
	_, err = w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "a b", FunctionVersion: "42"})
	refused(t, err, CodeValidation, 400, "a b")
	_, err = w.CreateAlias(CreateAliasInput{FunctionName: "checkout", Name: "new"})
	refused(t, err, CodeValidation, 400, "functionVersion")
	list, err := w.ListAliases("checkout")
	must(t, err)
	if len(list) != 3 || list[0].Name != "blue" || list[1].Name != "green" || list[2].Name != "live" {
		t.Errorf("got %+v, want blue, green, live", list)
	}
}

func TestWhatIsAnsweredIsNoWayIntoTheAccount(t *testing.T) {
	w := open(t, nil)
	weights := map[string]float64{"41": .1}
	w.route("42", weights)
	weights["41"] = 1
	al, err := w.GetAlias("checkout", "live")
	must(t, err)
	al.AdditionalVersionWeights["41"] = 1
	al, err = w.GetAlias("checkout", "live")
	must(t, err)
	if al.AdditionalVersionWeights["41"] != .1 {
		t.Error("a caller's map is the account's")
	}
}

func TestWhatDoesNotExistIsNotFound(t *testing.T) {
	w := empty(t, nil)
	for name, call := range map[string]func() error{
		"GetFunction":            func() error { _, err := w.GetFunction("none", ""); return err },
		"GetAlias":               func() error { _, err := w.GetAlias("none", "live"); return err },
		"ListAliases":            func() error { _, err := w.ListAliases("none"); return err },
		"ListVersionsByFunction": func() error { _, err := w.ListVersionsByFunction("none"); return err },
		"PublishVersion":         func() error { _, err := w.PublishVersion(PublishVersionInput{FunctionName: "none"}); return err },
		"CreateAlias":            func() error { _, err := w.CreateAlias(CreateAliasInput{FunctionName: "none"}); return err },
		"Invoke":                 func() error { _, err := w.Invoke("none", "", nil); return err },
		"SetTraffic":             func() error { return w.SetTraffic("none", 1) },
		"DeleteFunction":         func() error { return w.DeleteFunction("none", "") },
	} {
		t.Run(name, func(t *testing.T) { refused(t, call(), CodeNotFound, 404, "Function not found") })
	}
}

func TestADeletedAliasTakesItsTrafficWithIt(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 600))
	w.pass(5 * time.Minute)
	for range 2 { // one that has gone is no error
		must(t, w.DeleteAlias("checkout", "live"))
	}
	refused(t, w.DeleteAlias("none", "live"), CodeNotFound, 404, "none")
	w.pass(10 * time.Minute)
	if got := len(w.minutes("")); got != 5 {
		t.Errorf("%d minutes have calls, want the five before it was deleted", got)
	}
	_, err := w.GetAlias("checkout", "live")
	refused(t, err, CodeNotFound, 404, "live")
	must(t, w.DeleteFunction("checkout", "42"))
}

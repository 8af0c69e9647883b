package cloud

import (
	"testing"
	"time"
)

func TestProvisionedConcurrencyIsInProgressThenReady(t *testing.T) { // faults.md E6
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	p, err := w.PutProvisionedConcurrency("checkout", "41", 10)
	must(t, err)
	if p.Status != ProvisionedInProgress || p.Requested != 10 || p.Allocated != 0 {
		t.Errorf("got %+v", p)
	}
	w.pass(time.Minute)
	p, err = w.GetProvisionedConcurrency("checkout", "41")
	must(t, err)
	if p.Status != ProvisionedReady || p.Allocated != 10 || p.FunctionArn[len(p.FunctionArn)-11:] != "checkout:41" {
		t.Errorf("got %+v", p)
	}
	_, err = w.PutProvisionedConcurrency("checkout", "40", 900-10)
	must(t, err)
	_, err = w.PutProvisionedConcurrency("checkout", "42", 1)
	refused(t, err, CodeInvalidParameter, 400, "[100]")
	_, err = w.PutProvisionedConcurrency("checkout", "41", 10) // its own does not count twice
	must(t, err)
	list, err := w.ListProvisionedConcurrency("checkout")
	must(t, err)
	if len(list) != 2 || list[0].Version != "40" || list[1].Version != "41" || list[1].Status != ProvisionedInProgress {
		t.Errorf("got %+v", list)
	}
}

func TestProvisionedConcurrencyCanBeMadeToFail(t *testing.T) { // faults.md E6
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	w.FailProvisioning("no capacity")
	p, err := w.PutProvisionedConcurrency("checkout", "41", 10)
	must(t, err)
	if p.Status != ProvisionedInProgress {
		t.Errorf("got %+v, want a failure to take its time", p)
	}
	w.pass(time.Minute)
	w.FailProvisioning("")
	p, err = w.GetProvisionedConcurrency("checkout", "41")
	must(t, err)
	if p.Status != ProvisionedFailed || p.StatusReason != "no capacity" || p.Allocated != 0 {
		t.Errorf("got %+v", p)
	}
	_, err = w.PutProvisionedConcurrency("checkout", "41", 10)
	must(t, err)
	w.pass(time.Minute)
	p, err = w.GetProvisionedConcurrency("checkout", "41")
	must(t, err)
	if p.Status != ProvisionedReady || p.StatusReason != "" {
		t.Errorf("got %+v, want it to be there once it is asked for again", p)
	}
}

func TestProvisionedConcurrencyIsRefusedWhereAWSRefusesIt(t *testing.T) {
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	_, err := w.PutProvisionedConcurrency("checkout", "41", 0)
	refused(t, err, CodeValidation, 400, "greater than or equal to 1")
	_, err = w.GetProvisionedConcurrency("checkout", "41")
	refused(t, err, CodeProvisionedNotFound, 404, "No Provisioned Concurrency")
	for qualifier, words := range map[string]string{"": "unpublished", "$LATEST": "unpublished", "live": "not with aliases"} {
		_, err := w.PutProvisionedConcurrency("checkout", qualifier, 1)
		refused(t, err, CodeInvalidParameter, 400, words)
		_, err = w.GetProvisionedConcurrency("checkout", qualifier)
		refused(t, err, CodeInvalidParameter, 400, words)
		refused(t, w.DeleteProvisionedConcurrency("checkout", qualifier), CodeInvalidParameter, 400, words)
	}
	_, err = w.PutProvisionedConcurrency("checkout", "99", 1)
	refused(t, err, CodeNotFound, 404, "checkout:99")
	refused(t, w.DeleteProvisionedConcurrency("checkout", "99"), CodeNotFound, 404, "checkout:99")
	_, err = w.GetProvisionedConcurrency("none", "1")
	refused(t, err, CodeNotFound, 404, "none")
	_, err = w.ListProvisionedConcurrency("none")
	refused(t, err, CodeNotFound, 404, "none")

	w.push(43)
	_, err = w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43)})
	must(t, err)
	w.pass(time.Minute)
	v, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout"})
	must(t, err)
	_, err = w.PutProvisionedConcurrency("checkout", v.Version, 1)
	refused(t, err, CodeConflict, 409, "Pending")
}

func TestProvisionedConcurrencySurvivesARestartAndGoesWithItsVersion(t *testing.T) {
	d := newDisk()
	w := open(t, func(o *Options) { o.Disk = d })
	for _, v := range []string{"40", "41"} {
		_, err := w.PutProvisionedConcurrency("checkout", v, 10)
		must(t, err)
	}
	killed := empty(t, func(o *Options) { o.Disk = d })
	must(t, killed.DeleteFunction("checkout", "40"))
	list, err := killed.ListProvisionedConcurrency("checkout")
	must(t, err)
	if len(list) != 1 || list[0].Version != "41" || list[0].Status != ProvisionedReady {
		t.Errorf("got %+v, want that of 41", list)
	}
	for range 2 {
		must(t, killed.DeleteProvisionedConcurrency("checkout", "41"))
	}
	list, err = killed.ListProvisionedConcurrency("checkout")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("got %+v after it was given back", list)
	}
	_, err = killed.PutProvisionedConcurrency("checkout", "42", 900) // all that there is
	must(t, err)
}

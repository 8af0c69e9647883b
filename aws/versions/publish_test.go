package versions_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestAReleaseIsPublishedInOneCallWhenThereIsTime(t *testing.T) {
	with(t, func(w *world) {
		w.must(w.publish(release(3)))
		if all := w.list(); len(all) != 3 || all[0].Version != "3" || all[0].Release != release(3) || !all[0].Ready {
			t.Errorf("%+v", all)
		}
		versions, err := w.cloud.ListVersionsByFunction(function)
		w.must(err)
		if want := "slipway sha=" + release(3).SHA + " digest=" + release(3).Digest + " rollout=" + string(id); versions[3].Description != want {
			t.Errorf("described as %q", versions[3].Description)
		}
	})
}

func TestWhatThereIsNoTimeForIsLeftToTheNextCall(t *testing.T) {
	with(t, func(w *world) {
		for calls := 1; ; calls++ {
			begin := time.Now()
			w.must(w.publish(release(3)))
			if took := time.Since(begin); took > 2*time.Second {
				t.Fatalf("call %d took %s", calls, took)
			}
			if p := w.of(release(3)); len(p) == 1 && p[0].Ready {
				if calls < 3 {
					t.Errorf("done after %d calls", calls)
				}
				return
			}
		}
	}, func(w *world) { w.options.Wait = 2 * time.Second })
}

func TestPublishingAgainMakesNothingNew(t *testing.T) {
	with(t, func(w *world) {
		for range 3 {
			w.must(w.publish(release(3)))
			w.must(w.publish(release(1)))
		}
		if len(w.list()) != 3 || w.Count("PublishVersion") != 1 || w.Count("UpdateFunctionCode") != 1 {
			t.Errorf("%+v, %v", w.list(), w.Counts())
		}
	})
}

// What was published long ago is not published anew, whatever is in $LATEST.
func TestAVersionThatIsThereIsTaken(t *testing.T) {
	with(t, func(w *world) {
		w.must(w.publish(release(1)))
		if len(w.list()) != 2 || w.Count("UpdateFunctionCode")+w.Count("PublishVersion") > 0 {
			t.Errorf("%v", w.Counts())
		}
	})
}

func TestItEndsWithTheCallersContext(t *testing.T) {
	with(t, func(w *world) {
		ctx, cancel := context.WithTimeout(w.t.Context(), 3*time.Second)
		defer cancel()
		begin := time.Now()
		if err := w.Publish(ctx, target, release(3), id); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// carriedOutBut carries the call out and then answers something else.
func carriedOutBut(f faulty.Fault) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		got, err := c.Send()
		if err != nil {
			return nil, err
		}
		if err := got.Body.Close(); err != nil {
			return nil, err
		}
		return f(c)
	}
}

// faults.md E1 and E3, for versions: whatever is lost, late or twice, and whoever
// tries again, there is one version of the release in the end, and it is that.
func TestNoFaultMakesASecondVersion(t *testing.T) {
	operations := []string{"ListVersionsByFunction", "GetFunction", "UpdateFunctionCode", "PublishVersion"}
	faults := []faulty.Fault{
		faulty.LoseRequest, faulty.LoseReply, faulty.Twice, faulty.Delay(7 * time.Second), faulty.Delay(time.Minute),
		faulty.Answer(429, "TooManyRequestsException", ""), faulty.Answer(409, "ResourceConflictException", ""),
		faulty.Answer(500, "ServiceException", ""), faulty.Answer(412, "PreconditionFailedException", ""),
		carriedOutBut(faulty.Answer(500, "ServiceException", "")), carriedOutBut(faulty.Answer(412, "PreconditionFailedException", "")),
	}
	rapid.Check(t, func(r *rapid.T) {
		type fate struct{ operation, fault int }
		fates := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) fate {
			return fate{rapid.IntRange(0, len(operations)-1).Draw(r, "operation"), rapid.IntRange(0, len(faults)-1).Draw(r, "fault")}
		}), 0, 8).Draw(r, "fates")
		var unfit error // of a rollout that could go on
		var all, ours []rollout.Published
		with(t, func(w *world) {
			for _, f := range fates {
				w.On(operations[f.operation], faults[f.fault])
			}
			for range 30 {
				if err := w.publish(release(3)); rollout.IsKind(err, rollout.Invalid) || rollout.IsKind(err, rollout.NotFound) {
					unfit = err
				}
				time.Sleep(2 * time.Second)
			}
			all, ours = w.list(), w.of(release(3))
		})
		if unfit != nil || len(all) != 3 || len(ours) != 1 || !ours[0].Ready {
			r.Fatalf("%v, %+v", unfit, all)
		}
	})
}

// $LATEST belongs to everybody. Somebody else's code is never published as ours.
func TestSomebodyElsesCodeIsNotPublishedAsOurs(t *testing.T) {
	theirs := func(w *world) {
		_, err := w.cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: function, ImageURI: image(release(1))})
		w.must(err)
		time.Sleep(5 * time.Second)
	}
	for name, prepare := range map[string]func(w *world){
		"between read and update": func(w *world) {
			w.On("UpdateFunctionCode", func(c faulty.Call) (*http.Response, error) { theirs(w); return c.Send() })
		},
		"between update and publishing": func(w *world) {
			w.On("PublishVersion", func(c faulty.Call) (*http.Response, error) { theirs(w); return c.Send() })
		},
		"while the update settles": func(w *world) {
			late := func(c faulty.Call) (*http.Response, error) {
				time.Sleep(5 * time.Second)
				theirs(w)
				return c.Send()
			}
			w.On("GetFunction", nil, late)
		},
	} {
		with(t, func(w *world) {
			prepare(w)
			if err := w.publish(release(3)); !rollout.IsKind(err, rollout.Stale) {
				t.Errorf("%s: %v", name, err)
			}
			if len(w.list()) != 2 {
				t.Errorf("%s: %+v", name, w.list())
			}
			w.must(w.publish(release(3))) // and then it is our turn
			if len(w.of(release(3))) != 1 {
				t.Errorf("%s: %+v", name, w.list())
			}
		})
	}
}

// MiniStack looks at neither, and the strict account is content with one of them.
func TestWhatIsPublishedIsGuardedByItsCodeAndItsRevision(t *testing.T) {
	with(t, func(w *world) {
		var sent struct{ CodeSha256, RevisionID string }
		w.On("PublishVersion", func(c faulty.Call) (*http.Response, error) {
			if err := json.Unmarshal(c.Body, &sent); err != nil {
				return nil, err
			}
			return c.Send()
		})
		w.must(w.publish(release(3)))
		if "sha256:"+sent.CodeSha256 != release(3).Digest || sent.RevisionID == "" {
			t.Errorf("%+v", sent)
		}
	})
}

// Code that Lambda could not take is not published, and is tried again.
func TestCodeThatCouldNotBeTakenIsNotPublished(t *testing.T) {
	with(t, func(w *world) {
		failed := func(c faulty.Call) (*http.Response, error) {
			return answer(c, `{"Configuration":{"State":"Active","LastUpdateStatus":"Failed","LastUpdateStatusReason":"no such layer","RevisionId":"x"},
				"Code":{"ResolvedImageUri":"`+image(release(3))+`"}}`), nil
		}
		w.On("UpdateFunctionCode", func(c faulty.Call) (*http.Response, error) { return answer(c, "{}"), nil })
		w.On("GetFunction", failed, failed)
		err := w.publish(release(3))
		if !rollout.IsKind(err, rollout.Broken) || !strings.Contains(err.Error(), "no such layer") || w.Count("UpdateFunctionCode") != 1 || w.Count("PublishVersion") > 0 {
			t.Errorf("%v, %v", err, w.Counts())
		}
	})
}

// answer answers in the place of Lambda.
func answer(c faulty.Call, body string) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: c.Request}
}

// faults.md D9: an archive that was written over since it was built.
func TestAnArchiveThatIsNotTheOneThatWasBuiltIsRefused(t *testing.T) {
	with(t, func(w *world) {
		w.On("UpdateFunctionCode", func(c faulty.Call) (*http.Response, error) {
			if !strings.Contains(string(c.Body), `"S3Bucket":"bucket"`) || !strings.Contains(string(c.Body), `"S3Key":"key"`) {
				t.Errorf("sent %s", c.Body)
			}
			return answer(c, `{"CodeSha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAc="}`), nil
		})
		if err := w.publish(release(3)); !rollout.IsKind(err, rollout.Invalid) || w.Count("PublishVersion") > 0 {
			t.Errorf("%v", err)
		}
	}, func(w *world) {
		w.options.Code = func(rollout.Target, rollout.Release) versions.Code {
			return versions.Code{Bucket: "bucket", Key: "key"}
		}
	})
}

func TestAReleaseWithoutADigestIsRefused(t *testing.T) {
	with(t, func(w *world) {
		if err := w.publish(rollout.Release{SHA: release(3).SHA}); !rollout.IsKind(err, rollout.Invalid) || len(w.Counts()) > 0 {
			t.Errorf("%v, %v", err, w.Counts())
		}
	})
}

func TestAnAnswerWithoutAConfigurationIsAnError(t *testing.T) {
	with(t, func(w *world) {
		w.On("GetFunction", func(c faulty.Call) (*http.Response, error) { return answer(c, "{}"), nil })
		if err := w.publish(release(3)); !rollout.IsKind(err, rollout.Broken) {
			t.Errorf("%v", err)
		}
	})
}

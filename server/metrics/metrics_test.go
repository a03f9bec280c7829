package metrics

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestHandlerShowsWhatHappened(t *testing.T) {
	m := New("v1")
	m.Request("GET", "/api/slips/{id}", 200, 30*time.Millisecond)
	m.Request("GET", "/api/slips/{id}", 404, time.Millisecond)
	m.Job("sweep", nil)
	m.Job("sweep", errors.New("no"))
	m.Gauge("portage_streams", "Open event streams.", func() int { return 3 })
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		`portage_http_request_seconds_count{method="GET",route="/api/slips/{id}",status="200"} 1`,
		`portage_http_request_seconds_count{method="GET",route="/api/slips/{id}",status="404"} 1`,
		`portage_job_runs_total{job="sweep",result="failed"} 1`,
		`portage_job_runs_total{job="sweep",result="ok"} 1`,
		"portage_streams 3", `portage_info{version="v1"} 1`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("missing %s", want)
		}
	}
}

func TestHandlerAnswersNothingElse(t *testing.T) {
	for _, target := range []string{"/", "/debug/pprof/", "/metrics/x"} {
		w := httptest.NewRecorder()
		New("v1").Handler().ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if w.Code != 404 {
			t.Errorf("%s: %d, want 404", target, w.Code)
		}
	}
}

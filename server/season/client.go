package season

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

// m is a JSON object to send.
type m map[string]any

// worker is somebody at the desk, with a browser.
type worker struct {
	t        *town
	id       string
	login    string
	password string
	cookie   string
	used     time.Time
}

// refusal is an answer that is no success.
type refusal struct {
	what   string
	status int
	code   string
	body   string
}

func (r *refusal) Error() string { return fmt.Sprintf("%s: %d %.300s", r.what, r.status, r.body) }

// call sends a request without a session, and reads the answer into out.
func (t *town) call(method, path, cookie string, in, out any) (*http.Response, error) {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(t.ctx, method, t.url+path, body)
	if err != nil {
		return nil, err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Origin", t.url)
	}
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	t.tally.Requests++
	res, err := t.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode/100 != 2 {
		var problem struct{ Code string }
		_ = json.Unmarshal(raw, &problem) // the status tells enough
		return nil, &refusal{method + " " + path, res.StatusCode, problem.Code, string(raw)}
	}
	if out == nil {
		return res, nil
	}
	return res, json.Unmarshal(raw, out)
}

// signIn opens a session as the sign-in screen does.
func (w *worker) signIn() error {
	res, err := w.t.call("POST", "/api/session", "", m{"login": w.login, "password": w.password}, nil)
	if err != nil {
		return err
	}
	w.keep(res)
	return nil
}

func (w *worker) keep(res *http.Response) {
	w.cookie, _, _ = strings.Cut(res.Header.Get("Set-Cookie"), ";")
	w.used = w.t.now()
}

// do asks as that colleague, who signs in again when the session has ended.
func (w *worker) do(method, path string, in, out any) error {
	if w.cookie == "" || w.t.now().Sub(w.used) > account.SessionIdle-time.Minute {
		if err := w.signIn(); err != nil {
			return err
		}
	}
	_, err := w.t.call(method, path, w.cookie, in, out)
	if refused := (*refusal)(nil); errors.As(err, &refused) && refused.status == http.StatusUnauthorized {
		if err := w.signIn(); err != nil { // after twelve hours
			return err
		}
		_, err = w.t.call(method, path, w.cookie, in, out)
	}
	w.used = w.t.now()
	return err
}

func (w *worker) post(path string, in, out any) error { return w.do("POST", path, in, out) }
func (w *worker) get(path string, out any) error      { return w.do("GET", path, nil, out) }

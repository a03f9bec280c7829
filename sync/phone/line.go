package phone

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// ErrLine is what a phone hears when the line fails.
var ErrLine = errors.New("phone: the line is down")

// Fault is what a Line does to one request.
type Fault struct {
	Kind FaultKind
	At   int    // Cut, CutReply: bytes that come through
	Code int    // Status
	Text string // Status: the body
}

// FaultKind is a way in which a line fails.
type FaultKind int

// The ways.
const (
	Clean     FaultKind = iota
	Drop                // the request never arrives
	DropReply           // it arrives, its answer does not
	Cut                 // At bytes of its body arrive
	CutReply            // At bytes of the answer arrive
	Repeat              // it arrives twice; the second answer is heard
	Hold                // it stays on the way until Release; the phone hears ErrLine
	Portal              // a captive portal answers 200 with a page
	Status              // somebody on the way answers Code
	Stale               // the last answer that came through is given again
)

// Line is the way between a phone and a server, with faults on command: each
// request takes the next of those that were queued, and is clean without one. It
// is safe for concurrent use.
type Line struct {
	To Doer

	mu   sync.Mutex
	next []Fault
	held []*http.Request
	last *reply
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

// Fail queues faults, one for each of the coming requests.
func (l *Line) Fail(faults ...Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = append(l.next, faults...)
}

// Heal forgets faults that were queued.
func (l *Line) Heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = nil
}

func (l *Line) take() Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.next) == 0 {
		return Fault{}
	}
	f := l.next[0]
	l.next = l.next[1:]
	return f
}

// Do carries req, as well as the next fault lets it.
func (l *Line) Do(req *http.Request) (*http.Response, error) {
	body, err := bodyOf(req)
	if err != nil {
		return nil, err
	}
	switch f := l.take(); f.Kind {
	case Drop:
		return nil, ErrLine
	case DropReply:
		_, _ = l.carry(req, body)
		return nil, ErrLine
	case Cut:
		l.cut(req, body[:min(f.At, len(body))])
		return nil, ErrLine
	case CutReply:
		r, err := l.carry(req, body)
		if err != nil {
			return nil, err
		}
		res := r.response(req)
		res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(r.body[:min(f.At, len(r.body))]), broken{}))
		return res, nil
	case Repeat:
		if _, err := l.carry(req, body); err != nil {
			return nil, err
		}
	case Hold:
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held = append(l.held, copyOf(req, body))
		return nil, ErrLine
	case Portal:
		page := "<!doctype html><title>Wi-Fi</title><p>Bienvenue"
		return (&reply{http.StatusOK, http.Header{"Content-Type": {"text/html"}}, []byte(page)}).response(req), nil
	case Status:
		return (&reply{f.Code, http.Header{"Retry-After": {"7"}}, []byte(f.Text)}).response(req), nil
	case Stale:
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.last == nil {
			return nil, ErrLine
		}
		return l.last.response(req), nil
	}
	r, err := l.carry(req, body)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.last = r
	l.mu.Unlock()
	return r.response(req), nil
}

// Release lets held requests arrive, the last first, and loses their answers: so
// a request arrives long after the phone gave it up, and after younger ones.
func (l *Line) Release() int {
	l.mu.Lock()
	held := l.held
	l.held = nil
	l.mu.Unlock()
	for _, req := range slices.Backward(held) {
		if res, err := l.To.Do(req); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}
	}
	return len(held)
}

func (l *Line) carry(req *http.Request, body []byte) (*reply, error) {
	res, err := l.To.Do(copyOf(req, body))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	return &reply{res.StatusCode, res.Header, raw}, nil
}

// cut sends a part of the body under the length of the whole, then breaks off.
func (l *Line) cut(req *http.Request, part []byte) {
	r := copyOf(req, nil)
	r.ContentLength = req.ContentLength
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(part), broken{}))
	r.GetBody = nil
	if res, err := l.To.Do(r); err == nil {
		_ = res.Body.Close()
	}
}

// broken is the end of a stream that broke off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func bodyOf(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	return body, errors.Join(err, req.Body.Close())
}

func copyOf(req *http.Request, body []byte) *http.Request {
	c := req.Clone(req.Context())
	c.Body, c.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	c.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return c
}

func (r *reply) response(req *http.Request) *http.Response {
	return &http.Response{StatusCode: r.status, Status: strings.TrimSpace(http.StatusText(r.status)), Header: r.header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Body: io.NopCloser(bytes.NewReader(r.body)), ContentLength: int64(len(r.body))}
}
